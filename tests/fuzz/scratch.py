"""Where targets put what they read: a folder of this process in memory, and the files that inputs begin with."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from mutating import joined, parted

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_BYTES_MAX = 20_000


@cache
def scratch() -> Path:
    """This process' own folder."""
    made = Path(tempfile.mkdtemp(prefix="hikiate-fuzz-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def placed(name: str, data: bytes) -> Path:
    """An input as a file."""
    path = scratch() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def unpacked(name: str, data: bytes) -> Path:
    """An input as a folder of files; names that would lead out of it are left out."""
    folder = scratch() / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file, content in parted(data.decode("utf-8", "surrogateescape")).items():
        if (
            file
            and "/" not in file
            and "\0" not in file
            and file not in {".", ".."}
            and len(file.encode("utf-8", "surrogateescape")) < 200
        ):
            (folder / file).write_bytes(content.encode("utf-8", "surrogateescape"))
    return folder


def packed(folder: Path) -> bytes:
    """The files of a folder as one input."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return joined({path.name: path.read_bytes().decode("utf-8", "surrogateescape") for path in files}).encode(
        "utf-8", "surrogateescape"
    )


def kept(name: str) -> list[bytes]:
    """The corpus of a target."""
    return [path.read_bytes() for path in sorted((CORPUS / name).glob("*")) if path.is_file()]


def begun(name: str, *patterns: str) -> Callable[[], list[bytes]]:
    """The corpus of a target, and files of the repository that are such inputs."""

    def gathered() -> list[bytes]:
        found = (path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern)))
        return [*kept(name), *_small(found)]

    return gathered


def folders(name: str, *patterns: str) -> Callable[[], list[bytes]]:
    """The same, of folders."""

    def gathered() -> list[bytes]:
        found = (packed(path) for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_dir())
        return [*kept(name), *_small(found)]

    return gathered


def _small(found: Iterable[bytes]) -> list[bytes]:
    return list(dict.fromkeys(data for data in found if len(data) <= _BYTES_MAX))

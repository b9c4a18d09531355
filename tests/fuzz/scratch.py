"""Where targets put what they read: a folder of this process in memory, and the files that inputs begin with."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from mutating import joined, parted

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
_SHARED = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_ROOM_BYTES = 2 * 1024**3
"""A container's folder in memory has far less."""
_HAS_ROOM = _SHARED.is_dir() and shutil.disk_usage(_SHARED).free > _ROOM_BYTES
_PLACE = _SHARED if _HAS_ROOM else Path(tempfile.gettempdir())
_PREFIX = "hikiate-fuzz-"
BYTES_MAX = 12_000
"""How long an input may be; what breaks on more breaks on less."""


@cache
def scratch() -> Path:
    """This process' own folder."""
    made = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_PLACE))
    atexit.register(cleared, os.getpid())
    return made


def cleared(process: int) -> None:
    """Remove what a process left, however it ended."""
    for left in _PLACE.glob(f"{_PREFIX}{process}-*"):
        shutil.rmtree(left, ignore_errors=True)


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
    return list(dict.fromkeys(data for data in found if len(data) <= BYTES_MAX))

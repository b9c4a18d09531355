"""Files kept by their content in `store/` of a workspace: each under the SHA-256 of its bytes, never changed.

A file is forced to the disk under another name and moved into its place before a decision names it. So a process that
is killed leaves at most a file that no decision names; the same command, repeated, names it. A pack is a folder under
the digest that a close bears; the customers' secrets are not kept, because no close reads them.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.digests import sha256, stream_digest
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.disk import force_to_disk, write_file
from hikiate.storage.pack_files import PACK_FILES

FOLDER = "store"
FOLDERS = (
    "packs",
    "results",
    "overlays",
    "incidents",
    "determinations",
    "evidence",
    "settlements",
    "payouts",
    "proofs",
)
SECRETS = "secrets"

_PRIVATE = 0o700


class FileStore:
    """The kept files of the workspace in a folder."""

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / FOLDER

    def make(self) -> None:
        """Make the empty folders, which only their owner may read: they hold customers' balances."""
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.folder.chmod(_PRIVATE)

    def place(self, kind: str, digest: str) -> Path:
        """Where a file, or the folder of a pack or a determination, is kept."""
        return self.folder / kind / digest

    def keep(self, kind: str, content: bytes) -> str:
        """Keep bytes; gives back their SHA-256. What is kept already stays as it is."""
        digest = sha256(content).hex()
        place = self.place(kind, digest)
        if not place.is_file():
            write_file(place, content)
            force_to_disk(place.parent)
        self.sent(kind, digest)
        return digest

    def keep_file(self, kind: str, source: Path) -> str:
        """Keep a file of any size; gives back its SHA-256."""
        with self.staging(kind) as staging:
            copy = staging / "file"
            shutil.copyfile(source, copy)
            with copy.open("rb") as stream:
                digest = stream_digest(stream)
            self.place_file(copy, kind, digest)
        return digest

    def place_file(self, written: Path, kind: str, digest: str) -> None:
        """Move a file that was written inside the store into its place."""
        force_to_disk(written)
        written.replace(self.folder / kind / digest)
        force_to_disk(self.folder / kind)
        self.sent(kind, digest)

    def sent(self, kind: str, digest: str) -> None:
        """What is to be done with a file or folder that was placed, before a decision names it: here nothing more."""

    def standing(self, kind: str) -> list[str]:
        """The names of what is kept of a kind."""
        folder = self.folder / kind
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    @contextmanager
    def original(self, kind: str, digest: str) -> Iterator[Path]:
        """What is kept itself, for an audit; a path to nothing where it is not there."""
        yield self.place(kind, digest)

    def push(self) -> int:
        """Send what is not kept elsewhere yet; this folder is the only place."""
        return 0

    def complete(self) -> None:
        """Have every kept file here, where it is anyway."""

    @contextmanager
    def taking(self, kind: str, source: Path, names: frozenset[str] | None = None) -> Iterator[Path]:
        """A copy of a folder's files inside the store, gone afterwards unless `settle` moved it into its place."""
        names = names or frozenset(name for name in PACK_FILES if name.partition(".")[0] != SECRETS)
        with self.staging(kind) as staging:
            for path in sorted(source.iterdir()) if source.is_dir() else ():
                if path.is_file() and path.name in names:
                    shutil.copyfile(path, staging / path.name)
                    force_to_disk(staging / path.name)
            yield staging

    def settle(self, staging: Path, kind: str, digest: str) -> dict[str, str]:
        """Move a copied folder into its place, where nothing stands there yet; the SHA-256 of each of its files."""
        files = {path.name: file_digest(path) for path in sorted(staging.iterdir())}
        place = self.place(kind, digest)
        if not place.exists():
            force_to_disk(staging)
            staging.replace(place)
            place.chmod(_PRIVATE)
            force_to_disk(place.parent)
        self.sent(kind, digest)
        return files

    @contextmanager
    def staging(self, kind: str) -> Iterator[Path]:
        """A folder beside the kept files, to write in; gone afterwards with what was left in it."""
        (self.folder / kind).mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=self.folder / kind, prefix="."))
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return stream_digest(stream)


def read_bytes(path: Path, wanted: str, wanted_ja: str) -> bytes:
    """A file handed in by its path; Refused where there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise Refused([absent(path, wanted, wanted_ja)]) from error


def absent(path: Path, wanted: str, wanted_ja: str) -> Finding:
    """The fault that a file is not where it was said to be."""
    do, do_ja = "name the file", "ファイルを指定してください"
    return faults.NO_FILE.at(str(path), wanted=wanted, wanted_ja=wanted_ja, do=do, do_ja=do_ja)

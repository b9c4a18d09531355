"""Kept files in an object store, such as S3 and what speaks as it does, through fsspec (the extra `s3`).

The store is named by `url` of `[files]` in the workspace's `hikiate.toml`. A file is there before a decision names it.
The folder `store/` beside the database is then a copy for reading, which may be emptied at any time: what is not there
is fetched again, and a file is believed only under its own digest. A folder (a pack, a determination) is several
objects; the last one, a list of their digests, says that it is whole. Credentials and the address of the service are
those of the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL and their like).
"""

import errno
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.storage.disk import force_to_disk
from hikiate.storage.workspace.file_store import FOLDERS, FileStore, file_digest
from hikiate.storage.workspace.settings import FILE, read_settings

WHOLE = ".whole"
"""The object that says that a folder is whole."""


def file_store(workspace: Path) -> FileStore:
    """Where the files of a workspace are kept, as its settings say."""
    url = read_settings(workspace).files
    return RemoteFileStore(workspace, url) if url else FileStore(workspace)


class RemoteFileStore(FileStore):
    """Kept files in an object store, with copies beside the database."""

    def __init__(self, workspace: Path, url: str) -> None:
        super().__init__(workspace)
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, loaded where a store is named
        except ImportError as error:
            raise _refused(url, "fsspec is not installed: hikiate[s3]") from error
        try:
            self.remote, self.root = url_to_fs(url.rstrip("/"))
        except (ImportError, ValueError) as error:
            raise _refused(url, str(error)) from error

    def place(self, kind: str, digest: str) -> Path:
        """Where the copy of a file or a folder is; fetched where it is kept and the copy is not there."""
        place = super().place(kind, digest)
        if not place.exists():
            self._fetch(kind, digest, place)
        return place

    def standing(self, kind: str) -> list[str]:
        """The names of what is kept of a kind."""
        with service_told(self.root):
            self.remote.invalidate_cache()
            root = f"{self.root}/{kind}"
            found = self.remote.ls(root, detail=False) if self.remote.exists(root) else []
        return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)

    @contextmanager
    def original(self, kind: str, digest: str) -> Iterator[Path]:
        """What is kept, fetched anew whatever its copy is, for an audit."""
        with self.staging(kind) as staging:
            place = staging / "original"
            with service_told(self.root):
                self.remote.invalidate_cache()
                if self.remote.exists(self._where(kind, digest)):
                    self._get(kind, digest, place, believed=False)
            yield place

    def push(self) -> int:
        """Send every file that has a copy here and is not kept yet; gives back how many."""
        count = 0
        for kind in FOLDERS:
            kept = set(self.standing(kind))
            for path in sorted((self.folder / kind).glob("[!.]*")):
                if path.name not in kept:
                    self.sent(kind, path.name)
                    count += 1
        return count

    def complete(self) -> None:
        """Have a copy of every kept file here."""
        for kind in FOLDERS:
            for digest in self.standing(kind):
                self.place(kind, digest)

    def sent(self, kind: str, digest: str) -> None:
        """Have what was placed in the copy kept for good."""
        place, where = super().place(kind, digest), self._where(kind, digest)
        with service_told(self.root):
            if place.is_file():
                if not self.remote.exists(where):
                    self.remote.put_file(str(place), where)
                return
            if self.remote.exists(f"{where}/{WHOLE}"):
                return
            digests = {path.name: file_digest(path) for path in sorted(place.iterdir())}
            for name in digests:
                self.remote.put_file(str(place / name), f"{where}/{name}")
            self.remote.pipe_file(f"{where}/{WHOLE}", json.dumps(digests).encode())

    def _where(self, kind: str, digest: str) -> str:
        return f"{self.root}/{kind}/{digest}"

    def _fetch(self, kind: str, digest: str, place: Path) -> None:
        """Fetch what is kept, if it is kept whole."""
        with service_told(self.root):
            if not (self.remote.isfile(self._where(kind, digest)) or self._is_whole(kind, digest)):
                return
            with self.staging(kind) as staging:
                fetched = staging / "fetched"
                self._get(kind, digest, fetched, believed=True)
                force_to_disk(fetched)
                fetched.replace(place)

    def _is_whole(self, kind: str, digest: str) -> bool:
        found: bool = self.remote.exists(f"{self._where(kind, digest)}/{WHOLE}")
        return found

    def _get(self, kind: str, digest: str, place: Path, *, believed: bool) -> None:
        where = self._where(kind, digest)
        if self.remote.isfile(where):
            self.remote.get_file(where, str(place))
            wanted = {place: digest}
        else:
            place.mkdir(mode=0o700)
            names = [str(path).rpartition("/")[2] for path in self.remote.ls(where, detail=False)]
            for name in names:
                if name != WHOLE:
                    self.remote.get_file(f"{where}/{name}", str(place / name))
            listed = json.loads(self.remote.cat_file(f"{where}/{WHOLE}")) if self._is_whole(kind, digest) else {}
            wanted = {place / name: found for name, found in listed.items()}
        for path, found in wanted.items() if believed else ():
            if not path.is_file() or file_digest(path) != found:
                shutil.rmtree(place, ignore_errors=True)
                raise OSError(errno.EIO, f"{path.name} is not what was kept", where)


def _refused(url: str, value: str) -> Refused:
    wanted, wanted_ja = "a place such as s3://bucket/folder", "s3://bucket/folder のような保管先"
    shown = f"{url}: {value}"
    return Refused([faults.WRONG_VALUE.at(f"{FILE} files key url", value=shown, wanted=wanted, wanted_ja=wanted_ja)])


@contextmanager
def service_told(root: str) -> Iterator[None]:
    """Turn what the service or the way to it fails by into an OSError, which is safe to repeat."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno or errno.EIO, error.strerror or type(error).__name__, root) from error
    except _service_errors() as error:
        raise OSError(errno.EIO, type(error).__name__, root) from error


def _service_errors() -> tuple[type[Exception], ...]:
    try:
        from botocore import exceptions  # noqa: PLC0415 - there where s3fs is
    except ImportError:
        return ()
    found: Any = (exceptions.BotoCoreError, exceptions.ClientError)
    return tuple(found)

"""Backups: one archive of a book's rows and of every kept file, for whatever database it is restored into.

The archive is written beside its place and moved there whole. A restore makes a new workspace from it: into a folder
that is empty, and a database that has nothing in it.
"""

import errno
import json
import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.parsing import json_values
from hikiate.storage.database.connection import DATABASE_FILE, Place, connect, disconnect, migrate, place_of
from hikiate.storage.database.dump import dump, load
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.disk import force_to_disk
from hikiate.storage.workspace.faults import OCCUPIED
from hikiate.storage.workspace.file_store import FOLDER as STORE
from hikiate.storage.workspace.file_store import FileStore, absent, file_digest
from hikiate.storage.workspace.remote_files import file_store

SCHEMA = "hikiate/backup/1"
MANIFEST = "MANIFEST.json"
_ROWS = "rows"


def make_workspace(folder: Path, names: tuple[str, ...]) -> Place:
    """Make a workspace's folders and its empty database; what stands half-made from a call that broke off is used."""
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
    FileStore(folder).make()
    place = place_of(folder)
    if place.file is None:
        connect(place)
        migrate(place)
        return place
    # A file of SQLite's is made under another name, so that one in its place is always whole.
    making = place_of(folder, f".{DATABASE_FILE}.making")
    assert making.file is not None  # noqa: S101 - place_of gives a file wherever it gave one above
    for left in folder.glob(f"{making.file.name}*"):
        left.unlink()
    connect(making)
    migrate(making)
    disconnect()
    force_to_disk(making.file)
    making.file.replace(place.file)
    force_to_disk(folder)
    connect(place)
    return place


def is_free(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether a folder has nothing in it but what is left of a workspace whose making broke off."""
    ours = {*names, STORE, DATABASE_FILE}
    return all(
        path.name.startswith(f".{DATABASE_FILE}.making")
        or (path.name.partition("-")[0] in ours and not any(found.is_file() for found in path.rglob("*")))
        for path in folder.iterdir()
    )


def backup(place: Place, workspace: Path, out: Path) -> dict[str, object]:
    """Write the archive; gives back what its manifest says."""
    if out.exists():
        raise Refused([faults.NOT_EMPTY.at(str(out))])
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as staging:
        rows = Path(staging) / _ROWS
        rows.mkdir()
        # The rows first: a file that is kept meanwhile is one that they do not name, and it does no harm.
        manifest: dict[str, object] = {"schema": SCHEMA, **dump(place, rows)}
        file_store(workspace).complete()
        (Path(staging) / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        archive = Path(staging) / "archive"
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(Path(staging) / MANIFEST, MANIFEST)
            tar.add(rows, _ROWS)
            tar.add(workspace / STORE, STORE, filter=lambda found: None if "/." in found.name else found)
        archive.chmod(0o600)
        force_to_disk(archive)
        archive.replace(out)
        force_to_disk(out.parent)
    return manifest


def restore(archive: Path, folder: Path, names: tuple[str, ...]) -> Place:
    """Make a workspace from an archive; Refused where something stands in its place or it is no backup.

    On a server the rows stand only after the files do. A restore that broke off between the two left the files of this
    archive and an empty database, and is finished by the same call.
    """
    place = place_of(folder)
    is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_taken and (place.is_sqlite or not folder.is_dir()):
        raise Refused([faults.NOT_EMPTY.at(str(folder))])
    if not archive.is_file():
        raise Refused([absent(archive, "a backup made by `hikiate backup`", "`hikiate backup` で作成したバックアップ")])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as staging:
        unpacked = Path(staging)
        _unpack(archive, unpacked)
        made = make_workspace(unpacked / "made", names)
        if DatabaseWorkspace(made).decisions.number:
            raise Refused([OCCUPIED.at(made.shown)])
        shutil.rmtree(unpacked / "made" / STORE)
        (unpacked / STORE).replace(unpacked / "made" / STORE)
        if is_taken and _files(unpacked / "made") != _files(folder):
            raise Refused([faults.NOT_EMPTY.at(str(folder))])
        if made.is_sqlite:
            load(made, unpacked / _ROWS)
            disconnect()
            _move(unpacked / "made", folder)
        else:
            load(made, unpacked / _ROWS, lambda: None if is_taken else _move(unpacked / "made", folder))
            disconnect()
    connect(place)
    return place


def _move(made: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    made.replace(folder)
    force_to_disk(folder.parent)


def _files(folder: Path) -> dict[str, str]:
    """Every file of a folder by its path, with its digest."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in found}


def _unpack(archive: Path, folder: Path) -> None:
    reason: object = "MANIFEST.json"
    try:
        with tarfile.open(archive, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest = json_values((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["schema"] == SCHEMA and (folder / STORE).is_dir():
            return
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS}:
            raise
        reason = error
    wanted, wanted_ja = f"a whole backup ({SCHEMA})", f"破損のないバックアップ（{SCHEMA}）"
    raise Refused([faults.UNREADABLE.at(str(archive), value=reason, wanted=wanted, wanted_ja=wanted_ja)])

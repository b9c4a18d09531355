"""What stands of a workspace, looked at by plain SQL and by the bytes of its files: none of the code under test."""

import gzip
import hashlib
import io
import os
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from hikiate.storage.database.connection import VARIABLE
from hikiate.storage.database.triggers import CHAIN_TABLES, RECORD_TABLES

BOOK = (*CHAIN_TABLES, *RECORD_TABLES)
_NOT_STORIES = ("hikiate.db", "hikiate.db-wal", "hikiate.db-shm", "secret.key")
_ARCHIVE = ".tar.gz"
_RECOVERY_SECONDS = 30.0
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Stands:
    """The rows of every table of the book, what makes up its schema, and the files; each by a digest."""

    rows: dict[str, list[str]]
    schema: str
    files: dict[str, str]

    @property
    def book(self) -> str:
        """One digest of the database."""
        return _digest(repr((sorted(self.rows.items()), self.schema)).encode())

    @property
    def everything(self) -> str:
        """One digest of the database and the files."""
        return _digest(repr((self.book, sorted(self.files.items()))).encode())

    @property
    def plain(self) -> dict[str, object]:
        """As JSON says it."""
        return {"rows": self.rows, "schema": self.schema, "files": self.files}


def stands_of(plain: dict[str, object]) -> Stands:
    """What was told as JSON."""
    return Stands(plain["rows"], plain["schema"], plain["files"])  # type: ignore[arg-type]  # as `plain` gave them


def look(folder: Path, workspace: str) -> Stands:
    """What stands in a folder: the workspace of this name in it, and every file beside it."""
    rows, schema = _rows(folder / workspace / "hikiate.db")
    return Stands(rows, schema, dict(_files(folder)))


def _rows(file: Path) -> tuple[dict[str, list[str]], str]:
    address = os.environ.get(VARIABLE)
    if address:
        with _connected(address) as server:
            return _of(server, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", _POSTGRES_SCHEMA)
    if not file.is_file():
        return {}, ""
    with closing(sqlite3.connect(file)) as database:
        return _of(database, "SELECT name FROM sqlite_master WHERE type = 'table'", _SQLITE_SCHEMA)


def _connected(address: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection; a server of which a process was killed recovers first."""
    end = time.monotonic() + _RECOVERY_SECONDS
    while True:
        try:
            return psycopg.connect(address)
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE_SECONDS)


_SQLITE_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ({}) ORDER BY 1, 2"
_POSTGRES_SCHEMA = (
    "SELECT 't', relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
    " AND relname IN ({0}) UNION ALL SELECT 'c', relname, conname FROM pg_constraint"
    " JOIN pg_class ON pg_class.oid = conrelid WHERE relname IN ({0}) ORDER BY 1, 2, 3"
)


def _of(
    database: sqlite3.Connection | psycopg.Connection, tables: str, schema: str
) -> tuple[dict[str, list[str]], str]:
    standing = {name for (name,) in database.execute(tables)}
    rows = {name: _table(database, f"SELECT * FROM {name}") for name in BOOK if name in standing}  # noqa: S608 - names of our own tables
    if "django_migrations" in standing:
        rows["steps"] = _table(database, "SELECT name FROM django_migrations WHERE app = 'hikiate'")
    named = ", ".join(f"'{name}'" for name in BOOK)
    made = list(database.execute(schema.format(named)))
    return rows, _digest(repr(made).encode())


def _table(database: sqlite3.Connection | psycopg.Connection, query: str) -> list[str]:
    """A digest of each row, without the running number that a database may give as it likes."""
    found = database.execute(query)
    columns = [column[0] for column in found.description or ()]
    skipped = columns.index("id") if {"id", "entry_id", "account"} <= set(columns) else -1
    rows = ([value for index, value in enumerate(row) if index != skipped] for row in found)
    return sorted(_digest(repr(row).encode())[:16] for row in rows)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        # What a killed process was still writing has a name with a point before it, and is nobody's.
        if path.is_file() and path.name not in _NOT_STORIES and not any(part[0] == "." for part in Path(name).parts):
            yield name, _archive(path) if name.endswith(_ARCHIVE) else _digest(path.read_bytes())


def _archive(path: Path) -> str:
    """What an archive holds; when each file in it was made is no part of it."""
    content = gzip.decompress(path.read_bytes())
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        members = [(member.name, tar.extractfile(member)) for member in tar.getmembers() if member.isfile()]
        return _digest(repr(sorted((name, stream.read()) for name, stream in members if stream)).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

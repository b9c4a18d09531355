"""The stores on which a life is lived: the book in memory, in SQLite, in PostgreSQL, each with real kept files."""

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, cast

import psycopg
from django.db import connection

from hikiate.book.decisions import Decision, RecordsDigest
from hikiate.book.journal import Entry, Posting
from hikiate.book.records import Record, values
from hikiate.book.tally import Place, Tally
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.audit import Book
from hikiate.storage.database.connection import VARIABLE, connect, disconnect, migrate, place_of
from hikiate.storage.database.pages import decisions_before
from hikiate.storage.database.reading import snapshot
from hikiate.storage.database.workspace import DatabaseWorkspace
from simulation.harms import Harm, Struck, StruckDatabase, StruckFiles, StruckMemory, crash, full, lost, watched_inserts

KINDS = ("memory", "sqlite", "postgresql")

_ROOM_BYTES = 2 * 1024**3
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
_PAGES_MAX = 1_073_741_823
_LOCK_SECONDS = 0


class Store(Protocol):
    """A workspace that stands open, and what may befall its machine."""

    kind: str
    desk: Desk
    struck: Struck

    def strike(self, kind: str) -> Callable[[], None]:
        """What a harm of a kind does when it strikes."""

    def restart(self) -> None:
        """The process ends and begins again: what was not committed is gone."""

    def last_decision(self) -> Decision | None:
        """The last decision."""

    def whole(self) -> AbstractContextManager[Book]:
        """The whole book at one moment, for an audit."""


class MemoryBook:
    """A book in memory, as an audit reads one."""

    def __init__(self, book: StruckMemory) -> None:
        self.book = book

    def entries(self) -> Iterator[tuple[Entry, Iterator[Posting]]]:
        """Every entry with its postings."""
        for entry, postings in self.book.entries:
            yield entry, iter(postings)

    def balances(self) -> Iterator[tuple[int, dict[Place, int]]]:
        """What was kept with each entry: of each place that it touched, in the order in which it was touched."""
        taken = dict.fromkeys(self.book.held, 0)
        for entry, postings in self.book.entries:
            tally = Tally()
            for posting in postings:
                tally.add(posting)
            kept = {}
            for place in tally.changes:
                if taken.get(place, 0) < len(self.book.held.get(place, [])):
                    kept[place] = self.book.held[place][taken[place]][1]
                    taken[place] += 1
            yield entry.number, kept

    def decided(self) -> Iterator[tuple[Decision, RecordsDigest]]:
        """Every decision with the digest of its records."""
        for decision, records in self.book.decisions_made:
            digest = RecordsDigest()
            for record in records:
                digest.add(type(record).__name__, values(record))
            yield decision, digest

    def records(self, kind: type[Record]) -> Iterator[Record]:
        """The records of a kind."""
        return iter(self.book.records[kind])


class MemoryStore:
    """A book in memory; a crash is the end of a unit of work."""

    def __init__(self, folder: Path, made: Callable[[Struck], StruckMemory] = StruckMemory) -> None:
        self.kind = "memory"
        self.struck = Struck(Harm())
        self.book = made(self.struck)
        self.desk = Desk(folder, _files(folder, self.struck), cast("DatabaseWorkspace", self.book))

    def strike(self, kind: str) -> Callable[[], None]:
        """There is no lock and no connection: both are the loss of what holds the memory."""
        return {"crash": crash, "disk_full": full, "connection_lost": lost, "locked": lost}[kind]

    def restart(self) -> None:
        """Nothing to begin again."""

    def last_decision(self) -> Decision | None:
        """The last decision."""
        return self.book.decisions_made[-1][0] if self.book.decisions_made else None

    @contextmanager
    def whole(self) -> Iterator[Book]:
        """The book itself."""
        yield MemoryBook(self.book)


class DatabaseStore:
    """A book in a database of this process."""

    def __init__(self, folder: Path) -> None:
        self.kind = "postgresql" if VARIABLE in os.environ else "sqlite"
        self.struck = Struck(Harm())
        self.place = place_of(folder)
        if self.place.is_sqlite:
            self.place.options["OPTIONS"]["timeout"] = _LOCK_SECONDS
        connect(self.place)
        migrate(self.place)
        self.book = StruckDatabase(self.place)
        self.book.struck = self.struck
        self.desk = Desk(folder, _files(folder, self.struck), self.book)
        self._others: sqlite3.Connection | None = None

    def strike(self, kind: str) -> Callable[[], None]:
        """A real end of the connection, a real full file, a real lock, each as the database has it."""
        if kind == "crash":
            return crash
        if kind == "disk_full":
            return self._fill if self.place.is_sqlite else full
        if kind == "locked" and self.place.is_sqlite:
            return self._lock
        return lost if self.place.is_sqlite else self._lose

    def _fill(self) -> None:
        """The database's file may not grow, and neither may any other."""
        if not connection.in_atomic_block:
            full()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    def _lock(self) -> None:
        """Another process holds the book, unless this one does already."""
        if not connection.in_atomic_block and self._others is None:
            self._others = sqlite3.connect(str(self.place.file), isolation_level=None)
            self._others.execute("BEGIN IMMEDIATE")

    def _lose(self) -> None:
        """The server ends every connection to this database."""
        with psycopg.connect(os.environ[VARIABLE], autocommit=True) as other:
            other.execute(f"{_OTHERS} AND pid <> pg_backend_pid()")

    def restart(self) -> None:
        """The connection is made anew, and the disk has room again; what was being read goes with the old one."""
        gc.collect()
        disconnect()
        if self._others is not None:
            self._others.close()
            self._others = None
        connect(self.place)
        if self.place.is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA max_page_count = {_PAGES_MAX}")

    def last_decision(self) -> Decision | None:
        """The last decision."""
        return next(iter(decisions_before(None, 1)), None)

    @contextmanager
    def whole(self) -> Iterator[Book]:
        """The book at one moment."""
        with snapshot(self.place) as read:
            yield cast("Book", read)


def _files(folder: Path, struck: Struck) -> StruckFiles:
    files = StruckFiles(folder)
    files.struck = struck
    files.make()
    return files


@contextmanager
def opened(kind: str, folder: Path, server: str = "") -> Iterator[Store]:
    """A store of a kind with nothing in it; `server` is the address of a PostgreSQL that may be written to."""
    before = os.environ.pop(VARIABLE, None)
    with ExitStack() as stack:
        stack.callback(_restore, before)
        if kind == "memory":
            yield MemoryStore(folder)
            return
        if kind == "postgresql":
            os.environ[VARIABLE] = stack.enter_context(_own_database(server))
        stack.callback(disconnect)
        store = DatabaseStore(folder)
        stack.enter_context(watched_inserts(store.struck))
        yield store


def _restore(before: str | None) -> None:
    if before is None:
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = before


@contextmanager
def _own_database(server: str) -> Iterator[str]:
    """A database of its own on a server, gone afterwards; gives back its address."""
    name = f"simulation_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as made:
        made.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        made.execute(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as made:
        made.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def room() -> Iterator[Path]:
    """A folder for a life, in memory where the machine has such a place with room: what is proven here is no disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM_BYTES
    with tempfile.TemporaryDirectory(prefix="hikiate-life-", dir=memory if has_room else None) as made:
        yield Path(made)


def emptied(folder: Path) -> Path:
    """A folder that is not there, so that it can be made."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder

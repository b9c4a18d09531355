"""What strikes the exchange's machine: a crash between any two writes, a lost connection, a full disk, a locked book.

A harm counts the touches of database and files while a verb is at work, and strikes at one of them. The workspaces and
the file store below are the real ones; they only tell the harm of each touch.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hikiate.book.decisions import Decision, DecisionDraft
from hikiate.book.journal import Entry, EntryDraft, Posting
from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import Record
from hikiate.storage.database import workspace as database
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.file_store import FileStore
from simulation.breaks import Crash

STRIKES = ("crash", "connection_lost", "disk_full", "locked")
"""What may strike a verb at work."""
MESSAGES = ("message_twice", "message_cut", "message_out_of_order", "clock_back", "clock_forward")
"""What may befall a message or the clock."""
KINDS = (*STRIKES, *MESSAGES)


@dataclass
class Harm:
    """Something that strikes at the `at`-th touch, by `strike`, which may raise."""

    at: int = 0
    strike: Callable[[], None] = lambda: None
    touched: int = 0
    struck: bool = False

    def touch(self) -> None:
        """A touch of the database or of a file: before a write, after it, before a commit, after it."""
        self.touched += 1
        if self.touched == self.at:
            self.struck = True
            self.strike()


@dataclass
class Struck:
    """The harm that is armed now; one that never strikes where none is."""

    harm: Harm

    def touch(self) -> None:
        """Tell it of a touch."""
        self.harm.touch()


def crash() -> None:
    """The process ends."""
    raise Crash


def full() -> None:
    """The disk takes nothing more."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def lost() -> None:
    """The connection to the store is gone."""
    raise OSError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


class StruckMemory(MemoryWorkspace):
    """A workspace in memory that tells of each touch."""

    def __init__(self, struck: Struck) -> None:
        super().__init__()
        self.struck = struck

    @contextmanager
    def unit(self) -> Iterator["MemoryWorkspace"]:
        """As it is, with a touch on either side of the commit."""
        with super().unit() as unit:
            yield unit
            self.struck.touch()
        self.struck.touch()

    def post(self, draft: EntryDraft, postings: Iterable[Posting]) -> Entry:
        """As it is, with a touch on either side."""
        self.struck.touch()
        entry = super().post(draft, postings)
        self.struck.touch()
        return entry

    def decide(self, draft: DecisionDraft, records: Iterable[Record] = ()) -> Decision:
        """As it is, with a touch on either side."""
        self.struck.touch()
        decision = super().decide(draft, records)
        self.struck.touch()
        return decision


class StruckDatabase(DatabaseWorkspace):
    """A workspace in a database that tells of each commit; its single writes are told by `watched_inserts`."""

    struck: Struck

    @contextmanager
    def unit(self) -> Iterator["DatabaseWorkspace"]:
        """As it is, with a touch on either side of the commit."""
        with super().unit() as unit:
            yield unit
            self.struck.touch()
        self.struck.touch()


@contextmanager
def watched_inserts(struck: Struck) -> Iterator[None]:
    """Every insert into a database of this process is told: before it and after it."""
    real = database.insert

    def insert(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        struck.touch()
        real(name, columns, rows)
        struck.touch()

    database.insert = insert
    try:
        yield
    finally:
        database.insert = real


class StruckFiles(FileStore):
    """Kept files that tell of each touch: before a file is kept, once it stands in its place, before it is named."""

    struck: Struck

    def keep(self, kind: str, content: bytes) -> str:
        """As it is, with a touch before."""
        self.struck.touch()
        return super().keep(kind, content)

    def place_file(self, written: Path, kind: str, digest: str) -> None:
        """As it is, with a touch before."""
        self.struck.touch()
        super().place_file(written, kind, digest)

    def settle(self, staging: Path, kind: str, digest: str) -> dict[str, str]:
        """As it is, with a touch before."""
        self.struck.touch()
        return super().settle(staging, kind, digest)

    def sent(self, kind: str, digest: str) -> None:
        """As it is, with a touch: the file stands, and no decision names it."""
        super().sent(kind, digest)
        self.struck.touch()

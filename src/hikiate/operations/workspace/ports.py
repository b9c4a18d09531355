"""What a verb needs of a workspace: one unit of work, in which the book is read and added to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from hikiate.book.decisions import Decision, DecisionDraft
from hikiate.book.journal import Entry, EntryDraft, Head, Posting
from hikiate.book.records import Record

R = TypeVar("R", bound=Record)


class Unit(Protocol):
    """A unit of work: nothing of it stands before all of it does."""

    @property
    def journal(self) -> Head:
        """The last entry."""

    @property
    def decisions(self) -> Head:
        """The last decision."""

    def rows(self, kind: type[R], /, *, lines: tuple[int, int] | None = None, **equal: object) -> Iterator[R]:
        """The records of a kind with these values, as they were made; `lines` is a range of the field `line`."""

    def count(self, kind: type[Record], /, **equal: object) -> int:
        """How many records of a kind have these values."""

    def post(self, draft: EntryDraft, postings: Iterable[Posting]) -> Entry:
        """Add an entry; Overdrawn where it takes out of a guarded account what is not in it."""

    def decide(self, draft: DecisionDraft, records: Iterable[Record] = ()) -> Decision:
        """Add a decision with its records, kind by kind in the order of RECORDS."""

    def balance(self, account: str, asset: str, *, subject: str | None = None, until: str | None = None) -> int:
        """What an account holds of an asset, for one subject or for all, now or at a moment."""

    def balances(self, *, subject: str | None = None, until: str | None = None) -> dict[tuple[str, str], int]:
        """What every account holds of every asset that it ever held, as `balance` says it."""

    def postings(self, number: int) -> Iterator[Posting]:
        """The postings of an entry."""

    def entry(self, number: int) -> Entry | None:
        """An entry by its number; None where there is none."""


class Workspace(Protocol):
    """Where units of work are had."""

    def unit(self) -> AbstractContextManager[Unit]:
        """One unit of work, by one writer at a time."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, and when (as `journal.moment_text` gives it)."""

    by: str
    at: str


Acting = Act | Callable[[], Act]
"""An act, or what reads the clock for it once nobody else writes: a moment that is read before one waits for another
writer lies before what that one decides, and would be refused."""


def now(acting: Acting) -> Act:
    """The act; called within a unit of work."""
    return acting() if callable(acting) else acting


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a call: `number` of what it made, and whether that stood there before."""

    number: int
    already: bool = False


def last(rows: Iterable[R]) -> R | None:
    """The last of the records, which is the one that counts; None where there is none."""
    found = None
    for row in rows:
        found = row
    return found

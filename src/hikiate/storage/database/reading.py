"""A whole book read from a database for an audit or a backup: one consistent moment of it, every table once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TypeVar

from hikiate.book.decisions import Decision, RecordsDigest
from hikiate.book.journal import Entry, Posting
from hikiate.book.records import RECORDS, Record, names
from hikiate.book.tally import Place
from hikiate.storage.database.connection import Place as DatabasePlace
from hikiate.storage.database.workspace import (
    CHUNK_ROWS,
    DECISION_FIELDS,
    ENTRY_FIELDS,
    POSTING_FIELDS,
    one_moment,
    table,
)

Row = tuple[object, ...]
R = TypeVar("R", bound=Record)

_BEYOND = 2**63 - 1


@contextmanager
def snapshot(place: DatabasePlace) -> Iterator["DatabaseBook"]:
    """The book as it stands at one moment, whoever writes meanwhile."""
    with one_moment(place):
        yield DatabaseBook()


class DatabaseBook:
    """Every table of the book, streaming in its own order."""

    def rows(self, name: str, *columns: str) -> Iterator[Row]:
        """The rows of a table in the order in which they were made."""
        key = "number" if name in {"Entry", "Decision"} else "id"
        yield from table(name).objects.order_by(key).values_list(*columns).iterator(CHUNK_ROWS)

    def entries(self) -> Iterator[tuple[Entry, Iterable[Posting | None]]]:
        """Every entry with its postings; None for a line that can be no posting or is another entry's."""
        lines = self.rows("Posting", "id", "entry_id", *POSTING_FIELDS)
        waiting = next(lines, None)

        def of_entry(entry: Row, until: int) -> Iterator[Posting | None]:
            nonlocal waiting
            number, last_posting = entry[0], _whole(entry[-1])
            reached = 0
            while waiting is not None and _whole(waiting[0]) <= until:
                row, waiting = waiting, next(lines, None)
                reached = _whole(row[0])
                yield _posting(row[2:]) if row[1] == number else None
            if reached != last_posting:
                yield None

        rows = self.rows("Entry", *ENTRY_FIELDS, "last_posting")
        following = next(rows, None)
        while following is not None:
            row, following = following, next(rows, None)
            # What stands behind the last entry is held against it, so that no posting goes unread.
            until = _whole(row[-1]) if following is not None else _BEYOND
            yield Entry(*row[:-1]), of_entry(row, until)  # type: ignore[arg-type]  # the columns are those of an entry

    def balances(self) -> Iterator[tuple[int, dict[Place, int]]]:
        """The balances kept with each entry."""
        rows = self.rows("Balance", "entry_id", "account", "asset", "subject", "amount")
        for number, alike in groupby(rows, key=lambda row: row[0]):
            yield _whole(number), {(str(row[1]), str(row[2]), str(row[3])): _whole(row[4]) for row in alike}

    def records(self, kind: type[R]) -> Iterator[R]:
        """The records of a kind."""
        for row in self.rows(kind.__name__, *names(kind)):
            yield kind(*row)

    def decided(self) -> Iterator[tuple[Decision, RecordsDigest]]:
        """Every decision with the digest of the records that hang on it."""
        tables = [(kind.__name__, self.rows(kind.__name__, "decision_id", *names(kind))) for kind in RECORDS]
        waiting = [(name, rows, next(rows, None)) for name, rows in tables]
        decisions = self.rows("Decision", *DECISION_FIELDS)
        following = next(decisions, None)
        while following is not None:
            row, following = following, next(decisions, None)
            decision, digest = Decision(*row), RecordsDigest()  # type: ignore[arg-type]  # the columns are those of a decision
            # What stands behind the last decision is held against it, so that no record goes unread.
            until = decision.number if following is not None else _BEYOND
            for index, (name, rows, first) in enumerate(waiting):
                record = first
                while record is not None and _whole(record[0]) <= until:
                    # One that is another decision's, or nobody's, does not fit this one's digest.
                    digest.add(name if record[0] == decision.number else "", record[1:])
                    record = next(rows, None)
                waiting[index] = (name, rows, record)
            yield decision, digest


def _posting(values: Row) -> Posting | None:
    try:
        return Posting(*values)  # type: ignore[arg-type]  # the columns are those of a posting
    except ValueError:
        return None


def _whole(value: object) -> int:
    return int(str(value))

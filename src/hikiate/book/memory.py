"""A workspace kept in memory: the same units of work as in a database, for trying things out and for simulations."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from hikiate.book.decisions import Decision, DecisionDraft, RecordsDigest, decided
from hikiate.book.journal import Entry, EntryDraft, Head, Posting, PostingsDigest, chained
from hikiate.book.records import RECORDS, Record, values
from hikiate.book.tally import Place, Tally

R = TypeVar("R", bound=Record)


class MemoryWorkspace:
    """Everything that was decided, in lists; a unit of work that fails leaves them as they were."""

    def __init__(self) -> None:
        self.entries: list[tuple[Entry, Sequence[Posting]]] = []
        self.decisions_made: list[tuple[Decision, Sequence[Record]]] = []
        self.records: dict[type[Record], list[Record]] = {kind: [] for kind in RECORDS}
        self.held: dict[Place, list[tuple[str, int]]] = {}

    @contextmanager
    def unit(self) -> Iterator["MemoryWorkspace"]:
        """One unit of work: all of it, or nothing."""
        # Everything is only ever added to, so what a unit that fails has left is what stands behind these lengths.
        entries, decisions = len(self.entries), len(self.decisions_made)
        records = {kind: len(made) for kind, made in self.records.items()}
        held = {place: len(kept) for place, kept in self.held.items()}
        try:
            yield self
        except BaseException:
            del self.entries[entries:], self.decisions_made[decisions:]
            for kind, count in records.items():
                del self.records[kind][count:]
            self.held = {place: self.held[place][:count] for place, count in held.items()}
            raise

    @property
    def journal(self) -> Head:
        """The last entry."""
        last = self.entries[-1][0] if self.entries else None
        return Head(last.number, last.digest, last.at) if last else Head()

    @property
    def decisions(self) -> Head:
        """The last decision."""
        last = self.decisions_made[-1][0] if self.decisions_made else None
        return Head(last.number, last.digest, last.at) if last else Head()

    def rows(self, kind: type[R], /, *, lines: tuple[int, int] | None = None, **equal: object) -> Iterator[R]:
        """The records of a kind whose fields have these values, in the order in which they were made."""
        for record in list(self.records[kind]):
            if not isinstance(record, kind) or any(getattr(record, name) != value for name, value in equal.items()):
                continue
            if lines is None or lines[0] <= getattr(record, "line", 0) <= lines[1]:
                yield record

    def count(self, kind: type[Record], /, **equal: object) -> int:
        """How many records of a kind have these values."""
        return sum(1 for _ in self.rows(kind, lines=None, **equal))

    def post(self, draft: EntryDraft, postings: Iterable[Posting]) -> Entry:
        """Add an entry; Overdrawn where it takes out what is not there."""
        digest, tally, kept = PostingsDigest(), Tally(), []
        for posting in postings:
            digest.add(posting)
            tally.add(posting)
            kept.append(posting)
        entry = chained(draft, digest, self.journal)
        for place, after in list(tally.after(self._held)):
            self.held.setdefault(place, []).append((entry.at, after))
        self.entries.append((entry, kept))
        return entry

    def decide(self, draft: DecisionDraft, records: Iterable[Record] = ()) -> Decision:
        """Add a decision with its records, which come kind by kind in the order of RECORDS."""
        digest, kept = RecordsDigest(), []
        for record in records:
            digest.add(type(record).__name__, values(record))
            self.records[type(record)].append(record)
            kept.append(record)
        decision = decided(draft, digest, self.decisions, self.journal)
        self.decisions_made.append((decision, kept))
        return decision

    def balance(self, account: str, asset: str, *, subject: str | None = None, until: str | None = None) -> int:
        """What an account holds of an asset, for one subject or for all, now or at a moment."""
        return sum(
            self._held(place, until)
            for place in self.held
            if place[:2] == (account, asset) and subject in {None, place[2]}
        )

    def balances(self, *, subject: str | None = None, until: str | None = None) -> dict[tuple[str, str], int]:
        """What every account holds of every asset that it ever held, as `balance` says it."""
        held: dict[tuple[str, str], int] = {}
        for place in self.held:
            if subject in {None, place[2]}:
                held[place[:2]] = held.get(place[:2], 0) + self._held(place, until)
        return held

    def postings(self, number: int) -> Iterator[Posting]:
        """The postings of an entry."""
        yield from self.entries[number - 1][1]

    def entry(self, number: int) -> Entry | None:
        """An entry by its number; None where there is none."""
        return self.entries[number - 1][0] if 0 < number <= len(self.entries) else None

    def _held(self, place: Place, until: str | None = None) -> int:
        kept = self.held.get(place, [])
        index = len(kept) if until is None else bisect_right(kept, until, key=lambda pair: pair[0])
        return kept[index - 1][1] if index else 0

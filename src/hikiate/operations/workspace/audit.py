"""The audit of a book from its first entry: both chains, what hangs on them, and every balance added up anew.

Decisions and entries are read side by side, each once, so that ten million of them take no more memory than one. What
differs is named where it stands: an entry, a balance, a decision, a record. The files are held against the records by
whoever can read files; what must be there is said by `files_named`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from hikiate.book.decisions import Decision, RecordsDigest, verify_decisions
from hikiate.book.journal import Entry, Head, Posting, verify
from hikiate.book.records import (
    ClaimFiled,
    ClaimStep,
    CloseDone,
    Determination,
    Election,
    FindingStep,
    Incident,
    PackTaken,
    ProofPublished,
    Record,
    Release,
    Request,
    Settlement,
    StatementTaken,
)
from hikiate.book.tally import Place, Tally
from hikiate.kernel.findings import Finding
from hikiate.operations.workspace.audit_faults import ANCHOR_DIFFERS, BALANCE_DIFFERS, UNDECIDED


class Book(Protocol):
    """A whole book, read from its first entry to its last, each part streaming."""

    def entries(self) -> Iterable[tuple[Entry, Iterable[Posting | None]]]:
        """Every entry with its postings; None for a line that can be no posting."""

    def balances(self) -> Iterable[tuple[int, dict[Place, int]]]:
        """The balances kept with each entry that has some, in the order of entries."""

    def decided(self) -> Iterable[tuple[Decision, RecordsDigest]]:
        """Every decision with the digest of the records that hang on it."""


@dataclass(slots=True)
class Audited:
    """What an audit went through."""

    entries: int = 0
    postings: int = 0
    decisions: int = 0
    journal: Head = field(default_factory=Head)
    decided: Head = field(default_factory=Head)


def audit(book: Book, seen: Audited) -> Iterator[Finding]:
    """Every finding of a book, in the order of its decisions; what was gone through is counted in `seen`."""
    entries = _entries(book, seen)
    for item in verify_decisions(_counted(book, seen)):
        if isinstance(item, Finding):
            yield item
            continue
        while seen.entries < item.entry:
            found = next(entries, None)
            if found is None:
                break
            yield from found
        if (seen.journal.number, seen.journal.digest) != (item.entry, item.entry_digest):
            where = f"decision {item.number}"
            wanted = f"{item.entry} {item.entry_digest}"
            yield ANCHOR_DIFFERS.at(where, value=f"{seen.journal.number} {seen.journal.digest}", wanted=wanted)
    for found in entries:
        yield from found
        yield UNDECIDED.at(f"journal entry {seen.journal.number}")


def _counted(book: Book, seen: Audited) -> Iterator[tuple[Decision, RecordsDigest]]:
    for decision, digest in book.decided():
        seen.decisions += 1
        seen.decided = Head(decision.number, decision.digest, decision.at)
        yield decision, digest


def _entries(book: Book, seen: Audited) -> Iterator[list[Finding]]:
    """What is wrong with each entry and with the balances kept with it, entry by entry."""
    kept = iter(book.balances())
    waiting = next(kept, None)
    held: dict[Place, int] = {}
    tally = Tally()

    def passed() -> Iterator[tuple[Entry, Iterable[Posting | None]]]:
        for entry, postings in book.entries():
            seen.entries += 1
            seen.journal = Head(entry.number, entry.digest, entry.at)
            yield entry, _tallied(postings)

    def _tallied(postings: Iterable[Posting | None]) -> Iterator[Posting | None]:
        for posting in postings:
            seen.postings += 1
            if posting is not None:
                tally.add(posting)
            yield posting

    for item in verify(passed()):
        number = seen.journal.number
        found = [item] if isinstance(item, Finding) else []
        wanted = {}
        for place, change in tally.changes.items():
            held[place] = wanted[place] = held.get(place, 0) + change
        tally.moved.clear()
        stands: dict[Place, int] = {}
        while waiting is not None and waiting[0] <= number:
            stands = waiting[1] if waiting[0] == number else stands
            waiting = next(kept, None)
        found += [
            BALANCE_DIFFERS.at(
                f"journal entry {number}", place=" ".join(place).strip(), value=stands.get(place, "-"), wanted=amount
            )
            for place, amount in sorted({**dict.fromkeys(stands, 0), **wanted}.items())
            if stands.get(place) != amount
        ]
        yield found


Files = Iterator[tuple[str, str]]
"""Kind of a kept file and its digest, as they stand in the store."""


_NAMED = {
    PackTaken: ("packs", "pack"),
    CloseDone: ("results", "result"),
    FindingStep: ("evidence", "evidence"),
    Incident: ("incidents", "file"),
    Determination: ("determinations", "determination"),
    Release: ("payouts", "file"),
    Settlement: ("settlements", "settlement"),
    StatementTaken: ("settlements", "statement"),
    ProofPublished: ("proofs", "file"),
    ClaimFiled: ("evidence", "evidence"),
    ClaimStep: ("evidence", "evidence"),
    Election: ("evidence", "evidence"),
}
NAMING: tuple[type[Record], ...] = (*_NAMED, Request)
"""The kinds of records that name files."""


def files_named(record: Record) -> Files:
    """The files that a record names, by kind and digest; packs and determinations are folders.

    A request names the evidence that came with it, also while it is open and where it was rejected.
    """
    if isinstance(record, Request) and (shown := json.loads(record.particulars).get("evidence")):
        yield "evidence", str(shown)
    if isinstance(record, FindingStep) and record.step != "closed":
        return
    kind, field = _NAMED.get(type(record), ("", ""))
    if field and (digest := getattr(record, field)):
        yield kind, digest
    if isinstance(record, CloseDone):
        yield from (("overlays", digest) for _, digest in json.loads(record.overlays))

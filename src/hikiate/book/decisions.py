"""Decisions (決定): who did what when, chained like the journal, each sealing the records that it made.

A decision's digest covers its words, the records made with it, the digest of the decision before it, and the last
entry of the journal at that time. So neither a record nor the end of the journal can be changed or taken away without
a decision that no longer fits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hikiate.book.faults import CHAIN_BROKEN, DECISION_DIFFERS, NUMBER_DIFFERS, RECORDS_DIFFER
from hikiate.book.journal import GENESIS, Head
from hikiate.kernel.digests import RunningDigest, digest
from hikiate.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What a decision says before it has its place: a moment, a user, a kind such as `incident.open`, its subject."""

    at: str
    by: str
    kind: str
    subject: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in its place, numbered from 1, with the count and digest of its records and the journal's head."""

    number: int
    at: str
    by: str
    kind: str
    subject: str
    words: str
    records: int
    records_digest: str
    entry: int
    entry_digest: str
    previous: str
    digest: str

    def reckoned(self) -> str:
        """The digest that the decision's own words give."""
        words = (self.previous, str(self.number), self.at, self.by, self.kind, self.subject, self.words)
        sealed = (str(self.records), self.records_digest, str(self.entry), self.entry_digest)
        return digest("decision/1", [*words, *sealed])


@dataclass(slots=True)
class RecordsDigest:
    """The digest over a decision's records, taken one after another as they stream past."""

    count: int = 0
    _running: RunningDigest = field(default_factory=lambda: RunningDigest("records/1"))

    def add(self, kind: str, values: Iterable[object]) -> None:
        """Take in the next record: its kind and its values in the order of its fields."""
        self.count += 1
        fields = [str(value) for value in values]
        self._running.add([kind, str(len(fields)), *fields])

    @property
    def text(self) -> str:
        """64 hex digits over all records so far."""
        return self._running.text


def decided(draft: DecisionDraft, records: RecordsDigest, head: Head, journal: Head) -> Decision:
    """The decision that follows `head`; ValueError for one before the decision that it follows."""
    if draft.at < head.at:
        raise ValueError(f"{draft.at} is before {head.at}, the moment of the last decision")
    words = (draft.at, draft.by, draft.kind, draft.subject, draft.words)
    sealed = (records.count, records.text, journal.number, journal.digest, head.digest)
    bare = Decision(head.number + 1, *words, *sealed, "")
    return Decision(head.number + 1, *words, *sealed, bare.reckoned())


def verify_decisions(
    decisions: Iterable[tuple[Decision, RecordsDigest]],
) -> Iterator[Finding | Decision]:
    """Hold the decisions against their own chain, from the first one, each with the digest of the records found."""
    number, before = 0, GENESIS
    for decision, found in decisions:
        number += 1
        where = f"decision {decision.number}"
        if decision.number != number:
            yield NUMBER_DIFFERS.at(where, wanted=number)
            number = decision.number
        elif decision.previous != before:
            yield CHAIN_BROKEN.at(where, value=decision.previous, wanted=before)
        elif decision.reckoned() != decision.digest:
            yield DECISION_DIFFERS.at(where, kind=decision.kind, value=decision.reckoned(), wanted=decision.digest)
        elif (found.count, found.text) != (decision.records, decision.records_digest):
            yield RECORDS_DIFFER.at(where, kind=decision.kind, value=found.count, wanted=decision.records)
        else:
            yield decision
        before = decision.digest

"""Settlement files taken in: what banks and custodians say became of each payment that a batch sent.

Tests of a file, in order: (1) it ends with the count and sum of its lines; (2) each line is of this batch; (3) its key
is one that the batch sent; (4) its amount is the one sent; (5) an earlier file said nothing else of it. A file with one
fault is refused whole. A file that was taken in already, or whose lines were, adds nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from hikiate.book.arrivals import END, SettledLine
from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Batch, Outcome, Release, Settlement
from hikiate.facts.faults import FAULTS_SHOWN_MAX, MORE_FAULTS
from hikiate.kernel.amounts import AmountRefused, amount_text, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.payouts import Sent, batch_of, lines_of
from hikiate.operations.workspace.people import require, scale_of
from hikiate.operations.workspace.ports import Act, Done, Unit
from hikiate.operations.workspace.settlement_faults import (
    AMOUNT_DIFFERS,
    CUT_SHORT,
    MALFORMED,
    NOT_RELEASED,
    REPEATED,
    SAID_OTHERWISE,
    UNKNOWN_KEY,
    WRONG_BATCH,
)

OUTCOMES = ("paid", "returned")


class SettlementFile(Protocol):
    """A settlement file at hand: its name and digest, its last row, and the lines before it, by key."""

    @property
    def name(self) -> str:
        """The file's name, for places in it."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""

    @property
    def end(self) -> SettledLine | None:
        """The row `end`, with the count in `key` and the sum in `amount`; None where there is none."""

    def lines(self) -> Iterator[SettledLine]:
        """Every other line, in the order of keys."""


@dataclass(slots=True)
class _Tally:
    """What the lines of a file come to, and what is wrong with them."""

    count: int = 0
    total: int = 0
    new: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    found: list[Finding] = field(default_factory=list)


def settle(unit: Unit, act: Act, incident: str, number: int, file: SettlementFile) -> Done:
    """Take a settlement file in; the number is how many lines of it were new."""
    require(unit, act, "maker")
    batch = batch_of(unit, incident, number)
    if not unit.count(Release, incident=incident, batch=number):
        raise Refused([NOT_RELEASED.at(file.name, batch=number)])
    for standing in unit.rows(Settlement, incident=incident, settlement=file.digest):
        return Done(standing.paid + standing.returned, already=True)
    tally = _checked(unit, batch, file)
    new = sum(tally.new.values())
    if new:
        unit.post(
            EntryDraft(act.at, act.by, "payout.settlement", f"{incident}/batch/{number}"), _postings(unit, batch, file)
        )
    record = Settlement(incident, number, file.digest, tally.new["paid"], tally.new["returned"])
    outcomes = (
        Outcome(
            incident, sent.payment.line, sent.attempt, line.outcome, sent.payment.amount, line.reference, line.reason
        )
        for line, sent in _new_lines(unit, batch, file)
    )
    draft = DecisionDraft(act.at, act.by, "payout.settle", f"{incident}/batch/{number}", file.digest)
    unit.decide(draft, _records(record, outcomes))
    return Done(new, already=not new)


def _records(record: Settlement, outcomes: Iterator[Outcome]) -> Iterator[Settlement | Outcome]:
    yield record
    yield from outcomes


def _postings(unit: Unit, batch: Batch, file: SettlementFile) -> Iterator[Posting]:
    for line, sent in _new_lines(unit, batch, file):
        yield outcome_posting(sent, line.outcome)


def outcome_posting(sent: Sent, outcome: str) -> Posting:
    """How the end of an attempt is entered: the money has left, or is owed again."""
    credit = "payout_funds" if outcome == "paid" else "compensation_payable"
    payment = sent.payment
    return Posting("payout_clearing", credit, payment.asset, payment.amount, payment.incident, payment.key)


def _new_lines(unit: Unit, batch: Batch, file: SettlementFile) -> Iterator[tuple[SettledLine, Sent]]:
    """The lines that no earlier file said; the file was checked before."""
    known = known_outcomes(unit, batch)
    for line, sent in _matched(unit, batch, file):
        if sent is not None and sent.payment.line not in known:
            yield line, sent


def known_outcomes(unit: Unit, batch: Batch) -> dict[int, tuple[str, str]]:
    """Outcome and reference of each line of a batch that is answered."""
    span = (batch.first, batch.last)
    said = unit.rows(Outcome, incident=batch.incident, attempt=batch.attempt, lines=span)
    return {outcome.line: (outcome.outcome, outcome.reference) for outcome in said}


def _matched(unit: Unit, batch: Batch, file: SettlementFile) -> Iterator[tuple[SettledLine, Sent | None]]:
    """Each line with what the batch sent under its key; both come in the order of keys, so neither is held whole."""
    lines = lines_of(unit, batch)
    waiting = iter(lines if batch.attempt == 1 else sorted(lines, key=lambda sent: sent.payment.key))
    sent = next(waiting, None)
    for line in file.lines():
        while sent is not None and sent.payment.key < line.key:
            sent = next(waiting, None)
        yield line, sent if sent is not None and sent.payment.key == line.key else None


def _checked(unit: Unit, batch: Batch, file: SettlementFile) -> _Tally:
    """What the file comes to; Refused with all its faults."""
    scale = scale_of(unit, batch.asset)
    known = known_outcomes(unit, batch)
    tally = _Tally()
    before = ""
    for line, sent in _matched(unit, batch, file):
        tally.count += 1
        fault = _line_fault(line, batch, file.name, sent, scale)
        if fault is None and sent is not None:
            twice = known.get(sent.payment.line) if line.key != before else ("", "")
            fault = _repeated(line, file.name, twice)
            tally.total += sent.payment.amount
            if twice is None:
                tally.new[line.outcome] += 1
        if fault is not None:
            tally.found.append(fault)
        before = line.key
    if not tally.found:
        tally.found += _end_faults(file, tally, scale)
    if tally.found:
        shown = tally.found[:FAULTS_SHOWN_MAX]
        if len(shown) < len(tally.found):
            shown.append(MORE_FAULTS.at(file.name, value=len(tally.found) - len(shown)))
        raise Refused(shown)
    return tally


def _line_fault(line: SettledLine, batch: Batch, name: str, sent: Sent | None, scale: int) -> Finding | None:
    where = f"{name} row {line.row} column "
    named = f"{batch.incident}/{batch.batch}"
    if line.batch != named:
        return WRONG_BATCH.at(f"{where}batch", value=line.batch or "-", wanted=named)
    if sent is None:
        return UNKNOWN_KEY.at(f"{where}key", value=line.key or "-", batch=batch.batch)
    try:
        amount = minor_units(line.amount, scale)
    except AmountRefused:
        amount = -1
    if amount != sent.payment.amount or line.asset != batch.asset:
        wanted = amount_text(sent.payment.amount, scale)
        value, asset = line.amount or "-", line.asset or "-"
        return AMOUNT_DIFFERS.at(f"{where}amount", value=value, asset=asset, key=line.key, wanted=wanted)
    return _outcome_fault(line, where)


def _outcome_fault(line: SettledLine, where: str) -> Finding | None:
    if line.outcome not in OUTCOMES:
        return MALFORMED.at(f"{where}outcome", value=line.outcome or "-", wanted=", ".join(OUTCOMES))
    if line.outcome == "returned" and not line.reason.strip():
        return MALFORMED.at(f"{where}reason", value="-", wanted=Term("why it came back", "返戻の理由"))
    if not line.reference.strip():
        wanted = Term("the bank's or custodian's reference", "銀行またはカストディアンの照会番号")
        return MALFORMED.at(f"{where}reference", value="-", wanted=wanted)
    return None


def _repeated(line: SettledLine, name: str, before: tuple[str, str] | None) -> Finding | None:
    """A line that was said already must say the same; `before` is empty where this very file said it."""
    if before is None or before == (line.outcome, line.reference):
        return None
    where, value = f"{name} row {line.row} column key", f"{line.outcome} {line.reference}"
    if not before[0]:
        return REPEATED.at(where, key=line.key, value=value)
    return SAID_OTHERWISE.at(where, key=line.key, value=value, wanted=" ".join(before))


def _end_faults(file: SettlementFile, tally: _Tally, scale: int) -> list[Finding]:
    last_row = f"{END},{tally.count},,{amount_text(tally.total, scale)},,,"
    end = file.end
    if end is None:
        value = Term(f"no row `{END}`: the file is cut short", f"最終行 {END} がありません（途中で切れています）")
        return [CUT_SHORT.at(file.name, value=value, wanted=last_row)]
    try:
        total = minor_units(end.amount, scale)
    except AmountRefused:
        total = -1
    if (end.key, total) != (str(tally.count), tally.total):
        said = f"{END},{end.key},,{end.amount}"
        return [CUT_SHORT.at(f"{file.name} row {end.row}", value=said, wanted=last_row)]
    return []

"""Bank statements taken in: each debit and credit under a payment's end-to-end id is what became of that payment.

The end-to-end id of a payment is its key. A bank that gives an id less room than a key has (35 characters in ISO 20022,
20 digits in the EDI field of a Zengin transfer) has its first characters. A statement has lines of all kinds; those
that no payment fits are left out, and everything that fits one must be clear:

(1) the statement was not taken in before with other content; (2) an id fits one payment that was released; (3) the
amount is the one sent; (4) of what is new, it has at most one debit and one credit, and they were booked on or after
the day on which the payment was released; (5) what was said before is not said otherwise.
A line is known by its side and the bank's reference, in whatever statement it stands. A debit says paid; a credit says
that it came back, with or without its debit beside it. A credit after an earlier statement said paid is a late return:
the money is back, the customer is owed again, and the payment may be sent once more.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hikiate.book.arrivals import BankLine, BankStatement
from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Asset, BankSettled, Batch, CameBack, Outcome, Record, Release, StatementTaken
from hikiate.facts.faults import FAULTS_SHOWN_MAX, MORE_FAULTS
from hikiate.kernel.amounts import AmountRefused, amount_text, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.payouts import Sent, batch_of, lines_of
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit
from hikiate.operations.workspace.settlement_faults import (
    AMOUNT_DIFFERS,
    CHANGED,
    MALFORMED,
    NOT_SENT_AGAIN,
    TWICE,
    TWO_PAYMENTS,
)
from hikiate.operations.workspace.settlements import known_outcomes, outcome_posting

ID_LENGTHS = (35, 20)
"""To how many characters a key is cut where an id has less room than it."""
_BOTH = " / "
_AFTERWARDS = Term("what was booked on or after the day of its release", "払出日以後に記帳された取引")
_NO_REASON = "no reason stated / 理由の記載なし"


class BankStatements(Protocol):
    """A file of bank statements at hand."""

    @property
    def name(self) -> str:
        """The file's name, for places in it."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""

    @property
    def statements(self) -> Sequence[BankStatement]:
        """Its statements."""


@dataclass(slots=True)
class _Attempt:
    """A payment as a batch sent it, when, and what is known of that attempt: outcome and reference, or nothing.

    `back` is the bank's reference of its late return, None where it did not come back late.
    """

    batch: Batch
    released: str
    sent: Sent
    known: tuple[str, str] | None
    back: str | None


@dataclass(slots=True)
class _Case:
    """A payment that a file speaks of: its attempts in order, and the ids under which the file does."""

    attempts: list[_Attempt] = field(default_factory=list)
    identifiers: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Said:
    """What is new of an attempt: how it ended, by which lines, and whether it came back after it was paid."""

    attempt: _Attempt
    outcome: str
    lines: list[BankLine]
    late: bool = False

    @property
    def reference(self) -> str:
        """The bank's references: of the debit, of the credit, or of both."""
        return _BOTH.join(line.reference for line in self.lines)


def settle_statements(unit: Unit, act: Act, file: BankStatements) -> Done:
    """Take bank statements in; the number is how many payments they said something new of."""
    require(unit, act, "maker")
    _require_unchanged(unit, file)
    if unit.count(StatementTaken, statement=file.digest):
        settled = unit.rows(BankSettled, statement=file.digest)
        return Done(sum(row.paid + row.returned + row.late for row in settled), already=True)
    said, found = _read(unit, file)
    if found:
        shown = found[:FAULTS_SHOWN_MAX]
        if len(shown) < len(found):
            shown.append(MORE_FAULTS.at(file.name, value=len(found) - len(shown)))
        raise Refused(shown)
    batches = _by_batch(said)
    for (incident, number), of_batch in batches.items():
        _post(unit, act, f"{incident}/batch/{number}", of_batch)
    subject = ", ".join(statement.identifier for statement in file.statements)
    draft = DecisionDraft(act.at, act.by, "payout.statement", subject, file.digest)
    unit.decide(draft, _records(file, batches))
    return Done(len(said))


def _require_unchanged(unit: Unit, file: BankStatements) -> None:
    """Refuse a statement that was taken in before with another content, or that stands in the file twice."""
    found = []
    seen: set[tuple[str, str, str]] = set()
    for statement in file.statements:
        place = account, identifier, page = (statement.account, statement.identifier, statement.page)
        before = list(unit.rows(StatementTaken, account=account, identifier=identifier, page=page))
        if place in seen or any(standing.statement != file.digest for standing in before):
            found.append(CHANGED.at(file.name, identifier=identifier, account=account))
        seen.add(place)
    if found:
        raise Refused(found)


def _read(unit: Unit, file: BankStatements) -> tuple[list[_Said], list[Finding]]:
    """What is new in a file, and what is wrong with it."""
    lines: dict[str, list[BankLine]] = {}
    for statement in file.statements:
        for line in statement.lines:
            lines.setdefault(line.end_to_end, []).append(line)
    cases = _cases(unit, lines)
    payments: dict[str, int] = {}
    for case in cases:
        for identifier in case.identifiers:
            payments[identifier] = payments.get(identifier, 0) + 1
    found = [TWO_PAYMENTS.at(file.name, id=identifier) for identifier, count in payments.items() if count > 1]
    scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}
    said = []
    for case in cases:
        of_case = [line for identifier in case.identifiers for line in lines[identifier]]
        faults = list(_line_faults(file.name, case, of_case, scales))
        new = None if faults else _said(file.name, case, of_case)
        if isinstance(new, _Said):
            said.append(new)
        elif new is not None:
            faults.append(new)
        found += faults
    return said, found


def _cases(unit: Unit, identifiers: Container[str]) -> list[_Case]:
    """The payments of all released batches that one of the ids fits."""
    cases: dict[tuple[str, int], _Case] = {}
    late = {(row.incident, row.line, row.attempt): row.reference for row in unit.rows(CameBack)}
    for batch, released in _released(unit):
        known: dict[int, tuple[str, str]] | None = None
        for sent in lines_of(unit, batch):
            fitting = [form for form in _forms(sent.payment.key) if form in identifiers]
            if fitting:
                known = known_outcomes(unit, batch) if known is None else known
                case = cases.setdefault((batch.incident, sent.payment.line), _Case())
                line = sent.payment.line
                back = late.get((batch.incident, line, sent.attempt))
                case.attempts.append(_Attempt(batch, released, sent, known.get(line), back))
                case.identifiers.update(dict.fromkeys(fitting))
    return list(cases.values())


def _released(unit: Unit) -> Iterator[tuple[Batch, str]]:
    """Every batch that was released, with its day in Japan; the attempts of a payment come in order."""
    for release in sorted(unit.rows(Release), key=lambda release: (release.incident, release.batch)):
        entry = unit.entry(release.entry)
        day = day_in_japan(entry.at).isoformat() if entry else ""
        yield batch_of(unit, release.incident, release.batch), day


def _forms(key: str) -> list[str]:
    """A key, and what is left of it where an id has less room."""
    return [key, *(key[:length] for length in ID_LENGTHS if length < len(key))]


def _line_faults(name: str, case: _Case, lines: Sequence[BankLine], scales: Mapping[str, int]) -> Iterator[Finding]:
    """What is wrong with the lines of a payment by themselves."""
    payment = case.attempts[0].sent.payment
    scale = scales[payment.asset]
    for line in lines:
        where = f"{name} entry {line.entry}"
        try:
            amount = minor_units(line.amount, scale)
        except AmountRefused:
            amount = -1
        if (amount, line.asset) != (payment.amount, payment.asset):
            wanted = amount_text(payment.amount, scale)
            yield AMOUNT_DIFFERS.at(where, value=line.amount, asset=line.asset, key=payment.key, wanted=wanted)
        if not line.reference:
            reference = Term("the bank's reference (AcctSvcrRef)", "銀行の照会番号（AcctSvcrRef）")
            yield MALFORMED.at(where, value="-", wanted=reference)


def _said(name: str, case: _Case, lines: Sequence[BankLine]) -> _Said | Finding | None:
    """What the lines say that is new; None for nothing, a finding where it cannot be so."""
    places = {(line.is_credit, line.reference) for line in lines}
    known = _known_lines(case)
    # The debit stands before the credit, which says what became of both.
    new = sorted(
        (line for line in lines if (line.is_credit, line.reference) not in known), key=lambda one: one.is_credit
    )
    if len(places) < len(lines) or len({line.is_credit for line in new}) < len(new):
        return TWICE.at(f"{name} entry {lines[-1].entry}", id=lines[-1].end_to_end, count=len(lines))
    if not new:
        return None
    outcome = "returned" if new[-1].is_credit else "paid"
    for attempt in case.attempts:
        if attempt.known is None and all(not line.day or line.day >= attempt.released for line in new):
            return _Said(attempt, outcome, new)
    newest = case.attempts[-1]
    is_paid = newest.known is not None and newest.known[0] == "paid" and newest.back is None
    if is_paid and outcome == "returned" and len(new) == 1:
        return _Said(newest, outcome, new, late=True)
    value = f"{outcome} {new[-1].reference}"
    wanted = Term(*[" ".join(newest.known)] * 2) if newest.known else _AFTERWARDS
    return NOT_SENT_AGAIN.at(f"{name} entry {new[-1].entry}", key=newest.sent.payment.key, value=value, wanted=wanted)


def _known_lines(case: _Case) -> set[tuple[bool, str]]:
    """The lines that were taken in of a payment before, each by its side and reference."""
    known: set[tuple[bool, str]] = set()
    for attempt in case.attempts:
        outcome, reference = attempt.known or ("", "")
        first, _, second = reference.partition(_BOTH)
        known |= {(outcome == "returned" and not second, first)} | ({(True, second)} if second else set())
        known |= {(True, attempt.back)} if attempt.back is not None else set()
    return known


_Batches = dict[tuple[str, int], list[_Said]]


def _by_batch(said: Sequence[_Said]) -> _Batches:
    batches: _Batches = {}
    for one in said:
        batches.setdefault((one.attempt.batch.incident, one.attempt.batch.batch), []).append(one)
    return batches


def _post(unit: Unit, act: Act, subject: str, said: Sequence[_Said]) -> None:
    """Enter what became of a batch's payments, and apart from it what came back late."""
    on_time = [outcome_posting(one.attempt.sent, one.outcome) for one in said if not one.late]
    late = [
        Posting("payout_funds", "compensation_payable", payment.asset, payment.amount, payment.incident, payment.key)
        for payment in (one.attempt.sent.payment for one in said if one.late)
    ]
    for kind, postings in (("payout.settlement", on_time), ("payout.came_back", late)):
        if postings:
            unit.post(EntryDraft(act.at, act.by, kind, subject), postings)


def _records(file: BankStatements, batches: _Batches) -> Iterator[Record]:
    """The records of a file, kind by kind."""
    everything = [one for said in batches.values() for one in said]
    for one in everything:
        if not one.late:
            place, amount = _place(one), one.attempt.sent.payment.amount
            yield Outcome(*place, one.outcome, amount, one.reference, _reason(one))
    for statement in file.statements:
        named = (statement.account, statement.identifier, statement.page, statement.as_of)
        yield StatementTaken(file.digest, *named, len(statement.lines))
    for (incident, number), said in batches.items():
        counts = Counter("late" if one.late else one.outcome for one in said)
        yield BankSettled(incident, number, file.digest, counts["paid"], counts["returned"], counts["late"])
    for one in everything:
        if one.late:
            yield CameBack(*_place(one), one.attempt.sent.payment.amount, one.reference, _reason(one))


def _place(one: _Said) -> tuple[str, int, int]:
    payment = one.attempt.sent.payment
    return payment.incident, payment.line, one.attempt.sent.attempt


def _reason(one: _Said) -> str:
    return "" if one.outcome == "paid" else one.lines[-1].reason or _NO_REASON

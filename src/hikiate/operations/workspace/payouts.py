"""Payouts in batches: made, approved, released once, and sent again only where a payment came back.

A batch takes the next payable lines of one asset, so no line stands in two batches for the first time; a line that came
back may stand in a later batch as its next attempt. A release posts each payment and names the digest of the payout
file, so a process that is killed before the file stands makes the same file again, and never another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Batch, CameBack, Outcome, Payment, Release, Request, Retry, SetAside
from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term, unit_term
from hikiate.operations.workspace.approvals import Effect, State, Wish, ask, request_of, state
from hikiate.operations.workspace.faults import NOT_APPROVED, NOTHING_TO_PAY, SHORT, UNKNOWN_BATCH
from hikiate.operations.workspace.incidents import require_known, require_open
from hikiate.operations.workspace.people import require, said_amount, scale_of
from hikiate.operations.workspace.ports import Act, Done, Unit

LINES_MAX = 1_000_000
_BEYOND = 2**62


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of a batch: the payment and which attempt it is."""

    payment: Payment
    attempt: int


def make_batch(unit: Unit, act: Act, incident: str, asset: str, *, lines_max: int = LINES_MAX) -> Done:
    """Put the next payable lines of an asset into a batch and ask for its approval; one such batch at a time."""
    require(unit, act, "maker")
    require_open(unit, incident)
    scale_of(unit, asset)
    batches = _standing(unit, incident)
    released = _released(unit, incident)
    for batch in batches:
        if (batch.asset, batch.attempt) == (asset, 1) and batch.batch not in released:
            return Done(batch.batch, already=True)
    after = max((batch.last for batch in batches if (batch.asset, batch.attempt) == (asset, 1)), default=0)
    batch = Batch(incident, 0, asset, 1, first=0, last=0, payments=0, amount=0, request=0)
    for payment in _next_lines(unit, batch, after, lines_max):
        batch = replace(
            batch,
            first=batch.first or payment.line,
            last=payment.line,
            payments=batch.payments + 1,
            amount=batch.amount + payment.amount,
        )
    if not batch.payments:
        raise Refused([NOTHING_TO_PAY.at(Given("asset"), asset=asset, incident=incident)])
    return _ask_batch(unit, act, batch, ())


def _next_lines(unit: Unit, batch: Batch, after: int, lines_max: int) -> Iterator[Payment]:
    """The next payable lines of one revision, up to a number; those set aside stay out."""
    aside = {line.line for line in unit.rows(SetAside, incident=batch.incident)}
    span = (after + 1, _BEYOND)
    count, revision = 0, 0
    for payment in unit.rows(Payment, incident=batch.incident, asset=batch.asset, status="payable", lines=span):
        if payment.line in aside:
            continue
        revision = revision or payment.revision
        if payment.revision != revision or count == lines_max:
            return
        count += 1
        yield payment


def make_retry(unit: Unit, act: Act, incident: str, asset: str) -> Done:
    """Put the lines of an asset that came back into a further batch and ask for its approval.

    What comes back after the end of an incident is owed as before, and its money is there: it is sent all the same.
    """
    require(unit, act, "maker")
    require_known(unit, incident)
    scale_of(unit, asset)
    batches = _standing(unit, incident)
    for batch in batches:
        if batch.asset == asset and batch.attempt > 1 and batch.batch not in _released(unit, incident):
            return Done(batch.batch, already=True)
    back = [(attempt + 1, payment) for attempt, payment in _came_back(unit, incident) if payment.asset == asset]
    if not back:
        require_open(unit, incident)
        raise Refused([NOTHING_TO_PAY.at(Given("retry"), asset=asset, incident=incident)])
    attempt = min(next_attempt for next_attempt, _ in back)
    lines = [payment for next_attempt, payment in back if next_attempt == attempt]
    numbers = [payment.line for payment in lines]
    total = sum(payment.amount for payment in lines)
    words = (incident, 0, asset, attempt, min(numbers), max(numbers), len(lines), total, 0)
    return _ask_batch(unit, act, Batch(*words), numbers)


def _ask_batch(unit: Unit, act: Act, batch: Batch, retried: Sequence[int]) -> Done:
    """Number a batch, and ask for its approval in the same decision."""
    number = unit.count(Batch, incident=batch.incident) + 1
    subject = f"{batch.incident}/batch/{number}"
    particulars = {"payments": batch.payments, "lines": f"{batch.first}-{batch.last}", "attempt": batch.attempt}
    request, _ = ask(unit, act, Wish("payout.batch", subject, {batch.asset: batch.amount}, particulars))
    made = replace(batch, batch=number, request=request.request)
    retries = [Retry(batch.incident, number, line, batch.attempt) for line in retried]
    unit.decide(DecisionDraft(act.at, act.by, "payout.batch", subject), [request, made, *retries])
    return Done(number)


def _came_back(unit: Unit, incident: str) -> Iterator[tuple[int, Payment]]:
    """Each line whose last attempt came back, with that attempt; not those set aside or in a batch again."""
    rejected = {batch.batch for batch in unit.rows(Batch, incident=incident)} - {
        batch.batch for batch in _standing(unit, incident)
    }
    tried: dict[int, int] = {}
    for retry in unit.rows(Retry, incident=incident):
        if retry.batch not in rejected:
            tried[retry.line] = max(retry.attempt, tried.get(retry.line, 1))
    aside = {line.line for line in unit.rows(SetAside, incident=incident)}
    returned = ((row.line, row.attempt) for row in unit.rows(Outcome, incident=incident, outcome="returned"))
    late = ((row.line, row.attempt) for row in unit.rows(CameBack, incident=incident))
    for line, attempt in chain(returned, late):
        if line not in aside and attempt >= tried.get(line, 1):
            yield attempt, next(unit.rows(Payment, incident=incident, lines=(line, line)))


def batch_of(unit: Unit, incident: str, number: int) -> Batch:
    """A batch by its number; Refused where there is none."""
    for batch in unit.rows(Batch, incident=incident, batch=number):
        return batch
    raise Refused([UNKNOWN_BATCH.at(Given("batch"), batch=number, incident=incident)])


def lines_of(unit: Unit, batch: Batch) -> Iterator[Sent]:
    """The lines of a batch, in the order of their keys within its determination."""
    span = (batch.first, batch.last)
    incident = batch.incident
    if batch.attempt > 1:
        for retry in unit.rows(Retry, incident=incident, batch=batch.batch):
            payment = next(unit.rows(Payment, incident=incident, lines=(retry.line, retry.line)))
            yield Sent(payment, retry.attempt)
        return
    out = _left_out(unit, batch)
    for payment in unit.rows(Payment, incident=incident, asset=batch.asset, status="payable", lines=span):
        if payment.line not in out:
            yield Sent(payment, 1)


def _left_out(unit: Unit, batch: Batch) -> set[int]:
    """The lines in a batch's span that were set aside and never sent by it."""
    span = range(batch.first, batch.last + 1)
    aside = {line.line for line in unit.rows(SetAside, incident=batch.incident) if line.line in span}
    return {line for line in aside if not unit.count(Outcome, incident=batch.incident, line=line, attempt=1)}


def require_releasable(unit: Unit, act: Act, incident: str, number: int) -> tuple[Batch, Release | None]:
    """A batch that may be released, and its release where that was done before."""
    require(unit, act, "maker")
    batch = batch_of(unit, incident, number)
    for release in unit.rows(Release, incident=incident, batch=number):
        return batch, release
    if batch.attempt == 1:
        require_open(unit, incident)
    request = request_of(unit, batch.request)
    if state(unit, request) is not State.APPROVED:
        subject = Term(f"batch {number}", f"バッチ {number}")
        raise Refused([NOT_APPROVED.at(Given("batch"), subject=subject, number=request.request)])
    ready = unit.balance("payout_funds", batch.asset, subject=incident)
    ready -= unit.balance("payout_clearing", batch.asset, subject=incident)
    if ready < batch.amount:
        said = said_amount(unit, batch.asset, ready), said_amount(unit, batch.asset, batch.amount)
        account = Term("funds ready to be paid out and not yet sent", "未送金の補償支払資金")
        raise Refused(
            [SHORT.at(Given("batch"), held=said[0], wanted=said[1], unit=unit_term(batch.asset), account=account)]
        )
    return batch, None


def release(unit: Unit, act: Act, batch: Batch, file: str) -> Done:
    """Release a batch whose payout file has this SHA-256: each payment leaves the payable and is on its way."""
    incident = batch.incident
    postings = (
        Posting("compensation_payable", "payout_clearing", batch.asset, sent.payment.amount, incident, sent.payment.key)
        for sent in lines_of(unit, batch)
    )
    subject = f"{incident}/batch/{batch.batch}"
    entry = unit.post(EntryDraft(act.at, act.by, "payout.release", subject), postings)
    record = Release(incident, batch.batch, file, entry.number)
    unit.decide(DecisionDraft(act.at, act.by, "payout.release", subject, file), [record])
    return Done(entry.number)


def set_aside(unit: Unit, act: Act, incident: str, key: str, reason: str) -> Done:
    """Take a payable line out of the payouts, with a reason; what was sent and is not answered cannot be."""
    require(unit, act, "maker")
    require_known(unit, incident)
    if not reason.strip():
        raise Refused([BLANK.at(Given("reason"))])
    payment = next(unit.rows(Payment, incident=incident, key=key, status="payable"), None)
    if payment is None:
        raise Refused([NOTHING_TO_PAY.at(Given("key"), asset=key, incident=incident)])
    if unit.count(SetAside, incident=incident, line=payment.line):
        return Done(payment.line, already=True)
    back = any(line.line == payment.line for _, line in _came_back(unit, incident))
    if not back:
        require_open(unit, incident)
    if not back and _is_batched(unit, payment):
        raise Refused([NOTHING_TO_PAY.at(Given("key"), asset=key, incident=incident)])
    draft = DecisionDraft(act.at, act.by, "payout.set_aside", f"{incident}/{key}", reason)
    unit.decide(draft, [SetAside(incident, payment.line, reason)])
    return Done(payment.line)


def _is_batched(unit: Unit, payment: Payment) -> bool:
    return any(
        batch.asset == payment.asset and batch.attempt == 1 and batch.first <= payment.line <= batch.last
        for batch in _standing(unit, payment.incident)
    )


def batched(_unit: Unit, _request: Request, _act: Act) -> Effect:
    """What the approval of a batch does of itself: nothing; it may now be released."""
    return Effect()


def _standing(unit: Unit, incident: str) -> list[Batch]:
    """The batches of an incident that nobody rejected."""
    return [
        batch
        for batch in unit.rows(Batch, incident=incident)
        if state(unit, request_of(unit, batch.request)) is not State.REJECTED
    ]


def _released(unit: Unit, incident: str) -> set[int]:
    return {done.batch for done in unit.rows(Release, incident=incident)}

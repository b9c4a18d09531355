"""How an incident stands: what was determined, drawn, batched, sent and paid, what waits, and what keeps it open."""

from collections.abc import Mapping
from dataclasses import dataclass

from hikiate.book.decisions import Decision
from hikiate.book.records import (
    Batch,
    Determination,
    Funding,
    Incident,
    IncidentClosed,
    Release,
    Request,
    Settlement,
)
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import State, amounts, request_states
from hikiate.operations.workspace.incidents import unanswered
from hikiate.reports.entered import entered_term
from hikiate.storage.database.pages import decisions_about
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.web.cases.counts import paid_payments, payable_payments, pending_payments, set_aside_payments
from hikiate.web.cases.money import Held, Money, Scales, held
from hikiate.web.cases.names import INCIDENT_KINDS, MOVEMENTS, act_term, source_term
from hikiate.web.cases.waterfall import Fall, falls

ACCOUNTS = [
    "compensation_payable",
    "payout_funds",
    "payout_clearing",
    "insurance_receivable",
    "incident_loss",
    "recoveries",
]
"""The accounts that are kept by incident, in the order of the page."""

EVENTS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination taken in."""

    revision: int
    digest: str
    request: int
    state: State
    payable: list[Money]
    pending: list[Money]


@dataclass(frozen=True, slots=True)
class BatchShown:
    """A batch and what became of it."""

    number: int
    request: int
    state: State
    is_released: bool
    attempt: int
    payments: int
    money: Money
    paid: int
    returned: int

    @property
    def is_settled(self) -> bool:
        """Whether every payment of it was answered."""
        return self.is_released and self.paid + self.returned >= self.payments

    @property
    def term(self) -> Term:
        """How it stands, in words."""
        if self.is_settled:
            return Term("settled", "決済済み")
        return Term("released", "払出し済み") if self.is_released else self.state.term

    @property
    def badge(self) -> str:
        """The class of its badge."""
        return "done" if self.is_released else self.state.value


@dataclass(frozen=True, slots=True)
class Moved:
    """Money drawn, claimed or recovered."""

    movement: Term
    source: Term
    money: Money
    reference: str
    entry: int


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    number: int
    at: str
    by: str
    term: Term
    words: Term


@dataclass(frozen=True, slots=True)
class Standing:
    """An incident with everything that its page says."""

    incident: Incident
    is_closed: bool
    determinations: list[Determined]
    batches: list[BatchShown]
    moved: list[Moved]
    balances: list[Held]
    falls: list[Fall]
    waiting: list[Term]
    counts: list[tuple[Term, int]]
    events: list[Event]
    seen: int

    @property
    def kind(self) -> Term:
        """What kind of incident it is."""
        return INCIDENT_KINDS[self.incident.kind]


def standing(unit: DatabaseWorkspace, found: Incident) -> Standing:
    """How an incident stands; its payments were counted before."""
    name = found.incident
    scales, balances, stands = Scales(unit), unit.balances(subject=name), request_states(unit)
    closed = unit.count(IncidentClosed, incident=name) > 0
    determined = determinations_of(unit, scales, stands, name)
    batches = batches_of(unit, scales, stands, name)
    moved = list(unit.rows(Funding, incident=name))
    paid = paid_payments(unit, name)
    payable, aside = payable_payments(name), set_aside_payments(unit, name)
    events = events_of(unit, name)
    revision = max((made.revision for made in determined if made.state is State.APPROVED), default=0)
    counts = [
        (Term("payable", "支払対象"), payable),
        (Term("paid", "支払済み"), paid),
        (Term("set aside", "保留（除外）"), aside),
        (Term("pending", "保留"), pending_payments(name, revision)),
    ]
    return Standing(
        incident=found,
        is_closed=closed,
        determinations=determined,
        batches=batches,
        moved=[
            Moved(
                MOVEMENTS[row.movement],
                source_term(row.source),
                scales.money(row.asset, row.amount),
                row.reference,
                row.entry,
            )
            for row in moved
        ],
        balances=held(scales, ACCOUNTS, balances),
        falls=_falls(scales, balances, determined, moved),
        waiting=[] if closed else unanswered(unit, name, payable - paid - aside),
        counts=counts,
        events=events[-EVENTS_SHOWN:][::-1],
        seen=events[-1].number if events else 0,
    )


def events_of(unit: DatabaseWorkspace, incident: str) -> list[Event]:
    """Every decision about an incident and its requests, in order."""
    requests = {
        request.request
        for request in unit.rows(Request)
        if request.subject == incident or request.subject.startswith(f"{incident}/")
    }
    return [
        Event(made.number, made.at, made.by, act_term(made.kind), words_of(made))
        for made in decisions_about(incident, requests)
    ]


def words_of(made: Decision) -> Term:
    """The words of a decision that a person gave; a digest is none."""
    if made.kind == "incident.open":
        return INCIDENT_KINDS[made.words]
    number = f"#{made.subject}" if made.kind.startswith("approval.") else ""
    said = "" if made.kind in {"incident.determine", "payout.release", "payout.settle"} else made.words
    batch = made.subject.rpartition("/batch/")[2] if "/batch/" in made.subject else ""
    own = entered_term(said)
    before = [number, batch and f"#{batch}"]
    return Term(" ".join(filter(None, (*before, own.en))), " ".join(filter(None, (*before, own.ja))))


def batches_of(unit: DatabaseWorkspace, scales: Scales, stands: Mapping[int, State], incident: str) -> list[BatchShown]:
    """The batches of an incident, in order."""
    released = {done.batch for done in unit.rows(Release, incident=incident)}
    settled: dict[int, tuple[int, int]] = {}
    for file in unit.rows(Settlement, incident=incident):
        paid, returned = settled.get(file.batch, (0, 0))
        settled[file.batch] = (paid + file.paid, returned + file.returned)
    return [
        BatchShown(
            made.batch,
            made.request,
            stands[made.request],
            made.batch in released,
            made.attempt,
            made.payments,
            scales.money(made.asset, made.amount),
            *settled.get(made.batch, (0, 0)),
        )
        for made in unit.rows(Batch, incident=incident)
    ]


def determinations_of(
    unit: DatabaseWorkspace, scales: Scales, stands: Mapping[int, State], incident: str
) -> list[Determined]:
    """The determinations of an incident, in order."""
    return [
        Determined(
            row.revision,
            row.determination,
            row.request,
            stands[row.request],
            scales.listed(amounts(row.payable)),
            scales.listed(amounts(row.pending)),
        )
        for row in unit.rows(Determination, incident=incident)
    ]


def _falls(
    scales: Scales, balances: Mapping[tuple[str, str], int], determined: list[Determined], moved: list[Funding]
) -> list[Fall]:
    owed: dict[str, int] = {}
    for made in determined:
        if made.state is State.APPROVED:
            for money in made.payable:
                owed[money.asset] = owed.get(money.asset, 0) + money.units
    left = {
        asset: balances.get(("compensation_payable", asset), 0) + balances.get(("payout_clearing", asset), 0)
        for asset in owed
    }
    drawn = [(row.source, row.asset, row.amount) for row in moved if row.movement == "draw"]
    return falls(scales, owed, drawn, {asset: units - left[asset] for asset, units in owed.items()})

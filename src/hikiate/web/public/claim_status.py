"""What a customer is told of the own lines of an incident: entitled, paid, on its way, pending and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from hikiate.book.records import Asset, Batch, Incident, IncidentClosed, Release
from hikiate.desk.desks import Desk
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import State, request_of, state
from hikiate.operations.workspace.determinations import revision_in_force
from hikiate.operations.workspace.ports import Unit
from hikiate.remedy.pending import PendingCode
from hikiate.reports.compensation.statement import WAITS
from hikiate.storage.database.workspace import table

STATES: Mapping[str, Term] = {
    "paid": Term("Paid", "お支払い済み"),
    "sent": Term("On its way", "送金手続中"),
    "ready": Term("To be paid", "お支払い準備中"),
    "returned": Term("Came back", "送金が戻りました"),
    "pending": Term("Waits", "保留中"),
}
_NOT_FUNDED = (
    Term("The money for it is not complete yet.", "お支払いに充てる資金を準備しているためです。"),
    Term(
        "You need not do anything now. We will write to you.",
        "現在お客さまにお願いする手続はありません。準備が整い次第ご連絡します。",
    ),
)
_RETURNED = (
    Term("The receiving bank or provider sent it back.", "送金先の金融機関等から資金が戻されたためです。"),
    Term("Please check where it is to go, in your profile.", "会員情報の送金先をご確認のうえ、再登録してください。"),
)
_CHECKED = (
    Term("We are checking something about this payment.", "お支払いに関する確認を行っているためです。"),
    Term("We will write to you.", "確認が終わり次第ご連絡します。"),
)


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A line: its amount as text, what became of it, on which day, and why it waits and what to do where it does."""

    asset: str
    amount: str
    state: str
    on: str
    why: tuple[Term, Term] | None

    @property
    def term(self) -> Term:
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class ClaimTotal:
    """What a customer gets of an asset, altogether and so far."""

    asset: str
    entitled: str
    paid: str
    open: str


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """A customer's part of an incident."""

    kind: str
    noticed_at: str
    closed: bool
    determined: bool
    lines: tuple[ClaimLine, ...]
    totals: tuple[ClaimTotal, ...]


def claim_status(desk: Desk, incident: str, customer: str) -> ClaimStatus:
    """How a customer's lines stand now."""
    unit = desk.book
    found = next(unit.rows(Incident, incident=incident))
    revision = revision_in_force(unit, incident)
    scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}
    lines: list[ClaimLine] = []
    totals: dict[str, dict[str, int]] = {}
    for asset, amount, line in _lines(unit, incident, customer, revision):
        lines.append(ClaimLine(asset, amount_text(amount, scales[asset]), *line))
        sums = totals.setdefault(asset, {"paid": 0, "open": 0})
        sums["paid" if line[0] == "paid" else "open"] += amount
    shown = (
        ClaimTotal(
            asset,
            amount_text(sums["paid"] + sums["open"], scales[asset]),
            amount_text(sums["paid"], scales[asset]),
            amount_text(sums["open"], scales[asset]),
        )
        for asset, sums in totals.items()
    )
    closed = unit.count(IncidentClosed, incident=incident) > 0
    return ClaimStatus(found.kind, found.noticed_at, closed, revision > 0, tuple(lines), tuple(shown))


def _lines(
    unit: Unit, incident: str, customer: str, revision: int
) -> Iterator[tuple[str, int, tuple[str, str, tuple[Term, Term] | None]]]:
    # Sorted here: asked for the order of lines, SQLite goes through all of the incident's, not the customer's alone.
    rows = table("Payment").objects.filter(incident=incident, customer=customer).order_by()
    sent = _sent(unit, incident)
    fields = ("line", "asset", "amount", "status", "reason", "revision")
    for line, asset, amount, status, reason, made in sorted(rows.values_list(*fields)):
        if status == "pending":
            # What waits is said anew by each determination; the last one's word stands.
            if made == revision:
                yield asset, amount, ("pending", "", _why(reason))
            continue
        yield asset, amount, _payable(incident, line, asset, sent)


def _payable(incident: str, line: int, asset: str, sent: list[Batch]) -> tuple[str, str, tuple[Term, Term] | None]:
    said = table("Outcome").objects.filter(incident=incident, line=line).order_by("-attempt")
    outcome = said.values_list("outcome", "attempt", "decision__at").first()
    if outcome is not None and outcome[0] == "paid":
        return "paid", outcome[2], None
    if table("SetAside").objects.filter(incident=incident, line=line).exists():
        return "pending", "", _CHECKED
    tried = table("Retry").objects.filter(incident=incident, line=line).values_list("batch", "attempt")
    again = {batch for batch, attempt in tried if outcome is None or attempt > outcome[1]}
    if outcome is not None:
        if any(batch.batch in again for batch in sent):
            return "sent", "", None
        return "returned", "", _RETURNED
    on_way = any(batch.asset == asset and batch.attempt == 1 and batch.first <= line <= batch.last for batch in sent)
    return ("sent", "", None) if on_way else ("ready", "", None)


def _sent(unit: Unit, incident: str) -> list[Batch]:
    """The batches that were released."""
    released = {done.batch for done in unit.rows(Release, incident=incident)}
    return [
        batch
        for batch in unit.rows(Batch, incident=incident)
        if batch.batch in released and state(unit, request_of(unit, batch.request)) is State.APPROVED
    ]


def _why(reason: str) -> tuple[Term, Term]:
    """Why a line waits, as far as its customer is told (docs/adr/0027)."""
    if reason == "not_funded":
        return _NOT_FUNDED
    for code in get_args(PendingCode):
        if code == reason:
            return WAITS[code]
    return _CHECKED

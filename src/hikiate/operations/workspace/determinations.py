"""A determination taken in: what each customer is to get, validated, approved, and only then payable.

It comes as lines and the totals of its summary; how it was computed is another room's matter. What an earlier
determination made payable stays as it is, and every later one says so. What waits is said anew by each, for the last
one's word is the one that stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from hikiate.book.arrivals import Line
from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Determination, Payment, Record, Request
from hikiate.facts.faults import FAULTS_SHOWN_MAX, MORE_FAULTS
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import Effect, State, Wish, amounts, amounts_text, ask, state
from hikiate.operations.workspace.faults import DETERMINATION_CHANGED, DETERMINATION_MALFORMED, TOTALS_DIFFER
from hikiate.operations.workspace.incidents import INSOLVENCY, require_open
from hikiate.operations.workspace.people import Scales, require, said_amount, scale_of
from hikiate.operations.workspace.ports import Act, Done, Unit

STATUSES = ("payable", "pending")
PAID, UNFUNDED = "paid", "unfunded"
"""The status of a line that an earlier determination made payable, and of one that is due and that nothing pays yet."""

_TOTAL_OF = {"payable": "payable", UNFUNDED: "payable", "pending": "pending"}
_TABLE_OF = {"pending": "pending", PAID: "paid", "payable": "paid"}
_NOT_FUNDED = "not_funded"

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)


class Determined(Protocol):
    """A determination at hand: its digest, its totals, and its lines as often as they are asked for.

    The lines that wait come last.
    """

    @property
    def digest(self) -> str:
        """SHA-256 over the files of the determination."""

    @property
    def totals(self) -> Mapping[tuple[str, str], str]:
        """What the summary says of each status and asset, as decimal text."""

    def lines(self) -> Iterator[Line]:
        """Every payment, in order."""


def determine(unit: Unit, act: Act, incident: str, determined: Determined) -> Done:
    """Ask for the approval of a determination, before which nothing is payable; Refused with all its faults.

    One that waits or was approved is asked for once; one that was rejected may be asked for again.
    """
    require(unit, act, "maker")
    require_open(unit, incident)
    for standing in unit.rows(Determination, incident=incident, determination=determined.digest):
        if state(unit, next(unit.rows(Request, request=standing.request))) is not State.REJECTED:
            return Done(standing.request, already=True)
    _require_sound(unit, determined)
    added: dict[str, dict[str, int]] = {status: {} for status in STATUSES}
    for payment in _added(unit, incident, determined, revision=0):
        of_status = added[payment.status]
        of_status[payment.asset] = of_status.get(payment.asset, 0) + payment.amount
    revision = unit.count(Determination, incident=incident) + 1
    wish = Wish("incident.determination", incident, added["payable"], {"determination": determined.digest})
    request, _ = ask(unit, act, wish)
    totals = (amounts_text(added["payable"]), amounts_text(added["pending"]))
    record = Determination(incident, revision, determined.digest, *totals, request.request)
    unit.decide(DecisionDraft(act.at, act.by, "incident.determine", incident, determined.digest), [request, record])
    return Done(request.request)


def made_payable(unit: Unit, request: Request, act: Act, determined: Determined) -> Effect:
    """What the approval of a determination does: its payments stand, and what is payable is owed."""
    record = next(unit.rows(Determination, request=request.request))
    is_estate = require_open(unit, request.subject).kind == INSOLVENCY
    charged = "distributions" if is_estate else "incident_loss"
    postings = [
        Posting(charged, "compensation_payable", asset, amount, request.subject)
        for asset, amount in amounts(request.amounts).items()
    ]
    entry = EntryDraft(act.at, act.by, request.kind, f"request {request.request}")

    def payments(_numbers: list[int]) -> Iterable[Record]:
        return _added(unit, request.subject, determined, revision=record.revision)

    return Effect(((entry, postings),) if postings else (), payments)


def revision_in_force(unit: Unit, incident: str) -> int:
    """The revision of the last determination that was approved, 0 while none is."""
    return max(
        (
            record.revision
            for record in unit.rows(Determination, incident=incident)
            if state(unit, next(unit.rows(Request, request=record.request))) is State.APPROVED
        ),
        default=0,
    )


def _added(unit: Unit, incident: str, determined: Determined, revision: int) -> Iterator[Payment]:
    """The payments that the determination adds to those of the incident, numbered on; Refused where it changes one."""
    payable = {payment.key: payment for payment in unit.rows(Payment, incident=incident, status="payable")}
    number = unit.count(Payment, incident=incident)
    found: list[Finding] = []
    seen: set[str] = set()
    scales = Scales(unit)
    for line in determined.lines():
        amount = minor_units(line.amount, scales.of(line.asset))
        standing = payable.get(line.key)
        if standing is not None:
            seen.add(line.key)
            same = (line.customer, line.asset, amount) == (standing.customer, standing.asset, standing.amount)
            if line.status not in {"payable", PAID} or not same:
                found.append(_changed(unit, standing, f"{line.amount} {line.asset} {line.customer} {line.status}"))
        elif line.status == PAID:
            wanted = Term(
                "a payment of an approved determination of this incident", "この事案の承認済みの算定にある支払"
            )
            found.append(DETERMINATION_MALFORMED.at(f"paid row {line.row} column key", value=line.key, wanted=wanted))
        else:
            number += 1
            place = (incident, number, line.key, line.customer, line.asset, amount)
            status, reason = ("pending", _NOT_FUNDED) if line.status == UNFUNDED else (line.status, line.reason)
            yield Payment(*place, status, reason, revision)
    found += [_changed(unit, payment, "-") for key, payment in payable.items() if key not in seen]
    if found:
        raise Refused(_shown(found))


def _changed(unit: Unit, payable: Payment, value: str) -> Finding:
    wanted = f"{said_amount(unit, payable.asset, payable.amount)} {payable.asset} {payable.customer} payable"
    return DETERMINATION_CHANGED.at(f"payments key {payable.key}", key=payable.key, value=value, wanted=wanted)


def _require_sound(unit: Unit, determined: Determined) -> None:
    """Refuse lines that are no payments, keys that stand there twice, and totals that are not the summary's.

    The summary's totals are of entitlements. Once a part of those has been paid, the lines need not come to them, and
    the digests beside the files alone hold the tables together.
    """
    found: list[Finding] = []
    paid_before = False
    summed: dict[tuple[str, str], int] = {}
    keys: set[str] = set()
    scales = Scales(unit)
    for line in determined.lines():
        fault = _line_fault(scales, line, keys)
        keys.add(line.key)
        if fault is not None:
            found.append(fault)
            continue
        if line.status == PAID:
            paid_before = True
            continue
        place = (_TOTAL_OF[line.status], line.asset)
        summed[place] = summed.get(place, 0) + minor_units(line.amount, scales.of(line.asset))
    if not found and not paid_before:
        found = _total_faults(unit, determined, summed)
    if found:
        raise Refused(_shown(found))


def _line_fault(scales: Scales, line: Line, keys: set[str]) -> Finding | None:
    where = f"{_TABLE_OF.get(line.status, 'payments')} row {line.row} column "
    if not _KEY.fullmatch(line.key):
        wanted = Term("1 to 64 letters, digits, . _ : or -", "英数字と . _ : - からなる1～64文字")
        return DETERMINATION_MALFORMED.at(f"{where}key", value=line.key or "-", wanted=wanted)
    if line.key in keys:
        twice = Term(f"{line.key} stands there already", f"{line.key} は既にあります")
        return DETERMINATION_MALFORMED.at(f"{where}key", value=twice, wanted=Term("each key once", "キーは1回のみ"))
    if not line.customer:
        return DETERMINATION_MALFORMED.at(f"{where}customer", value="-", wanted=Term("a customer", "利用者"))
    if line.status not in (*_TOTAL_OF, PAID) or (line.status == "pending" and not line.reason.strip()):
        wanted = Term("payable, or pending with a reason", "payable、または理由を付した pending")
        return DETERMINATION_MALFORMED.at(f"{where}status", value=line.status or "-", wanted=wanted)
    scale = scales.of(line.asset, f"{where}pay_asset")
    try:
        amount = minor_units(line.amount, scale)
    except AmountRefused:
        amount = 0
    if amount == 0:
        wanted = Term(
            f"an amount above zero with at most {scale} decimals", f"0を超え、小数点以下 {scale} 桁までの数量"
        )
        return DETERMINATION_MALFORMED.at(f"{where}amount", value=line.amount or "-", wanted=wanted)
    return None


def _total_faults(unit: Unit, determined: Determined, summed: Mapping[tuple[str, str], int]) -> list[Finding]:
    found = []
    for status, asset in sorted({*summed, *determined.totals}):
        scale = scale_of(unit, asset, f"summary.json key {status}.{asset}.total")
        said = determined.totals.get((status, asset), "0")
        try:
            wanted = minor_units(said, scale)
        except AmountRefused:
            wanted = -1
        if summed.get((status, asset), 0) != wanted:
            value = said_amount(unit, asset, summed.get((status, asset), 0))
            where = f"summary.json key {status}.{asset}.total"
            found.append(TOTALS_DIFFER.at(where, value=value, asset=asset, status=status, wanted=said))
    return found


def _shown(found: list[Finding]) -> list[Finding]:
    shown = found[:FAULTS_SHOWN_MAX]
    if len(found) > len(shown):
        shown.append(MORE_FAULTS.at("payments", value=len(found) - len(shown)))
    return shown

"""An incident from the day it is noticed to its end: opened, funded, insurance claimed, recovered, closed.

What is determined is in `determinations`, what is paid in `payouts`. Money that leaves the reserve or any other source
is asked for and approved; money that comes in is entered with the reference of whoever sent it, once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting, moment_text
from hikiate.book.records import (
    Asset,
    Batch,
    CameBack,
    Determination,
    Funding,
    Incident,
    IncidentClosed,
    Outcome,
    Payment,
    Release,
    Request,
    SetAside,
)
from hikiate.facts.faults import BLANK, NOT_A_CHOICE
from hikiate.facts.moments import as_moment
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.operations.workspace.approvals import Effect, State, Wish, amounts, asked, particulars, request_states
from hikiate.operations.workspace.corrections import is_corrected
from hikiate.operations.workspace.faults import (
    INCIDENT_CLOSED,
    INCIDENT_DIFFERS,
    INCIDENT_MALFORMED,
    MONEY_DIFFERS,
    STILL_OPEN,
    UNKNOWN_INCIDENT,
)
from hikiate.operations.workspace.people import amount_of, require, said_amount
from hikiate.operations.workspace.ports import Act, Done, Unit
from hikiate.operations.workspace.reserve import require_held, require_purpose

KINDS = ("unauthorised_outflow", "insider", "provider_failure", "ledger_error", "operational_failure")
INSOLVENCY = "insolvency"
"""The kind under which an estate's payouts run."""
SOURCES: Mapping[str, tuple[str, Term]] = {
    "reserve": ("reserve_assets", Term("liability reserve", "責任準備金")),
    "guarantee": ("guarantee_assets", Term("performance guarantee assets", "履行保証暗号資産")),
    "own_funds": ("own_funds", Term("own funds", "自己資金")),
    "facility": ("facility_payable", Term("credit facility", "借入枠")),
    "group": ("group_payable", Term("companies of the group", "関係会社")),
    "pools": ("estate_pools", Term("pools of the estate", "配当財団")),
}
"""Where money for payouts may come from, and the account that it leaves or is owed on."""

ID_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """What the workspace reads of an incident file; `compensate` reads and checks the rest."""

    incident: str
    kind: str
    noticed_at: str
    digest: str


def read_incident(text: str, file: str, digest: str) -> IncidentFile:
    """Read an incident file; Refused with every fault of what the workspace needs of it."""
    try:
        record = toml_values(text)
    except ValueError as error:
        raise Refused([INCIDENT_MALFORMED.at(file, value=error, wanted="TOML")]) from error
    found: list[Finding] = []
    identity, kind = record.get("id"), record.get("kind")
    if not isinstance(identity, str) or not ID_FORM.fullmatch(identity):
        wanted = Term("1 to 64 letters, digits, . _ or -", "英数字と . _ - からなる1～64文字")
        found.append(INCIDENT_MALFORMED.at(f"{file} key id", value=_shown(identity), wanted=wanted))
    if kind not in KINDS:
        found.append(INCIDENT_MALFORMED.at(f"{file} key kind", value=_shown(kind), wanted=", ".join(KINDS)))
    noticed = as_moment(record.get("noticed_at"))
    if noticed is None:
        wanted = Term("a moment with its offset", "時差付きの日時")
        found.append(
            INCIDENT_MALFORMED.at(f"{file} key noticed_at", value=_shown(record.get("noticed_at")), wanted=wanted)
        )
    if found or noticed is None:
        raise Refused(found)
    return IncidentFile(str(identity), str(kind), moment_text(noticed), digest)


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def open_incident(unit: Unit, act: Act, file: IncidentFile) -> Done:
    """Open an incident; the same file again is said, and another file for its id is refused."""
    require(unit, act, "maker")
    for standing in unit.rows(Incident, incident=file.incident):
        if standing.file != file.digest:
            raise Refused([INCIDENT_DIFFERS.at("id", incident=file.incident, wanted=standing.file)])
        return Done(1, already=True)
    record = Incident(file.incident, file.kind, file.noticed_at, file.digest)
    unit.decide(DecisionDraft(act.at, act.by, "incident.open", file.incident, file.kind), [record])
    return Done(1)


def require_known(unit: Unit, incident: str) -> Incident:
    """The incident, open or closed; Refused where there is none."""
    for found in unit.rows(Incident, incident=incident):
        return found
    raise Refused([UNKNOWN_INCIDENT.at(Given("incident"), incident=incident)])


def require_open(unit: Unit, incident: str) -> Incident:
    """The incident; Refused where there is none, or it is closed."""
    found = require_known(unit, incident)
    if unit.count(IncidentClosed, incident=incident):
        raise Refused([INCIDENT_CLOSED.at(Given("incident"), incident=incident)])
    return found


@dataclass(frozen=True, slots=True)
class Draw:
    """Money to be brought to an incident's payouts; the last three for a draw on the reserve alone."""

    source: str
    asset: str
    amount: str
    purpose: str = ""
    approved: str = ""
    edition: Edition | None = None


def request_draw(unit: Unit, act: Act, incident: str, draw: Draw) -> Done:
    """Ask to draw on a source; the reserve gives only for what the law lets it be used for."""
    require(unit, act, "maker")
    found = require_open(unit, incident)
    if draw.source not in SOURCES:
        raise Refused([NOT_A_CHOICE.at(Given("source"), value=draw.source, choices=", ".join(SOURCES))])
    amount = _above_zero(unit, draw.asset, draw.amount)
    said: dict[str, object] = {"source": draw.source}
    if draw.source == "reserve":
        if draw.edition is None:
            raise Refused([BLANK.at(Given("rulebook"))])
        purpose = draw.purpose or found.kind
        require_purpose(draw.edition, purpose, draw.approved)
        said |= {"purpose": purpose, "approved": draw.approved}
        said |= {"rulebook": draw.edition.book.name, "day": draw.edition.day.isoformat()}
    _require_there(unit, incident, draw.source, draw.asset, amount)
    return asked(unit, act, Wish("incident.draw", incident, {draw.asset: amount}, said))


def drawn(unit: Unit, request: Request, act: Act) -> Effect:
    """What the approval of a draw does: the money is ready to be paid out, and the reserve is smaller by it."""
    require_open(unit, request.subject)
    source = str(particulars(request)["source"])
    ((asset, amount),) = amounts(request.amounts).items()
    _require_there(unit, request.subject, source, asset, amount)
    postings = [Posting("payout_funds", SOURCES[source][0], asset, amount, request.subject)]
    if source == "reserve":
        postings.append(Posting("reserve_liability", "reserve_reversal", asset, amount, request.subject))
    entry = EntryDraft(act.at, act.by, request.kind, f"request {request.request}")
    reference = f"request {request.request}"
    return Effect(
        ((entry, postings),),
        lambda numbers: [Funding(request.subject, "draw", source, asset, amount, reference, numbers[0])],
    )


def _require_there(unit: Unit, incident: str, source: str, asset: str, amount: int) -> None:
    """Refused where a source that holds what is really there has less; pools are those of the one estate."""
    if source in {"reserve", "guarantee"}:
        require_held(unit, SOURCES[source][0], asset, amount)
    elif source == "pools":
        require_held(unit, SOURCES[source][0], asset, amount, incident)


@dataclass(frozen=True, slots=True)
class Money:
    """Money claimed or received: from whom, how much, and the reference by which it is known."""

    source: str
    asset: str
    amount: str
    reference: str


def claim(unit: Unit, act: Act, incident: str, money: Money) -> Done:
    """Enter that an insurer accepted a claim: a receivable, and a recovery of the loss."""
    return _enter(unit, act, incident, "claim", money)


def recover(unit: Unit, act: Act, incident: str, money: Money) -> Done:
    """Enter money that came back: from an insurer against its claim, or from anybody else."""
    return _enter(unit, act, incident, "recover", money)


def receive(unit: Unit, act: Act, estate: str, money: Money) -> Done:
    """Enter what a pool of an estate brought: coins secured, money collected, the proceeds of a sale."""
    return _enter(unit, act, estate, "receive", money)


def _enter(unit: Unit, act: Act, incident: str, movement: str, money: Money) -> Done:
    require(unit, act, "maker")
    require_open(unit, incident)
    blank = [
        BLANK.at(where)
        for where, text in ((Given("source"), money.source), (Given("reference"), money.reference))
        if not text
    ]
    if blank:
        raise Refused(blank)
    amount = _above_zero(unit, money.asset, money.amount)
    alike = unit.rows(Funding, incident=incident, movement=movement, source=money.source, reference=money.reference)
    for standing in alike:
        if is_corrected(unit, standing.entry):
            continue
        if (standing.asset, standing.amount) != (money.asset, amount):
            wanted = f"{said_amount(unit, standing.asset, standing.amount)} {standing.asset}"
            value = f"{money.amount} {money.asset}"
            raise Refused([MONEY_DIFFERS.at(Given("reference"), value=value, wanted=wanted, reference=money.reference)])
        return Done(standing.entry, already=True)
    debit, credit = {
        "claim": ("insurance_receivable", "recoveries"),
        "receive": ("estate_pools", "estate_receipts"),
        "recover": ("own_funds", "insurance_receivable" if money.source == "insurance" else "recoveries"),
    }[movement]
    if credit == "insurance_receivable":
        require_held(unit, credit, money.asset, amount, incident)
    draft = EntryDraft(act.at, act.by, f"incident.{movement}", money.reference)
    entry = unit.post(draft, [Posting(debit, credit, money.asset, amount, incident)])
    record = Funding(incident, movement, money.source, money.asset, amount, money.reference, entry.number)
    unit.decide(DecisionDraft(act.at, act.by, f"incident.{movement}", incident, money.reference), [record])
    return Done(entry.number)


def _above_zero(unit: Unit, asset: str, text: str) -> int:
    amount = amount_of(unit, asset, text, Given("amount"))
    if amount == 0:
        raise Refused([BLANK.at(Given("amount"))])
    return amount


def close_incident(unit: Unit, act: Act, incident: str, words: str) -> Done:
    """End an incident; Refused while anything of it is unanswered. Funds left over go back to whence they came."""
    require(unit, act, "maker")
    if unit.count(IncidentClosed, incident=incident):
        return Done(1, already=True)
    found = require_open(unit, incident)
    waiting = unanswered(unit, incident)
    if waiting:
        raise Refused([STILL_OPEN.at(Given("incident"), value=value, incident=incident) for value in waiting])
    home = "estate_pools" if found.kind == INSOLVENCY else "own_funds"
    balances = unit.balances(subject=incident)
    left = [
        Posting(home, "payout_funds", asset.asset, held, incident)
        for asset in unit.rows(Asset)
        if (held := balances.get(("payout_funds", asset.asset), 0)) > 0
    ]
    if left:
        unit.post(EntryDraft(act.at, act.by, "incident.close", incident), left)
    draft = DecisionDraft(act.at, act.by, "incident.close", incident, words)
    unit.decide(draft, [IncidentClosed(incident, words)])
    return Done(1)


def unanswered(unit: Unit, incident: str, open_lines: int | None = None) -> list[Term]:
    """What still keeps an incident open, in words; `open_lines` payments are not paid, counted here where not given."""
    found = []
    stands = request_states(unit)
    requests = [
        request.request
        for request in unit.rows(Request)
        if _of_incident(request, incident) and stands[request.request] is State.OPEN
    ]
    if requests:
        numbers = ", ".join(map(str, requests))
        found.append(Term(f"requests {numbers} wait for approval", f"申請 {numbers} が承認待ち"))
    if not any(stands[made.request] is State.APPROVED for made in unit.rows(Determination, incident=incident)):
        found.append(Term("no approved determination", "承認済みの補償額算定なし"))
    released = {release.batch for release in unit.rows(Release, incident=incident)}
    found += [
        Term(f"batch {batch.batch} is not released", f"バッチ {batch.batch} が未払出し")
        for batch in unit.rows(Batch, incident=incident)
        if batch.batch not in released and stands[batch.request] is State.APPROVED
    ]
    if open_lines is None:
        paid = unit.count(Outcome, incident=incident, outcome="paid") - unit.count(CameBack, incident=incident)
        open_lines = unit.count(Payment, incident=incident, status="payable") - paid
        open_lines -= unit.count(SetAside, incident=incident)
    if open_lines:
        lines = grouped_text(open_lines)
        found.append(Term(f"{lines} payable payments are not paid", f"支払対象 {lines} 件が未払い"))
    balances, assets = unit.balances(subject=incident), list(unit.rows(Asset))
    for account, term in (
        ("payout_clearing", Term("sent and not settled", "送金中")),
        ("insurance_receivable", Term("claimed and not received", "保険金未収")),
    ):
        for asset in assets:
            held = balances.get((account, asset.asset), 0)
            if held:
                said = f"{said_amount(unit, asset.asset, held)} {asset.asset}"
                found.append(Term(f"{said} {term.en}", f"{said} が{term.ja}"))
    return found


def _of_incident(request: Request, incident: str) -> bool:
    return request.subject == incident or request.subject.startswith(f"{incident}/")

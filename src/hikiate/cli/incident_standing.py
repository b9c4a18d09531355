"""How an incident stands, in words or as JSON: what was determined, funded and paid, and what keeps it open."""

from datetime import datetime

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.records import (
    Asset,
    CameBack,
    Determination,
    Funding,
    Incident,
    IncidentClosed,
    Outcome,
    Payment,
    SetAside,
)
from hikiate.cli.desks import Asked, desk
from hikiate.cli.speech import put, put_json
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.days import japan_text
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace import incidents
from hikiate.operations.workspace.determinations import revision_in_force
from hikiate.operations.workspace.faults import UNKNOWN_INCIDENT
from hikiate.operations.workspace.ports import Unit
from hikiate.reports.columns import aligned
from hikiate.reports.legible import legible
from hikiate.web.cases.names import INCIDENT_KINDS, MOVEMENTS, source_term

_NONE = Term("none", "ありません")
_ACCOUNTS = ("payout_funds", "compensation_payable", "payout_clearing", "insurance_receivable", "recoveries")
_STANDS = {"open": Term("open", "対応中"), "closed": Term("closed", "終結")}
_HEADS = {
    "incident": Term("Incident", "事案"),
    "kind": Term("Kind", "種類"),
    "noticed_at": Term("Noticed (Japan time)", "発見日時"),
    "state": Term("State", "状態"),
    "determinations": Term("Determinations", "補償額の算定（件）"),
    "payable": Term("Payable", "支払対象（件）"),
    "pending": Term("Pending", "保留（件）"),
    "paid": Term("Paid", "支払済み（件）"),
    "set_aside": Term("Set aside", "保留（除外）（件）"),
    "balances": Term("Balances", "残高"),
    "funding": Term("Money moved", "資金の動き"),
    "waiting": Term("What keeps it open", "未了の事項"),
}


def show(asked: Asked, incident: str | None) -> None:
    """How an incident stands, and what still keeps it open; or every incident."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        found = [one for one in unit.rows(Incident) if incident in {None, one.incident}]
        if incident and not found:
            raise Refused([UNKNOWN_INCIDENT.at("INCIDENT", incident=incident)])
        documents = [_standing(unit, one, asked) for one in found]
    if asked.as_json:
        put_json({"schema": "hikiate/incidents/1", "incidents": documents})
        return
    told = [_standing_text(standing, asked.spoken) for standing in documents]
    put("\n\n".join(told) if told else _NONE.said(asked.spoken))


def _standing(unit: Unit, found: Incident, asked: Asked) -> dict[str, object]:
    name = found.incident
    closed = unit.count(IncidentClosed, incident=name) > 0
    counts = {
        "determinations": unit.count(Determination, incident=name),
        "payable": unit.count(Payment, incident=name, status="payable"),
        "pending": unit.count(Payment, incident=name, status="pending", revision=revision_in_force(unit, name)),
        "paid": unit.count(Outcome, incident=name, outcome="paid") - unit.count(CameBack, incident=name),
        "set_aside": unit.count(SetAside, incident=name),
    }
    balances = unit.balances(subject=name)
    held = {
        f"{account}.{asset.asset}": amount_text(amount, asset.scale)
        for account in _ACCOUNTS
        for asset in unit.rows(Asset)
        if (amount := balances.get((account, asset.asset)))
    }
    moved = [f"{row.movement} {row.source} {row.asset}" for row in unit.rows(Funding, incident=name)]
    waiting = [] if closed else [term.said(asked.spoken) for term in incidents.unanswered(unit, name)]
    return {
        "incident": name,
        "kind": found.kind,
        "noticed_at": found.noticed_at,
        "state": "closed" if closed else "open",
        **counts,
        "balances": held,
        "funding": moved,
        "waiting": waiting,
    }


def _standing_text(standing: dict[str, object], spoken: Language) -> str:
    heads, lines = [], []
    for name, value in standing.items():
        head = _HEADS[name].said(spoken)
        if isinstance(value, dict):
            parts = [(f"  {_holding(key, spoken)}", str(amount)) for key, amount in value.items()]
            lines += [f"{head}:", *(aligned(parts, ("left", "right")) or [f"  {_NONE.said(spoken)}"])]
        elif isinstance(value, list):
            said = [_movement(item, spoken) if name == "funding" else item for item in value]
            lines += [f"{head}:", *(f"  {item}" for item in said or [_NONE.said(spoken)])]
        else:
            heads.append((head, _head_value(name, str(value), spoken)))
    return "\n".join([*aligned(heads, ("left", "left")), *lines])


def _head_value(name: str, value: str, spoken: Language) -> str:
    if name == "kind":
        return INCIDENT_KINDS[value].said(spoken)
    if name == "noticed_at":
        return japan_text(datetime.fromisoformat(value))
    return _STANDS[value].said(spoken) if name == "state" else legible(value)


def _holding(place: str, spoken: Language) -> str:
    """An account and its asset, in words."""
    account, _, asset = place.partition(".")
    return f"{ACCOUNTS[account].term.said(spoken)} {asset}"


def _movement(moved: str, spoken: Language) -> str:
    """A movement of money, its source and its asset, in words."""
    movement, source, asset = moved.split(" ")
    return f"{MOVEMENTS[movement].said(spoken)} {source_term(source).said(spoken)} {asset}"

"""Incidents: opened, determined, funded, claimed from insurers, recovered, ended; and how they stand."""

from collections.abc import Iterator
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import File
from ninja.files import UploadedFile

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.records import Asset, Determination, Incident, IncidentClosed, Outcome, Payment, SetAside
from hikiate.desk import incidents as steps
from hikiate.facts import faults
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace import incidents
from hikiate.operations.workspace.determinations import revision_in_force
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.ports import Act, Unit
from hikiate.storage.database.workspace import table
from hikiate.storage.lawbooks import library
from hikiate.storage.workspace.determination_files import NAMES
from hikiate.web.api.callers import acting
from hikiate.web.api.cursors import after, cursor, cut
from hikiate.web.api.landing import landing_folder, lay
from hikiate.web.api.routes import reads, writes
from hikiate.web.api.shapes.incidents import (
    AccountHeld,
    BothWords,
    Drawing,
    Ending,
    IncidentFile,
    IncidentOpened,
    IncidentRow,
    IncidentRows,
    IncidentShown,
    MoneyIn,
    PaymentRows,
    PaymentShown,
)
from hikiate.web.api.shapes.words import PAGE_ROWS, CursorQuery, Done, IncidentPath, LimitQuery
from hikiate.web.settings import workspace

TAG = "incidents"


@reads(TAG, "/incidents", IncidentRows)
def incident_list(request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS) -> IncidentRows:
    """The incidents, in the order in which they were opened."""
    del request
    found = table("Incident").objects.filter(id__gt=after("incidents", cursor_)).order_by("id")
    rows, more = cut(list(found.values_list("id", "incident", "kind", "noticed_at")[: limit + 1]), limit)
    ended = set(table("IncidentClosed").objects.values_list("incident", flat=True))
    shown = [
        IncidentRow(incident=name, kind=kind, noticed_at=at, state="closed" if name in ended else "open")
        for _, name, kind, at in rows
    ]
    return IncidentRows(rows=shown, next=cursor("incidents", rows[-1][0]) if more else None)


@writes(TAG, "/incidents", IncidentOpened, scope="incidents:write")
def open_incident(request: HttpRequest, asked: IncidentFile) -> IncidentOpened:
    """Open an incident by its file; the same file again is said, not doubled."""
    name, done = steps.open_incident(workspace(), lambda: acting(request), asked.content.encode(), asked.file_name)
    return IncidentOpened(incident=name, already=done.already)


@reads(TAG, "/incidents/{incident}", IncidentShown)
def incident(request: HttpRequest, incident: IncidentPath) -> IncidentShown:
    """How an incident stands, and what still keeps it open."""
    del request
    unit = workspace().book
    found = next(unit.rows(Incident, incident=incident), None)
    if found is None:
        raise Http404
    closed = unit.count(IncidentClosed, incident=incident) > 0
    return IncidentShown(
        incident=incident,
        kind=found.kind,
        noticed_at=found.noticed_at,
        state="closed" if closed else "open",
        determinations=unit.count(Determination, incident=incident),
        payable=unit.count(Payment, incident=incident, status="payable"),
        pending=unit.count(Payment, incident=incident, status="pending", revision=revision_in_force(unit, incident)),
        paid=unit.count(Outcome, incident=incident, outcome="paid"),
        set_aside=unit.count(SetAside, incident=incident),
        balances=list(held(unit, incident)),
        waiting=[] if closed else [BothWords(en=term.en, ja=term.ja) for term in incidents.unanswered(unit, incident)],
    )


def held(unit: Unit, subject: str | None = None) -> Iterator[AccountHeld]:
    """What each account holds of each asset now, for one incident or altogether; zeros left out."""
    scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}
    balances = unit.balances(subject=subject)
    for name, account in ACCOUNTS.items():
        for asset, scale in scales.items():
            if amount := balances.get((name, asset), 0):
                yield AccountHeld(account=name, side=account.side.value, asset=asset, amount=amount_text(amount, scale))


@writes(TAG, "/incidents/{incident}/determinations", Done, scope="incidents:write")
def determine(request: HttpRequest, incident: IncidentPath, files: Annotated[list[UploadedFile], File()]) -> Done:
    """Take in the files that `hikiate compensate` wrote, and ask for approval; the number is the request's."""
    desk = workspace()
    wrong = [
        faults.UNKNOWN_FILE.at(str(file.name), files=", ".join(sorted(NAMES)))
        for file in files
        if file.name not in NAMES
    ]
    if wrong:
        raise Refused(wrong)
    with landing_folder(desk) as folder:
        for file in files:
            lay(file, folder / str(file.name))
        done = steps.take_determination(desk, lambda: acting(request), incident, folder)
    return Done(made="request", number=done.number, already=done.already)


@writes(TAG, "/incidents/{incident}/draws", Done, scope="incidents:write")
def draw(request: HttpRequest, incident: IncidentPath, asked: Drawing) -> Done:
    """Ask to draw on a source for an incident; the reserve gives only for what the law lets it be used for."""
    act = acting(request)
    edition = library().choose([asked.rulebook])[0].on(day_in_japan(act.at)) if asked.rulebook else None
    wanted = incidents.Draw(asked.source, asked.asset, asked.amount, asked.purpose, asked.authority_approval, edition)
    with workspace().book.unit() as unit:
        done = incidents.request_draw(unit, act, incident, wanted)
    return Done(made="request", number=done.number, already=done.already)


@writes(TAG, "/incidents/{incident}/claims", Done, scope="incidents:write")
def claim(request: HttpRequest, incident: IncidentPath, asked: MoneyIn) -> Done:
    """Enter that an insurer accepted a claim; the number is the entry's."""
    return _receive(acting(request), incident, asked, claimed=True)


@writes(TAG, "/incidents/{incident}/recoveries", Done, scope="incidents:write")
def recover(request: HttpRequest, incident: IncidentPath, asked: MoneyIn) -> Done:
    """Enter money that came back; the number is the entry's."""
    return _receive(acting(request), incident, asked, claimed=False)


def _receive(act: Act, incident: str, asked: MoneyIn, *, claimed: bool) -> Done:
    money = incidents.Money(asked.source, asked.asset, asked.amount, asked.reference)
    with workspace().book.unit() as unit:
        done = (incidents.claim if claimed else incidents.recover)(unit, act, incident, money)
    return Done(made="entry", number=done.number, already=done.already)


@writes(TAG, "/incidents/{incident}/closing", Done, scope="incidents:write")
def end_incident(request: HttpRequest, incident: IncidentPath, asked: Ending) -> Done:
    """End an incident; refused while anything of it is unanswered."""
    with workspace().book.unit() as unit:
        done = incidents.close_incident(unit, acting(request), incident, asked.words)
    return Done(made="incident", number=done.number, already=done.already)


@reads(TAG, "/incidents/{incident}/payments", PaymentRows, scope="customers:read", personal=True)
def payments(
    request: HttpRequest, incident: IncidentPath, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS
) -> PaymentRows:
    """The payments of an incident, which name customers; each view is kept."""
    del request
    unit = workspace().book
    if not unit.count(Incident, incident=incident):
        raise Http404
    scales = {asset.asset: asset.scale for asset in unit.rows(Asset)}
    fields = ("line", "key", "customer", "asset", "amount", "status", "reason", "revision")
    found = table("Payment").objects.filter(incident=incident, line__gt=after("payments", cursor_)).order_by("line")
    rows, more = cut(list(found.values(*fields)[: limit + 1]), limit)
    lines = [row["line"] for row in rows]
    said = table("Outcome").objects.filter(incident=incident, line__in=lines).order_by("attempt")
    outcomes = dict(said.values_list("line", "outcome"))
    aside = table("SetAside").objects.filter(incident=incident, line__in=lines).values_list("line", flat=True)
    outcomes |= dict.fromkeys(aside, "set_aside")
    shown = [
        PaymentShown(
            **row | {"amount": amount_text(row["amount"], scales[row["asset"]])}, outcome=outcomes.get(row["line"], "")
        )
        for row in rows
    ]
    return PaymentRows(rows=shown, next=cursor("payments", lines[-1]) if more else None)

"""Incidents: the list, an incident's page, and its payments."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.book.records import Incident, IncidentClosed, Payment, SetAside
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.determinations import revision_in_force
from hikiate.operations.workspace.incidents import SOURCES
from hikiate.operations.workspace.ports import Unit
from hikiate.storage.database.pages import outcomes_of, payments_after
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import held_roles, page
from hikiate.web.cases.counts import keep_counts
from hikiate.web.cases.money import Money, Scales
from hikiate.web.cases.names import INCIDENT_KINDS, PAYMENT_STATES, reason_term
from hikiate.web.cases.readers import PERSONAL, READERS
from hikiate.web.cases.standing import standing
from hikiate.web.console.rulebooks import shipped
from hikiate.web.settings import workspace

PAYMENTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident of the list."""

    incident: str
    kind: Term
    noticed_at: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class PaymentShown:
    """A payment with what became of it."""

    payment: Payment
    money: Money
    state: str
    reference: str

    @property
    def term(self) -> Term:
        """How it stands, in words."""
        return PAYMENT_STATES[self.state]

    @property
    def reason(self) -> Term:
        """Why it waits."""
        return reason_term(self.payment.reason)


@page(*READERS)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Every incident, the open ones first, the newest of each before the older ones."""
    with workspace().book.reading() as view:
        closed = {row.incident for row in view.rows(IncidentClosed)}
        found = [
            Listed(row.incident, INCIDENT_KINDS[row.kind], row.noticed_at, row.incident in closed)
            for row in view.rows(Incident)
        ]
    found.sort(key=lambda listed: listed.noticed_at, reverse=True)
    found.sort(key=lambda listed: listed.is_closed)
    return render(request, "cases/incidents.html", {"incidents": found, "is_maker": "maker" in held_roles(request)})


@page(*READERS)
@require_safe
def incident(request: HttpRequest, name: str) -> HttpResponse:
    """How an incident stands, and for makers the forms of what can be done next."""
    with workspace().book.reading() as view:
        incident_of(view, name)
        revision = revision_in_force(view, name)
    keep_counts(name, revision)
    with workspace().book.reading() as view:
        stands = standing(view, incident_of(view, name))
        assets = list(Scales(view).scales)
    held = held_roles(request)
    found = {
        "standing": stands,
        "is_maker": "maker" in held and not stands.is_closed,
        "reads_personal": bool(held & set(PERSONAL)),
        "assets": assets,
        "sources": [(source, term) for source, (_, term) in SOURCES.items()],
        "payable_assets": sorted({fall.asset for fall in stands.falls}),
        "rulebooks": sorted(shipped().rulebooks) if "maker" in held else [],
        "kinds": INCIDENT_KINDS.items(),
    }
    return render(request, "cases/incident.html", found)


def incident_of(unit: Unit, name: str) -> Incident:
    """The incident of an address; no page where there is none."""
    for found in unit.rows(Incident, incident=name):
        return found
    raise Http404


@page(*PERSONAL)
@require_safe
def payments(request: HttpRequest, name: str) -> HttpResponse:
    """The payments of an incident, from a line on; they name customers, so the view is noted."""
    after = number_of(request, "after") or 0
    status, customer = request.GET.get("status", ""), request.GET.get("customer", "").strip()
    status = status if status in {"payable", "pending"} else ""
    with workspace().book.reading() as view:
        incident_of(view, name)
    note_view(request, "payments", f"{name} {customer}".strip())
    with workspace().book.reading() as view:
        scales = Scales(view)
        found = payments_after(name, after, PAYMENTS_SHOWN + 1, status=status, customer=customer)
        lines = [payment.line for payment in found]
        outcomes = outcomes_of(name, lines)
        span = (min(lines, default=0), max(lines, default=0))
        aside = {row.line for row in view.rows(SetAside, incident=name, lines=span)}
    shown = [
        PaymentShown(
            payment,
            scales.money(payment.asset, payment.amount),
            _state(payment, payment.line in aside, outcomes.get(payment.line, ("", ""))[0]),
            outcomes.get(payment.line, ("", ""))[1],
        )
        for payment in found[:PAYMENTS_SHOWN]
    ]
    context = {
        "name": name,
        "payments": shown,
        "next": shown[-1].payment.line if len(found) > PAYMENTS_SHOWN else None,
        "status": status,
        "customer": customer,
        "after": after,
    }
    return render(request, "cases/payments.html", context)


def _state(payment: Payment, is_aside: bool, outcome: str) -> str:  # noqa: FBT001 - one of three facts of a line
    if outcome == "paid":
        return "paid"
    return "set_aside" if is_aside else outcome or payment.status


def number_of(request: HttpRequest, name: str) -> int | None:
    """A whole number of the address's query; None where there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - what a database counts to

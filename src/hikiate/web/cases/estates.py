"""Estates: what customers claim of an exchange that failed, what became of each claim, and the rounds that pay it out.

The payouts of an estate run as those of an incident of its id, on that incident's page.
"""

import json
from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.book.records import ClaimFiled, EstateOpened, IncidentClosed
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import request_states
from hikiate.operations.workspace.claim_register import elections
from hikiate.operations.workspace.claims import STATES, TIMINGS, states
from hikiate.operations.workspace.ports import Unit
from hikiate.reports.estate.text import REGIME_WORDS
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import held_roles, page
from hikiate.web.cases.incidents import number_of
from hikiate.web.cases.money import Money, Scales, held
from hikiate.web.cases.readers import PERSONAL, READERS
from hikiate.web.cases.standing import batches_of, determinations_of
from hikiate.web.settings import workspace

ACCOUNTS = [
    "estate_claims",
    "admitted_claims",
    "disputed_claims",
    "estate_pools",
    "payout_funds",
    "distributions",
    "compensation_payable",
    "payout_clearing",
]
CLAIMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """An estate of the list."""

    opened: EstateOpened
    regime: Term
    is_closed: bool
    claims: int


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim that was filed, with what has become of it."""

    claim: ClaimFiled
    money: Money
    state: str

    @property
    def term(self) -> Term:
        """How it stands, in words."""
        return STATES[self.state]

    @property
    def timing(self) -> Term:
        """Whether it was filed in time."""
        return TIMINGS[self.claim.timing]


@page(*READERS)
@require_safe
def estates(request: HttpRequest) -> HttpResponse:
    """Every estate, those under way before those that are closed."""
    with workspace().book.reading() as view:
        closed = {row.incident for row in view.rows(IncidentClosed)}
        found = [
            Listed(row, _regime(row), row.estate in closed, view.count(ClaimFiled, estate=row.estate))
            for row in view.rows(EstateOpened)
        ]
    found.sort(key=lambda listed: listed.opened.petition_on, reverse=True)
    found.sort(key=lambda listed: listed.is_closed)
    return render(request, "cases/estates.html", {"estates": found})


@page(*READERS)
@require_safe
def estate(request: HttpRequest, name: str) -> HttpResponse:
    """How an estate stands: claims by what became of them, its accounts, and its rounds."""
    with workspace().book.reading() as view:
        opened = _estate_of(view, name)
        scales, stands = Scales(view), request_states(view)
        counted = Counter(state for _, state in states(view, name))
        context = {
            "opened": opened,
            "regime": _regime(opened),
            "classes": json.loads(opened.classes),
            "is_closed": view.count(IncidentClosed, incident=name) > 0,
            "counts": [(term, counted[state]) for state, term in STATES.items()],
            "elections": len(elections(view, name)),
            "balances": held(scales, ACCOUNTS, view.balances(subject=name)),
            "rounds": determinations_of(view, scales, stands, name),
            "batches": batches_of(view, scales, stands, name),
            "reads_personal": bool(held_roles(request) & set(PERSONAL)),
        }
    return render(request, "cases/estate.html", context)


@page(*PERSONAL)
@require_safe
def claims(request: HttpRequest, name: str) -> HttpResponse:
    """The claims of an estate, from a number on; they name customers, so the view is noted."""
    after = number_of(request, "after") or 0
    state, customer = request.GET.get("state", ""), request.GET.get("customer", "").strip()
    state = state if state in STATES else ""
    with workspace().book.reading() as view:
        _estate_of(view, name)
    note_view(request, "claims", f"{name} {customer}".strip())
    with workspace().book.reading() as view:
        scales = Scales(view)
        found = [
            ClaimShown(claim, scales.money(claim.asset, claim.amount), stands)
            for claim, stands in states(view, name)
            if claim.claim > after and state in {"", stands} and customer in {"", claim.customer}
        ]
    context = {
        "name": name,
        "claims": found[:CLAIMS_SHOWN],
        "next": found[CLAIMS_SHOWN - 1].claim.claim if len(found) > CLAIMS_SHOWN else None,
        "after": after,
        "state": state,
        "customer": customer,
        "states": STATES.items(),
    }
    return render(request, "cases/claims.html", context)


def _estate_of(unit: Unit, name: str) -> EstateOpened:
    for found in unit.rows(EstateOpened, estate=name):
        return found
    raise Http404


def _regime(opened: EstateOpened) -> Term:
    return REGIME_WORDS.get(opened.regime, Term(opened.regime, opened.regime))

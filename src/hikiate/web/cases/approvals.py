"""Approvals: what waits with all its particulars and what it will do, and a checker's word on it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.journal import Posting
from hikiate.book.records import Approval, Determination, Request
from hikiate.desk.desks import Desk
from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import (
    State,
    amounts,
    approve,
    particulars,
    reject,
    request_of,
    state,
    state_by,
)
from hikiate.operations.workspace.claims import unnamed
from hikiate.operations.workspace.people import limit_of
from hikiate.operations.workspace.ports import Act, Unit
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import acting, held_roles, page, spoken
from hikiate.web.base.stale import require_fresh
from hikiate.web.cases.incidents import number_of
from hikiate.web.cases.money import Money, Scales
from hikiate.web.cases.names import act_term, particular_terms
from hikiate.web.cases.readers import APPROVER, PERSONAL, READERS
from hikiate.web.settings import workspace

DECIDED_SHOWN = 30
_POSTINGS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its lists and its page show it."""

    request: Request
    state: State
    term: Term
    sums: list[Money]
    words: list[Approval]

    @property
    def incident(self) -> str:
        """The incident that it belongs to; blank for one that belongs to none."""
        has_one = self.request.kind.startswith(("incident.", "payout."))
        return self.request.subject.partition("/")[0] if has_one else ""

    @property
    def given(self) -> int:
        """How many approved it."""
        return sum(word.verdict == "approved" for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """A posting that an approval would make."""

    debit: Term
    credit: Term
    money: Money


@dataclass(frozen=True, slots=True)
class LimitShown:
    """What the reader may approve of an asset."""

    asset: str
    most: Money | None
    two_above: Money | None
    is_above: bool
    needs_two: bool


@page(*READERS)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for approval, the oldest first; below it what was decided, the newest first."""
    before = number_of(request, "before")
    with workspace().book.reading() as view:
        scales = Scales(view)
        requests = list(view.rows(Request))
        words: dict[int, list[Approval]] = {}
        for word in view.rows(Approval):
            words.setdefault(word.request, []).append(word)
        listed = [_asked(scales, one, words.get(one.request, [])) for one in requests]
    waiting = [one for one in listed if one.state is State.OPEN]
    decided = [one for one in reversed(listed) if one.state is not State.OPEN]
    decided = [one for one in decided if before is None or one.request.request < before]
    context = {
        "waiting": waiting,
        "decided": decided[:DECIDED_SHOWN],
        "next": decided[DECIDED_SHOWN - 1].request.request if len(decided) > DECIDED_SHOWN else None,
        "name": request.user.get_username(),
    }
    return render(request, "cases/approvals.html", context)


def _asked(scales: Scales, request: Request, words: list[Approval]) -> Asked:
    return Asked(request, state_by(words), act_term(request.kind), scales.listed(amounts(request.amounts)), words)


@page(*READERS)
@require_safe
def approval(request: HttpRequest, number: int) -> HttpResponse:
    """A request with everything that a checker must know, and what its approval will do."""
    desk = workspace()
    act = acting(request)
    with desk.book.reading() as view:
        found = next(view.rows(Request, request=number), None)
        if found is None:
            raise Http404
        scales = Scales(view)
        words = list(view.rows(Approval, request=number))
        asked = _asked(scales, found, words)
        determined = next(view.rows(Determination, request=number), None)
        effect, hindered = _effect(desk, view, asked, act, scales)
        limits = _limits(view, scales, asked, act.by)
    roles = held_roles(request)
    is_approver, reads_personal = "approver" in roles, bool(roles & set(PERSONAL))
    about_one = unnamed(found.kind, found.subject) != found.subject
    if about_one and reads_personal:
        note_view(request, "approval", f"request {number}")
    said = particulars(found)
    if about_one and not reads_personal:
        said.pop("customer", None)
    may = is_approver and asked.state is State.OPEN
    own = found.maker == act.by
    spoke = any(word.checker == act.by for word in words)
    context = {
        "asked": asked,
        "determined": determined,
        "pending": scales.listed(amounts(determined.pending)) if determined else [],
        "effect": effect,
        "hindered": [] if about_one and not reads_personal else hindered,
        "reads_personal": reads_personal,
        "particulars": particular_terms(said),
        "limits": limits,
        "is_approver": is_approver,
        "may": may and not own and not spoke and not any(limit.is_above for limit in limits),
        "own": may and own,
        "spoke": may and spoke,
        "may_reject": may and not own and not spoke,
        "needed": max((word.needed for word in words), default=1 + any(limit.needs_two for limit in limits)),
        "seen": len(words),
    }
    return render(request, "cases/approval.html", context)


def _effect(desk: Desk, view: Unit, asked: Asked, act: Act, scales: Scales) -> tuple[list[Line], list[Finding]]:
    """The postings that an approval now would make, and what hinders it; a determination's are known by its sums."""
    if asked.state is not State.OPEN:
        return [], []
    if asked.request.kind == "incident.determination":
        pairs = [Posting("incident_loss", "compensation_payable", sum_.asset, sum_.units) for sum_ in asked.sums]
    else:
        try:
            made = desk.effects[asked.request.kind](view, asked.request, act)
        except Refused as refused:
            return [], list(refused.faults)
        pairs = [posting for _, postings in made.entries for posting in postings]
    return [
        Line(ACCOUNTS[pair.debit].term, ACCOUNTS[pair.credit].term, scales.money(pair.asset, pair.amount))
        for pair in pairs[:_POSTINGS_SHOWN]
    ], []


def _limits(view: Unit, scales: Scales, asked: Asked, name: str) -> list[LimitShown]:
    shown = []
    for money in asked.sums:
        limit = limit_of(view, name, money.asset)
        shown.append(
            LimitShown(
                money.asset,
                scales.money(money.asset, limit.amount_max) if limit else None,
                scales.money(money.asset, limit.amount_two_above) if limit else None,
                limit is None or money.units > limit.amount_max,
                limit is not None and money.units > limit.amount_two_above,
            )
        )
    return shown


@page(*APPROVER)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve or reject a request, with words; whoever comes second is told what the first one did."""
    desk = workspace()
    words = request.POST.get("words", "").strip()
    is_approved = request.POST.get("verdict") == "approve"
    if not words and not is_approved:
        raise Refused([BLANK.at("words")])
    with desk.book.unit() as unit:
        request_of(unit, number)
        act = acting(request)
        require_fresh(request, unit.count(Approval, request=number))
        if is_approved:
            approve(unit, act, number, words, desk.effects)
        else:
            reject(unit, act, number, words)
        stands = state(unit, request_of(unit, number))
    told = Term("another approver is needed", "もう1名の承認が必要です") if stands is State.OPEN else stands.term
    said = Term(f"Request {number}: {told.en}.", f"申請 {number}: {told.ja}。")
    messages.success(request, said.said(spoken(request)))
    return redirect("approval", number)

"""What a maker does with an incident: open it, determine, draw, enter money, make batches, set aside, close."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hikiate.desk import incidents as steps
from hikiate.kernel.wording import Term
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.ports import Act, Done
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.lawbooks import library
from hikiate.web.base.access import acting, page, spoken
from hikiate.web.base.bounds import uploads
from hikiate.web.base.stale import require_fresh
from hikiate.web.cases.incidents import incident_of
from hikiate.web.cases.readers import MAKER
from hikiate.web.cases.standing import events_of
from hikiate.web.cases.uploads import determination_folder, sent
from hikiate.web.settings import workspace

INCIDENT_BYTES_MAX = 2_000_000
DETERMINATION_BYTES_MAX = 2**30

_ALREADY = Term(" (already; nothing was doubled)", "（実施済みです。重複はありません）")


def told(request: HttpRequest, term: Term, done: Done | None = None) -> None:
    """Say on the next page what became of a step; the same step again says so."""
    language = spoken(request)
    messages.success(request, term.said(language) + (_ALREADY.said(language) if done and done.already else ""))


def requested(number: int) -> Term:
    """What is said of a request that was made."""
    return Term(f"Request {number} waits for approval.", f"申請 {number} を起票しました。承認待ちです。")


@uploads(INCIDENT_BYTES_MAX)
@page(*MAKER)
@require_POST
def open_incident(request: HttpRequest) -> HttpResponse:
    """Open an incident by its file."""
    file = sent(request, "incident.toml")
    name, done = steps.open_incident(workspace(), lambda: acting(request), file.read(), file.name)
    told(request, Term(f"Incident {name} is open.", f"事案 {name} を登録しました。"), done)
    return redirect("incident", name)


@uploads(DETERMINATION_BYTES_MAX)
@page(*MAKER)
@require_POST
def determine(request: HttpRequest, name: str) -> HttpResponse:
    """Take in a determination by the files of its folder, and ask for its approval."""
    with determination_folder(request) as folder:
        done = steps.take_determination(workspace(), lambda: acting(request), name, folder)
    told(request, requested(done.number), done)
    return redirect("incident", name)


def _step(
    request: HttpRequest, name: str, verb: Callable[[DatabaseWorkspace, Act], Done], said: Callable[[Done], Term]
) -> HttpResponse:
    """Carry a step out in one unit of work, from a form that is fresh."""
    with workspace().book.unit() as unit:
        incident_of(unit, name)
        events = events_of(unit, name)
        require_fresh(request, events[-1].number)
        done = verb(unit, acting(request))
    told(request, said(done), done)
    return redirect("incident", name)


@page(*MAKER)
@require_POST
def draw(request: HttpRequest, name: str) -> HttpResponse:
    """Ask to draw on a source of money."""
    said = request.POST

    def verb(unit: DatabaseWorkspace, act: Act) -> Done:
        rulebook = said.get("rulebook", "") if said.get("source") == "reserve" else ""
        edition = library().choose([rulebook])[0].on(day_in_japan(act.at)) if rulebook else None
        wanted = (said.get("source", ""), said.get("asset", ""), amount_in(said.get("amount", "")))
        return incidents.request_draw(
            unit, act, name, incidents.Draw(*wanted, said.get("purpose", ""), said.get("approved", ""), edition)
        )

    return _step(request, name, verb, lambda done: requested(done.number))


@page(*MAKER)
@require_POST
def receive(request: HttpRequest, name: str) -> HttpResponse:
    """Enter that a claim was accepted, or that money came back."""
    said = request.POST
    verb = incidents.claim if said.get("movement") == "claim" else incidents.recover
    source = "insurance" if said.get("movement") == "claim" else said.get("source", "").strip()
    fields = (source, said.get("asset", ""), amount_in(said.get("amount", "")), said.get("reference", "").strip())

    def entered(done: Done) -> Term:
        return Term(f"Entry {done.number} is posted.", f"仕訳 {done.number} を記帳しました。")

    return _step(request, name, lambda unit, act: verb(unit, act, name, incidents.Money(*fields)), entered)


@page(*MAKER)
@require_POST
def batch(request: HttpRequest, name: str) -> HttpResponse:
    """Make a batch of the next payments of an asset, or of those that came back, and ask for its approval."""
    asset = request.POST.get("asset", "")
    make = payouts.make_retry if request.POST.get("retry") else payouts.make_batch

    def made(done: Done) -> Term:
        return Term(
            f"Batch {done.number} is made and waits for approval.",
            f"バッチ {done.number} を作成しました。承認待ちです。",
        )

    return _step(request, name, lambda unit, act: make(unit, act, name, asset), made)


@page(*MAKER)
@require_POST
def set_aside(request: HttpRequest, name: str) -> HttpResponse:
    """Take a payment out of the payouts, with a reason."""
    key, reason = request.POST.get("key", "").strip(), request.POST.get("reason", "")
    said = Term(f"{key} is set aside.", f"{key} を保留（除外）としました。")
    return _step(request, name, lambda unit, act: payouts.set_aside(unit, act, name, key, reason), lambda _done: said)


@page(*MAKER)
@require_POST
def close(request: HttpRequest, name: str) -> HttpResponse:
    """End an incident of which nothing is unanswered."""
    words = request.POST.get("words", "").strip()
    said = Term(f"Incident {name} is closed.", f"事案 {name} を終結しました。")
    return _step(request, name, lambda unit, act: incidents.close_incident(unit, act, name, words), lambda _done: said)


def amount_in(text: str) -> str:
    """An amount as people type it: grouped, or in full-width digits."""
    return text.translate(_TYPED).replace(",", "").strip()


_TYPED = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

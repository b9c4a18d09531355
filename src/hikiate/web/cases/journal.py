"""The journal: entries page by page, an entry with its postings, balances at a moment, corrections asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.journal import Entry, moment_text
from hikiate.book.records import Request
from hikiate.facts.faults import NOT_A_MOMENT
from hikiate.kernel.days import JAPAN
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import State, particulars, state
from hikiate.operations.workspace.corrections import CORRECTABLE, request_correction
from hikiate.operations.workspace.ports import Unit
from hikiate.storage.database.pages import entries_before, postings_after
from hikiate.web.base.access import acting, held_roles, page, spoken
from hikiate.web.base.stale import require_fresh
from hikiate.web.cases.incidents import number_of
from hikiate.web.cases.money import Held, Money, Scales, held
from hikiate.web.cases.names import act_term
from hikiate.web.cases.readers import MAKER, READERS
from hikiate.web.settings import workspace

ENTRIES_SHOWN = 50
POSTINGS_SHOWN = 100
_LENGTH_MAX = 40


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry with what its kind is called."""

    entry: Entry
    term: Term


@dataclass(frozen=True, slots=True)
class PostingShown:
    """A posting with its accounts as they are called."""

    number: int
    debit: Term
    credit: Term
    money: Money
    subject: str
    key: str


@page(*READERS)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Balances at a moment, and the entries from the newest on."""
    until = _moment(request.GET.get("until", ""))
    before = number_of(request, "before")
    with workspace().book.reading() as view:
        scales = Scales(view)
        balances = held(scales, list(ACCOUNTS), view.balances(until=until))
        found = entries_before(before, ENTRIES_SHOWN + 1)
    context = {
        "entries": [EntryShown(entry, act_term(entry.kind)) for entry in found[:ENTRIES_SHOWN]],
        "next": found[ENTRIES_SHOWN - 1].number if len(found) > ENTRIES_SHOWN else None,
        "debits": _side(balances, Side.DEBIT),
        "credits": _side(balances, Side.CREDIT),
        "totals": _totals(scales, balances),
        "until": request.GET.get("until", "") if until else "",
        "before": before,
    }
    return render(request, "cases/journal.html", context)


def _side(balances: list[Held], side: Side) -> list[Held]:
    return [row for row in balances if ACCOUNTS[row.name].side is side]


def _totals(scales: Scales, balances: list[Held]) -> list[tuple[Money, Money, bool]]:
    """The sums of both sides by asset, and whether they are the same, as they are by construction."""
    sums: dict[str, dict[Side, int]] = {}
    for row in balances:
        of_asset = sums.setdefault(row.money.asset, dict.fromkeys(Side, 0))
        of_asset[ACCOUNTS[row.name].side] += row.money.units
    return [
        (
            scales.money(asset, both[Side.DEBIT]),
            scales.money(asset, both[Side.CREDIT]),
            both[Side.DEBIT] == both[Side.CREDIT],
        )
        for asset, both in sums.items()
    ]


def _moment(text: str) -> str | None:
    """A moment as a browser's field gives it, in Japan's time; None where none is given."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text[:_LENGTH_MAX])
        return moment_text(read if read.tzinfo else read.replace(tzinfo=JAPAN))
    except ValueError as error:
        raise Refused([NOT_A_MOMENT.at("until", value=text[:_LENGTH_MAX])]) from error


@page(*READERS)
@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """An entry with its postings, and for makers the form that asks for its reversal."""
    after = number_of(request, "after") or 0
    with workspace().book.reading() as view:
        found = view.entry(number)
        if found is None:
            raise Http404
        scales = Scales(view)
        rows = postings_after(number, after, POSTINGS_SHOWN + 1)
        corrections = _corrections(view, number)
    shown = [
        PostingShown(
            place,
            ACCOUNTS[row.debit].term,
            ACCOUNTS[row.credit].term,
            scales.money(row.asset, row.amount),
            row.subject,
            row.key,
        )
        for place, row in rows[:POSTINGS_SHOWN]
    ]
    open_ones = [one for one, stands in corrections if stands is not State.REJECTED]
    context = {
        "entry": found,
        "term": act_term(found.kind),
        "postings": shown,
        "next": shown[-1].number if len(rows) > POSTINGS_SHOWN else None,
        "corrections": corrections,
        "may": "maker" in held_roles(request) and found.kind in CORRECTABLE and not open_ones,
        "seen": len(corrections),
    }
    return render(request, "cases/entry.html", context)


def _corrections(unit: Unit, number: int) -> list[tuple[Request, State]]:
    asked = unit.rows(Request, kind="journal.correction", subject=f"entry {number}")
    return [(one, state(unit, one)) for one in asked if particulars(one)["entry"] == number]


@page(*MAKER)
@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reversal of an entry, with a reason."""
    with workspace().book.unit() as unit:
        require_fresh(request, len(_corrections(unit, number)))
        done = request_correction(unit, acting(request), number, request.POST.get("reason", ""))
    said = Term(f"Request {done.number} waits for approval.", f"申請 {done.number} を起票しました。承認待ちです。")
    messages.success(request, said.said(spoken(request)))
    return redirect("entry", number)

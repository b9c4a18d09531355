"""The reserve (責任準備金): what is required and held, how it moved, and requests to set aside and to release."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.records import Asset
from hikiate.desk.reserve import release
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.reserve import request_provision
from hikiate.storage.database.workspace import DatabaseWorkspace, table
from hikiate.web.base.access import acting, held_roles, page, spoken
from hikiate.web.base.stale import refuse_stale
from hikiate.web.console.days import last_close
from hikiate.web.console.forms import amount_typed, tell
from hikiate.web.console.shown import plain, report_part
from hikiate.web.settings import workspace

ACCOUNT = "reserve_assets"
_ACCOUNTS = (ACCOUNT, "reserve_liability", "reserve_provision", "reserve_reversal")
_ROWS = 30
KINDS = {
    "opening": Term("brought forward", "開始残高"),
    "reserve.provision": Term("provision", "繰入れ"),
    "reserve.release": Term("release", "取崩し（戻入れ）"),
    "incident.draw": Term("use for an incident", "事案への使用"),
    "journal.correction": Term("correction", "訂正"),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement of the reserve's assets: its entry, by how much, and what was there afterwards."""

    entry: int
    at: str
    by: str
    kind: Term
    memo: str
    amount: Figure
    after: Figure


@page()
@require_safe
def reserve(request: HttpRequest) -> HttpResponse:
    """What the last close says of the reserve, and what the journal has of it."""
    kept = last_close()
    language = spoken(request)
    with workspace().book.reading() as book:
        scales = {asset.asset: asset.scale for asset in book.rows(Asset)}
        moved, further = _movements(scales, request.GET.get("before", ""))
        balances = _balances(book, scales)
        stands = _stands()
    context = {
        "kept": kept,
        "part": report_part("reserve", kept.result, kept.day.number, language) if kept else "",
        "balances": balances,
        "moved": moved,
        "further": further,
        "assets": list(scales),
        "rulebooks": kept.day.books if kept else [],
        "releasable": kept.result.figures.get("reserve.releasable") if kept else None,
        "stands": stands,
        "may_ask": "maker" in held_roles(request),
    }
    return render(request, "console/reserve.html", context)


def _balances(book: DatabaseWorkspace, scales: dict[str, int]) -> list[tuple[Term, list[Figure]]]:
    """What each account of the reserve holds, of the assets that it ever held."""
    found = table("Balance").objects.filter(account__in=_ACCOUNTS).order_by("asset")
    places = set(found.values_list("account", "asset").distinct())
    held = {place: book.balance(*place) for place in places}
    return [
        (
            ACCOUNTS[name].term,
            [
                plain(amount_text(held[name, asset], scales[asset]), asset)
                for asset in scales
                if held.get((name, asset))
            ],
        )
        for name in _ACCOUNTS
    ]


def _movements(scales: dict[str, int], before: str) -> tuple[list[Moved], str]:
    """The movements from the last one back, read from the balances after each entry: no posting is searched for."""
    found = table("Balance").objects.filter(account=ACCOUNT).select_related("entry").order_by("-entry_id", "asset")
    if before.isdigit() and len(before) < len(str(2**63)):
        found = found.filter(entry_id__lt=int(before))
    rows = list(found[: _ROWS + 1])
    shown, further = rows[:_ROWS], str(rows[_ROWS - 1].entry_id) if len(rows) > _ROWS else ""
    return [_moved(row, _before(row, rows[place + 1 :]), scales[row.asset]) for place, row in enumerate(shown)], further


def _before(row: Any, earlier: Sequence[Any]) -> int:  # noqa: ANN401 - rows of a table without types
    """What was there before a movement: after the one before it, which stands on the page or is looked up."""
    for other in earlier:
        if (other.asset, other.subject) == (row.asset, row.subject):
            return int(other.amount)
    place = {"account": ACCOUNT, "asset": row.asset, "subject": row.subject, "entry_id__lt": row.entry_id}
    found = table("Balance").objects.filter(**place).order_by("-entry_id").values_list("amount", flat=True).first()
    return int(found or 0)


def _moved(row: Any, before: int, scale: int) -> Moved:  # noqa: ANN401 - as above
    entry = row.entry
    return Moved(
        entry.number,
        entry.at,
        entry.by,
        KINDS.get(entry.kind, Term(entry.kind, entry.kind)),
        entry.memo,
        plain(amount_text(row.amount - before, scale), row.asset),
        plain(amount_text(row.amount, scale), row.asset),
    )


def _stands() -> str:
    """What a form about the reserve is made from: the last request about it, and the last entry that moved it."""
    asked = table("Request").objects.filter(subject="reserve").order_by("-id").values_list("id", flat=True).first()
    moved = (
        table("Balance")
        .objects.filter(account=ACCOUNT)
        .order_by("-entry_id")
        .values_list("entry_id", flat=True)
        .first()
    )
    return f"{asked or 0}-{moved or 0}"


@page("maker")
@require_POST
def ask_provision(request: HttpRequest) -> HttpResponse:
    """Ask to set an amount aside."""
    form = request.POST
    amount = amount_typed(form.get("amount", ""))
    with workspace().book.unit() as unit:
        fresh = form.get("stands") == _stands()
        done = request_provision(unit, acting(request), form.get("asset", ""), amount, form.get("memo", "").strip())
        refuse_stale("reserve", fresh=fresh or done.already)
    tell(request, _asked(done.number), already=done.already)
    return redirect("reserve")


@page("maker")
@require_POST
def ask_release(request: HttpRequest) -> HttpResponse:
    """Ask to take out what stands above what must be held, as the last close under a rulebook allows."""
    form = request.POST
    wanted = (form.get("asset", ""), amount_typed(form.get("amount", "")))
    desk = workspace()
    with desk.book.unit():
        fresh = form.get("stands") == _stands()
        done = release(desk, acting(request), wanted, form.get("rulebook", ""))
        refuse_stale("reserve", fresh=fresh or done.already)
    tell(request, _asked(done.number), already=done.already)
    return redirect("reserve")


def _asked(number: int) -> Term:
    return Term(
        f"Request {number} waits for approval by another person.",
        f"申請 {number} を登録しました。他の担当者の承認を待っています。",
    )

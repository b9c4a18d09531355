"""Pages that say no: what was refused, what is not there, what one may not see, what failed here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term

UNPROCESSABLE = 422


def refused(request: HttpRequest, error: Refused, status: int = UNPROCESSABLE) -> HttpResponse:
    """Every fault of a refusal, with what to do; nothing was changed."""
    return render(request, "base/refused.html", {"faults": error.faults}, status=status)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page for other roles."""
    del exception
    title = Term("Your role does not include this page", "この画面を利用できる役割がありません")
    remedy = Term(
        "Ask an administrator of the workspace for the role.", "必要な場合は、管理者に役割の付与を依頼してください。"
    )
    return _told(request, title, remedy, 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was opened before the login, or in another browser."""
    del reason
    title = Term("This form is out of date", "この画面は古くなっています")
    remedy = Term(
        "Nothing was changed. Open the page anew and enter it again.",
        "変更は行われていません。画面を開き直し、もう一度入力してください。",
    )
    return _told(request, title, remedy, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing stands at this address."""
    del exception
    title = Term("There is no such page", "ページが見つかりません")
    return _told(request, title, Term("Choose from the menu.", "メニューから選び直してください。"), 404)


def out_of_order(request: HttpRequest) -> HttpResponse:
    """A failure of ours; what was under way has changed nothing."""
    title = Term("Something failed here", "処理中に障害が発生しました")
    remedy = Term(
        "What was under way has changed nothing. Try again, and tell your administrator if it fails again.",
        "処理は取り消され、記録は変更されていません。再度お試しのうえ、続く場合は管理者に連絡してください。",
    )
    return _told(request, title, remedy, 500)


def busy(request: HttpRequest) -> HttpResponse:
    """Somebody else writes just now, for longer than one can be kept waiting."""
    title = Term("Somebody else is writing just now", "ほかの処理が書込み中です")
    remedy = Term(
        "Nothing was changed. Try again in a moment.", "変更は行われていません。少し待ってから再度お試しください。"
    )
    return _told(request, title, remedy, 503)


def _told(request: HttpRequest, title: Term, remedy: Term, status: int) -> HttpResponse:
    return render(request, "base/told.html", {"title": title, "remedy": remedy, "status": status}, status=status)

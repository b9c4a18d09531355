"""API tokens: their list, a new one told once, and their revocation."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hikiate.book.journal import moment_text
from hikiate.book.records import User
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.people import ROLES, roles_of
from hikiate.web.api.scopes import SCOPES
from hikiate.web.api.tokens import DAYS_MAX, NAME_LENGTH_MAX, Wish, listed, make, revoke, state_of
from hikiate.web.base.access import acting, page, spoken
from hikiate.web.settings import workspace

DAYS = 90
STATES = {
    "good": Term("good", "有効"),
    "revoked": Term("revoked", "失効"),
    "expired": Term("expired", "期限切れ"),
}


@page("admin")
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token; a POST makes one, whose secret is in its answer and nowhere else."""
    secret = None
    if request.method == "POST":
        days = request.POST.get("days", "")
        wish = Wish(
            request.POST.get("name", ""),
            request.POST.get("person", ""),
            request.POST.getlist("scope"),
            int(days) if days.isascii() and days.isdigit() and len(days) < len(str(DAYS_MAX)) + 1 else 0,
        )
        _, secret = make(workspace(), lambda: acting(request), wish)
    now = moment_text(datetime.now(tz=UTC))
    rows = [
        {
            "token": token,
            "state": (name := state_of(token, now)),
            "term": STATES[name],
            "scopes": token.scopes.split(","),
        }
        for token in listed()
    ]
    with workspace().book.reading() as unit:
        names = dict.fromkeys(user.name for user in unit.rows(User))
        people = [(name, [ROLES[role] for role in roles]) for name in names if (roles := roles_of(unit, name))]
    context = {
        "secret": secret,
        "rows": rows,
        "people": people,
        "scopes": [
            (name, scope.term, [ROLES[role] for role in ROLES if role in scope.roles]) for name, scope in SCOPES.items()
        ],
        "days": DAYS,
        "days_max": DAYS_MAX,
        "name_max": NAME_LENGTH_MAX,
    }
    return render(request, "console/tokens.html", context)


@page("admin")
@require_POST
def revoke_token(request: HttpRequest, number: int) -> HttpResponse:
    """End a token now."""
    revoke(workspace(), lambda: acting(request), number)
    said = Term(f"Token {number} is revoked.", f"トークン {number} を失効させました。")
    messages.success(request, said.ja if spoken(request) == "ja" else said.en)
    return redirect("tokens")

"""Sessions end: after half an hour in which nothing was asked, and after a working day in any case."""

import time

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from hikiate.kernel.wording import Term
from hikiate.web.base.access import spoken
from hikiate.web.base.middleware import Answer

IDLE_SECONDS = 30 * 60
_WHOLE_SECONDS = 8 * 3600
_NOTED_EVERY_SECONDS = 60
_WITHOUT_SESSIONS = ("/public/", "/api/", "/static/")
_SEEN, _BEGAN = "hikiate_seen", "hikiate_began"
_ENDED = Term(
    "You were logged out because nothing was done for a while. Log in again; nothing was changed.",
    "一定時間操作がなかったため、ログアウトしました。再度ログインしてください（変更は行われていません）。",
)


class Idle:
    """Ends a session that nobody uses."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the way to the login where the session is over."""
        if request.path.startswith(_WITHOUT_SESSIONS) or not request.user.is_authenticated:
            return self.answer(request)
        at = now()
        seen = request.session.get(_SEEN, at)
        began = request.session.setdefault(_BEGAN, at)
        if at - seen > IDLE_SECONDS or at - began > _WHOLE_SECONDS:
            logout(request)
            messages.warning(request, _ENDED.said(spoken(request)))
            onward = request.get_full_path() if request.method == "GET" else "/"
            return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
        if _SEEN not in request.session or at - seen > _NOTED_EVERY_SECONDS:
            request.session[_SEEN] = at
        return self.answer(request)


def now() -> int:
    """Seconds by this machine's clock."""
    return int(time.time())

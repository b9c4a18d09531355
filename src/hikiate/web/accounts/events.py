"""What happens to accounts, as lines of the log of requests: who logged in or out, who failed, which factor changed.

Never what was entered: of a login that failed there is no name, as somebody may have typed a password in its place.
A factor that changes ends the other sessions of its person; a new password does so by itself.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from hikiate.book.journal import moment_text
from hikiate.web.accounts.session_store import end_sessions
from hikiate.web.base.request_log import LOGGER

_HEARD: dict[str, Signal] = {
    "login": user_logged_in,
    "logout": user_logged_out,
    "login_failed": user_login_failed,
    "password_changed": password_changed,
    "password_set": password_set,
}
_FACTORS: dict[str, Signal] = {
    "factor_added": authenticator_added,
    "factor_removed": authenticator_removed,
    "factor_reset": authenticator_reset,
}


def listen() -> None:
    """Hear of everything from now on."""
    for event, signal in _HEARD.items():
        signal.connect(_noting(event), weak=False, dispatch_uid=f"hikiate.{event}")
    for event, signal in _FACTORS.items():
        signal.connect(_noting(event), weak=False, dispatch_uid=f"hikiate.{event}")
        signal.connect(_ending_others, weak=False, dispatch_uid=f"hikiate.{event}.sessions")


def _noting(event: str) -> Callable[..., None]:
    def noted(request: HttpRequest | None = None, user: Any = None, **_named: object) -> None:  # noqa: ANN401 - Django's
        line = {
            "at": moment_text(datetime.now(tz=UTC)),
            "request": getattr(request, "hikiate_id", "-"),
            "event": event,
            **({"person": user.get_username()} if user is not None else {}),
        }
        LOGGER.info(json.dumps(line, ensure_ascii=False))

    return noted


def _ending_others(request: HttpRequest, user: Any, **_named: object) -> None:  # noqa: ANN401 - as above
    end_sessions(user.pk, keep=request.session.session_key)

"""The second factor: whoever approves or administers has one, and is led to set it up before any other page opens.

In an example, which says on every page that it is one, it can be tried and is not asked for.
"""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hikiate.operations.workspace.people import roles_of
from hikiate.web.base.access import held_roles
from hikiate.web.base.middleware import Answer
from hikiate.web.settings import is_example, workspace

REQUIRED_FOR = frozenset({"approver", "admin"})
"""The roles whose holders need a second factor."""

_OPEN = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/accounts/password/change/", "/language/")
_ELSEWHERE = ("/public/", "/static/", "/healthz", "/api/")


def must_have(name: str) -> bool:
    """Whether a person's roles need a second factor."""
    return is_needed(roles_of(workspace().book, name))


def is_needed(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles needs a second factor."""
    return bool(REQUIRED_FOR.intersection(roles)) and not is_example()


def has_one(user: Any) -> bool:  # noqa: ANN401 - whatever user Django has
    """Whether an account has a second factor; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


class Required:
    """Leads whoever needs a second factor and has none to set one up."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, once there is a second factor where one is needed."""
        if request.path.startswith(_ELSEWHERE) or not request.user.is_authenticated:
            return self.answer(request)
        request.must_have_second_factor = is_needed(held_roles(request))
        if not request.must_have_second_factor or request.path.startswith(_OPEN) or has_one(request.user):
            return self.answer(request)
        return redirect("mfa_activate_totp")

"""Who may see and do what: every page names the roles that it is for, and acts in the name of who is logged in."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from hikiate.book.journal import moment_text
from hikiate.kernel.wording import Language
from hikiate.operations.workspace.people import ROLES, roles_of
from hikiate.operations.workspace.ports import Act
from hikiate.web.settings import workspace

EVERYBODY = frozenset(ROLES)
"""Whoever has any role in the workspace."""

View = Callable[..., HttpResponse]


class Page(Protocol):
    """A view that says whom it is for."""

    roles: frozenset[str]

    def __call__(self, request: HttpRequest, /, *arguments: Any, **named: Any) -> HttpResponse:  # noqa: ANN401 - a view's own
        """The answer."""


def page(*roles: str) -> Callable[[View], Page]:
    """A page for these roles, for everybody of the workspace where none is named; strangers are led to the login."""
    allowed = frozenset(roles) or EVERYBODY

    def decorated(view: View) -> Page:
        @login_required
        @wraps(view)
        def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:  # noqa: ANN401 - as above
            if not allowed & held_roles(request):
                raise PermissionDenied
            return view(request, *arguments, **named)

        answered.roles = allowed
        made: Page = answered
        return made

    return decorated


def held_roles(request: HttpRequest) -> frozenset[str]:
    """The roles that whoever is logged in has now, by the workspace's book; read once in a request."""
    if not request.user.is_authenticated:
        return frozenset()
    if not hasattr(request, "hikiate_roles"):
        request.hikiate_roles = frozenset(roles_of(workspace().book, request.user.get_username()))
    roles: frozenset[str] = request.hikiate_roles
    return roles


def acting(request: HttpRequest) -> Act:
    """Who acts, now; the one place where a page asks the clock for the book."""
    return Act(request.user.get_username(), moment_text(datetime.now(tz=UTC)))


def spoken(request: HttpRequest) -> Language:
    """The language of the answer."""
    return "en" if request.LANGUAGE_CODE == "en" else "ja"

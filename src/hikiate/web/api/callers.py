"""Who calls: the person as whom a token acts, with the roles held at this moment cut down to the token's scopes."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from ninja.security import HttpBearer

from hikiate.book.journal import moment_text
from hikiate.operations.workspace.people import roles_of
from hikiate.operations.workspace.ports import Act
from hikiate.web.api.scopes import granted
from hikiate.web.api.tokens import good
from hikiate.web.base.metrics import REFUSED_TOKENS
from hikiate.web.settings import workspace


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever calls: the number of the token, the person, the roles held and the scopes that count."""

    token: int
    person: str
    roles: tuple[str, ...]
    scopes: frozenset[str]


class OutOfScope(Exception):
    """A call for which the token or the person's roles do not suffice."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(scope)


class ApiToken(HttpBearer):
    """`Authorization: Bearer hik_...`, for an operation that needs a scope; None lets any good token in."""

    openapi_description = "A token made by an administrator: console page API tokens, or `hikiate api-token create`."

    def __init__(self, scope: str | None = None) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller; None for a token that is no good, OutOfScope for one that is not for this."""
        caller = caller_of(token)
        if caller is None:
            REFUSED_TOKENS.inc()
            return None
        request.hikiate_caller = caller  # what the log of requests says of it
        if self.scope is not None and self.scope not in caller.scopes:
            raise OutOfScope(self.scope)
        return caller


def caller_of(secret: str) -> Caller | None:
    """Who calls with this secret; None for a stranger, and for whoever has no role any more."""
    token = good(secret)
    if token is None:
        return None
    roles = roles_of(workspace().book, token.person)
    if not roles:
        return None
    return Caller(token.pk, token.person, roles, granted(token.scopes.split(","), roles))


def called_by(request: HttpRequest) -> Caller:
    """Who called an operation that strangers do not reach."""
    caller: Caller = request.hikiate_caller  # set by ApiToken
    return caller


def acting(request: HttpRequest) -> Act:
    """The caller's person, now."""
    return Act(called_by(request).person, moment_text(datetime.now(tz=UTC)))

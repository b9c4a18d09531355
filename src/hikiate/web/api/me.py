"""Whoever calls, and whether the server is well."""

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, Field

from hikiate.web.api.callers import called_by
from hikiate.web.api.routes import reads, router, said
from hikiate.web.base.views import database_answers

TAG = "caller"


class Health(BaseModel):
    """Whether the database answers."""

    status: str = Field(examples=["ok"])


class Me(BaseModel):
    """As whom a token acts, and what it may do at this moment."""

    person: str = Field(examples=["sato"])
    roles: list[str] = Field(examples=[["admin", "maker"]])
    scopes: list[str] = Field(examples=[["read", "days:write"]], description="Those for which a role is held.")


@router.get(
    "/health", response={200: Health}, auth=None, operation_id="health", tags=[TAG], openapi_extra={"security": []}
)
def health(request: HttpRequest) -> HttpResponse:
    """Whether the server is well."""
    del request
    database_answers()
    return said(Health(status="ok"))


@reads(TAG, "/me", Me, scope=None)
def whoami(request: HttpRequest) -> Me:
    """As whom the token acts, and what it may do."""
    caller = called_by(request)
    return Me(person=caller.person, roles=list(caller.roles), scopes=sorted(caller.scopes))

"""How an operation is put on its address: what it needs, what it answers, in which transaction it runs.

A GET reads the book at one moment. A POST is one unit of work, with its idempotency key and its answer in it. What an
operation needs stands in the OpenAPI document as `x-scope` and `x-roles`, from which the tests make their matrix.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from hikiate.web.api.callers import ApiToken, acting, called_by
from hikiate.web.api.models import PersonalView
from hikiate.web.api.once import JSON, KEPT_DAYS, once
from hikiate.web.api.scopes import EVERYBODY, SCOPES
from hikiate.web.api.shapes.problem import Problem
from hikiate.web.settings import workspace

View = Callable[..., Any]

router = Router()
"""Every operation; one router, since those of an address belong together."""

CREATED = 201
_READING = (400, 401, 403, 404, 422, 503)
_WRITING = (*_READING, 409, 413)
_KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": f"A new key for each change; the same key and content have one answer for {KEPT_DAYS} days.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$", "minLength": 1, "maxLength": 255},
    "example": "2026-11-20-close-1",
}


def reads(
    tag: str,
    path: str,
    answer: type[BaseModel],
    *,
    scope: str | None = "read",
    personal: bool = False,
    media: str | None = None,
) -> Callable[[View], View]:
    """A GET: `scope` None is for whoever has a token; `personal` where it names customers, which is kept.

    `media` is the type of an answer that is a file.
    """

    def registered(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **named: Any) -> HttpResponse:  # noqa: ANN401 - a view's own
            with workspace().book.reading():
                made = view(request, **named)
            if personal:
                seen(request, view.__name__)
            return said(made) if isinstance(made, BaseModel) else made

        words = _words(view, scope, tag)
        if media is not None:
            words["openapi_extra"] |= {"x-media": media}
        router.get(path, response=_answers(answer, 200, _READING), auth=ApiToken(scope), **words)(answered)
        return answered

    return registered


def writes(tag: str, path: str, answer: type[BaseModel], *, scope: str, whole: bool = True) -> Callable[[View], View]:
    """A POST: one unit of work, unless the view keeps its answer itself (`whole` False) because it works for long."""

    def registered(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **named: Any) -> HttpResponse:  # noqa: ANN401 - as above
            keyed = once(request)
            if not whole:
                stands: HttpResponse = keyed.kept() or view(request, **named)
                return stands
            with workspace().book.unit():
                return keyed.kept() or keyed.keep(view(request, **named), CREATED, acting(request).at)

        words = _words(view, scope, tag)
        words["openapi_extra"] |= {"parameters": [_KEY_PARAMETER]}
        router.post(path, response=_answers(answer, CREATED, _WRITING), auth=ApiToken(scope), **words)(answered)
        return answered

    return registered


def said(made: BaseModel) -> HttpResponse:
    """An answer as JSON."""
    return HttpResponse(made.model_dump_json(), content_type=JSON)


def seen(request: HttpRequest, what: str) -> None:
    """Keep that somebody saw what names customers."""
    caller, act = called_by(request), acting(request)
    request.hikiate_personal = True  # what the log of requests says of it
    with workspace().book.unit():
        PersonalView.objects.create(at=act.at, token_id=caller.token, person=act.by, what=f"{what} {request.path}")


def _answers(answer: type[BaseModel], status: int, problems: tuple[int, ...]) -> dict[int, type[BaseModel]]:
    return {status: answer, **dict.fromkeys(problems, Problem)}


def _words(view: View, scope: str | None, tag: str) -> dict[str, Any]:
    roles = EVERYBODY if scope is None else SCOPES[scope].roles
    needed = f"Scope `{scope}`; roles {', '.join(sorted(roles))}." if scope else "Any good token."
    return {
        "summary": (view.__doc__ or "").partition("\n")[0],
        "description": needed,
        "operation_id": view.__name__,
        "tags": [tag],
        "openapi_extra": {"x-scope": scope, "x-roles": sorted(roles)},
    }

"""Version 1 of the API: every operation, and how each kind of failure is told."""

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hikiate.kernel.findings import Refused
from hikiate.web.api import closes, days, findings, incidents, journal, me, payouts, proofs, requests
from hikiate.web.api.callers import OutOfScope
from hikiate.web.api.once import KeyReused, NoKey
from hikiate.web.api.openapi import DescribedApi, openapi
from hikiate.web.api.problems import STATUSES, invalid, problem
from hikiate.web.api.routes import router
from hikiate.web.base.uploads import BODY_BYTES_MAX

api = DescribedApi(
    title="Hikiate",
    version="1",
    description=(
        "What a crypto exchange must hold for its customers, and what became of it. Amounts are decimal text in units "
        "of their asset. Every POST bears an Idempotency-Key. Problems are RFC 9457, English with Japanese under `ja`."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
for _room in (me, days, closes, findings, incidents, payouts, requests, journal, proofs):
    _ = _room.TAG  # each puts its operations on the router when it is loaded
api.add_router("", router)


def described(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return openapi(request, api)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Every fault of what was refused."""
    return problem(request, "refused", error.faults)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not have the shape that the document says."""
    return problem(request, "refused", invalid(error.errors))


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody that is known."""
    del error
    return problem(request, "unauthenticated")


@api.exception_handler(OutOfScope)
def out_of_scope(request: HttpRequest, error: OutOfScope) -> HttpResponse:
    """Somebody who may not."""
    return problem(request, "forbidden", scope=error.scope)


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing there."""
    del error
    return problem(request, "not-found")


@api.exception_handler(NoKey)
def without_key(request: HttpRequest, error: NoKey) -> HttpResponse:
    """A POST without its key."""
    del error
    return problem(request, "no-key")


@api.exception_handler(KeyReused)
def key_reused(request: HttpRequest, error: KeyReused) -> HttpResponse:
    """A key used before, for something else."""
    del error
    return problem(request, "key-reused")


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """More than is taken."""
    del error
    return problem(request, "too-large", limit=f"{BODY_BYTES_MAX:,}")


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """A body that cannot be taken apart."""
    del error
    return problem(request, "malformed")


@api.exception_handler(OSError)
def outside(request: HttpRequest, error: OSError) -> HttpResponse:
    """A lock that another holds, a full disk, a database that is away; safe to repeat."""
    del error
    return problem(request, "busy")


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja says no to of itself."""
    return problem(request, STATUSES.get(error.status_code, "malformed"))

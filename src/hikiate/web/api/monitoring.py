"""Metrics for Prometheus: to whoever has a token for them, and to this machine where no proxy stands before it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hikiate.web.api.callers import ApiToken, OutOfScope
from hikiate.web.api.problems import problem
from hikiate.web.base.metrics import MEDIA_TYPE, exposed

_LOCAL = frozenset({"127.0.0.1", "::1"})
_SCOPE = "metrics:read"
_by_token = ApiToken(_SCOPE)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything that is measured. Behind a proxy every address is this machine's, so that only a token counts."""
    local = not settings.SESSION_COOKIE_SECURE and request.META.get("REMOTE_ADDR") in _LOCAL
    try:
        if not _by_token(request) and not local:
            return problem(request, "unauthenticated")
    except OutOfScope:
        return problem(request, "forbidden", scope=_SCOPE)
    return HttpResponse(exposed(), content_type=MEDIA_TYPE)

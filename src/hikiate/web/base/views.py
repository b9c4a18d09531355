"""Addresses that belong to no part: the choice of a language, and whether the server is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hikiate.web.settings import LANGUAGE_COOKIE

_YEAR = 365 * 24 * 3600


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language, and go back to where it was chosen."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if request.POST.get("language") in {"ja", "en"}:
        response.set_cookie(
            LANGUAGE_COOKIE, request.POST["language"], max_age=_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Whether the database answers."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})

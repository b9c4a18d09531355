"""Addresses that belong to no part: the choice of a language, and whether the server is well."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hikiate.web.settings import workspace

_YEAR = 365 * 24 * 3600
_FREE_BYTES_MIN = 100_000_000


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language, and go back to where it was chosen."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if request.POST.get("language") in {"ja", "en"}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["language"],
            max_age=_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Whether the database answers."""
    del request
    database_answers()
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether work can be done: the database answers and is of this version, and the kept files have room to grow."""
    del request
    checks = {name: check() for name, check in _CHECKS.items()}
    return JsonResponse(
        {"status": "ok" if all(checks.values()) else "not ready", **checks}, status=200 if all(checks.values()) else 503
    )


def database_answers() -> bool:
    """True; raises what the database raises where it does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _database() -> bool:
    try:
        return database_answers()
    except DatabaseError:
        return False


def _migrated() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _room() -> bool:
    try:
        return shutil.disk_usage(workspace().store.folder).free >= _FREE_BYTES_MIN
    except OSError:
        return False


_CHECKS = {"database": _database, "migrated": _migrated, "disk": _room}

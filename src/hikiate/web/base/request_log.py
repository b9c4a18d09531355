"""The log of requests: one line of JSON each, with nothing in it that a person entered.

A line says when, which request, the pattern of its address, method, status, milliseconds, and who asked: the number of
a token and the person it acts as, or the person logged in. It never says a query, a body, a header or a customer.
"""

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter_ns

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from hikiate.book.journal import moment_text
from hikiate.web.base.metrics import METHODS, REQUESTS, SECONDS

HEADER = "X-Request-Id"
LOGGER = logging.getLogger("hikiate.requests")

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_ID_BYTES = 8
_NANOSECONDS = 1_000_000_000
_MICROSECONDS = 1_000

Answer = Callable[[HttpRequest], HttpResponse]


def watched(answer: Answer) -> Answer:
    """Give each request its id, and count, time and log its answer."""

    def answered(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request.hikiate_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(_ID_BYTES)
        began = perf_counter_ns()
        response = answer(request)
        taken = perf_counter_ns() - began
        response.headers[HEADER] = request.hikiate_id
        _told(request, response, taken)
        return response

    return answered


def _told(request: HttpRequest, response: HttpResponse, taken: int) -> None:
    method = request.method if request.method in METHODS else "-"
    found = request.resolver_match
    route = f"/{found.route}" if found is not None else "-"
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    SECONDS.labels(method, route).observe(taken / _NANOSECONDS)
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    line: dict[str, object] = {
        "at": moment_text(datetime.now(tz=UTC)),
        "request": request.hikiate_id,
        "method": method,
        "route": route,
        "status": response.status_code,
        "ms": taken // _MICROSECONDS / 1000,
    }
    caller = getattr(request, "hikiate_caller", None)
    # Who is logged in is not asked of the database for the log alone.
    user = vars(request).get("_cached_user")
    if caller is not None:
        line |= {"token": caller.token, "person": caller.person}
    elif user is not None and user.is_authenticated:
        line["person"] = user.get_username()
    if getattr(request, "hikiate_personal", False):
        line["personal"] = True
    LOGGER.info(json.dumps(line, ensure_ascii=False))


def _failed(request: HttpRequest | None = None, **_named: object) -> None:
    """A failure of ours: what kind, and where in the code; never its message, which may hold what was entered."""
    kind, error, _ = sys.exc_info()
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "-"
    line = {
        "at": moment_text(datetime.now(tz=UTC)),
        "request": getattr(request, "hikiate_id", "-"),
        "failed": kind.__name__ if kind is not None else "-",
        "where": where,
    }
    LOGGER.error(json.dumps(line))


def log_to(place: str) -> None:
    """Write the log from now on: to a file, or to standard error where `place` is `-`."""
    handler = logging.StreamHandler(sys.stderr) if place == "-" else logging.FileHandler(Path(place), encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)
    got_request_exception.connect(_failed, dispatch_uid="hikiate.requests")

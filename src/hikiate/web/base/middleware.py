"""What every answer has: headers that forbid what no page needs, a language, and refusals in words."""

import errno
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from hikiate.kernel.findings import Refused
from hikiate.web.base.refusals import busy, refused
from hikiate.web.page import preferred_language

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def headers(answer: Answer) -> Answer:
    """Forbid outside addresses and inline scripts; a view that shows a finished page of its own sets its own policy."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        if not request.path.startswith(("/static/", "/public/")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answered


def spoken_language(answer: Answer) -> Answer:
    """Speak the language that was chosen, or else the one that the browser prefers; Japanese where it names neither."""

    def answered(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in {"ja", "en"}:
            chosen = preferred_language(request.headers.get("Accept-Language", ""))
        request.LANGUAGE_CODE = chosen
        with translation.override(chosen):
            response = answer(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return answered


class Refusals:
    """Turns a refusal that a view raised into a page that says every fault of it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, as it would be without refusals."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal, or of a book that another writer holds; None for anything else."""
        if isinstance(error, Refused):
            return refused(request, error)
        return busy(request) if isinstance(error, OSError) and error.errno == errno.EAGAIN else None

"""Bounds of what may be sent: a form is small, an upload has the bound of its page, a stranger sends nothing large.

The bound is held against the length that the request announces, before anything of it is read.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from hikiate.kernel.findings import Refused
from hikiate.web.base.access import Page, held_roles
from hikiate.web.base.faults import TOO_LARGE
from hikiate.web.base.middleware import Answer
from hikiate.web.base.refusals import refused

FORM_BYTES_MAX = 1_000_000

_BOUNDED_ELSEWHERE = ("/api/", "/public/")


def uploads(bytes_max: int) -> Callable[[Page], Page]:
    """A page to which files may be sent that are together no larger than this."""

    def bounded(view: Page) -> Page:
        view.body_bytes_max = bytes_max  # type: ignore[attr-defined]  # a view is a function, which bears its bound
        return view

    return bounded


class BodyBounds:
    """Refuses a request that announces more than its page takes."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, as it would be without bounds."""
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: object,
        named: object,
    ) -> HttpResponse | None:
        """The refusal of a request that is too large; None for any other."""
        del arguments, named
        if request.path.startswith(_BOUNDED_ELSEWHERE):
            return None
        length = int(request.headers.get("Content-Length") or 0)
        most = getattr(view, "body_bytes_max", FORM_BYTES_MAX)
        if most > FORM_BYTES_MAX and not getattr(view, "roles", frozenset()) & held_roles(request):
            most = FORM_BYTES_MAX
        if length <= most:
            return None
        said = TOO_LARGE.at(request.path, value=f"{length:,}", wanted=f"{most:,}")
        return refused(request, Refused([said]), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

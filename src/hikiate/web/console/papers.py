"""Analyses: the papers made of the last close, to look at and to download."""

from typing import get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.book.records import CloseDone
from hikiate.desk.papers import PAPERS, Form, made_of
from hikiate.kernel.wording import Language
from hikiate.operations.workspace.ports import last
from hikiate.web.base.access import page
from hikiate.web.base.finished import finished
from hikiate.web.settings import workspace


@page()
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """What can be asked of the last close beside its own report."""
    return render(request, "console/papers.html", {"papers": PAPERS.values(), "close": _last_close()})


@page()
@require_safe
def paper(request: HttpRequest, name: str, language: Language, form: Form) -> HttpResponse:
    """A paper of the last close."""
    close = _last_close()
    if name not in PAPERS or language not in get_args(Language) or form not in get_args(Form) or close is None:
        raise Http404
    content = made_of(workspace().store, close, name, language, form)
    file_name = f"hikiate-{name}-{close.as_of[:10]}-{language}"
    return finished(content, form, language, file_name, download="download" in request.GET)


def _last_close() -> CloseDone | None:
    with workspace().book.reading() as seen:
        return last(seen.rows(CloseDone))

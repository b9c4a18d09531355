"""Analyses: the papers made of the last close, to look at and to download."""

from typing import get_args

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.book.records import CloseDone
from hikiate.desk.papers import PAPERS, Form, made_of
from hikiate.kernel.wording import Language
from hikiate.operations.workspace.ports import last
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import held_roles, page
from hikiate.web.base.finished import finished
from hikiate.web.cases.readers import PERSONAL
from hikiate.web.settings import workspace


@page()
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """What can be asked of the last close beside its own report."""
    shown = [one for one in PAPERS.values() if not one.names_customers or held_roles(request) & set(PERSONAL)]
    close = _last_close()
    tables = set() if close is None else _tables(close)
    rows = [(one, not one.needs or bool(tables.intersection(one.needs))) for one in shown]
    return render(request, "console/papers.html", {"papers": rows, "close": close})


@page()
@require_safe
def paper(request: HttpRequest, name: str, language: Language, form: Form) -> HttpResponse:
    """A paper of the last close; one that names customers is for those who may see them, and the view is noted."""
    close = _last_close()
    if name not in PAPERS or language not in get_args(Language) or form not in get_args(Form) or close is None:
        raise Http404
    if PAPERS[name].names_customers:
        if not held_roles(request) & set(PERSONAL):
            raise PermissionDenied
        note_view(request, "paper", f"{name} {close.as_of[:10]}")
    content = made_of(workspace().store, close, name, language, form)
    file_name = f"hikiate-{name}-{close.as_of[:10]}-{language}"
    return finished(content, form, language, file_name, download="download" in request.GET)


def _last_close() -> CloseDone | None:
    with workspace().book.reading() as seen:
        return last(seen.rows(CloseDone))


def _tables(close: CloseDone) -> set[str]:
    folder = workspace().store.place("packs", close.pack)
    return {path.stem for path in folder.iterdir()} if folder.is_dir() else set()

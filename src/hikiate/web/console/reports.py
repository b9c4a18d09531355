"""Reports: each close as a page, as paper and as data, in both languages, to look at and to download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.wording import Language, Term
from hikiate.reports.html import html
from hikiate.reports.labels import VERDICTS
from hikiate.reports.pdf import pdf
from hikiate.reports.text import text
from hikiate.web.base.access import page
from hikiate.web.base.finished import FORMS, finished
from hikiate.web.console.days import catch_up, close_numbered, page_of, superseded

_ROWS = 30


@page()
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The closes from the newest back, each with its reports."""
    catch_up()
    rows, further = page_of(request.GET.get("before", ""), _ROWS)
    if not rows:
        return render(request, "console/before_first.html", {"title": Term("Reports", "報告書")})
    context = {
        "rows": rows,
        "further": further,
        "superseded": superseded(rows),
        "verdicts": VERDICTS,
        "paged": "before" in request.GET,
    }
    return render(request, "console/reports.html", context)


@page()
@require_safe
def report(request: HttpRequest, number: int, language: Language, form: str) -> HttpResponse:
    """A close in one form and one language, as `hikiate report` writes it."""
    if form not in FORMS or language not in {"ja", "en"}:
        raise Http404
    kept = close_numbered(number)
    name = f"hikiate-{kept.on.isoformat()}-{number}-{language}"
    return finished(_rendered(kept.result, language, form), form, language, name, download="download" in request.GET)


def _rendered(result: Result, language: Language, form: str) -> bytes:
    match form:
        case "pdf":
            return pdf(result, language)
        case "html":
            return html(result, language).encode()
        case "txt":
            return text(result, language).encode()
        case _:
            return document_text(document(result)).encode()

"""Inside information: the register that stands among the kept files, for those who watch over it.

`hikiate insider open WORKSPACE/store/insiders` opens it, and the commands of `hikiate insider` enter what happens.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.conduct.insiders.entries import FILE
from hikiate.conduct.insiders.register import Register
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.insiders import register_dossier
from hikiate.reports.dossiers.page import page as dossier_page
from hikiate.reports.dossiers.paper import paper as dossier_paper
from hikiate.storage.insider_register import load_insider_register
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import page, spoken
from hikiate.web.base.finished import finished
from hikiate.web.settings import workspace

INSIDERS = "insiders"
WATCHERS = ("risk", "auditor", "supervisor")
"""Who may know who knew."""


@page(*WATCHERS)
@require_safe
def insiders(request: HttpRequest) -> HttpResponse:
    """How much the register holds; whom it names stands in the register alone, whose view is noted."""
    found = load_insider_register(_folder()) if _is_there() else None
    counts = [] if found is None else _counts(found, datetime.now(tz=UTC))
    return render(request, "cases/insiders.html", {"register": found, "counts": counts})


@page(*WATCHERS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register as it stands now; it names persons, so the view is noted."""
    if not _is_there():
        raise Http404
    note_view(request, "insiders", INSIDERS)
    language, form = spoken(request), "pdf" if request.GET.get("form") == "pdf" else "html"
    dossier = register_dossier(load_insider_register(_folder()), datetime.now(tz=UTC))
    content = dossier_paper(dossier, language) if form == "pdf" else dossier_page(dossier, language).encode()
    return finished(content, form, language, "insiders", download=form == "pdf")


def _counts(found: Register, at: datetime) -> list[tuple[Term, int]]:
    cases, persons = found.cases().values(), found.all_insiders()
    return [
        (Term("cases", "案件"), len(cases)),
        (Term("cases not public yet", "未公表の案件"), sum(case.published_at is None for case in cases)),
        (
            Term("persons who know now", "現在情報を知る者"),
            len({one.person for one in found.all_insiders() if one.knew(at)}),
        ),
        (Term("listed late", "記載が遅れた者"), sum(one.is_late for one in persons)),
        (Term("restricted assets", "取引制限銘柄"), len(found.on_list("restricted"))),
        (Term("watched assets", "監視銘柄"), len(found.on_list("watch"))),
        (Term("requests to trade", "売買の事前申請"), len(found.of("requested"))),
    ]


def _folder() -> Path:
    return workspace().store.folder / INSIDERS


def _is_there() -> bool:
    return (_folder() / FILE).is_file()

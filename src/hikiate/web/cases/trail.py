"""The audit trail: decisions with the records that they sealed, who saw personal data, and the audit."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.decisions import Decision
from hikiate.book.records import Record, Request, names, values
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.claims import unnamed
from hikiate.storage.database.pages import decision as decision_of
from hikiate.storage.database.pages import decisions_before, sealed_records
from hikiate.web.accounts.personal_views import note_view, views_before
from hikiate.web.base.access import acting, held_roles, page
from hikiate.web.cases.audits import AUDITORS, run_shown, runs_shown, start_audit
from hikiate.web.cases.incidents import number_of
from hikiate.web.cases.names import ACTS, act_term
from hikiate.web.cases.readers import PERSONAL, READERS
from hikiate.web.settings import workspace

DECISIONS_SHOWN = 50
RECORDS_SHOWN = 50
VIEWS_SHOWN = 100
_FEW = 2


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision with what its kind is called."""

    decision: Decision
    term: Term


@dataclass(frozen=True, slots=True)
class Sealed:
    """The records of a kind that a decision sealed."""

    kind: str
    count: int
    names: tuple[str, ...]
    rows: list[list[str | int]]
    withheld: bool

    @property
    def is_few(self) -> bool:
        """Whether each record is shown field below field, as a whole digest needs."""
        return len(self.rows) <= _FEW

    @property
    def named(self) -> list[list[tuple[str, str | int]]]:
        """Each record as its fields, named."""
        return [list(zip(self.names, row, strict=True)) for row in self.rows]


@page(*READERS)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The decisions from the newest on, of one kind or person or of all, and the audits that ran."""
    before = number_of(request, "before")
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "by", "subject")}
    with workspace().book.reading() as view:
        found = decisions_before(before, DECISIONS_SHOWN + 1, **asked)
        head = view.decisions
    held = held_roles(request)
    context = {
        "decisions": [DecisionShown(one, act_term(one.kind)) for one in found[:DECISIONS_SHOWN]],
        "next": found[DECISIONS_SHOWN - 1].number if len(found) > DECISIONS_SHOWN else None,
        "head": head,
        "asked": asked,
        "kinds": sorted(ACTS.items()),
        "runs": runs_shown(),
        "may_audit": bool(held & set(AUDITORS)),
        "may_see_views": bool(held & {"admin", "auditor", "supervisor"}),
    }
    return render(request, "cases/trail.html", context)


@page(*READERS)
@require_safe
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """A decision with its digests and the records that it sealed; records of payments name customers."""
    reads_personal = bool(held_roles(request) & set(PERSONAL))
    with workspace().book.reading():
        found = decision_of(number)
        if found is None:
            raise Http404
        sealed = sealed_records(number, RECORDS_SHOWN)
    about_one = unnamed(found.kind, found.subject) != found.subject
    if reads_personal and (about_one or any(_names_customers(rows) for _, _, rows in sealed)):
        note_view(request, "decision", f"decision {number}")
    shown = [_sealed(kind, count, rows, reads_personal=reads_personal) for kind, count, rows in sealed]
    context = {"decision": found, "term": act_term(found.kind), "sealed": shown, "reads_personal": reads_personal}
    return render(request, "cases/decision.html", context)


def _sealed(kind: str, count: int, rows: list[Record], *, reads_personal: bool) -> Sealed:
    withheld = _names_customers(rows) and not reads_personal
    return Sealed(kind, count, names(type(rows[0])), [] if withheld else [values(row) for row in rows], withheld)


def _names_customers(rows: list[Record]) -> bool:
    if "customer" in names(type(rows[0])):
        return True
    return any(isinstance(row, Request) and unnamed(row.kind, row.subject) != row.subject for row in rows)


@page("admin", "auditor", "supervisor")
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """Who saw personal data: when, which page, about whom."""
    before, by = number_of(request, "before"), request.GET.get("by", "").strip()
    found = views_before(before, by, VIEWS_SHOWN + 1)
    context = {
        "views": found[:VIEWS_SHOWN],
        "next": found[VIEWS_SHOWN - 1].number if len(found) > VIEWS_SHOWN else None,
        "by": by,
    }
    return render(request, "cases/views.html", context)


@page(*AUDITORS)
@require_POST
def audit(request: HttpRequest) -> HttpResponse:
    """Begin an audit of the whole workspace; its page tells how it goes."""
    return redirect("audit_run", start_audit(workspace(), acting(request)))


@page(*READERS)
@require_safe
def audit_run(request: HttpRequest, number: int) -> HttpResponse:
    """An audit: under way, or what it found."""
    found = run_shown(number)
    if found is None:
        raise Http404
    template = "cases/audit_result.html" if request.htmx else "cases/audit_run.html"
    return render(request, template, {"run": found})

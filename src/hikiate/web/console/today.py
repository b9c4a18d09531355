"""Today: the verdict of the last close, what must be held against what is, what is open, and which day is next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hikiate.book.records import Request, names
from hikiate.kernel.days import BusinessCalendar
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import State, state
from hikiate.operations.workspace.claims import unnamed
from hikiate.operations.workspace.findings import Standing, day_in_japan, standings
from hikiate.storage.database.workspace import DatabaseWorkspace, table
from hikiate.web.base.access import acting, page, spoken
from hikiate.web.cases.names import act_term
from hikiate.web.console.days import last_close
from hikiate.web.console.findings import rows_of
from hikiate.web.console.shown import report_part
from hikiate.web.settings import workspace

_SHOWN_MAX = 6
_DAYS_MAX = 400


@dataclass(frozen=True, slots=True)
class NextDay:
    """The business day to close next, and how many business days before today wait already."""

    day: date
    waiting: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for approval."""

    number: int
    kind: Term
    subject: str
    maker: str


def next_day(closed: date, today: date) -> NextDay:
    """The first business day in Japan after the one closed last."""
    calendar = BusinessCalendar("JP")
    first = calendar.deadline(closed, 1)
    waiting, day = 0, first
    while day < today and waiting < _DAYS_MAX:
        waiting += 1
        day = calendar.deadline(day, 1)
    return NextDay(first, waiting)


def open_requests(book: DatabaseWorkspace) -> list[Request]:
    """The requests that wait for an approval, found without reading those that were decided."""
    words = table("Approval").objects.filter(request=OuterRef("request")).order_by().values("request")
    given = Coalesce(Subquery(words.annotate(given=Count("id")).values("given")), 0)
    needed = Coalesce(Subquery(words.annotate(most=Max("needed")).values("most")), 1)
    rejected = Exists(table("Approval").objects.filter(request=OuterRef("request"), verdict="rejected"))
    found = table("Request").objects.filter(~rejected).annotate(given=given, most=needed).filter(given__lt=F("most"))
    requests = [Request(*row) for row in found.order_by("-id").values_list(*names(Request))]
    return [request for request in requests if state(book, request) is State.OPEN]


def overdue(standing: list[Standing], today: date) -> int:
    """How many of the open findings are past their day."""
    return sum(1 for found in standing if found.due and found.due < today.isoformat())


@page()
def today(request: HttpRequest) -> HttpResponse:
    """How things stand after the last close, and what waits."""
    language = spoken(request)
    kept = last_close()
    if kept is None:
        return render(request, "console/before_first.html", {"first": True})
    now = day_in_japan(acting(request).at)
    with workspace().book.reading() as book:
        standing = standings(book)
        waiting = open_requests(book)
    number = kept.day.number
    context = {
        "kept": kept,
        "verdict": report_part("verdict", kept.result, number, language),
        "reserve": report_part("reserve", kept.result, number, language),
        "segregation": report_part("segregation", kept.result, number, language),
        "fiat": report_part("fiat", kept.result, number, language),
        "standing": rows_of(standing[:_SHOWN_MAX], kept.result, now),
        "standing_count": len(standing),
        "overdue": overdue(standing, now),
        "unowned": sum(1 for found in standing if not found.owner),
        "waiting": [
            Waiting(one.request, act_term(one.kind), unnamed(one.kind, one.subject), one.maker)
            for one in waiting[:_SHOWN_MAX]
        ],
        "waiting_count": len(waiting),
        "next": next_day(kept.on, now),
    }
    return render(request, "console/today.html", context)

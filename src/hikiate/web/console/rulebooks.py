"""Rulebooks (法令・規則): what is enacted, reported, assumed and undecided on a day, and what changes between days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.facts import faults
from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.provisions import Provision, Version
from hikiate.law.rulebooks import Library, Rulebook
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.reports.labels import STATUS_MEANINGS, STATUSES
from hikiate.rules.compared.changes import between_days
from hikiate.storage.lawbooks import library
from hikiate.web.base.access import acting, page
from hikiate.web.console.shown import plain

SHOWN_STATUSES = (Status.ENACTED, Status.PROPOSED, Status.REPORTED, Status.ASSUMPTION, Status.UNDECIDED)
_WORDS = ("names", "switch", "day")
_UNITS = {
    "count": Term("times", "倍"),
    "months": Term("months", "か月"),
    "years": Term("years", "年"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A rulebook in the list: how many of its provisions have which status on the day."""

    book: Rulebook
    status: Status
    word: Term
    counts: Sequence[int]
    in_force: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A provision on a day: its version, and its value as a figure; None of both while it is not in force."""

    key: str
    provision: Provision
    version: Version | None
    value: Figure | None
    unit: Term | None
    word: Term | None

    @property
    def always(self) -> bool:
        """Whether the version has no first day."""
        return self.version is not None and self.version.in_force_from == date.min


@cache
def shipped() -> Library:
    """The library of law that comes with this version; it does not change while a server runs."""
    return library()


@page()
@require_safe
def rulebooks(request: HttpRequest) -> HttpResponse:
    """Every rulebook as it stands on a day."""
    on = _asked_day(request, "on")
    rows = []
    for book in shipped().rulebooks.values():
        edition = book.on(on)
        found = Counter(version.status for version in edition.versions.values())
        counts = [found[status] for status in SHOWN_STATUSES]
        counts.append(len(book.provisions) - len(edition.versions))
        rows.append(Counted(book, edition.status, STATUSES[edition.status], counts, edition.is_in_force))
    context = {
        "on": on,
        "rows": rows,
        "statuses": [(status, STATUSES[status], STATUS_MEANINGS[status]) for status in SHOWN_STATUSES],
    }
    return render(request, "console/rulebooks.html", context)


@page()
@require_safe
def rulebook(request: HttpRequest, name: str) -> HttpResponse:
    """A rulebook on a day with every provision, its editions, and what changes between two days in words."""
    book = shipped().rulebooks.get(name)
    if book is None:
        raise Http404
    on = _asked_day(request, "on")
    editions = editions_of(book)
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    changes = None
    if first or second:
        changes = between_days(book, _asked_day(request, "first"), _asked_day(request, "second"))
    context = {
        "book": book,
        "on": on,
        "edition_status": STATUSES[book.on(on).status],
        "status": book.on(on).status,
        "rows": [_shown(key, provision, on) for key, provision in book.provisions.items()],
        "editions": editions,
        "current": max((day for day in editions if day <= on), default=None),
        "changes": changes,
        "first": first or (editions[-2].isoformat() if len(editions) > 1 else on.isoformat()),
        "second": second or (editions[-1].isoformat() if editions else on.isoformat()),
    }
    return render(request, "console/rulebook.html", context)


def editions_of(book: Rulebook) -> list[date]:
    """The days on which something of a rulebook begins or ends, in order; law without a first day is left out."""
    days = set()
    for provision in book.provisions.values():
        for version in provision.versions:
            days.add(version.in_force_from)
            if version.in_force_until is not None:
                days.add(version.in_force_until)
    return sorted(days - {date.min})


def _shown(key: str, provision: Provision, on: date) -> Shown:
    version = provision.on(on)
    if version is None:
        return Shown(key, provision, None, None, None, None)
    return Shown(key, provision, version, *_value(provision, version), STATUSES[version.status])


def _value(provision: Provision, version: Version) -> tuple[Figure | None, Term | None]:
    """The value as a figure is said, and the unit where figures have no word for it; None while it is undecided."""
    if version.value is None:
        return None, None
    if version.is_off or provision.unit in _WORDS:
        return plain(version.value, "switch" if version.is_off else provision.unit), None
    unit = _UNITS.get(provision.unit)
    return plain(decimal_text(version.number), "text" if unit else provision.unit), unit


def _asked_day(request: HttpRequest, key: str) -> date:
    """The day that was asked for; today in Japan where none was. Refused where it is no day."""
    text = request.GET.get(key, "")
    if not text:
        return day_in_japan(acting(request).at)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused([faults.NOT_A_DAY.at(key, value=text)]) from error

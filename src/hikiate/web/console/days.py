"""The closed days as pages show them: lists and charts from the projection, one day from its kept result.

The projection is brought up to date before a page reads it: the rows of new closes at once, their figures for as long
as a reader does not mind waiting, the newest first. Many closes lack their figures only after a restore or an upgrade.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic

from django.db import transaction
from django.db.models import F, Max
from django.http import Http404

from hikiate.book.journal import moment_text
from hikiate.kernel.findings import Refused, Severity
from hikiate.kernel.results import Result
from hikiate.operations.workspace.audit_faults import FILE_CHANGED
from hikiate.reports.briefing import counts
from hikiate.reports.numerals import is_number
from hikiate.storage.database.connection import told
from hikiate.storage.database.workspace import table
from hikiate.storage.results import read_result
from hikiate.storage.workspace.file_store import file_digest
from hikiate.web.console.models import Day, DayFigure
from hikiate.web.settings import workspace

CHARTED = (
    "reserve.required",
    "reserve.provision",
    "reserve.fund",
    "reserve.insurance_credit",
    "reserve.held",
    "reserve.shortfall",
    "reserve.coverage",
    "segregation.hot_fraction",
    "fiat.required",
    "fiat.trust",
    "fiat.difference",
)
ASSET_LEAVES = ("liability", "held", "coverage")
HISTORY_SECONDS = 0.1
"""How long the reader of charts waits for figures that they lack; who reads something else waits less."""
_BESIDE_SECONDS = 0.02
_RESULTS_KEPT = 32
_filling = Lock()


@dataclass(frozen=True, slots=True)
class Kept:
    """A close that is kept: its row and its result."""

    day: Day
    result: Result

    @property
    def on(self) -> date:
        """The calendar day of its snapshot, on the exchange's own clock."""
        return day_of(self.day)


def day_of(day: Day) -> date:
    """The calendar day of a close's snapshot, on the exchange's own clock."""
    return date.fromisoformat(day.as_of[:10])


def catch_up(seconds: float = _BESIDE_SECONDS) -> int:
    """Take new closes into the projection; gives back how many of them lack their figures still.

    One reader fills at a time: a second one would fill the same.
    """
    with told(workspace().book.place):
        _enter_closes()
        if _filling.acquire(blocking=False):
            try:
                _fill_for(seconds)
            finally:
                _filling.release()
        lacking: int = Day.objects.filter(is_filled=False).count()
    return lacking


def _fill_for(seconds: float) -> None:
    until = monotonic() + seconds
    for day in list(Day.objects.filter(is_filled=False).order_by("-number")[:_RESULTS_KEPT]):
        fill(day)
        if monotonic() > until:
            break


def _enter_closes() -> None:
    """A row for each close that has none; the number of a close is its place among them."""
    last = Day.objects.aggregate(last=Max("number"))["last"] or 0
    new = table("CloseDone").objects.filter(id__gt=last).order_by("id")
    rows = [
        Day(
            number=number,
            result=result,
            moment=moment_text(datetime.fromisoformat(as_of)),
            as_of=as_of,
            rulebooks=rulebooks,
            verdict=verdict,
        )
        for number, result, as_of, rulebooks, verdict in new.values_list(
            "id", "result", "as_of", "rulebooks", "verdict"
        )
    ]
    Day.objects.bulk_create(rows, ignore_conflicts=True)


def fill(day: Day) -> None:
    """Enter the figures of a close that charts show; a result that is not whole leaves a gap."""
    try:
        result = kept_result(day)
    except Refused:
        day.is_filled = True
        day.save(update_fields=["is_filled"])
        return
    found = counts(result)
    day.breaches, day.warnings, day.notes = (
        found[severity] for severity in (Severity.BREACH, Severity.WARNING, Severity.NOTE)
    )
    day.is_filled = day.is_readable = True
    figures = [
        DayFigure(day=day, name=name, value=figure.value, unit=figure.unit)
        for name, figure in result.figures.items()
        if _is_charted(name) and is_number(figure.value)
    ]
    with transaction.atomic():
        DayFigure.objects.bulk_create(figures, ignore_conflicts=True)
        day.save()


def _is_charted(name: str) -> bool:
    room, _, rest = name.partition(".")
    return name in CHARTED or (room == "segregation" and rest.rpartition(".")[2] in ASSET_LEAVES and "." in rest)


def kept_result(day: Day) -> Result:
    """The result of a close, as it was kept; Refused where its file is missing or is not what it was."""
    return _read(workspace().store.place("results", day.result), day.result)


@lru_cache(maxsize=_RESULTS_KEPT)
def _read(place: Path, digest: str) -> Result:
    """Read once: what is kept under its digest never changes."""
    if place.is_file() and (found := file_digest(place)) != digest:
        where = f"store/results/{digest}"
        raise Refused([FILE_CHANGED.at(where, value=found, wanted=digest, record=where)])
    return read_result(place)


def newest() -> Day | None:
    """The close of the latest moment; of several of one moment the one that was made last."""
    found: Day | None = Day.objects.order_by("-moment", "-number").first()
    return found


def last_close() -> Kept | None:
    """The newest close with its result, once the projection knows every close; None before the first."""
    catch_up()
    day = newest()
    return None if day is None else Kept(day, kept_result(day))


def close_numbered(number: int) -> Kept:
    """A close by its number; Http404 where there is none."""
    catch_up()
    day = Day.objects.filter(number=number).first()
    if day is None:
        raise Http404
    kept = Kept(day, kept_result(day))
    if not day.is_readable:
        fill(day)
    return kept


def standing_days(first: date | None = None) -> list[Day]:
    """The closes that stand, one for each moment, in the order of time; those made again since are left out."""
    found = Day.objects.order_by("moment", "number")
    if first is not None:
        found = found.filter(moment__gte=moment_text(datetime.fromisoformat(f"{first}T00:00:00+09:00")))
    return list({day.moment: day for day in found}.values())


def values_of(names: Sequence[str], days: Sequence[Day]) -> dict[tuple[int, str], str]:
    """The values of figures by the number of the close and the name."""
    if not days:
        return {}
    numbers = [day.number for day in days]
    rows = DayFigure.objects.filter(name__in=names, day__gte=min(numbers), day__lte=max(numbers))
    return {(number, name): value for number, name, value in rows.values_list("day_id", "name", "value")}


def units_of(names: Sequence[str]) -> dict[str, str]:
    """The unit of each figure that any close has."""
    return dict(DayFigure.objects.filter(name__in=names).order_by().values_list("name", "unit").distinct())


def charted_assets() -> list[str]:
    """The assets whose figures over time can be shown: those of the newest closes."""
    newest_days = list(
        Day.objects.filter(is_readable=True).order_by("-moment", "-number").values_list("number", flat=True)[:1]
    )
    names = DayFigure.objects.filter(day__in=newest_days, name__startswith="segregation.", name__endswith=".liability")
    return [name.split(".", 1)[1].rpartition(".")[0] for name in names.order_by("id").values_list("name", flat=True)]


def page_of(before: str, rows: int) -> tuple[list[Day], str]:
    """A page of closes from the newest back, and the key of the next page; blank where there is none.

    `before` is the key that the page before gave, blank for the first.
    """
    found = Day.objects.order_by("-moment", "-number")
    moment, _, number = before.partition("~")
    if number.isdigit() and len(number) < len(str(2**63)):
        found = found.filter(moment__lte=moment).exclude(moment=moment, number__gte=int(number))
    page = list(found[: rows + 1])
    more = len(page) > rows
    return page[:rows], f"{page[rows - 1].moment}~{page[rows - 1].number}" if more else ""


def superseded(days: Sequence[Day]) -> set[int]:
    """The numbers of those closes after which the same moment was closed again."""
    moments = {day.moment for day in days}
    latest = Day.objects.filter(moment__in=moments).values("moment").annotate(last=Max(F("number")))
    last = {row["moment"]: row["last"] for row in latest}
    return {day.number for day in days if last[day.moment] != day.number}

"""History: figures over three years of closes, any close with all its figures, and each figure down to the article."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from hikiate.kernel.days import months_after
from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.reports.briefing import chapters, hot_limit
from hikiate.reports.figure_names import figure_term
from hikiate.reports.html.tables import figure_table
from hikiate.reports.labels import TITLES, VERDICTS
from hikiate.web.base.access import page, spoken
from hikiate.web.console.charts import Chart, Line
from hikiate.web.console.days import (
    CHARTED,
    HISTORY_SECONDS,
    catch_up,
    charted_assets,
    close_numbered,
    day_of,
    kept_result,
    newest,
    page_of,
    standing_days,
    superseded,
    units_of,
    values_of,
)
from hikiate.web.console.models import Day
from hikiate.web.console.shown import cell, explained, placed, plain, report_part

SPANS = {"3": Term("3 months", "3か月"), "12": Term("1 year", "1年"), "36": Term("3 years", "3年")}
_ROWS = 30
_EVERY_FIGURE = Term("Every figure", "すべての数値")
_OLDER_MAX = 5
_RESERVE = ("reserve.required", "reserve.provision", "reserve.held", "reserve.fund")
_SECTIONS = ("reserve", "segregation", "fiat", "reconciliation", "findings", "rulebooks")
_COUNTS = (
    ("breaches", Term("Breaches", "違反"), "over"),
    ("warnings", Term("Warnings", "警告"), "required"),
)


@page()
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Charts over a span of time, and the closes from the newest back."""
    lacking = catch_up(HISTORY_SECONDS)
    last = newest()
    if last is None:
        return render(request, "console/before_first.html", {"title": Term("History", "推移")})
    months = request.GET.get("months", "3")
    months = months if months in SPANS else "3"
    language = spoken(request)
    assets = charted_assets()
    asset = request.GET.get("asset", "")
    asset = asset if asset in assets else (assets[0] if assets else "")
    days = standing_days(months_after(day_of(last), -int(months)))
    charts = _charts(days, asset, last) if len(days) > 1 and "before" not in request.GET else ()
    rows, further = page_of(request.GET.get("before", ""), _ROWS)
    context = {
        "charts": [chart.drawn(language) for chart in charts if not chart.is_empty],
        "lacking": lacking,
        "spans": SPANS,
        "months": months,
        "assets": assets,
        "asset": asset,
        "rows": rows,
        "superseded": superseded(rows),
        "further": further,
        "paged": "before" in request.GET,
        "verdicts": VERDICTS,
    }
    return render(request, "console/history.html", context)


def _charts(days: Sequence[Day], asset: str, last: Day) -> Iterator[Chart]:
    """Requirement and resources, coverage, the share in hot wallets, one asset, and how many findings."""
    of_asset = [f"segregation.{asset}.{leaf}" for leaf in ("liability", "held")] if asset else []
    units = units_of(_RESERVE)
    asked = "reserve.required" if "reserve.required" in units else "reserve.provision"
    held = "reserve.held" if "reserve.held" in units else "reserve.fund"
    shown = [asked, held, "reserve.shortfall", "reserve.coverage", "segregation.hot_fraction", *of_asset]
    values = values_of(shown, days)
    on = [day_of(day) for day in days]
    addresses = [reverse("close", args=[day.number]) for day in days]

    def line(name: str, kind: str) -> Line:
        return Line(figure_term(name), kind, [values.get((day.number, name)) for day in days])

    def chart(key: str, title: Term, unit: str, lines: Sequence[Line], top: str = "0") -> Chart:
        return Chart(key, title, unit, on, lines, addresses, top)

    lines = [line(asked, "required"), line(held, "fund"), line("reserve.shortfall", "over")]
    yield chart("reserve", TITLES["reserve"], units.get(asked, "JPY"), lines)
    coverage = figure_term("reserve.coverage")
    yield chart("coverage", coverage, "ratio", [line("reserve.coverage", "fund")], "1")
    share = [line("segregation.hot_fraction", "fund")]
    limit = hot_limit(kept_result(last)) if last.is_readable else None
    if limit is not None:
        share.append(Line(figure_term(limit.name), "over", [limit.value] * len(days)))
    yield chart("hot", figure_term("segregation.hot_fraction"), "ratio", share)
    if asset:
        title = Term(f"{asset}: owed to customers and held for them", f"{asset}：利用者預り数量と有高")
        owed, there = of_asset
        yield chart("asset", title, asset, [line(owed, "required"), line(there, "fund")])
    counted = [Line(title, kind, [_count(day, field) for day in days]) for field, title, kind in _COUNTS]
    yield chart("findings", Term("Findings of each day", "日ごとの指摘件数"), "count", counted)


def _count(day: Day, field: str) -> str | None:
    return str(getattr(day, field)) if day.is_readable else None


@page()
@require_safe
def find_day(request: HttpRequest) -> HttpResponse:
    """The close that stands for a day that was asked for; of several, the last."""
    catch_up()
    asked = request.GET.get("day", "")
    found = (
        Day.objects.filter(as_of__startswith=asked).order_by("-moment", "-number").first() if _is_day(asked) else None
    )
    if found is None:
        raise Http404
    return redirect("close", found.number)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@page()
@require_safe
def close(request: HttpRequest, number: int) -> HttpResponse:
    """A close with everything that it found."""
    language = spoken(request)
    kept = close_numbered(number)
    parts = [
        (key, TITLES[key].said(language), report_part(key, kept.result, number, language, at_home=True))
        for key in _SECTIONS
    ]
    context = {
        "kept": kept,
        "verdict": report_part("verdict", kept.result, number, language, at_home=True),
        "parts": parts,
        "figures": _chapters(kept.result, number, language),
        "count": len(kept.result.figures),
        "superseded": kept.day.number in superseded([kept.day]),
        "earlier": _beside(kept.day, -1),
        "later": _beside(kept.day, 1),
    }
    return render(request, "console/close.html", context)


def _chapters(result: Result, number: int, language: Language) -> list[tuple[str, int, SafeString]]:
    """Every figure by subject."""
    shown = []
    for chapter in chapters(result):
        title = chapter.title.said(language)
        table = figure_table(chapter.figures, f"{_EVERY_FIGURE.said(language)}: {title}", language)
        shown.append((title, len(chapter.figures), placed(table, number)))
    return shown


def _beside(day: Day, direction: int) -> Day | None:
    """The close before or after in the order of time."""
    if direction < 0:
        found = Day.objects.filter(moment__lt=day.moment).order_by("-moment", "-number")
    else:
        found = Day.objects.filter(moment__gt=day.moment).order_by("moment", "-number")
    beside: Day | None = found.first()
    return beside


@page()
@require_safe
def figure(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """A figure of a close, explained down to inputs and articles."""
    language = spoken(request)
    kept = close_numbered(number)
    if name not in kept.result.figures:
        raise Http404
    context = {
        "kept": kept,
        "term": figure_term(name),
        "name": name,
        "tree": explained(kept.result, name, number, language),
        "older": _older(name, kept.day),
    }
    return render(request, "console/figure.html", context)


def _older(name: str, day: Day) -> list[tuple[Day, Figure]]:
    """What the same figure was on the closes before, where charts show it."""
    days = list(
        Day.objects.filter(figures__name=name, moment__lt=day.moment).order_by("-moment", "-number")[:_OLDER_MAX]
    )
    values, units = values_of([name], days), units_of([name])
    return [(older, plain(values[older.number, name], units[name])) for older in days]


@page()
@require_safe
def history_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The figures of every day as CSV; no cell is one that a spreadsheet takes for a formula."""
    del request
    catch_up()
    days = standing_days()
    values = values_of(CHARTED, days)
    head = ["day", "as_of", "close", "verdict", "breaches", "warnings", "notes", *CHARTED]

    def lines() -> Iterator[str]:
        yield "\ufeff" + _line(head)
        for day in days:
            counted = [day.breaches, day.warnings, day.notes] if day.is_readable else ["", "", ""]
            figures = [values.get((day.number, name), "") for name in CHARTED]
            row = [day_of(day).isoformat(), day.as_of, day.number, day.verdict, *counted, *figures]
            yield _line(row)

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="hikiate-history.csv"'
    return answer


def _line(cells: Sequence[object]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([cell(value) for value in cells])
    return text.getvalue()

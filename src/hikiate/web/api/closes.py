"""Closes read: their list, their verdicts, figures, explanations and findings."""

from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query

from hikiate.desk.desks import Desk
from hikiate.kernel.figures import Figure, ancestry
from hikiate.kernel.findings import Severity
from hikiate.kernel.results import Result, finding_document
from hikiate.reports.explanation import explanation
from hikiate.storage.database.workspace import table
from hikiate.storage.results import read_result
from hikiate.web.api.cursors import after, cursor, cut
from hikiate.web.api.routes import reads
from hikiate.web.api.shapes.closes import (
    CloseRow,
    CloseRows,
    CloseShown,
    Explanation,
    FaultRows,
    FigureRows,
    FigureShown,
    RulebookUsed,
    RuleJa,
)
from hikiate.web.api.shapes.problem import Fault
from hikiate.web.api.shapes.words import PAGE_ROWS, ClosePath, CursorQuery, LimitQuery
from hikiate.web.settings import workspace

TAG = "closes"

_FIELDS = ("result", "pack", "as_of", "rulebooks", "verdict", "version", "previous", "decision__at", "decision__by")
_RESULTS_KEPT = 8

FigureStart = Annotated[str, Query(max_length=200, description="Only figures whose names begin so.")]


@reads(TAG, "/closes", CloseRows)
def closes(request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS) -> CloseRows:
    """The closes, in the order in which they were made."""
    del request
    found = table("CloseDone").objects.filter(id__gt=after("closes", cursor_)).order_by("id")
    rows, more = cut(list(found.values_list("id", *_FIELDS)[: limit + 1]), limit)
    return CloseRows(rows=[_row(*row[1:]) for row in rows], next=cursor("closes", rows[-1][0]) if more else None)


def _row(*values: str) -> CloseRow:
    result, pack, as_of, rulebooks, verdict, version, previous, at, by = values
    return CloseRow(
        close=result,
        pack=pack,
        as_of=as_of,
        rulebooks=rulebooks.split(","),
        verdict=verdict,
        version=version,
        previous=previous,
        made_at=at,
        made_by=by,
    )


@reads(TAG, "/closes/{close}", CloseShown)
def close(request: HttpRequest, close: ClosePath) -> CloseShown:
    """A close: its verdict, and what it found, counted."""
    del request
    digest, result = close_of(close)
    return CloseShown(
        close=digest,
        exchange=result.exchange,
        as_of=result.as_of,
        pack=result.pack_digest,
        version=result.version,
        verdict=result.verdict,
        rulebooks=[
            RulebookUsed(name=book.name, status=book.status.value, digest=book.digest) for book in result.rulebooks
        ],
        figures=len(result.figures),
        findings=dict(Counter(finding.severity.value for finding in result.findings)),
    )


@reads(TAG, "/closes/{close}/figures", FigureRows)
def figures(
    request: HttpRequest,
    close: ClosePath,
    starts_with: FigureStart = "",
    cursor_: CursorQuery = None,
    limit: LimitQuery = PAGE_ROWS,
) -> FigureRows:
    """The figures of a close, in the order in which they were reached."""
    del request
    _, result = close_of(close)
    begin = after("figures", cursor_)
    named = list(enumerate(result.figures.values(), start=1))
    left = [(place, figure) for place, figure in named if place > begin and figure.name.startswith(starts_with)]
    rows, more = cut(left[: limit + 1], limit)
    return FigureRows(
        rows=[_figure(figure) for _, figure in rows], next=cursor("figures", rows[-1][0]) if more else None
    )


@reads(TAG, "/closes/{close}/figures/{name}", Explanation)
def explain(request: HttpRequest, close: ClosePath, name: str) -> Explanation:
    """How a figure was reached, down to inputs and articles."""
    del request
    _, result = close_of(close)
    # Raises with the nearest names where there is no such figure.
    en, ja = explanation(result, name, "en"), explanation(result, name, "ja")
    names = ancestry(result.figures, [name])
    return Explanation(
        figure=_figure(result.figures[name]),
        reached_from=[_figure(result.figures[one]) for one in names[1:]],
        en=en,
        ja=ja,
    )


@reads(TAG, "/closes/{close}/findings", FaultRows)
def close_findings(
    request: HttpRequest, close: ClosePath, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS
) -> FaultRows:
    """The findings of a close, the gravest first."""
    del request
    _, result = close_of(close)
    order = list(Severity)
    found = sorted(result.findings, key=lambda finding: order.index(finding.severity))
    begin = after("close-findings", cursor_)
    rows, more = cut(found[begin : begin + limit + 1], limit)
    shown = [Fault.model_validate(finding_document(finding)) for finding in rows]
    return FaultRows(rows=shown, next=cursor("close-findings", begin + limit) if more else None)


def close_of(named: str) -> tuple[str, Result]:
    """A close by its digest or `latest`, with its result; 404 where there is none."""
    digest = newest_close() if named == "latest" else named
    if digest is None or (named != "latest" and not table("CloseDone").objects.filter(result=digest).exists()):
        raise Http404
    return digest, result_of(workspace(), digest)


def newest_close() -> str | None:
    """The digest of the close of the latest moment; of two of one moment the one made last."""
    made = table("CloseDone").objects.order_by("-id").values_list("id", "result").first()
    return None if made is None else _newest(*made)


@lru_cache(maxsize=_RESULTS_KEPT)
def _newest(_number: int, _made_last: str) -> str:
    """The newest of all closes up to the one made last, which stays the same until another is made."""
    found = table("CloseDone").objects.values_list("as_of", "id", "result")
    last: tuple[str, int, str] = max(found, key=lambda row: (datetime.fromisoformat(row[0]), row[1]))
    return last[2]


def result_of(desk: Desk, digest: str) -> Result:
    """A kept result. Its file never changes, so the last few stay read."""
    return _read(desk.store.place("results", digest))


_read = lru_cache(maxsize=_RESULTS_KEPT)(read_result)


def _figure(figure: Figure) -> FigureShown:
    return FigureShown(
        name=figure.name,
        value=figure.value,
        unit=figure.unit,
        status=figure.status.value,
        rule=figure.rule.en,
        citation=figure.citation,
        inputs=list(figure.inputs),
        ja=RuleJa(rule=figure.rule.ja),
    )

"""The summary of a determination as text: what is owed, what pays it and by when, and what was found."""

from collections.abc import Mapping

from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.outlay import Outlay
from hikiate.reports.columns import aligned
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import STATUSES, WORDS, unit_said
from hikiate.reports.legible import legible
from hikiate.reports.lines import findings_lines, ruled, table
from hikiate.reports.numerals import day_said, number_said, unit_of, yen_reading

_TITLE = Term("Determination", "補償額の算定")
_FIGURES = Term("What is owed, and what pays it", "補償額と原資")
_TIMELINE = Term("What is there on which day", "原資の充足の推移")
_HEADS = (Term("Day", "日"), Term("Covered", "充足"), Term("Short", "不足"), Term("", ""))


def summary_text(result: Result, outlay: Outlay, scales: Mapping[str, int], language: Language) -> str:
    """The summary as lines of text, ending in a newline; `scales` has the decimals of each asset."""
    blocks = [_opening(result, language), _figures(result, language), _timeline(outlay, scales, language)]
    blocks.append(findings_lines(result, language))
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _opening(result: Result, language: Language) -> list[str]:
    rows = [
        (WORDS["exchange"].said(language), legible(result.exchange)),
        (Term("Incident", "事故").said(language), legible(result.annex["incident"])),
        (Term("Iteration", "計算回次").said(language), result.annex["iteration"]),
        (WORDS["as_of"].said(language), legible(result.as_of)),
    ]
    return [ruled(f"引当 Hikiate  {_TITLE.said(language)}", "="), *aligned(rows, ("left", "left"))]


def _figures(result: Result, language: Language) -> list[str]:
    shown = [figure for figure in result.figures.values() if not figure.name.startswith(("input.", "law."))]
    rows = [(WORDS["item"].said(language), WORDS["value"].said(language), "", "", WORDS["status"].said(language))]
    rows += [_row(figure, language) for figure in shown]
    return [ruled(_FIGURES.said(language)), *table(rows, ("left", "right", "left", "right", "left"))]


def _row(figure: Figure, language: Language) -> tuple[str, str, str, str, str]:
    return (
        figure_term(figure.name).said(language),
        number_said(figure, language),
        unit_of(figure, language),
        yen_reading(figure, language),
        STATUSES[figure.status].said(language),
    )


def _timeline(outlay: Outlay, scales: Mapping[str, int], language: Language) -> list[str]:
    """One line for each day and asset: how much is covered by then, and how much is short."""
    rows = [tuple(head.said(language) for head in _HEADS)]
    for standing in outlay.standings:
        for asset, needed in outlay.needs.items():
            short = standing.short[asset]
            told = (grouped(amount_text(minor, scales[asset])) for minor in (needed - short, short))
            rows.append((day_said(standing.day, language), *told, legible(unit_said(asset, language))))
    return [ruled(_TIMELINE.said(language)), *table(rows, ("left", "right", "right", "left"))]

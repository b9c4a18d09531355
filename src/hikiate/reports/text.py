"""A result as plain text for a terminal or a mail: verdict first, then the reasons, then what it stands on."""

from collections.abc import Sequence

from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports import briefing
from hikiate.reports.answers import answers, verdict_sentences, verdict_word
from hikiate.reports.briefing import Grid
from hikiate.reports.columns import Alignment, aligned, padded, width, wrapped
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import EMPTY, STATUSES, TITLES, WORDS
from hikiate.reports.legible import legible
from hikiate.reports.lines import PLACES, findings_lines, ruled, table
from hikiate.reports.numerals import number_said, unit_of, value_said, yen_reading

_NUMBERS: Alignment = "right"


def text(result: Result, language: Language) -> str:
    """The whole report as lines of text, ending in a newline."""
    blocks = [
        _opening(result, language),
        _answers(result, language),
        _reserve(result, language),
        _grid("segregation", briefing.custody_grid(result), language),
        _grid("hot", briefing.hot_grid(result), language, after=_hot_fraction(result, language)),
        _grid("fiat", briefing.fiat_grid(result), language),
        _grid("reconciliation", briefing.reconciliation_grid(result), language),
        *_published(result, language),
        findings_lines(result, language),
        _rulebooks(result, language),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _opening(result: Result, language: Language) -> list[str]:
    rows = [
        (WORDS["exchange"].said(language), legible(result.exchange)),
        (WORDS["as_of"].said(language), legible(result.as_of)),
        (TITLES["verdict"].said(language), f"{_mark(result)} {verdict_word(result, language)}"),
    ]
    lines = [ruled(f"引当 Hikiate  {TITLES['report'].said(language)}", "="), *aligned(rows, ("left", "left")), ""]
    for sentence in verdict_sentences(result, language):
        lines += wrapped(sentence, PLACES)
    return lines


def _answers(result: Result, language: Language) -> list[str]:
    given = answers(result, language)
    widest = max(width(answer.question) for answer in given)
    lines = []
    for answer in given:
        mark, margin = "!" if answer.troubled else " ", " " * (widest + 4)
        reading = yen_reading(answer.figure, language) if answer.figure is not None else ""
        said = f"{answer.answer}（{reading}）" if reading else answer.answer
        lines += wrapped(f"{mark} {padded(answer.question, widest)}  {said}", PLACES, margin)
        remarks = answer.remarks[1:] if reading else answer.remarks
        lines += [margin + line for remark in remarks for line in wrapped(remark, PLACES - width(margin))]
    return lines


def _reserve(result: Result, language: Language) -> list[str]:
    figures = briefing.reserve_figures(result)
    title = ruled(TITLES["reserve"].said(language))
    if not figures:
        return [title, *wrapped(EMPTY["reserve"].said(language), PLACES)]
    rows = [(WORDS["item"].said(language), WORDS["value"].said(language), "", "", WORDS["status"].said(language))]
    rows += [
        (
            figure_term(figure.name).said(language),
            number_said(figure, language),
            unit_of(figure, language),
            yen_reading(figure, language),
            STATUSES[figure.status].said(language),
        )
        for figure in figures
    ]
    return [title, *table(rows, ("left", "right", "left", "right", "left"))]


def _grid(key: str, grid: Grid, language: Language, *, after: list[str] | None = None) -> list[str]:
    title = ruled(TITLES[key].said(language))
    if not grid.rows:
        return [title, *wrapped(EMPTY[key].said(language), PLACES), *(after or [])]
    columns = [
        [term.said(language), *(_cell(row.cells[index], row.about, language) for row in grid.rows)]
        for index, term in enumerate(grid.columns)
    ]
    first = [grid.subject.said(language), *(legible(row.about) for row in grid.rows)]
    second = [WORDS["state"].said(language), *(WORDS[row.state].said(language) for row in grid.rows)]
    lines: list[str] = []
    for part in _fitting(columns, PLACES - _widest(first) - _widest(second) - 2):
        alignments: list[Alignment] = ["left", "left", *(_NUMBERS for _ in part)]
        lines += ["", *table(list(zip(first, second, *part, strict=True)), alignments)]
    return [title, *lines[1:], *(after or [])]


def _published(result: Result, language: Language) -> list[list[str]]:
    grid = briefing.published_grid(result)
    return [_grid("published", grid, language)] if grid.rows else []


def _fitting(columns: list[list[str]], places: int) -> list[list[list[str]]]:
    """The columns in as few tables as fit into `places`, at least one column each."""
    parts: list[list[list[str]]] = [[]]
    used = 0
    for column in columns:
        needed = 2 + _widest(column)
        if parts[-1] and used + needed > places:
            parts.append([])
            used = 0
        parts[-1].append(column)
        used += needed
    return parts


def _widest(texts: Sequence[str]) -> int:
    return max(width(text) for text in texts)


def _cell(figure: Figure | None, about: str, language: Language) -> str:
    """A cell's number; its unit is left out where it is the asset that the row is about."""
    if figure is None:
        return "-"
    return number_said(figure, language) if figure.unit == about else value_said(figure, language)


def _hot_fraction(result: Result, language: Language) -> list[str]:
    figures = [result.figures.get("segregation.hot_fraction"), briefing.hot_limit(result)]
    rows = [
        (figure_term(figure.name).said(language), value_said(figure, language), STATUSES[figure.status].said(language))
        for figure in figures
        if figure is not None
    ]
    return ["", *aligned(rows, ("left", "right", "left"))] if rows else []


def _rulebooks(result: Result, language: Language) -> list[str]:
    lines = [ruled(TITLES["rulebooks"].said(language))]
    if not result.rulebooks:
        lines.append(EMPTY["rulebooks"].said(language))
    rows = [
        (
            legible(book.name),
            STATUSES[book.status].said(language),
            legible(book.digest[:16]),
            " ".join(f"+ {legible(overlay)}" for overlay in book.overlays),
        )
        for book in result.rulebooks
    ]
    lines += aligned(rows, ("left", "left", "left", "left"))
    return [
        *lines,
        "",
        f"hikiate {legible(result.version)}",
        f"{WORDS['pack_digest'].said(language)} {legible(result.pack_digest)}",
    ]


def _mark(result: Result) -> str:
    if result.verdict == "in_breach":
        return "[ !! ]"
    return "[ OK ]" if briefing.is_whole(result) else "[ ?? ]"

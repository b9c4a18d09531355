"""Tables of the page: requirement and resources, assets, money in trust, reconciliation, deadlines, rulebooks."""

from datetime import date

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports import briefing
from hikiate.reports.briefing import Grid, Row
from hikiate.reports.figure_names import figure_term
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.html.numbers import anchor, badge, number, reading
from hikiate.reports.labels import EMPTY, SEVERITIES, TITLES, WORDS
from hikiate.reports.numerals import day_said

_MARKS = {"covered": "✓", "agrees": "✓", "short": "!", "differs": "!", "unjudged": "?"}


def empty(key: str, language: Language) -> Markup:
    """What a section says when there is nothing to show in it."""
    return element("p", EMPTY[key].said(language), class_="empty")


def table(caption: str, heads: list[Markup], rows: list[Markup], language: Language) -> Markup:
    """A table that scrolls sideways in its own region where the screen is too narrow for it."""
    return element(
        "div",
        element(
            "table",
            element("caption", caption, class_="unseen"),
            element("thead", element("tr", *heads)),
            element("tbody", *rows),
        ),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=f"{caption} - {WORDS['scroll'].said(language)}",
    )


def head(text: str, *, numeric: bool = False, whole: bool = False) -> Markup:
    """The head of a column; a whole one is never broken into lines."""
    return element("th", text, scope="col", class_="numeric" if numeric else ("whole" if whole else None))


def reserve_table(result: Result, language: Language) -> Markup:
    """Requirement and resources, a row per figure."""
    figures = briefing.reserve_figures(result)
    if not figures:
        return empty("reserve", language)
    return figure_table(figures, TITLES["reserve"].said(language), language)


def figure_table(figures: tuple[Figure, ...], caption: str, language: Language) -> Markup:
    """A row per figure: what it is called, its number, its status."""
    heads = [
        head(WORDS["item"].said(language)),
        head(WORDS["value"].said(language), numeric=True),
        head(WORDS["status"].said(language)),
    ]
    rows = [
        element(
            "tr",
            element("th", figure_term(figure.name).said(language), scope="row"),
            element("td", number(figure, language), _below(reading(figure, language)), class_="numeric"),
            element("td", badge(figure.status, language)),
            class_="key" if figure.name in {"reserve.required", "reserve.held", "reserve.shortfall"} else None,
        )
        for figure in figures
    ]
    return element("div", table(caption, heads, rows, language), class_="figures")


def grid_table(grid: Grid, language: Language) -> Markup:
    """A row per asset, a column per kind of figure, with the state of the row in words beside the asset."""
    if not grid.rows:
        return empty(grid.key, language)
    heads = [
        head(grid.subject.said(language)),
        head(WORDS["state"].said(language)),
        *(head(column.said(language), numeric=True) for column in grid.columns),
    ]
    rows = [_grid_row(grid, row, language) for row in grid.rows]
    return table(grid.title.said(language), heads, rows, language)


def state(row: Row, language: Language) -> Markup:
    """What a row says of itself, as a mark and a word."""
    mark = element("span", _MARKS[row.state], aria_hidden="true", class_="mark")
    return element("span", mark, WORDS[row.state].said(language), class_=f"state {row.state}")


def deadline_table(result: Result, numbers: dict[int, int], language: Language, most: int) -> Markup:
    """What is due by when, the next first, at most `most` rows; `numbers` gives each finding's number by its id()."""
    due = briefing.deadlines(result)
    if not due:
        return empty("deadlines", language)
    heads = [head(WORDS[key].said(language)) for key in ("due", "severity", "found")]
    today = briefing.snapshot_day(result)
    rows = [_deadline_row(finding, numbers[id(finding)], today, language) for finding in due[:most]]
    shown = table(TITLES["deadlines"].said(language), heads, rows, language)
    if len(due) <= most:
        return shown
    rest = f"ほか {len(due) - most} 件" if language == "ja" else f"and {len(due) - most} more"
    return Markup(shown + element("p", element("a", rest, href="#findings")))


def rulebook_table(result: Result, language: Language) -> Markup:
    """The rulebooks with status, overlays and digest."""
    if not result.rulebooks:
        return empty("rulebooks", language)
    heads = [head(WORDS[key].said(language)) for key in ("name", "status", "overlays", "digest")]
    rows = [
        element(
            "tr",
            element("th", element("code", book.name), scope="row"),
            element("td", badge(book.status, language)),
            element("td", ", ".join(book.overlays) or WORDS["none"].said(language)),
            element("td", element("code", book.digest, class_="digest")),
        )
        for book in result.rulebooks
    ]
    return table(TITLES["rulebooks"].said(language), heads, rows, language)


def _grid_row(grid: Grid, row: Row, language: Language) -> Markup:
    return element(
        "tr",
        element("th", row.about, scope="row"),
        element("td", state(row, language)),
        *(_cell(figure, row.about, language) for figure in row.cells),
        id=anchor(row.about, grid.key),
        class_=row.state,
    )


def _cell(figure: Figure | None, about: str, language: Language) -> Markup:
    """A cell's number; its unit is left out where it is the asset that the row is about."""
    if figure is None:
        absent = element("span", WORDS["absent"].said(language), class_="unseen")
        return element("td", element("span", "–", aria_hidden="true"), absent, class_="numeric")
    shown = number(figure, language, unit=figure.unit != about)
    return element(
        "td",
        element("span", shown, " ", badge(figure.status, language, short=True), class_="whole"),
        _below(reading(figure, language)),
        class_="numeric",
    )


def _below(words: Markup) -> Markup:
    return Markup(element("br") + words) if words else words


def _deadline_row(finding: Finding, place: int, today: date | None, language: Language) -> Markup:
    words = finding.ja if language == "ja" else finding.en
    late = today is not None and finding.due is not None and finding.due < today
    overdue = element("strong", f" {WORDS['overdue'].said(language)}") if late else None
    day = day_said(finding.due, language) if finding.due else ""
    return element(
        "tr",
        element("th", day, overdue, scope="row", class_="whole"),
        element("td", severity(finding, language)),
        element("td", element("a", words.found, href=f"#finding-{place}")),
    )


def severity(finding: Finding, language: Language) -> Markup:
    """How grave a finding is, as a word in a frame."""
    return element("span", SEVERITIES[finding.severity].said(language), class_=f"severity {finding.severity.value}")

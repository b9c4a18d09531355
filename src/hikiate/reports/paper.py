"""Paper: the report as plain lists and texts, fully worded, from which the typesetter only lays out pages.

The typesetter takes every text for text and never for its own markup. A character that the paper's font cannot draw is
written as its code, because an archival PDF may not hold a character without a shape.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language
from hikiate.reports import briefing
from hikiate.reports.answers import answers, verdict_sentences, verdict_word
from hikiate.reports.briefing import Grid
from hikiate.reports.columns import width
from hikiate.reports.figure_names import figure_term, place_said
from hikiate.reports.labels import EMPTY, SEVERITIES, STATUS_MARKS, STATUS_MEANINGS, STATUSES, TITLES, WORDS, rule_label
from hikiate.reports.legible import code_shown, legible
from hikiate.reports.numerals import day_said, number_said, unit_of, value_said, yen_reading

Plain: TypeAlias = "bool | str | Sequence[Plain] | Mapping[str, Plain] | None"

_ROW_PLACES = 86
_HEAD_PLACES = 11
_BADGE_PLACES = 4
_DEADLINES_MAX = 12
_FONT_CHARACTERS = ("euc_jis_2004", "cp1252")


def paper(result: Result, language: Language) -> dict[str, Plain]:
    """Everything the pages say, in order, with links as names of figures."""
    return {
        "language": language,
        "title": drawn(f"{TITLES['report'].said(language)} - {result.exchange}"),
        "product": f"引当 Hikiate / {TITLES['report'].said(language)}",
        "exchange": drawn(result.exchange).strip() or "-",
        "as_of": [WORDS["as_of"].said(language), drawn(result.as_of)],
        "page": WORDS["page"].said(language),
        "verdict": {
            "kind": _kind(result),
            "word": verdict_word(result, language),
            "sentences": [drawn(sentence) for sentence in verdict_sentences(result, language)],
        },
        "answers": _answers(result, language),
        "sections": [
            _section("deadlines", [_deadlines(result, language)], language),
            _section("reserve", [_figure_table("reserve", briefing.reserve_figures(result), language)], language),
            _section("segregation", _segregation(result, language), language),
            _section("fiat", _grid(briefing.fiat_grid(result), language), language),
            _section("reconciliation", _reconciliation(result, language), language),
        ],
        "findings": {"title": TITLES["findings"].said(language), "items": _findings(result, language)},
        "nothing_found": EMPTY["findings"].said(language),
        "rulebooks": _section("rulebooks", [_rulebooks(result, language)], language),
        "legend": _legend(language),
        "figures": {"title": TITLES["figures"].said(language), "chapters": _chapters(result, language)},
        "no_figures": EMPTY["figures"].said(language),
        "origin": [
            f"hikiate {drawn(result.version)}",
            f"{WORDS['pack_digest'].said(language)} {drawn(result.pack_digest)}",
        ],
    }


def drawn(text: str) -> str:
    """The text with every character that the font lacks written as its code."""
    return "".join(
        character if _has_shape(character) else code_shown(character) for character in legible(text) if character
    )


def _has_shape(character: str) -> bool:
    """The font covers JIS X 0213 and the usual Latin signs."""
    for characters in _FONT_CHARACTERS:
        try:
            character.encode(characters)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _kind(result: Result) -> str:
    if result.verdict == "in_breach":
        return "in_breach"
    return "in_order" if briefing.is_whole(result) else "held_back"


def _answers(result: Result, language: Language) -> list[Plain]:
    return [
        {
            "question": answer.question,
            "answer": drawn(answer.answer),
            "link": None if answer.figure is None else answer.figure.name,
            "badge": None if answer.figure is None else _badge(answer.figure.status, language),
            "remarks": [drawn(remark) for remark in answer.remarks],
            "troubled": answer.troubled,
        }
        for answer in answers(result, language)
    ]


def _section(key: str, tables: Sequence[Plain], language: Language) -> dict[str, Plain]:
    return {"title": TITLES[key].said(language), "tables": tables}


def _table(heads: Sequence[Plain], rows: Sequence[Plain], title: str = "", note: str = "") -> dict[str, Plain]:
    return {"title": title, "heads": heads, "rows": rows, "note": note}


def _empty(key: str, language: Language, title: str = "") -> dict[str, Plain]:
    return _table([], [], title, EMPTY[key].said(language))


def _head(text: str, *, numeric: bool = False, places: int | None = None) -> dict[str, Plain]:
    """The head of a column; `places` is its share of the row, None for as wide as its words."""
    return {"text": text, "numeric": numeric, "places": None if places is None else str(places)}


def _cell(text: str, **more: Plain) -> dict[str, Plain]:
    return {"text": drawn(text), "below": "", "link": None, "badge": None, "strong": False} | more


def _badge(status: Status, language: Language, *, short: bool = False) -> dict[str, Plain]:
    words = STATUS_MARKS if short else STATUSES
    return {"kind": status.value, "text": words[status].said(language)}


def _segregation(result: Result, language: Language) -> list[Plain]:
    custody = briefing.custody_grid(result)
    first = _grid(custody, language) if custody.rows else [_empty("segregation", language)]
    shares = [result.figures.get("segregation.hot_fraction"), briefing.hot_limit(result)]
    known = [figure for figure in shares if figure is not None]
    second: list[Plain] = [_figure_table("hot", known, language)] if known else []
    return [*first, *_grid(briefing.hot_grid(result), language), *second]


def _reconciliation(result: Result, language: Language) -> list[Plain]:
    published = briefing.published_grid(result)
    more = _grid(published, language) if published.rows else []
    return [*_grid(briefing.reconciliation_grid(result), language), *more]


def _figure_table(key: str, figures: Sequence[Figure], language: Language) -> Plain:
    if not figures:
        return _empty(key, language)
    heads = [
        _head(WORDS["item"].said(language)),
        _head(WORDS["value"].said(language), numeric=True),
        _head(WORDS["status"].said(language)),
    ]
    rows = [
        [
            _cell(figure_term(figure.name).said(language)),
            _cell(value_said(figure, language), link=figure.name, below=yen_reading(figure, language)),
            _cell("", badge=_badge(figure.status, language)),
        ]
        for figure in figures
    ]
    return _table(heads, rows)


def _grid(grid: Grid, language: Language) -> list[Plain]:
    """One table, or several with some of the columns each where the numbers are too long for one."""
    title = grid.title.said(language) if grid.key in {"custody", "hot", "published"} else ""
    if not grid.rows:
        return [_empty(grid.key, language, title)]
    rest = title and title + WORDS["continued"].said(language)
    parts = enumerate(_columns_that_fit(grid, language))
    return [_part(grid, columns, rest if number else title, language) for number, columns in parts]


def _part(grid: Grid, columns: Iterable[int], title: str, language: Language) -> Plain:
    shown = list(columns)
    heads = [_head(grid.subject.said(language)), _head(WORDS["state"].said(language))]
    heads += [
        _head(grid.columns[index].said(language), numeric=True, places=_places(grid, index, language))
        for index in shown
    ]
    rows = [
        [
            _cell(row.about, strong=row.state in {"short", "differs"}),
            _cell(WORDS[row.state].said(language), strong=row.state in {"short", "differs"}),
            *(_number(row.cells[index], row.about, language) for index in shown),
        ]
        for row in grid.rows
    ]
    return _table(heads, rows, title)


def _number(figure: Figure | None, about: str, language: Language) -> Plain:
    if figure is None:
        return _cell("-")
    said = number_said(figure, language) if figure.unit == about else value_said(figure, language)
    return _cell(said, link=figure.name, badge=_badge(figure.status, language, short=True))


def _columns_that_fit(grid: Grid, language: Language) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    used = 0
    for index in range(len(grid.columns)):
        places = _places(grid, index, language)
        if parts[-1] and used + places > _ROW_PLACES:
            parts.append([])
            used = 0
        parts[-1].append(index)
        used += places
    return parts


def _places(grid: Grid, index: int, language: Language) -> int:
    """How many places of a row a column takes: its longest number with its badge, or its head on two lines."""
    cells = (figure for row in grid.rows if (figure := row.cells[index]) is not None)
    longest = max((len(number_said(figure, language)) for figure in cells), default=0)
    return max(_BADGE_PLACES + longest, min(_HEAD_PLACES, width(grid.columns[index].said(language))))


def _deadlines(result: Result, language: Language) -> Plain:
    due = briefing.deadlines(result)
    if not due:
        return _empty("deadlines", language)
    rows = [
        [
            _cell(day_said(finding.due, language) if finding.due else ""),
            _cell(SEVERITIES[finding.severity].said(language)),
            _cell(_words(finding, language)["found"]),
        ]
        for finding in due[:_DEADLINES_MAX]
    ]
    more = len(due) - _DEADLINES_MAX
    note = "" if more <= 0 else (f"ほか {more} 件" if language == "ja" else f"and {more} more")
    return _table([_head(WORDS[key].said(language)) for key in ("due", "severity", "found")], rows, note=note)


def _words(finding: Finding, language: Language) -> dict[str, str]:
    words = finding.ja if language == "ja" else finding.en
    return {"found": words.found, "wanted": words.wanted, "do": words.do}


def _findings(result: Result, language: Language) -> list[Plain]:
    items: list[Plain] = []
    for finding in briefing.findings_by_gravity(result):
        words = _words(finding, language)
        parts = {
            "place": place_said(finding.where, language),
            "wanted": words["wanted"],
            "do": words["do"],
            "citation": finding.citation,
            "due": day_said(finding.due, language) if finding.due else "",
            "since": day_said(finding.since, language) if finding.since else "",
            "code": finding.code,
        }
        said_parts: list[Plain] = [[WORDS[key].said(language), drawn(said)] for key, said in parts.items() if said]
        items.append(
            {
                "severity": {"kind": finding.severity.value, "text": SEVERITIES[finding.severity].said(language)},
                "found": drawn(words["found"]),
                "link": finding.where if finding.where in result.figures else None,
                "parts": said_parts,
            }
        )
    return items


def _rulebooks(result: Result, language: Language) -> Plain:
    if not result.rulebooks:
        return _empty("rulebooks", language)
    rows = [
        [
            _cell(book.name),
            _cell("", badge=_badge(book.status, language)),
            _cell(", ".join(book.overlays) or WORDS["none"].said(language)),
            _cell(book.digest),
        ]
        for book in result.rulebooks
    ]
    return _table([_head(WORDS[key].said(language)) for key in ("name", "status", "overlays", "digest")], rows)


def _legend(language: Language) -> dict[str, Plain]:
    entries: list[Plain] = [
        [_badge(status, language), _badge(status, language, short=True), STATUS_MEANINGS[status].said(language)]
        for status in Status
    ]
    return {"title": WORDS["legend"].said(language), "entries": entries}


def _chapters(result: Result, language: Language) -> list[Plain]:
    return [
        {
            "title": chapter.title.said(language),
            "figures": [_figure(figure, result, language) for figure in chapter.figures],
        }
        for chapter in briefing.chapters(result)
    ]


def _figure(figure: Figure, result: Result, language: Language) -> Plain:
    term = figure_term(figure.name).said(language)
    inputs: list[Plain] = [
        {"text": drawn(name), "link": name if name in result.figures else None} for name in dict.fromkeys(figure.inputs)
    ]
    return {
        "id": figure.name,
        "name": drawn(figure.name),
        "term": drawn(term) if term != figure.name else "",
        "value": drawn(f"{number_said(figure, language)} {unit_of(figure, language)}".rstrip()),
        "reading": yen_reading(figure, language),
        "badge": _badge(figure.status, language),
        "rule": [rule_label(figure, language), drawn(figure.rule.said(language))],
        "citation": [WORDS["citation"].said(language), drawn(figure.citation)],
        "inputs": [WORDS["inputs"].said(language), inputs],
    }

"""A board paper as text for a terminal: the answers first, then every table; pictures are left to page and paper."""

from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.reports.board.briefing import board
from hikiate.reports.board.content import Section, Table
from hikiate.reports.columns import width
from hikiate.reports.legible import legible

_CELL_MAX = 60


def text(result: Result, language: Language) -> str:
    """The paper as text."""
    content = board(result, language)
    head = [f"{legible(content.exchange)}  {legible(content.as_of)}", content.title, ""]
    lines = [*head, *(f"  {legible(answer)}" for answer in content.answers)]
    for section in content.sections:
        lines += ["", *_section(section)]
    ends = Term(
        "Pictures, and the paper for the board: hikiate report stress.json --format pdf",
        "図と取締役会資料: hikiate report stress.json --format pdf",
    )
    return "\n".join([*lines, "", ends.said(language), ""])


def _section(section: Section) -> list[str]:
    lines = [section.title, *(f"  {legible(paragraph)}" for paragraph in section.paragraphs)]
    return lines if section.table is None else [*lines, *_table(section.table)]


def _table(table: Table) -> list[str]:
    rows = [[_short(legible(cell)) for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(width(row[place]) for row in rows) for place in range(len(table.heads))]
    lines = []
    for row in rows:
        cells = [
            " " * (widths[place] - width(cell)) + cell
            if place in table.numeric
            else cell + " " * (widths[place] - width(cell))
            for place, cell in enumerate(row)
        ]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return lines


def _short(cell: str) -> str:
    """A cell at most so wide; the whole text stands on the page and on paper."""
    if width(cell) <= _CELL_MAX:
        return cell
    kept = ""
    for letter in cell:
        if width(kept + letter) >= _CELL_MAX:
            break
        kept += letter
    return f"{kept}…"

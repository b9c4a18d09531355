"""A leaflet: a report that is no close, as chapters of words, tables and pictures, before it is a page, paper or text.

What it says is worded already, in one language; the three forms only lay it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hikiate.kernel.wording import Language
from hikiate.reports.columns import Alignment, aligned, wrapped
from hikiate.reports.legible import legible

_LINE_PLACES = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and the tone of the frame around it where it is a status or a verdict."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `numeric` says of each column whether it holds numbers, `places` how wide it is beside the others."""

    title: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in SVG, with what it shows in words."""

    title: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, paragraphs, and the tables and pictures below them."""

    title: str
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Table | Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The whole; `moment` dates the paper, and `origin` says from which data and version it came."""

    language: Language
    product: str
    title: str
    subtitle: str
    lead: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    origin: tuple[str, ...]
    moment: datetime
    wide: bool = False


def leaflet_text(leaflet: Leaflet) -> str:
    """The leaflet for a terminal; a picture is told by its words."""
    lines = [legible(leaflet.title), "=" * _LINE_PLACES, legible(leaflet.subtitle), ""]
    lines += [line for paragraph in leaflet.lead for line in wrapped(legible(paragraph), _LINE_PLACES)]
    for chapter in leaflet.chapters:
        lines += ["", legible(chapter.title), "-" * _LINE_PLACES]
        lines += [
            line for paragraph in chapter.paragraphs for line in wrapped(legible(paragraph), _LINE_PLACES, hanging="  ")
        ]
        for part in chapter.parts:
            lines += ["", legible(part.title)] if part.title else [""]
            lines += _table_lines(part) if isinstance(part, Table) else wrapped(legible(part.alt), _LINE_PLACES)
    return "\n".join([*lines, "", *map(legible, leaflet.origin)]) + "\n"


def _table_lines(table: Table) -> Sequence[str]:
    alignments: list[Alignment] = ["right" if numeric else "left" for numeric in table.numeric]
    rows = [tuple(map(legible, table.heads)), *(tuple(legible(cell.text) for cell in row) for row in table.rows)]
    return [*aligned(rows, alignments), *([legible(table.note)] if table.note else [])]

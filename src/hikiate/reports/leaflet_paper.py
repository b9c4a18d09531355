"""A leaflet as an archival, tagged PDF (PDF/A-2a, PDF/UA-1), the same bytes for the same leaflet."""

import json
from importlib.resources import files

import typst
from pylopdf_fonts_jp import sans_path

from hikiate.reports.leaflet import Chapter, Leaflet, Table
from hikiate.reports.paper import Plain, drawn


def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """The leaflet as PDF, dated by its moment."""
    template = files("hikiate.reports").joinpath("leaflet.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(sans_path().parent)])
    return typst.compile(
        template,
        format="pdf",
        font_paths=fonts,
        sys_inputs={"leaflet": json.dumps(_plain(leaflet), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=leaflet.moment,
    )


def _plain(leaflet: Leaflet) -> dict[str, Plain]:
    moment = leaflet.moment
    return {
        "language": leaflet.language,
        "product": leaflet.product,
        "title": drawn(leaflet.title),
        "subtitle": drawn(leaflet.subtitle),
        "page": "ページ" if leaflet.language == "ja" else "Page",
        "wide": leaflet.wide,
        "lead": [drawn(words) for words in leaflet.lead],
        "chapters": [_chapter(chapter) for chapter in leaflet.chapters],
        "origin": [drawn(line) for line in leaflet.origin],
        "date": [str(part) for part in (moment.year, moment.month, moment.day)],
    }


def _chapter(chapter: Chapter) -> dict[str, Plain]:
    return {
        "title": drawn(chapter.title),
        "paragraphs": [drawn(words) for words in chapter.paragraphs],
        "parts": [
            _table(part)
            if isinstance(part, Table)
            else {"kind": "picture", "title": drawn(part.title), "svg": part.svg, "alt": drawn(part.alt)}
            for part in chapter.parts
        ],
    }


def _table(table: Table) -> dict[str, Plain]:
    return {
        "kind": "table",
        "title": drawn(table.title),
        "heads": [drawn(words) for words in table.heads],
        "numeric": list(table.numeric),
        "places": [str(places) for places in table.places],
        "rows": [[{"text": drawn(cell.text), "tone": cell.tone} for cell in row] for row in table.rows],
        "note": drawn(table.note),
    }

"""A leaflet as one self-contained HTML page, without scripts, in the style of the report of a close."""

from importlib.resources import files

from hikiate.reports.html.frame import framed
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.html.tables import head, table
from hikiate.reports.labels import WORDS
from hikiate.reports.leaflet import Cell, Chapter, Leaflet, Picture, Table


def leaflet_html(leaflet: Leaflet, *, other_language: str | None = None) -> str:
    """The page, which loads nothing; `other_language` is the address of the same leaflet in the other language."""
    style = files("hikiate.reports.html").joinpath("style.css").read_text(encoding="utf-8")
    more = files("hikiate.reports").joinpath("leaflet.css").read_text(encoding="utf-8")
    banner = element(
        "header",
        element("div", element("p", leaflet.product, class_="product"), _switch(leaflet, other_language), class_="top"),
        element("h1", leaflet.title),
        element("p", leaflet.subtitle),
    )
    lead = element("section", *(element("p", words) for words in leaflet.lead), class_="lead")
    body = element(
        "body",
        banner,
        element("main", lead, *(_chapter(place, chapter, leaflet) for place, chapter in enumerate(leaflet.chapters))),
        element("footer", *(element("p", line) for line in leaflet.origin)),
        class_="leaflet",
    )
    return framed(f"{leaflet.title} - {leaflet.subtitle} - Hikiate", style + more, body, leaflet.language)


def _switch(leaflet: Leaflet, address: str | None) -> Markup | None:
    if address is None:
        return None
    other = "en" if leaflet.language == "ja" else "ja"
    words = WORDS["other_language"].said(leaflet.language)
    return element("a", words, href=address, hreflang=other, lang=other, class_="switch")


def _chapter(place: int, chapter: Chapter, leaflet: Leaflet) -> Markup:
    name = f"chapter-{place + 1}"
    return element(
        "section",
        element("h2", chapter.title, id=name),
        *(element("p", words) for words in chapter.paragraphs),
        *(_part(part, chapter, leaflet) for part in chapter.parts),
        aria_labelledby=name,
    )


def _part(part: Table | Picture, chapter: Chapter, leaflet: Leaflet) -> Markup:
    title = element("h3", part.title) if part.title else Markup("")
    if isinstance(part, Picture):
        drawing = element("div", Markup(part.svg), class_="drawing", role="img", aria_label=part.alt)
        return Markup(title + element("figure", drawing, element("figcaption", part.alt)))
    heads = [head(words, numeric=numeric) for words, numeric in zip(part.heads, part.numeric, strict=True)]
    rows = [element("tr", *(_cell(cell, place, part) for place, cell in enumerate(row))) for row in part.rows]
    shown = table(part.title or chapter.title, heads, rows, leaflet.language)
    note = element("p", part.note, class_="empty") if part.note else Markup("")
    return Markup(title + shown + note)


def _cell(cell: Cell, place: int, part: Table) -> Markup:
    said = element("span", cell.text, class_=f"badge {cell.tone}") if cell.tone else cell.text
    if place == 0:
        return element("th", said, scope="row")
    return element("td", said, class_="numeric" if part.numeric[place] else None)

"""A dossier as one self-contained HTML page that needs no script, no network and no other file."""

import re
from importlib.resources import files

from hikiate import __version__
from hikiate.kernel.wording import Language
from hikiate.reports.dossiers.dossier import Dossier, Drawing, Section, Table, said
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.html.tables import head, table

_WHOLE = re.compile(r"[!-~]{1,24}|\S{1,4}|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:+]{5,14}")


def page(dossier: Dossier, language: Language) -> str:
    """The dossier as a page."""
    style = files("hikiate.reports.html").joinpath("style.css").read_text(encoding="utf-8")
    title = dossier.title.said(language)
    page_head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{title} - {dossier.exchange} - {dossier.as_of} - Hikiate"),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(style)),
    )
    banner = element(
        "header",
        element("div", element("p", "引当 Hikiate", class_="product"), class_="top"),
        element("h1", title),
        element("p", f"{dossier.exchange}  {dossier.as_of}"),
    )
    sections = [_section(number, section, language) for number, section in enumerate(dossier.sections, start=1)]
    footer = element(
        "footer",
        element("p", f"hikiate {__version__}"),
        *(element("p", line.said(language)) for line in dossier.origin),
    )
    body = element("body", banner, element("main", *sections), footer)
    return f"<!DOCTYPE html>\n{element('html', page_head, body, lang=language)}\n"


def _section(number: int, section: Section, language: Language) -> Markup:
    return element(
        "section",
        element("h2", section.title.said(language), id=f"section-{number}"),
        *(element("p", words.said(language)) for words in section.words),
        None if section.drawing is None else _drawing(section.drawing, language),
        *(_table(part, language) for part in section.tables),
        aria_labelledby=f"section-{number}",
    )


def _drawing(drawing: Drawing, language: Language) -> Markup:
    """The drawing on white, as it was drawn, whatever the page's own ground is."""
    svg = element("div", Markup(drawing.svg[language]), role="img", aria_label=drawing.alt.said(language))
    return element("div", svg, class_="scroll", tabindex="0", role="region", aria_label=drawing.alt.said(language))


def _table(part: Table, language: Language) -> Markup:
    title = element("h3", part.title.said(language))
    if not part.rows:
        return Markup(title + element("p", part.empty.said(language), class_="empty"))
    names = [column.head.said(language) for column in part.columns]
    heads = [
        head(name, numeric=column.numeric, whole=_WHOLE.fullmatch(name) is not None)
        for name, column in zip(names, part.columns, strict=True)
    ]
    rows = [
        element(
            "tr",
            *(
                element("td" if place else "th", said(cell, language), scope=None if place else "row", class_=kind)
                for place, cell in enumerate(row)
                for kind in [_kind(said(cell, language), numeric=part.columns[place].numeric)]
            ),
        )
        for row in part.rows
    ]
    return Markup(title + table(part.title.said(language), heads, rows, language))


def _kind(text: str, *, numeric: bool) -> str:
    """How a cell is set: numbers to the right, a name or a moment in one piece, words with room for some of them."""
    return "numeric" if numeric else ("whole" if _WHOLE.fullmatch(text) else "words")

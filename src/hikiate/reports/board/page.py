"""A board paper as one page of HTML that stands alone, without script and network."""

from importlib.resources import files

from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language
from hikiate.reports.board.briefing import board
from hikiate.reports.board.content import Board, Picture, Section, Table
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.labels import WORDS
from hikiate.reports.legible import legible


def html(result: Result, language: Language) -> str:
    """The paper as a page."""
    content = board(result, language)
    style = files("hikiate.reports.html").joinpath("style.css").read_text(encoding="utf-8")
    more = files("hikiate.reports.board").joinpath("board.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{content.title} - {content.exchange} - Hikiate"),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(style + more)),
    )
    body = element(
        "body",
        element("a", WORDS["skip"].said(language), href="#verdict", class_="skip"),
        _banner(content, language),
        element("main", _answers(content), *(_section(section, language) for section in content.sections)),
        element("footer", element("p", f"hikiate {legible(result.version)}"), element("p", result.pack_digest)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=language)}\n"


def _banner(content: Board, language: Language) -> Markup:
    as_of = element("p", f"{WORDS['as_of'].said(language)}: {content.as_of}")
    product = element("p", f"引当 Hikiate / {content.title}", class_="product")
    return element("header", element("div", product, class_="top"), element("h1", content.exchange), as_of)


def _answers(content: Board) -> Markup:
    said = [element("p", answer, class_="answer-line") for answer in content.answers]
    return element("section", element("h2", content.title), *said, id="verdict", tabindex="-1")


def _section(section: Section, language: Language) -> Markup:
    return element(
        "section",
        element("h2", section.title),
        *(element("p", paragraph) for paragraph in section.paragraphs),
        *(_picture(picture) for picture in section.pictures),
        None if section.table is None else _table(section.table, section.title, language),
    )


def _picture(picture: Picture) -> Markup:
    return element("figure", Markup(picture.svg), element("figcaption", picture.below), class_="chart")


def _table(table: Table, title: str, language: Language) -> Markup:
    def cell(name: str, place: int, words: str, scope: str | None = None) -> Markup:
        return element(name, words, class_="numeric" if place in table.numeric else None, scope=scope)

    heads = element("tr", *(cell("th", place, head, "col") for place, head in enumerate(table.heads)))
    rows = [
        element("tr", *(cell("th" if place == 0 else "td", place, words, "row" if place == 0 else None)
                        for place, words in enumerate(row)))
        for row in table.rows
    ]  # fmt: skip
    label = f"{title} - {WORDS['scroll'].said(language)}"
    body = element("table", element("thead", heads), element("tbody", *rows))
    return element("div", body, class_="scroll", tabindex="0", role="region", aria_label=label)

"""The HTML report: one well-formed page that needs nothing else, in which every number leads to its explanation."""

import re
from html.parser import HTMLParser

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term
from hikiate.reports.html import html
from hikiate.reports.html.numbers import anchor
from hikiate.reports.labels import STATUSES
from hikiate.reports.numerals import number_said

VOID = {"br", "hr", "link", "meta", "wbr"}
ELEMENTS = {
    *VOID, "html", "head", "title", "style", "body", "header", "nav", "main", "section", "article", "footer", "div",
    "span", "p", "a", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "code", "strong", "time", "figure", "figcaption", "svg", "rect", "line",
}  # fmt: skip
MADE = {
    "in_order": samples.in_order(),
    "in_breach": samples.in_breach(),
    "undecided": samples.undecided(),
    "empty": samples.empty(),
    "hostile": samples.hostile(),
    "large": samples.large(),
}
SAMPLES = pytest.mark.parametrize("name", MADE)
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


class Page(HTMLParser):
    """A page read strictly: every element opened is closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.by_id: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]


def page_of(result: Result, language: Language) -> Page:
    """The page, read, with the checks that hold for every page."""
    made = html(result, language)
    assert made.startswith("<!DOCTYPE html>\n<html lang=")
    page = Page(made)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = page.values("href")
    assert all(link.startswith("#") or link == "data:," for link in links)
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert {name for name, _ in page.elements} <= ELEMENTS
    return page


@SAMPLES
@LANGUAGES
def test_page_is_well_formed_and_every_link_arrives(name: str, language: Language) -> None:
    """Elements balance, ids are unique, every anchor has its place."""
    page = page_of(MADE[name], language)
    assert dict(page.elements[0][1])["lang"] == language
    assert page.values("aria-labelledby") != []
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in page.elements if tag == "th")


@SAMPLES
def test_page_needs_nothing_from_outside(name: str) -> None:
    """No script, no source, no import, no address of another host in anything that a browser would fetch."""
    page = page_of(MADE[name], "ja")
    assert page.values("src") == page.values("srcset") == page.values("style") == []
    assert not any(attribute.startswith("on") for _, attributes in page.elements for attribute in attributes)
    style = html(samples.empty(), "ja").partition("<style>")[2].partition("</style>")[0]
    assert len(style) > 1000
    assert not re.search(r"url\(|@import|https?:|//", style)


@LANGUAGES
def test_every_figure_is_explained_with_its_status(language: Language) -> None:
    """Value, rule, citation and status stand in the figure's article, and each input is a link."""
    result = samples.in_breach()
    made = html(result, language)
    for figure in result.figures.values():
        article = made.partition(f'id="{anchor(figure.name)}"')[2].partition("</article>")[0]
        assert number_said(figure, language) in article
        assert f'class="badge {figure.status.value}">{STATUSES[figure.status].said(language)}<' in article
        assert figure.citation in article
        assert all(f'href="#{anchor(source)}"' in article for source in figure.inputs)


def test_numbers_of_the_tables_lead_to_their_explanation() -> None:
    """What an auditor clicks on is the number itself."""
    made = html(samples.in_breach(), "ja")
    before = made.partition('id="figures"')[0]
    for name in ("reserve.required", "segregation.BTC.difference", "fiat.trust", "reconciliation.ETH.book"):
        assert f'href="#{anchor(name)}"' in before
    assert "20,000,000,000" in before
    assert "200億円" in before
    assert "200億円" not in html(samples.in_breach(), "en")


def test_verdict_is_said_in_words_and_by_shape() -> None:
    """Nobody has to tell the verdict by its colour."""
    words = {name: html(MADE[name], "en").partition('class="word">')[2].partition("<")[0] for name in MADE}
    assert words["in_order"] == "In order"
    assert words["in_breach"] == words["hostile"] == "In breach"
    assert words["undecided"] == words["empty"] == "In order as far as determined"
    signs = {
        html(MADE[name], "en").partition('aria-hidden="true">')[2][0] for name in ("in_order", "in_breach", "empty")
    }
    assert signs == {"✓", "!", "?"}


def test_sections_without_figures_say_what_is_missing() -> None:
    """An empty result has no empty tables."""
    page = page_of(samples.empty(), "en")
    words = " ".join(page.words)
    assert [tag for tag, _ in page.elements if tag == "table"] == []
    for said in (
        "tables balances and holdings",
        "fiat balances",
        "tables holdings and statements",
        "Nothing was found",
    ):
        assert said in words


def test_hostile_names_come_out_as_words() -> None:
    """Markup, scripts and control characters of the input are shown, not obeyed."""
    made = html(samples.hostile(), "en")
    assert "<script" not in made
    assert "&lt;script&gt;alert(0)&lt;/script&gt;" in made
    assert "[U+001B]" in made
    assert "\x00" not in made
    page = page_of(samples.hostile(), "en")
    assert "javascript:alert(1)" not in page.values("href")
    assert any("<img src=x onerror=alert(1)>" in said for said in page.words)


def test_late_deadlines_are_said_to_be_late() -> None:
    """The day is past on the snapshot's day."""
    assert "overdue" in html(samples.hostile(), "en").partition('id="reserve"')[0]
    assert "overdue" not in html(samples.in_breach(), "en")


def test_a_bad_day_of_a_large_exchange_fits_on_the_page() -> None:
    """Sixty assets and five hundred findings: all there, and a summary by kind before them."""
    made = html(samples.large(), "ja")
    assert made.count('class="finding warning"') == 500
    assert made.count('id="custody-COIN') == 60
    summary = made.partition('id="findings"')[2].partition("<ol")[0]
    assert ">500<" in summary
    assert len(made.encode()) < 8_000_000


def test_the_other_language_is_linked_where_there_is_one() -> None:
    """A file on its own has no other language to lead to."""
    assert 'href="/en/" hreflang="en" lang="en"' in html(samples.in_order(), "ja", other_language="/en/")
    assert "hreflang" not in html(samples.in_order(), "ja")


@given(st.text(), st.text(), st.text())
def test_any_name_leaves_the_page_whole(exchange: str, name: str, value: str) -> None:
    """Whatever the pack calls things, the page is well-formed and its links arrive."""
    figures = {
        one: Figure(one, value, name, Status.INPUT, Term(exchange, value), value, inputs)
        for one, inputs in ((f"segregation.{name}.held", (name,)), (name, ()))
    }
    page_of(Result(exchange, samples.AS_OF, value, name, (), figures, ()), "ja")


@given(st.lists(st.text(), unique=True))
def test_different_names_have_different_anchors(names: list[str]) -> None:
    """No two figures share a place on the page."""
    assert len({anchor(name) for name in names}) == len(names)

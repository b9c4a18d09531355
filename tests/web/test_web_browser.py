"""The report in a real browser: accessible, fit for narrow screens, and silent towards the network."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from hikiate.reports.html import html
from hikiate.web.page import server

sys.path.append(str(Path(__file__).parent.parent / "reports"))
import samples

pytestmark = pytest.mark.browser

MADE = {
    "in_order": samples.in_order,
    "in_breach": samples.in_breach,
    "undecided": samples.undecided,
    "empty": samples.empty,
    "hostile": samples.hostile,
}
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server with every sample in both languages."""
    pages: dict[str, bytes | tuple[str, bytes]] = {
        f"/{language}/{name}": html(made(), language, other_language="/en/").encode()
        for name, made in {**MADE, "large": samples.large}.items()
        for language in ("ja", "en")
    }
    with server(pages, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running.address
        running.shutdown()
        thread.join()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens a sample; the requests that its page made stand in `requests`, what the console said in `said`."""
    contexts: list[Any] = []

    def open_page(
        name: str, language: str, *, scheme: Literal["light", "dark"] = "light", width: int = 1280, script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.goto(f"{address}{language}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()


BOTH_WAYS = [("in_breach", "ja", "dark"), ("in_breach", "en", "light")]
VIEWS = [*((name, *view) for name in MADE for view in (("ja", "light"), ("en", "dark"))), *BOTH_WAYS]


@pytest.mark.parametrize(("name", "language", "scheme"), VIEWS)
def test_axe_finds_nothing(opened: Opened, name: str, language: str, scheme: str) -> None:
    """No violation of the accessibility rules, in either language and either scheme."""
    found = Axe().run(opened(name, language, scheme=scheme))
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found.response["violations"]] == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", [*MADE, "large"])
def test_a_narrow_screen_scrolls_no_page_sideways(opened: Opened, name: str, language: str) -> None:
    """At 320 pixels only the tables scroll, each in its own region."""
    page = opened(name, language, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", [*MADE, "large"])
def test_the_page_asks_for_nothing_but_itself(browser: Browser, address: str, name: str) -> None:
    """One request, for the page; and the console has nothing to say, not even of a blocked style."""
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}ja/{name}", wait_until="networkidle")
    assert [url for url in requests if url != "data:,"] == [f"{address}ja/{name}"]
    assert said == []
    context.close()


def test_the_first_screen_answers_the_four_questions(opened: Opened) -> None:
    """Verdict, the four answers and the next deadlines are seen without scrolling."""
    page = opened("in_breach", "ja")
    for words in ("違反あり", "20,000,000,000 円", "不足 5,023,456,789 円（約50億2,346万円）", "3 銘柄中 2 銘柄が充足"):
        box = page.get_by_text(words, exact=True).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 900
    box = page.locator("#verdict tbody tr").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900


def test_a_number_leads_to_its_explanation_by_keyboard(opened: Opened) -> None:
    """Tab reaches the number, Enter opens the place where rule, citation and inputs stand."""
    page = opened("in_breach", "en")
    link = page.locator("#reserve a.number").nth(1)
    link.focus()
    page.keyboard.press("Enter")
    target = page.locator(":target")
    assert target.get_attribute("id") == "figure-reserve.required"
    assert "annual volume times the rate" in target.inner_text()
    target.get_by_role("link", name="law.jp-2026-reported.rate").click()
    assert page.locator(":target").get_attribute("id") == "figure-law.jp-2026-reported.rate"


def test_the_skip_link_is_the_first_stop(opened: Opened) -> None:
    """A reader with a keyboard reaches the verdict in two strokes."""
    page = opened("in_order", "ja")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#verdict"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "verdict"


def test_numbers_are_right_aligned_in_figures_of_one_width(opened: Opened) -> None:
    """Columns of digits can be compared at a glance."""
    page = opened("in_breach", "ja")
    style = "element => [getComputedStyle(element).textAlign, getComputedStyle(element).fontVariantNumeric]"
    assert page.locator("#segregation td.numeric").first.evaluate(style) == ["right", "tabular-nums"]


def test_the_page_is_whole_without_script(opened: Opened) -> None:
    """Nothing of the page is made in the browser."""
    page = opened("in_breach", "ja", script=False)
    assert page.locator("#findings li").count() == 8
    assert page.locator("#custody-BTC, tr.short").count() >= 1

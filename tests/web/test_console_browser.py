"""The pages of the day in a real browser: accessible, fit for narrow screens, silent, and a day closed by hand."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page
from test_console_history import further_close, pack_stands, with_break

from hikiate.desk.desks import Desk

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/close/",
    "/findings/",
    "/findings/?ended=1",
    "/findings/1/",
    "/findings/2/",
    "/history/",
    "/history/2/",
    "/history/1/figures/reserve.required/",
    "/reports/",
    "/reserve/",
    "/insurance/",
    "/wallets/",
    "/rulebooks/",
    "/rulebooks/jp-psa/?first=2026-01-01&second=2028-01-01",
)
Scheme = Literal["light", "dark"]
VIEWS: tuple[tuple[str, Scheme, int], ...] = (("ja", "light", 1280), ("en", "dark", 360))
WIDE = 1280
PATIENCE_MS = 60_000

Seen = Callable[..., Page]


@pytest.fixture
def seen(browser: Browser, live: str, log_in: Callable[[str], Client]) -> Iterator[Seen]:
    """Opens a browser of somebody who is logged in; `said` gathers what its console says."""
    contexts: list[Any] = []

    def open_browser(
        name: str, language: str, scheme: Scheme = "light", width: int = 1280, said: list[str] | None = None
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        cookie = log_in(name).cookies["hikiate_session"].value
        context.add_cookies(
            [
                {"name": "hikiate_session", "value": cookie, "url": live},
                {"name": "hikiate_language", "value": language, "url": live},
            ]
        )
        page: Page = context.new_page()
        if said is not None:
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda request: said.extend([request.url] * (not request.url.startswith(live))))
        return page

    yield open_browser
    for context in contexts:
        context.close()


@pytest.mark.parametrize("view", VIEWS, ids=["ja-light-wide", "en-dark-narrow"])
def test_axe_finds_nothing_and_no_page_is_too_wide(
    seen: Seen, live: str, desk: Desk, view: tuple[str, Scheme, int]
) -> None:
    """On any page of the day: no violation, nothing for the console to say, nothing asked for from outside.

    The narrow pages have everything folded out, which takes its time and is the same on the wide ones.
    """
    language, scheme, width = view
    further_close(desk, "2026-11-24", with_break)
    assert pack_stands(desk)
    said: list[str] = []
    page = seen("sato", language, scheme, width, said)
    found = {}
    for path in PAGES:
        page.goto(live + path)
        if width < WIDE:
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        violations = Axe().run(page).response["violations"]
        found[path] = [(violation["id"], violation["nodes"][0]["html"]) for violation in violations]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {path: names for path, names in found.items() if names} == {}
    assert said == []

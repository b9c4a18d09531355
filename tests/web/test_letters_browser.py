"""Notices and statements in a real browser: accessible, fit for narrow screens, and silent towards the network."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

sys.path.append(str(Path(__file__).parent.parent / "cli"))
from told_folder import told_folder

pytestmark = pytest.mark.browser

VIEWS = [(name, language) for name in ("notice", "C2", "C4") for language in ("ja", "en")]


@pytest.fixture(scope="module")
def pages(run_hikiate: Callable[..., tuple[int, str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both notices, and statements of one who is paid and one who waits."""
    folder = told_folder(run_hikiate, tmp_path_factory.mktemp("letters"))
    for customer in ("C2", "C4"):
        for language in ("ja", "en"):
            out = folder / f"{customer}.{language}.html"
            call = ("statement", folder, customer, "--format", "html", "--lang", language, "--out", out)
            assert run_hikiate(*call)[0] == 0
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "language"), VIEWS)
def test_axe_finds_nothing(browser: Browser, pages: Path, name: str, language: str, scheme: str) -> None:
    """No violation of the accessibility rules, and nothing is asked of a network."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"{name}.{language}.html").as_uri())
    found = Axe().run(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found.response["violations"]] == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


@pytest.mark.parametrize(("name", "language"), VIEWS)
def test_a_narrow_screen_scrolls_no_page_sideways(browser: Browser, pages: Path, name: str, language: str) -> None:
    """At 320 pixels only the tables scroll, each in its own region, and no cell breaks a number."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto((pages / f"{name}.{language}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = page.evaluate("[...document.querySelectorAll('td')].map(cell => cell.getClientRects().length)")
    assert set(heights) <= {1}
    context.close()

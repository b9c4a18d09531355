"""The pages of comparison and impact in a real browser: accessible, and readable on a narrow screen."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from hikiate.facts.pack import read_pack
from hikiate.facts.population.records import records
from hikiate.operations.compare import compare
from hikiate.operations.impact import impact
from hikiate.reports.comparison import comparison_leaflet
from hikiate.reports.impact import impact_leaflet
from hikiate.reports.leaflet import Leaflet
from hikiate.reports.leaflet_page import leaflet_html
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

pytestmark = pytest.mark.browser

PACK = Path(__file__).parents[1] / "cli" / "packs" / "in_breach"
LAW = library()


def leaflets(language: Literal["en", "ja"]) -> list[Leaflet]:
    """Both leaflets in a language."""
    rows = compare(read_pack(open_pack(PACK)), list(LAW.rulebooks.values()))
    study = impact(records(), LAW, "jp-2026-reported", day=date(2026, 11, 26), exchanges=6, draws=20, seed=1)
    return [comparison_leaflet(rows, language), impact_leaflet(study, language)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_are_accessible_and_fit_a_narrow_screen(
    browser: Browser, language: Literal["en", "ja"], scheme: Literal["light", "dark"]
) -> None:
    """Axe finds nothing, no page asks for anything, and tables scroll in their own regions at 320 pixels."""
    for leaflet in leaflets(language):
        _judge(browser, leaflet_html(leaflet), scheme)


def _judge(browser: Browser, text: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(text)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [address for address in asked if not address.startswith("data:")] == []
    context.close()

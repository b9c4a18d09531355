"""The public pages in a real browser: accessible in both languages, fit for a phone, and silent towards the network."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from callers import admin
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser
from test_public_claims import link_of, open_incident
from waitress.server import create_server

from hikiate.desk.desks import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def live(desk: Desk) -> Iterator[str]:
    """The office, served on a port of this machine; gives back its address."""
    assert desk.folder.is_dir()
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=2, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


def test_the_pages_are_accessible_and_fit_a_phone(browser: Browser, desk: Desk, live: str, tmp_path: Path) -> None:
    """Axe finds nothing, no cookie is set, no other host is asked, and only tables scroll sideways at 320 pixels."""
    from hikiate.web.public.publishing import PARTS, publish  # noqa: PLC0415 - once an office is open

    publish(desk, admin(), list(PARTS))
    open_incident(desk, tmp_path / "determination")
    claim = link_of(desk, "C9999")
    asked: list[str] = []
    for scheme, language in (("light", "ja"), ("dark", "en")):
        context = browser.new_context(
            viewport={"width": 320, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for path in (f"/public/{language}/", f"/public/{language}/policy/", claim.replace("/ja/", f"/{language}/")):
            page.goto(live + path)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert [url for url in asked if not url.startswith((live, "data:"))] == []
        assert context.cookies() == []
        context.close()

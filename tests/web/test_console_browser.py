"""The pages of the day in a real browser: accessible, fit for narrow screens, silent, and a day closed by hand."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from test_console_closing import make_next
from test_console_history import further_close, pack_stands, with_break
from waitress import create_server

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
def address(desk: Desk) -> Iterator[str]:
    """A server of the office."""
    assert desk.folder.is_dir()
    connections.databases[DEFAULT_DB_ALIAS]["CONN_MAX_AGE"] = 0  # its threads are to leave no connection behind
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    server.close()
    thread.join(10)


@pytest.fixture
def seen(browser: Browser, address: str, log_in: Callable[[str], Client]) -> Iterator[Seen]:
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
                {"name": "hikiate_session", "value": cookie, "url": address},
                {"name": "hikiate_language", "value": language, "url": address},
            ]
        )
        page: Page = context.new_page()
        if said is not None:
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda request: said.extend([request.url] * (not request.url.startswith(address))))
        return page

    yield open_browser
    for context in contexts:
        context.close()


@pytest.mark.parametrize("view", VIEWS, ids=["ja-light-wide", "en-dark-narrow"])
def test_axe_finds_nothing_and_no_page_is_too_wide(
    seen: Seen, address: str, desk: Desk, view: tuple[str, Scheme, int]
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
        page.goto(address + path)
        if width < WIDE:
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        violations = Axe().run(page).response["violations"]
        found[path] = [(violation["id"], violation["nodes"][0]["html"]) for violation in violations]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {path: names for path, names in found.items() if names} == {}
    assert said == []


def test_a_day_is_closed_by_hand_in_japanese(seen: Seen, address: str, desk: Desk) -> None:
    """Files chosen, the work waited for, the result read down to the article, the finding given to somebody."""
    pack: Path = make_next(desk.folder)
    page = seen("sato", "ja")
    page.goto(address)
    page.get_by_role("link", name="パックを提出する").click()
    page.get_by_label("パックのファイル").set_input_files(sorted(pack.iterdir()))
    page.locator("form", has_text="ファイルを提出する").get_by_role("button", name="締めを実行する").click()
    expect(page.get_by_role("heading", name="2026-11-24（火） の日次締め")).to_be_visible(timeout=PATIENCE_MS)
    page.locator("#reserve a.number").nth(1).click()
    expect(page.get_by_role("heading", name="必要責任準備金額", exact=True)).to_be_visible()
    expect(page.locator(".tree")).to_contain_text("責任準備金構想の報道")
    page.get_by_role("link", name="指摘事項").click()
    page.locator("tbody a").first.click()
    page.get_by_label("担当者").select_option("suzuki")
    page.get_by_label("本日からの営業日数").fill("2")
    page.get_by_role("button", name="設定する").click()
    expect(page.get_by_role("status")).to_contain_text("担当者を設定しました。")
    expect(page.locator("table").first).to_contain_text("suzuki")

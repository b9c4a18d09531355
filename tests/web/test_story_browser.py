"""The whole story in a real browser, in Japanese: two people carry an incident; and every page stands up to axe."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from case_life import Case, case_of
from django.core.cache import cache
from django.test import Client, override_settings
from incident_papers import LOSS, determination
from playwright.sync_api import Browser, Page, expect

from hikiate.desk.desks import Desk
from hikiate.web.accounts.invitations import invite

pytestmark = pytest.mark.browser
PASSWORD = "three blind mice run"  # noqa: S105 - of the tests alone


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def visit(browser: Browser, live: str) -> Iterator[Callable[[], Page]]:
    """Opens a browser's window of its own, which speaks Japanese; what the console complains of fails the test."""
    cache.clear()
    complaints: list[str] = []
    contexts = []

    def opened() -> Page:
        context = browser.new_context(base_url=live, locale="ja-JP", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: complaints.append(asked.url) if not _ours(asked.url, live) else None)
        return page

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _ours(url: str, live: str) -> bool:
    return url.startswith((live, "data:", "blob:"))


def log_in_with_a_new_factor(page: Page, name: str) -> str:
    """Set a password by the invitation, log in, set the authenticator app up; gives back its secret."""
    page.goto(invite(name))
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="設定する").click()
    log_in(page, name)
    expect(page.get_by_role("heading", name="認証アプリの設定")).to_be_visible()
    secret = page.locator("code.secret").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="設定する").click()
    return secret


def log_in(page: Page, name: str) -> None:
    """By name and password."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).first.click()


def approve(page: Page, number: int) -> None:
    """Open what waits, and approve it."""
    page.goto("/approvals/")
    page.get_by_role("row", name=re.compile(f"^{number} ")).get_by_role("link").first.click()
    page.get_by_label("記録に残す理由").fill("確認しました")
    page.get_by_role("button", name="承認する").click()
    expect(page.get_by_role("status")).to_contain_text(f"申請 {number}: 承認済み")


def test_two_people_carry_an_incident_in_japanese(desk: Desk, visit: Callable[[], Page], tmp_path: Path) -> None:
    """Log in with TOTP, open, determine, have it approved by another, draw, batch, release, settle, balance, verify."""
    case = case_of(desk, tmp_path / "papers")
    case.limit()
    (tmp_path / "theft.toml").write_text(LOSS, encoding="utf-8")
    determination(tmp_path / "determined", 3)
    maker, checker = visit(), visit()
    log_in_with_a_new_factor(maker, "sato")
    secret = log_in_with_a_new_factor(checker, "suzuki")
    maker.goto("/incidents/")
    maker.get_by_label("事案ファイル").set_input_files(tmp_path / "theft.toml")
    maker.get_by_role("button", name="登録する").click()
    expect(maker.get_by_role("heading", name="事案 theft")).to_be_visible()
    maker.get_by_text("補償額算定の取込み").first.click()
    maker.get_by_label("算定結果のファイル").set_input_files(sorted((tmp_path / "determined").iterdir()))
    maker.get_by_role("button", name="取り込んで承認を申請").click()
    approve(checker, 1)
    checker.get_by_role("button", name="ログアウト").click()
    cache.clear()  # the code of the setting up is good once, and a person would wait for the next one
    log_in(checker, "suzuki")
    expect(checker.get_by_role("heading", name="二要素認証")).to_be_visible()
    checker.locator("input[name=code]").fill(code_of(secret))
    checker.get_by_role("button", name="ログイン", exact=True).click()
    maker.goto("/incidents/theft/")
    maker.get_by_text("資金の引出し", exact=True).last.click()
    maker.locator("#draw_source").select_option("own_funds")
    maker.locator("#draw_amount").fill("3,000")
    maker.locator("form[action$=draw] button").click()
    approve(checker, 2)
    maker.goto("/incidents/theft/")
    maker.get_by_text("払出しバッチの作成").click()
    maker.get_by_role("button", name="作成して承認を申請").click()
    approve(checker, 3)
    _pay(maker, case)
    maker.goto("/journal/")
    assert maker.get_by_text("不一致").count() == 0
    assert maker.get_by_role("row", name=re.compile("^流出等損失.*3,000")).count() == 1
    checker.goto("/trail/")
    checker.get_by_role("button", name="ワークスペース全体を検証").click()
    expect(checker.get_by_text("すべて決定時のとおりです")).to_be_visible(timeout=60_000)


def _pay(maker: Page, case: Case) -> None:
    """Release the batch, hand the file over, take the bank's answer in, and close the incident."""
    maker.goto("/incidents/theft/batches/1/")
    maker.get_by_role("button", name="払い出す").click()
    with maker.expect_download() as download:
        maker.get_by_role("link", name="ダウンロード").click()
    assert download.value.suggested_filename == "theft-1.csv"
    maker.get_by_label("決済結果ファイル").set_input_files(case.settlement())
    maker.get_by_role("button", name="取り込む").click()
    expect(maker.get_by_role("status")).to_contain_text("3 件の決済結果を取り込みました")
    maker.goto("/incidents/theft/")
    expect(maker.get_by_text("終結できます")).to_be_visible()
    maker.get_by_label("記録に残す事項").fill("全件支払済み")
    maker.get_by_role("button", name="終結する").click()
    expect(maker.get_by_role("status")).to_contain_text("終結しました")


PATHS = (
    "/incidents/", "/incidents/theft/", "/incidents/theft/payments/", "/incidents/theft/batches/1/", "/approvals/",
    "/approvals/1/", "/approvals/4/", "/journal/", "/journal/2/", "/disputes/", "/proofs/", "/trail/", "/trail/3/",
    "/trail/views/", "/people/", "/accounts/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/logout/",
    "/accounts/reauthenticate/", "/nowhere/",
)  # fmt: skip


@pytest.fixture
def case(desk: Desk, tmp_path: Path) -> Case:
    """An office with a case that has gone far."""
    made = case_of(desk, tmp_path / "papers")
    made.live()
    made.determine(5)
    return made


@pytest.mark.parametrize("window", [("light", 1280), ("dark", 360)], ids=["light-wide", "dark-narrow"])
def test_axe_finds_nothing_serious_on_any_page(
    case: Case, live: str, browser: Browser, log_in: Callable[[str], Client], window: tuple[str, int]
) -> None:
    """Light and wide, dark and narrow; and no page is wider than its window."""
    scheme, width = window
    from django.contrib.auth.models import User  # noqa: PLC0415 - the tables are there once an office is open

    with case.desk.book.unit() as unit:
        from hikiate.operations.workspace.people import set_roles  # noqa: PLC0415 - beside its only use

        set_roles(unit, case.act(), "ito", ["admin", "maker", "approver"])
    client = log_in("ito")
    assert User.objects.filter(username="ito").exists()
    cookie = client.cookies["hikiate_session"].value
    context = browser.new_context(
        base_url=live,
        locale="ja-JP",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of its words
    )
    page, found = context.new_page(), list[str]()
    found += _complaints(page, "/accounts/login/")
    context.add_cookies([{"name": "hikiate_session", "value": cookie, "url": live}])
    for path in PATHS:
        found += _complaints(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()
    context.close()
    assert found == []


def _complaints(page: Page, path: str) -> list[str]:
    page.goto(path)
    results = Axe().run(page)
    return [
        f"{path}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
        for violation in results.response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


def test_a_passkey_is_added_and_logs_in(desk: Desk, visit: Callable[[], Page]) -> None:
    """By allauth's script under our policy, with a security key that chromium plays."""
    assert desk.folder.is_dir()
    page = visit()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(invite("takahashi"))
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="設定する").click()
    log_in(page, "takahashi")
    page.get_by_role("link", name="パスキー・セキュリティキーを使う").click()
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="追加する").click()
    expect(page.get_by_text("キーを追加しました")).to_be_visible()
    page.goto("/approvals/")
    expect(page.get_by_role("heading", name="承認", exact=True)).to_be_visible()
    page.get_by_role("button", name="ログアウト").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="パスキーでログイン").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    page.goto("/approvals/")
    expect(page.get_by_role("heading", name="承認", exact=True)).to_be_visible()

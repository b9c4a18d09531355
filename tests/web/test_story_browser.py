"""The whole story in a real browser, in Japanese: a theft carried by two people; and every page stands up to axe."""

import csv
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
from incident_papers import settlement
from office import CUSTOMERS, served
from playwright.sync_api import Browser, Page, expect
from theft_papers import TheftPapers, theft_papers

from hikiate.desk.desks import Desk
from hikiate.facts.example.incident import ASSET
from hikiate.web.accounts.invitations import invite

pytestmark = pytest.mark.browser
NARROW = 768
PATIENCE_MS = 60_000
PASSWORD = "three blind mice run"  # noqa: S105 - of the tests alone


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens a browser's window of its own, which speaks Japanese; what the console complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(live: str) -> Page:
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


@pytest.fixture
def any_live(any_desk: Desk) -> Iterator[str]:
    """The office served on each database; gives back the address."""
    assert any_desk.folder.is_dir()
    with served() as address:
        yield address


def test_a_theft_is_carried_from_the_breach_to_the_public_page(
    any_desk: Desk, any_live: str, visit: Callable[[str], Page], tmp_path: Path
) -> None:
    """In Japanese, by two people and a customer: every step of it by pages, none by hand."""
    papers = theft_papers(any_desk.folder / "packs", tmp_path / "papers", CUSTOMERS)
    maker, checker, customer = visit(any_live), visit(any_live), visit(any_live)
    log_in_with_a_new_factor(maker, "sato")
    secret = log_in_with_a_new_factor(checker, "suzuki")
    _allow(maker)
    _see_the_breach(maker, papers)
    _determine(maker, papers)
    approve(checker, 1)
    checker.get_by_role("button", name="ログアウト").click()
    cache.clear()  # the code of the setting up is good once, and a person would wait for the next one
    log_in(checker, "suzuki")
    expect(checker.get_by_role("heading", name="二要素認証")).to_be_visible()
    checker.locator("input[name=code]").fill(code_of(secret))
    checker.get_by_role("button", name="ログイン", exact=True).click()
    owed = _draw(maker)
    approve(checker, 2)
    maker.goto("/incidents/mihon-1/")
    maker.get_by_text("払出しバッチの作成").click()
    maker.get_by_role("button", name="作成して承認を申請").click()
    approve(checker, 3)
    _pay(maker, tmp_path)
    _see_the_balance(maker, owed)
    _print(maker, tmp_path / "report.pdf")
    _publish(maker, customer)
    checker.goto("/trail/")
    checker.get_by_role("button", name="ワークスペース全体を検証").click()
    expect(checker.get_by_text("すべて決定時のとおりです")).to_be_visible(timeout=PATIENCE_MS)


def _allow(admin: Page) -> None:
    """Let approvers approve the coin."""
    admin.goto("/people/")
    admin.locator("#limit_asset").select_option(ASSET)
    admin.locator("#limit_most").fill("1,000")
    admin.get_by_role("button", name="設定する").click()
    expect(admin.get_by_role("status")).to_be_visible()


def _see_the_breach(maker: Page, papers: TheftPapers) -> None:
    """Close the day, read why it is in breach down to the article, and give the finding to somebody."""
    maker.goto("/")
    maker.get_by_role("link", name="パックを提出する").click()
    maker.get_by_label("パックのファイル").set_input_files(sorted(papers.next_pack.iterdir()))
    maker.locator("form", has_text="ファイルを提出する").get_by_role("button", name="締めを実行する").click()
    expect(maker.get_by_role("heading", name="2026-11-24（火） の日次締め")).to_be_visible(timeout=PATIENCE_MS)
    maker.locator("#reserve a.number").nth(1).click()
    expect(maker.get_by_role("heading", name="必要責任準備金額", exact=True)).to_be_visible()
    expect(maker.locator(".tree")).to_contain_text("責任準備金構想の報道")
    maker.get_by_role("link", name="本日", exact=True).click()
    expect(maker.locator(".verdict")).to_contain_text("違反あり")
    maker.get_by_role("link", name="指摘事項", exact=True).click()
    maker.get_by_role("row", name=re.compile(ASSET)).get_by_role("link").first.click()
    expect(maker.locator("dl.facts")).to_contain_text("資金決済法")
    tree = maker.locator("details[open] .tree")
    expect(tree).to_contain_text("資金決済法")
    assert ASSET in tree.inner_text()
    maker.get_by_label("担当者").select_option("suzuki")
    maker.get_by_label("本日からの営業日数").fill("2")
    maker.get_by_role("button", name="設定する").click()
    expect(maker.get_by_role("status")).to_contain_text("担当者を設定しました。")


def _determine(maker: Page, papers: TheftPapers) -> None:
    """Open the incident by its file, and take in what `compensate` worked out."""
    maker.goto("/incidents/")
    maker.get_by_label("事案ファイル").set_input_files(papers.incident)
    maker.get_by_role("button", name="登録する").click()
    expect(maker.get_by_role("heading", name="事案 mihon-1")).to_be_visible()
    maker.get_by_text("補償額算定の取込み").first.click()
    maker.get_by_label("算定結果のファイル").set_input_files(papers.taken)
    maker.get_by_role("button", name="取り込んで承認を申請").click()
    expect(maker.get_by_role("status")).to_contain_text("申請 1 を起票しました")


def _draw(maker: Page) -> str:
    """Ask to draw what is payable on the guarantee assets; gives back how much that is."""
    maker.goto("/incidents/mihon-1/")
    owed = maker.get_by_role("row", name=re.compile("^未払補償")).locator("td").inner_text().split()[0]
    maker.get_by_text("資金の引出し", exact=True).last.click()
    maker.locator("#draw_source").select_option("guarantee")
    maker.locator("#draw_asset").select_option(ASSET)
    maker.locator("#draw_amount").fill(owed)
    maker.locator("form[action$=draw] button").click()
    return owed


def _pay(maker: Page, folder: Path) -> None:
    """Release the batch, hand the file over, and take in what the custodian reports."""
    maker.goto("/incidents/mihon-1/batches/1/")
    maker.get_by_role("button", name="払い出す").click()
    with maker.expect_download() as download:
        maker.get_by_role("link", name="ダウンロード").click()
    assert download.value.suggested_filename == "mihon-1-1.csv"
    download.value.save_as(folder / "payout.csv")
    settlement(folder / "payout.csv", folder / "settlement.csv")
    maker.get_by_label("決済結果ファイル").set_input_files(folder / "settlement.csv")
    maker.get_by_role("button", name="取り込む").click()
    expect(maker.get_by_role("status")).to_contain_text("件の決済結果を取り込みました")
    maker.goto("/incidents/mihon-1/")
    expect(maker.get_by_role("row", name=re.compile("^1 決済済み"))).to_be_visible()


def _see_the_balance(maker: Page, owed: str) -> None:
    """Both sides of the journal agree, and the loss is what was owed."""
    maker.goto("/journal/")
    assert maker.get_by_text("不一致").count() == 0
    assert maker.get_by_role("row", name=re.compile(f"^{ASSET} .*一致$")).count() == 1
    expect(maker.get_by_role("row", name=re.compile("^流出等損失"))).to_contain_text(owed)


def _print(maker: Page, place: Path) -> None:
    """The report of the day as paper."""
    maker.goto("/reports/")
    with maker.expect_download(timeout=PATIENCE_MS) as download:
        maker.locator("tbody tr").first.get_by_role("link", name="保存 PDF").first.click()
    assert download.value.suggested_filename == "hikiate-2026-11-24-2-ja.pdf"
    download.value.save_as(place)
    assert place.read_bytes().startswith(b"%PDF-")


def _publish(maker: Page, customer: Page) -> None:
    """Everything is published; a customer sees the coin short, and that the own payment was made."""
    maker.goto("/publishing/")
    for part in maker.locator("input[name=part]").all():
        part.check()
    maker.get_by_role("button", name="選択した内容のみを公開する").click()
    with maker.expect_download() as download:
        maker.get_by_role("button", name="リンクを発行してCSVを保存").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as stream:
        link = next(csv.DictReader(stream))["link"]
    customer.goto("/public/ja/")
    expect(customer.get_by_role("row", name=re.compile(f"^{ASSET} "))).to_contain_text("不足")
    customer.goto(link)
    expect(customer.locator(".badge").first).to_have_text("お支払い済み")


PATHS = (
    "/incidents/", "/incidents/theft/", "/incidents/theft/determinations/1/", "/estates/", "/insiders/", "/analyses/",
    "/incidents/theft/payments/", "/incidents/theft/batches/1/", "/approvals/",
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

        set_roles(unit, case.act(), "ito", ["admin", "maker", "approver", "risk"])
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
        assert (page.locator("nav.menu details[open]").count() == 1) == (width > NARROW), path
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


def test_a_passkey_is_added_and_logs_in(live: str, visit: Callable[[str], Page]) -> None:
    """By allauth's script under our policy, with a security key that chromium plays."""
    page = visit(live)
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

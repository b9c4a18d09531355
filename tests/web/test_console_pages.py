"""The pages of the day: each one for each role, in both languages, with its words and its links, on either database."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve

from hikiate.book.records import CloseDone
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import ROLES as ALL_ROLES
from hikiate.operations.workspace.people import set_roles
from hikiate.operations.workspace.ports import Act

LogIn = Callable[[str], Client]

PAGES = (
    "/",
    "/findings/",
    "/findings/?ended=1",
    "/findings/1/",
    "/history/",
    "/history/1/",
    "/history/1/figures/reserve.required/",
    "/history/figures.csv",
    "/reports/",
    "/reports/1/ja.html",
    "/reports/1/en.json",
    "/reserve/",
    "/insurance/",
    "/wallets/",
    "/rulebooks/",
    "/rulebooks/jp-psa/",
)
MAIN = ("/", "/findings/", "/history/", "/history/1/", "/reports/", "/reserve/", "/insurance/", "/wallets/")
FIRST = ("/", "/findings/", "/history/", "/reports/", "/insurance/", "/wallets/")
CLOSERS = {"admin", "maker"}


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """An office in which each role has somebody who has it alone, named after it."""
    with desk.book.unit() as unit:
        for role in ALL_ROLES:
            set_roles(unit, Act("sato", "2026-11-20T16:00:00.000000Z"), f"the {role}", [role])
    return desk


def shown(client: Client, path: str, language: str = "ja") -> str:
    """A page that is there, in a language."""
    client.cookies["hikiate_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_every_role_sees_the_pages_of_the_day(staffed: Desk, log_in: LogIn) -> None:
    """Nothing on them names a customer."""
    assert staffed.folder.is_dir()
    for role in ALL_ROLES:
        client = log_in(f"the {role}")
        assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES), role


def test_who_may_close_the_day_and_work_on_findings(staffed: Desk, log_in: LogIn) -> None:
    """A page that changes something is for the roles that its verb is for, and for nobody else."""
    assert staffed.folder.is_dir()
    for role in ALL_ROLES:
        client = log_in(f"the {role}")
        may = role in CLOSERS
        assert client.get("/close/").status_code == (200 if may else 403), role
        assert client.post("/close/").status_code == (422 if may else 403), role
        assert client.post("/findings/1/assign/", {"owner": "nobody"}).status_code == (422 if may else 403), role
        assert client.post("/findings/1/close/").status_code == (422 if may else 403), role
        may_ask = role == "maker"
        assert client.post("/reserve/provision/", {"asset": "JPY"}).status_code == (422 if may_ask else 403), role
        assert client.post("/reserve/release/", {"asset": "JPY"}).status_code == (422 if may_ask else 403), role
        assert ("パックを提出する" in shown(client, "/")) == may
        assert ("繰入れの申請" in shown(client, "/reserve/")) == may_ask
        assert ("担当者を決める" in shown(client, "/findings/1/")) == may


@pytest.mark.usefixtures("desk")
def test_strangers_and_people_without_a_role_see_nothing(log_in: LogIn) -> None:
    """Strangers are led to the login, also by a form with a file; whoever has no role is told so."""
    for path in (*PAGES, "/close/"):
        assert Client().get(path).headers["Location"].startswith("/accounts/login/")
        assert log_in("mallory").get(path).status_code == 403
    for path in ("/close/", "/findings/1/close/"):
        assert Client().post(path).headers["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("desk")
def test_nothing_is_changed_by_looking(log_in: LogIn) -> None:
    """A page that shows takes no form, and a form is no page to look at."""
    client = log_in("sato")
    for path in ("/findings/", "/history/", "/reports/", "/wallets/"):
        assert client.post(path).status_code == 405
    for path in ("/findings/1/assign/", "/reserve/provision/", "/reserve/release/"):
        assert client.get(path).status_code == 405


def test_the_main_pages_on_either_database(any_desk: Desk, log_in: LogIn) -> None:
    """In both languages, without an outside address, an inline style or a script of their own."""
    assert any_desk.folder.is_dir()
    client = log_in("sato")
    for path in MAIN:
        for language in ("ja", "en"):
            page = shown(client, path, language)
            assert f'<html lang="{language}">' in page
            assert not re.findall(r'(?:src|href)="https?://', page)
            assert not re.findall(r"<[^>]+ style=|<style|<script(?! src=)", page)
            assert "None" not in re.sub(r"<[^>]+>", "", page)


@pytest.mark.usefixtures("desk")
def test_today_says_how_things_stand(log_in: LogIn) -> None:
    """Verdict, requirement against resources, coverage per asset, what is open, what waits, which day is next."""
    page = shown(log_in("tanaka"), "/")
    for words in (
        "違反あり",
        "1,214,814 円",
        "7 銘柄中 7 銘柄が充足",
        "次に締める営業日",
        "2026-11-24（火）",
        "承認待ち",
    ):
        assert words in page
    assert '<svg viewBox="0 0 1000 48"' in page
    assert 'href="/history/1/figures/reserve.required/"' in page
    assert 'href="/findings/1/"' in page
    assert "必要額 1,214,814 円に対し" in page
    assert "In breach" in shown(log_in("tanaka"), "/", "en")


@pytest.mark.usefixtures("desk")
def test_every_number_of_today_leads_to_its_explanation(log_in: LogIn) -> None:
    """No link on the page leads nowhere."""
    client = log_in("sato")
    links = set(re.findall(r'href="(/(?:history|findings|close|reports)[^"#]*)', client.get("/").content.decode()))
    assert len(links) > 40
    assert {path: code for path in links if (code := client.get(path).status_code) != 200} == {}


@pytest.mark.usefixtures("new_desk")
def test_before_the_first_close_each_page_says_how_to_hand_in_a_pack(log_in: LogIn) -> None:
    """None of them is bare, and who may close the day is led there."""
    client = log_in("sato")
    for path in FIRST:
        page = shown(client, path)
        assert "まだ日次締めを行っていません。" in page, path
        assert 'href="/close/"' in page
        assert "No day has been closed yet." in shown(client, path, "en")
    assert "まだ日次締めを行っていないため" in shown(client, "/reserve/")
    assert "仕訳帳に責任準備金の増減はまだありません。" in shown(client, "/reserve/")
    assert client.get("/history/1/").status_code == 404
    assert client.get("/findings/1/").status_code == 404
    assert client.get("/history/figures.csv").status_code == 200


@pytest.mark.usefixtures("desk")
def test_what_is_not_there_is_said_in_words(log_in: LogIn) -> None:
    """A close, a figure, a finding, a rulebook, a day or a form of report that nobody made."""
    client = log_in("sato")
    for path in (
        "/history/2/",
        "/history/1/figures/reserve.nothing/",
        "/history/day/?day=2020-01-01",
        "/history/day/?day=20",
        "/findings/99/",
        "/findings/1/evidence/" + "0" * 64,
        "/reports/1/fr.html",
        "/reports/1/ja.exe",
        "/reports/7/ja.html",
        "/rulebooks/jp-nothing/",
        "/close/999/",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "ページが見つかりません" in answer.content.decode()


def test_a_result_that_was_changed_on_the_disk_is_refused_and_leaves_a_gap(desk: Desk, log_in: LogIn) -> None:
    """The page says which file is not what it was; lists go on without its figures."""
    done = next(desk.book.rows(CloseDone))
    file = desk.store.place("results", done.result)
    file.write_bytes(file.read_bytes().replace(b'"in_breach"', b'"in_order"'))
    client = log_in("sato")
    answer = client.get("/history/1/")
    assert answer.status_code == 422
    assert done.result in answer.content.decode()
    assert "結果ファイルを読み取れません" in shown(client, "/history/")


def test_every_page_says_whom_it_is_for() -> None:
    """The menu shows a page only to those roles, and a matrix of roles can be made from them."""
    for path in (*PAGES, "/close/", "/close/1/", "/findings/1/assign/", "/findings/1/close/", "/reserve/release/"):
        roles = resolve(path.partition("?")[0]).func.roles
        assert roles <= set(ALL_ROLES)
        assert roles

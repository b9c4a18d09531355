"""Accounts: a second factor where it is required, throttles, sessions that end, links, and a provider of one's own."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from hikiate.book.records import CloseDone
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import roles_of
from hikiate.web.accounts.invitations import invite
from hikiate.web.accounts.passwords import words_of_the_firm
from hikiate.web.accounts.sessions import IDLE_SECONDS
from hikiate.web.console.days import _read

PASSWORD = "three blind mice run"  # noqa: S105 - of the tests alone


@pytest.fixture(autouse=True)
def hashed_quickly() -> Iterator[None]:
    """Passwords are hashed quickly, which is what makes them guessed quickly."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def secret_in(page: HttpResponse) -> str:
    """What a page shows once."""
    found = re.search(r'<code class="secret">([^<]+)</code>', page.content.decode())
    assert found is not None
    return found[1]


def with_password(name: str) -> Client:
    """A browser in which a person has set a password and logged in by it."""
    client = Client()
    words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(invite(name), words).status_code == 302
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client


def test_an_approver_sets_up_a_second_factor_before_any_other_page(any_desk: Desk) -> None:
    """And logs in with it from then on; its secret stands sealed in the database."""
    assert any_desk.folder.is_dir()
    client = with_password("suzuki")
    for path in ("/", "/approvals/", "/accounts/", "/people/"):
        assert client.get(path).headers["Location"] == "/accounts/2fa/totp/activate/"
    assert client.post("/approvals/1/decide", {"verdict": "approve"}).headers["Location"].endswith("activate/")
    page = client.get("/accounts/2fa/totp/activate/")
    secret = secret_in(page)
    assert "担当の役割には二要素認証が必須です" in page.content.decode()
    assert secret in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()
    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - the tables are there once an office is open

    kept = Authenticator.objects.get(user__username="suzuki", type="totp")
    assert secret not in str(kept.data)
    again = Client()
    first = again.post("/accounts/login/", {"login": "suzuki", "password": PASSWORD})
    assert first.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert again.get("/").status_code == 302
    cache.clear()  # a code is good once, and this is its second use within the half minute
    again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert again.get("/").status_code == 200


@pytest.mark.usefixtures("desk")
def test_the_last_second_factor_of_an_approver_stays(log_in: Callable[[str], Client]) -> None:
    """It cannot be removed; an auditor, who needs none, opens pages without."""
    client = with_password("tanaka")
    assert client.get("/").status_code == 200
    approver = with_password("suzuki")
    secret = secret_in(approver.get("/accounts/2fa/totp/activate/"))
    approver.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    refused = approver.post("/accounts/2fa/totp/deactivate/")
    assert "二要素認証が必須です" in refused.content.decode()
    assert log_in("suzuki").get("/").status_code == 200


@pytest.mark.usefixtures("desk")
def test_a_name_is_locked_after_five_failures_in_clear_words() -> None:
    """Even the right password is refused then; another name from elsewhere is not."""
    with_password("tanaka")
    wrong = {"login": "tanaka", "password": "wrong"}
    client = Client()
    for _ in range(5):
        answer = client.post("/accounts/login/", wrong)
        assert "識別名またはパスワードが正しくありません" in answer.content.decode()
    right = client.post("/accounts/login/", {"login": "tanaka", "password": PASSWORD})
    assert "一時的に受け付けていません" in right.content.decode()
    english = client.post("/accounts/login/", wrong, headers={"accept-language": "en"})
    assert "Too many failed attempts" in english.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert "正しくありません" in elsewhere.post("/accounts/login/", {**wrong, "login": "eve"}).content.decode()


@pytest.mark.usefixtures("desk")
def test_an_address_that_tries_many_names_is_slowed() -> None:
    """Thirty tries a minute, whatever the names; then a page that says to wait."""
    client = Client()
    answers = [client.post("/accounts/login/", {"login": f"name{n}", "password": "x"}) for n in range(32)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert "1分ほど待ってから" in answers[-1].content.decode()


@pytest.mark.usefixtures("desk")
def test_a_session_ends_when_nobody_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """After half an hour in which nothing was asked, and after eight hours in any case."""
    client = with_password("tanaka")
    assert client.get("/").status_code == 200
    now = int(time.time())
    monkeypatch.setattr("hikiate.web.accounts.sessions.now", lambda: now + IDLE_SECONDS - 10)
    assert client.get("/").status_code == 200
    monkeypatch.setattr("hikiate.web.accounts.sessions.now", lambda: now + 2 * IDLE_SECONDS)
    ended = client.get("/journal/")
    assert ended.headers["Location"] == "/accounts/login/?next=%2Fjournal%2F"
    assert "ログアウトしました" in client.get(ended.headers["Location"]).content.decode()
    assert client.get("/").status_code == 302
    other = with_password("tanaka")
    for hour in range(9):
        for half in (0, 1):
            at = now + 2 * IDLE_SECONDS + hour * 3600 + half * 1700
            monkeypatch.setattr("hikiate.web.accounts.sessions.now", lambda at=at: at)
            last = other.get("/").status_code
    assert last == 302


@pytest.mark.usefixtures("desk")
def test_an_administrator_invites_and_gives_and_takes_roles(log_in: Callable[[str], Client], desk: Desk) -> None:
    """The link stands on that page alone; a stale form is refused; whoever lost all roles sees nothing more."""
    admin = log_in("sato")
    entered = admin.post("/people/roles/", {"name": "ito", "seen": "0", "role": ["maker", "viewer"]}, follow=True)
    assert "ito の役割を設定しました" in entered.content.decode()
    made = admin.post("/people/invitation/", {"name": "ito"})
    link = secret_in(made)
    assert link.startswith("http://testserver/accounts/invitation/")
    assert link not in admin.get("/people/").content.decode()
    assert "招待リンクの発行" in admin.get("/trail/views/").content.decode()
    maker = log_in("ito")
    assert maker.get("/incidents/").status_code == 200
    stale = admin.post("/people/roles/", {"name": "ito", "seen": "0", "role": []})
    assert stale.status_code == 422
    assert "別の担当者が内容を変更しました" in stale.content.decode()
    admin.post("/people/roles/", {"name": "ito", "seen": "1", "role": []})
    assert roles_of(desk.book, "ito") == ()
    assert maker.get("/incidents/").status_code == 403
    assert admin.post("/people/invitation/", {"name": "nobody"}).status_code == 422


@pytest.mark.usefixtures("desk")
def test_a_limit_is_set_and_shown(log_in: Callable[[str], Client]) -> None:
    """Grouped digits are taken as they are typed; what is no amount is refused."""
    admin = log_in("sato")
    fields = {"role": "approver", "asset": "JPY", "most": "1,000,000,000", "two_above": "500,000,000"}
    assert admin.post("/people/limits/", fields).status_code == 302
    page = admin.get("/people/").content.decode()
    assert "1,000,000,000" in page
    assert "10億円" in page
    assert admin.post("/people/limits/", {**fields, "most": "1.5"}).status_code == 422


def test_views_of_personal_data_are_only_ever_added_to(any_desk: Desk, log_in: Callable[[str], Client]) -> None:
    """The database itself refuses to change or take out a row."""
    assert any_desk.folder.is_dir()
    log_in("sato").post("/people/invitation/", {"name": "suzuki"})
    from hikiate.web.accounts.models import PersonalView  # noqa: PLC0415 - as above

    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        PersonalView.objects.update(by="somebody else")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        PersonalView.objects.all().delete()
    (row,) = PersonalView.objects.all()
    assert (row.by, row.page, row.subject) == ("sato", "invitation", "suzuki")


@pytest.mark.usefixtures("desk")
def test_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither passwords nor codes nor links, whatever fails."""
    caplog.set_level(logging.DEBUG)
    client = with_password("tanaka")
    secret = secret_in(client.get("/accounts/2fa/totp/activate/"))
    client.post("/accounts/login/", {"login": "tanaka", "password": "open sesame now"})
    client.post("/accounts/2fa/totp/activate/", {"code": "123321"})
    client.get(invite("tanaka")[:-3] + "xyz/")
    for word in (PASSWORD, "open sesame now", secret, "123321"):
        assert word not in caplog.text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_of_an_account_is_ours_in_both_languages(
    desk: Desk, log_in: Callable[[str], Client], lang: str
) -> None:
    """Under our layout, with a language of its own, without inline scripts."""
    assert desk.folder.is_dir()
    client: Any = with_password("tanaka")
    paths = [
        "/accounts/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/accounts/password/change/",
        "/accounts/inactive/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/oidc/cancelled/",
        "/accounts/oidc/failed/",
    ]
    pages = {path: client.get(path, headers={"accept-language": lang}) for path in paths}
    secret = secret_in(client.get("/accounts/2fa/totp/activate/"))
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    more = ["/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/"]
    more += ["/accounts/2fa/totp/deactivate/", "/accounts/2fa/reauthenticate/"]
    pages |= {f"{path}#2": client.get(path, headers={"accept-language": lang}) for path in more}
    pages["signup"] = Client().get("/accounts/signup/", headers={"accept-language": lang})
    pages["login"] = Client().get("/accounts/login/", headers={"accept-language": lang})
    for path, page in pages.items():
        text = page.content.decode()
        assert page.status_code in {200, 401}, (path, page.status_code)
        assert f'<html lang="{lang}">' in text, path
        assert "css" in text, path
        assert '<script src="http' not in text, path
        assert "Please" not in text, path
    assert log_in("tanaka").get("/accounts/2fa/").status_code == 200


@pytest.mark.usefixtures("desk")
def test_a_login_of_a_while_ago_is_confirmed_before_a_second_factor_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the password, or by the factor itself."""
    client = with_password("suzuki")
    secret = secret_in(client.get("/accounts/2fa/totp/activate/"))
    codes = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert "リカバリーコード" in codes.content.decode()
    at = int(time.time()) + 400
    monkeypatch.setattr("hikiate.web.accounts.adapter.now", lambda: at)
    assert client.get("/accounts/2fa/recovery-codes/").headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200


@pytest.mark.usefixtures("desk")
def test_a_lost_second_factor_is_removed_by_another_and_noted(log_in: Callable[[str], Client]) -> None:
    """Never one's own; whoever lost it is logged out, and sets it up anew before any other page."""
    admin, approver = log_in("sato"), log_in("suzuki")
    assert approver.get("/").status_code == 200
    assert admin.post("/people/second-factor/", {"name": "sato"}).status_code == 403
    assert admin.post("/people/second-factor/", {"name": "nobody"}).status_code == 422
    told = admin.post("/people/second-factor/", {"name": "suzuki"}, follow=True)
    assert "suzuki の二要素認証を解除しました" in told.content.decode()
    assert approver.get("/").headers["Location"].startswith("/accounts/login/")
    approver = with_password("suzuki")
    assert approver.get("/").headers["Location"] == "/accounts/2fa/totp/activate/"
    assert "二要素認証の解除" in admin.get("/trail/views/").content.decode()


@pytest.mark.usefixtures("desk")
def test_a_changed_factor_ends_the_other_sessions_of_its_person() -> None:
    """The one in which it was changed goes on; sessions of others are not touched."""
    here, elsewhere, other = with_password("tanaka"), Client(), with_password("sato")
    elsewhere.post("/accounts/login/", {"login": "tanaka", "password": PASSWORD})
    assert elsewhere.get("/").status_code == 200
    secret = secret_in(here.get("/accounts/2fa/totp/activate/"))
    here.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith("/accounts/login/")
    assert other.get("/").headers["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.usefixtures("desk")
def test_an_administrator_ends_the_sessions_of_a_person(log_in: Callable[[str], Client]) -> None:
    """Of somebody else all, of their own all others; of a person without an account there are none."""
    admin, at_home, approver = log_in("sato"), log_in("sato"), log_in("suzuki")
    assert approver.get("/").status_code == 200
    assert approver.post("/people/sessions/", {"name": "sato"}).status_code == 403
    told = admin.post("/people/sessions/", {"name": "suzuki"}, follow=True)
    assert "suzuki のログイン 1 件を終了しました" in told.content.decode()
    assert approver.get("/").headers["Location"].startswith("/accounts/login/")
    admin.post("/people/sessions/", {"name": "sato"})
    assert at_home.get("/").headers["Location"].startswith("/accounts/login/")
    assert admin.get("/").status_code == 200
    assert "tanaka のログイン 0 件" in admin.post("/people/sessions/", {"name": "tanaka"}, follow=True).content.decode()
    assert admin.post("/people/sessions/", {"name": "nobody"}).status_code == 422


def test_a_password_holds_neither_the_firm_nor_the_software(desk: Desk) -> None:
    """By the name under which the last day was closed, without the words of three letters; said in the page."""
    assert desk.folder.is_dir()
    firm = words_of_the_firm()
    assert firm
    client = Client()
    for guessed in (f"{firm[0].title()} 2026 Tokyo!", "my Hikiate password"):
        page = client.post(invite("tanaka"), {"new_password1": guessed, "new_password2": guessed})
        assert "パスワードに会社名や本ソフトウェアの名称を含めることはできません。" in page.content.decode()
    kept = next(desk.book.rows(CloseDone))
    desk.store.place("results", kept.result).write_text("{}", encoding="utf-8")
    _read.cache_clear()
    assert words_of_the_firm() == []


@pytest.mark.usefixtures("desk")
def test_a_browser_forgets_what_it_kept_at_the_end(log_in: Callable[[str], Client]) -> None:
    """When somebody logs out; no other answer says so."""
    client = log_in("tanaka")
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'

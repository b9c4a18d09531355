"""What all pages share: login, language, headers, refusals, and nothing from outside."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from incident_papers import LOSS

import hikiate
from hikiate.desk.desks import Desk
from hikiate.desk.incidents import open_incident
from hikiate.operations.workspace.ports import Act
from hikiate.web.accounts.invitations import invite, invited
from hikiate.web.base.fields import FIELDS

SOURCE = Path(hikiate.__file__).parent


def test_strangers_are_led_to_the_login_in_japanese(any_desk: Desk) -> None:
    """The first page, for a browser that says nothing of languages."""
    assert any_desk.folder.is_dir()
    answer = Client().get("/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
    page = answer.content.decode()
    assert "ログイン" in page
    assert '<html lang="ja">' in page
    assert not re.findall(r'(?:src|href)="https?://', page)


@pytest.mark.usefixtures("desk")
def test_the_language_is_the_browsers_until_one_is_chosen() -> None:
    """English where it is preferred; the choice stands from then on, and leads back to no foreign site."""
    client = Client()
    english = client.get("/accounts/login/", headers={"accept-language": "en-GB,en;q=0.9,ja;q=0.1"})
    assert '<html lang="en">' in english.content.decode()
    chosen = client.post("/language/", {"language": "ja", "next": "https://example.com/"})
    assert chosen.headers["Location"] == "/"
    again = client.get("/accounts/login/", headers={"accept-language": "en"})
    assert '<html lang="ja">' in again.content.decode()


@pytest.mark.usefixtures("desk")
def test_every_answer_forbids_what_no_page_needs() -> None:
    """No inline script, no outside address, no framing, nothing kept."""
    answer = Client().get("/accounts/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("desk")
def test_nobody_signs_up() -> None:
    """Accounts are had by invitation alone."""
    answer = Client().post("/accounts/signup/", {"username": "eve", "password1": "correct horse battery"})
    assert b"eve" not in answer.content
    from django.contrib.auth.models import User  # noqa: PLC0415 - as in office

    assert not User.objects.filter(username="eve").exists()


@pytest.mark.usefixtures("desk")
def test_an_invitation_sets_a_password_once() -> None:
    """Then it is over, as is every other invitation that was open for the person."""
    client, first, second = Client(), invite("suzuki"), invite("suzuki")
    words = {"new_password1": "three blind mice run", "new_password2": "three blind mice run"}
    assert client.post(first, words).headers["Location"] == "/accounts/login/"
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 410
    assert invited("forged") is None
    answer = client.post("/accounts/login/", {"login": "suzuki", "password": "three blind mice run"})
    assert answer.headers["Location"] == "/"


def test_who_has_no_role_sees_no_page(desk: Desk, log_in: Callable[[str], Client]) -> None:
    """A login alone opens nothing."""
    assert desk.folder.is_dir()
    assert log_in("mallory").get("/").status_code == 403
    assert log_in("tanaka").get("/").status_code == 200


def test_pages_have_a_word_for_everything_that_a_verb_is_given() -> None:
    """A verb names what it was given without knowing who asks; a page says it as its forms do."""
    named = re.compile(r'Given\("(\w+)"\)')
    rooms = ("operations/workspace", "desk", "web")
    sources = [path for room in rooms for path in (SOURCE / room).rglob("*.py")]
    given = {name for path in sources for name in named.findall(path.read_text(encoding="utf-8"))}
    assert {"amount", "source"} < given
    assert given <= set(FIELDS)


def test_a_fault_names_the_field_of_the_form(desk: Desk, log_in: Callable[[str], Client]) -> None:
    """Not the option of a command, which nobody at a page ever saw."""
    open_incident(desk, Act("sato", "2026-11-21T00:00:00.000000Z"), LOSS.encode(), "theft.toml")
    form = {"source": "nobody", "asset": "JPY", "amount": "1", "seen": str(desk.book.decisions.number)}
    page = log_in("sato").post("/incidents/theft/draw", form).content.decode()
    assert re.search(r'<p class="soft">資金源 <code>input.not_a_choice</code>', page)
    assert "--source" not in page

"""The console's pages of tokens and of publishing: for administrators, told once, and refused where a form is stale."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from callers import Caller, admin, new_token
from django.test import Client
from test_public_claims import open_incident

from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import set_roles

LogIn = Callable[[str], Client]


def test_a_token_is_made_told_once_and_revoked(any_desk: Desk, log_in: LogIn) -> None:
    """It works at once, and no longer afterwards."""
    assert any_desk.folder.is_dir()
    client = log_in("sato")
    wish = {"name": "<b>nightly close</b>", "person": "sato", "scope": ["read", "days:write"], "days": "30"}
    page = client.post("/tokens/", wish)
    secret = re.search(r'<code id="secret">(hik_[^<]+)</code>', page.content.decode())
    assert secret is not None
    assert "no-store" in page.headers["Cache-Control"]
    listed = client.get("/tokens/").content.decode()
    assert secret[1] not in listed
    assert "&lt;b&gt;nightly close&lt;/b&gt;" in listed
    assert Caller(secret[1]).get("/me").json()["scopes"] == ["days:write", "read"]
    assert client.post("/tokens/1/revocation/").headers["Location"] == "/tokens/"
    assert Caller(secret[1]).get("/me").status_code == 401
    assert "失効" in client.get("/tokens/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"name": "a\nb"},
        {"person": "mallory"},
        {"scope": []},
        {"scope": ["everything"]},
        {"days": "0"},
        {"days": "367"},
        {"days": "-1"},
        {"days": "٣"},
        {"days": "9" * 5000},
    ],
)
def test_a_token_that_cannot_be_is_refused(desk: Desk, log_in: LogIn, wrong: dict[str, object]) -> None:
    """With words, and none is made."""
    from hikiate.web.api.models import Token  # noqa: PLC0415 - the tables are there once an office is open

    assert desk.folder.is_dir()
    wish = {"name": "x", "person": "sato", "scope": ["read"], "days": "30"}
    answer = log_in("sato").post("/tokens/", {**wish, **wrong})
    assert (answer.status_code, Token.objects.count()) == (422, 0)


def test_only_administrators_see_and_do_it(desk: Desk, log_in: LogIn) -> None:
    """Nor is it in the menu of others; who lost the role in the meantime does nothing any more."""
    new_token(desk, "sato")
    for name in ("suzuki", "tanaka"):
        client = log_in(name)
        assert client.get("/tokens/").status_code == 403
        assert client.post("/tokens/1/revocation/").status_code == 403
        assert client.get("/publishing/").status_code == 403
        assert client.post("/publishing/", {"part": "coverage", "stands": "0"}).status_code == 403
        assert "/tokens/" not in client.get("/").content.decode()
    sato = log_in("sato")
    assert "/tokens/" in sato.get("/").content.decode()
    with desk.book.unit() as unit:
        set_roles(unit, admin(), "suzuki", ["admin"])
    with desk.book.unit() as unit:
        set_roles(unit, admin(), "sato", ["maker"])
    assert sato.post("/tokens/1/revocation/").status_code == 403


def test_what_is_published_is_switched_by_a_form_that_is_not_stale(desk: Desk, log_in: LogIn) -> None:
    """Two people at once: the second is told, and nothing is changed."""
    from hikiate.web.public.publishing import published  # noqa: PLC0415 - as above

    assert desk.folder.is_dir()
    client = log_in("sato")
    stands = re.search(r'name="stands" value="(\d+)"', client.get("/publishing/").content.decode())
    assert stands is not None
    form = {"part": ["coverage", "policy"], "stands": stands[1]}
    assert client.post("/publishing/", form).headers["Location"] == "/publishing/"
    assert published() == {"coverage", "policy"}
    assert client.post("/publishing/", {"part": ["reserve"], "stands": stands[1]}).status_code == 403
    assert published() == {"coverage", "policy"}
    assert 'value="coverage" checked' in client.get("/publishing/").content.decode()


def test_links_are_saved_as_a_file(desk: Desk, log_in: LogIn, tmp_path: Path) -> None:
    """One for each customer, and each opens."""
    open_incident(desk, tmp_path / "determination")
    client = log_in("sato")
    assert "theft" in client.get("/publishing/").content.decode()
    answer = client.post("/publishing/links/", {"incident": "theft", "days": "30"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="claim-links-theft.csv"'
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 5
    path = re.search(r'"http://testserver(/public/[^"]+)"', rows[1])
    assert path is not None
    assert Client().get(path[1]).status_code == 200
    assert client.post("/publishing/links/", {"incident": '"\r\nX: y', "days": "30"}).status_code == 422
    assert log_in("tanaka").post("/publishing/links/", {"incident": "theft", "days": "30"}).status_code == 403

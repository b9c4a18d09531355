"""Secrets at rest: what is planted as a secret is in no table, no file of the database and no backup, in any form."""

import base64
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from callers import admin, new_token
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from hikiate.desk.desks import Desk
from hikiate.storage.database.connection import place_of
from hikiate.storage.workspace.backups import backup
from hikiate.web.accounts.invitations import invite

PASSWORD = "seven sleeping dragons"  # noqa: S105 - of the tests alone
OTHER_KEY = "another key"


@pytest.fixture(autouse=True)
def unthrottled() -> None:
    """Nobody tried anything before."""
    cache.clear()


def dumped() -> str:
    """Every row of every table, as text."""
    rows: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own tables
            rows += [f"{table} {row!r}" for row in cursor.fetchall()]
    return "\n".join(rows)


def forms(secret: str) -> list[str]:
    """A secret as it may stand somewhere: itself, as hex, as base64 from each of three beginnings."""
    raw = secret.encode()
    coded = [base64.b64encode(b"x" * shift + raw).decode()[4:-4] for shift in range(3)]
    return [secret, raw.hex(), *coded]


def planted(desk: Desk) -> dict[str, str]:
    """Secrets of every kind that the software has to do with, each put where it goes in use."""
    invitation = invite("tanaka")
    client = Client()
    assert client.post(invitation, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    client.post("/accounts/login/", {"login": "tanaka", "password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found is not None
    pack_secrets = (desk.folder / "packs" / "2026-11-20" / "secrets.csv").read_text(encoding="utf-8").splitlines()
    return {
        "password": PASSWORD,
        "cookie of a session": client.cookies["hikiate_session"].value,
        "second factor that is being set up": found[1],
        "token of the API": new_token(desk, "sato"),
        "invitation": invitation.rstrip("/").rpartition("/")[2],
        "secret of a customer's proof": pack_secrets[1].partition(",")[2],
        "key of the workspace": (desk.folder / "secret.key").read_text(encoding="ascii"),
    }


def test_no_planted_secret_is_in_the_database_or_its_backup(any_desk: Desk, tmp_path: Path) -> None:
    """On either database; the session and its person are found again by the cookie all the same."""
    secrets = planted(any_desk)
    with tarfile.open(_backup(any_desk, tmp_path)) as archive:
        kept = b"".join(
            opened.read() for member in archive if member.isfile() and (opened := archive.extractfile(member))
        ).decode("latin-1")
    files = "".join(
        path.read_bytes().decode("latin-1") for path in any_desk.folder.glob("hikiate.db*") if path.is_file()
    )
    rows = dumped()
    assert "tanaka" in rows
    for name, secret in secrets.items():
        for form in forms(secret):
            assert len(form) > 10
            assert form not in rows, name
            assert form not in files, name
            assert form not in kept, name
    client = Client()
    client.cookies["hikiate_session"] = secrets["cookie of a session"]
    assert client.get("/accounts/").status_code in {200, 302}
    assert "/accounts/login/" not in client.get("/accounts/").headers.get("Location", "")


def _backup(desk: Desk, folder: Path) -> Path:
    backup(place_of(desk.folder), desk.folder, folder / "backup.tar.gz")
    return folder / "backup.tar.gz"


def test_a_secret_that_is_kept_as_it_is_would_be_found(desk: Desk) -> None:
    """The dump sees every table: a person's name stands in it in each form that a secret must not."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - the tables are there once an office is open

    assert desk.folder.is_dir()
    for form in forms("a planted name of thirty letters"):
        User.objects.create(username=form)
        assert form in dumped()


def test_a_session_is_nobodys_under_another_key(desk: Desk) -> None:
    """The database alone opens no session: neither its name nor what stands in it."""
    cookie = planted(desk)["cookie of a session"]
    from django.contrib.sessions.models import Session  # noqa: PLC0415 - as above

    from hikiate.web.accounts.session_store import SessionStore  # noqa: PLC0415 - as above

    assert SessionStore(cookie).load()["_auth_user_id"]
    for row in Session.objects.all():
        assert SessionStore(row.session_key).load() == {}
        with override_settings(SECRET_KEY=OTHER_KEY):
            assert SessionStore(session_key=cookie).load() == {}
            assert SessionStore().decode(row.session_data) == {}
    assert SessionStore().exists(cookie)
    SessionStore().delete(cookie)
    assert not SessionStore().exists(cookie)
    SessionStore().delete()
    assert admin().by == "sato"


def test_in_postgresql_no_password_of_the_database_is_shown(
    new_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does what is shown of its address hold one."""
    address = new_postgres()
    with psycopg.connect(address) as reached:
        assert reached.execute("SELECT 1").fetchone() == (1,)
    monkeypatch.setenv("HIKIATE_DATABASE_URL", address.replace("postgres:@", "postgres:hunter2-hunter2@"))
    assert "hunter2" not in place_of(Path()).shown

"""An office to test the pages in: a workspace with people and the example's day closed into it, on either database.

Browsers are logged in as its people.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from waitress import create_server

from hikiate.desk.days import close_day
from hikiate.desk.desks import Desk
from hikiate.facts.example import example
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.operations.workspace.people import begin, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database.connection import VARIABLE, disconnect
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.workspace import backups
from hikiate.web.settings import open_workspace

FOLDERS = ("packs", "results", "overlays")
CUSTOMERS = 60
ROLES = {
    "sato": ["admin", "maker"],
    "suzuki": ["approver"],
    "takahashi": ["approver"],
    "tanaka": ["auditor"],
}
"""The people of the office and their roles in the book."""


def make_office(folder: Path) -> Desk:
    """A workspace in an empty folder, or in the database that HIKIATE_DATABASE_URL names, with one close."""
    backups.make_workspace(folder, FOLDERS)
    desk = open_workspace(folder)
    with desk.book.unit() as unit:
        begin(unit, Act("sato", "2026-11-20T00:00:00.000000Z"))
        for name, roles in ROLES.items():
            set_roles(unit, Act("sato", "2026-11-20T00:00:01.000000Z"), name, roles)
    made = example(CUSTOMERS, 1)
    pack = folder / "packs" / "2026-11-20"
    evidence = {POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry}
    write_pack(pack, exchange=made.exchange, tables=made.tables, file_format="csv", evidence=evidence)
    close_day(desk, pack, ((), ()), Act("sato", "2026-11-20T15:30:00.000000Z"))
    return desk


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office on SQLite, made once, to be copied."""
    folder = tmp_path_factory.mktemp("office") / "workspace"
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv(VARIABLE, raising=False)
        make_office(folder)
        disconnect()
    return folder


@pytest.fixture(scope="session")
def office_of_postgres(new_postgres: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An office on PostgreSQL, made once, to be copied: its folder and its database."""
    folder, address = tmp_path_factory.mktemp("office") / "workspace", new_postgres()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, address)
        make_office(folder)
        disconnect()
    return folder, address


@pytest.fixture
def desk(office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An office of this test's own, on SQLite. Nobody has tried to log in: that is counted in the process's memory."""
    monkeypatch.delenv(VARIABLE, raising=False)
    folder = tmp_path / "workspace"
    shutil.copytree(office_folder, folder)
    cache.clear()
    yield open_workspace(folder)
    disconnect()


@pytest.fixture
def new_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An office of this test's own before its first close, on SQLite."""
    monkeypatch.delenv(VARIABLE, raising=False)
    backups.make_workspace(tmp_path / "workspace", FOLDERS)
    desk = open_workspace(tmp_path / "workspace")
    with desk.book.unit() as unit:
        begin(unit, Act("sato", "2026-11-20T00:00:00.000000Z"))
        set_roles(unit, Act("sato", "2026-11-20T00:00:01.000000Z"), "sato", ROLES["sato"])
    yield desk
    disconnect()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An office of this test's own, on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("desk")
        return
    made, address = request.getfixturevalue("office_of_postgres")
    monkeypatch.setenv(VARIABLE, request.getfixturevalue("new_postgres")(address))
    shutil.copytree(made, tmp_path / "workspace")
    cache.clear()
    yield open_workspace(tmp_path / "workspace")
    disconnect()


@pytest.fixture
def live(desk: Desk) -> Iterator[str]:
    """The office served as it is to people, on SQLite; gives back the address."""
    assert desk.folder.is_dir()
    with served() as address:
        yield address


@contextmanager
def served() -> Iterator[str]:
    """The office that stands open, served by threads on a port of its own; gives the address."""
    connections.databases[DEFAULT_DB_ALIAS]["CONN_MAX_AGE"] = 0  # its threads are to leave no connection behind
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, name="live")
    thread.start()
    yield f"http://localhost:{server.effective_port}"
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(timeout=10)


@pytest.fixture
def log_in() -> Callable[[str], Client]:
    """A client logged in as a person; ask for `desk` or `any_desk` beside it."""

    def logged_in(name: str) -> Client:
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415 - as above
        from django.contrib.auth.models import User  # noqa: PLC0415 - the tables are there once an office is open

        from hikiate.web.accounts.second_factor import has_one, must_have  # noqa: PLC0415 - as above

        client = Client()
        user = User.objects.get_or_create(username=name)[0]
        if must_have(name) and not has_one(user):
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return logged_in

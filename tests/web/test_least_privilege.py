"""Least privilege on a real PostgreSQL: the software works under its role, and no record can be changed by it.

Nor removed, truncated, or freed of its triggers.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from callers import Caller, new_token
from office import FOLDERS, make_office

from hikiate.desk.desks import Desk
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace.ports import Act
from hikiate.operations.workspace.reserve import request_provision
from hikiate.storage.database.connection import VARIABLE, disconnect
from hikiate.web.settings import open_workspace, prepare

ROLE = "hikiate_running"
CODE_REFUSED = "42501"


@pytest.fixture
def running(
    new_postgres: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Desk, str]]:
    """An office opened under the role, and the role's address."""
    owner = new_postgres()
    with psycopg.connect(owner, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is None:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN")
    monkeypatch.setenv(VARIABLE, owner)
    make_office(tmp_path / "workspace")
    from hikiate.storage.database.rights import give  # noqa: PLC0415 - Django must be set up first

    give(ROLE)
    disconnect()
    address = owner.replace("postgres:@", f"{ROLE}:@")
    assert ROLE in address
    monkeypatch.setenv(VARIABLE, address)
    yield open_workspace(tmp_path / "workspace"), address
    disconnect()


def test_no_record_can_be_changed_by_the_role_that_runs(running: tuple[Desk, str]) -> None:
    """Tried on every table of records, by statements that would do nothing even if they were allowed."""
    from hikiate.storage.database.rights import only_added  # noqa: PLC0415 - as above

    _, address = running
    tables = only_added()
    assert {
        "journal_entry",
        "journal_posting",
        "journal_balance",
        "decision",
        "approval",
        "payout_outcome",
        "personal_view",
    } <= set(tables)
    with psycopg.connect(address, autocommit=True) as connection:
        for table in tables:
            column = connection.execute(f"SELECT * FROM {table} LIMIT 0").description[-1].name  # type: ignore[index]  # a SELECT has columns
            for statement in (
                f'UPDATE {table} SET "{column}" = "{column}" WHERE false',
                f"DELETE FROM {table} WHERE false",
                f"TRUNCATE {table}",
                f"DROP TABLE {table}",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                *(f"DROP TRIGGER {name} ON {table}" for name in _triggers(connection, table)),
            ):
                with pytest.raises(psycopg.Error) as refused:
                    connection.execute(statement)
                assert refused.value.sqlstate == CODE_REFUSED, statement
        for statement in (
            "CREATE TABLE t (a int)",
            "SET session_replication_role = replica",
            "DELETE FROM django_migrations",
        ):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert refused.value.sqlstate == CODE_REFUSED, statement


def _triggers(connection: psycopg.Connection, table: str) -> list[str]:
    found = connection.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
    )
    return [name for (name,) in found]


def test_the_software_works_under_the_role(running: tuple[Desk, str], log_in: Callable[..., object]) -> None:
    """Verbs, pages with sessions and the API; the chains go on."""
    desk, _ = running
    with desk.book.unit() as unit:
        request_provision(unit, Act("sato", "2026-11-21T00:00:00.000000Z"), "JPY", "100", "a provision")
    assert log_in("sato").get("/").status_code == 200  # type: ignore[attr-defined]  # a client of Django
    caller = Caller(new_token(desk, "sato"))
    assert caller.post("/reserve/provisions", {"asset": "JPY", "amount": "100"}).status_code == 201
    assert len(caller.get("/requests").json()["rows"]) == 2


def test_the_rights_are_for_a_role_that_owns_nothing(
    new_postgres: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A superuser, a role that is not there, a name that is none; and SQLite has no roles."""
    monkeypatch.setenv(VARIABLE, new_postgres())
    from hikiate.storage.workspace.backups import make_workspace  # noqa: PLC0415 - with the address set

    make_workspace(tmp_path / "w", FOLDERS)
    prepare(tmp_path / "w")
    from hikiate.storage.database.rights import give, rights  # noqa: PLC0415 - as above

    for role in ("postgres", "nobody_of_this_name", 'x"; DROP TABLE decision; --', "Upper"):
        with pytest.raises(Refused):
            give(role)
    assert 'GRANT SELECT, INSERT ON "decision" TO "a"' in rights("a")
    disconnect()
    monkeypatch.delenv(VARIABLE)
    make_workspace(tmp_path / "s", FOLDERS)
    open_workspace(tmp_path / "s")
    with pytest.raises(Refused):
        give("a")
    disconnect()
    assert VARIABLE not in os.environ


def test_the_command_shows_what_it_would_give(call: Callable[..., tuple[int, str, str]]) -> None:
    """As SQL that another may carry out; nothing is done without being asked."""
    assert call("init", "w")[0] == 0
    code, out, _ = call("rights", "hikiate_app")
    assert code == 0
    assert 'GRANT SELECT, INSERT ON "journal_posting" TO "hikiate_app";\n' in out
    code, _, err = call("rights", "hikiate_app", "--give")
    assert (code, "PostgreSQL" in err) == (2, True)

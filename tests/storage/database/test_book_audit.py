"""One changed value of a database is found and named, whatever table it stands in."""

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from audited import found
from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from lived_book import lived_in

from hikiate.book.journal import EntryDraft, Posting
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace.audit import Audited, audit
from hikiate.storage.database.connection import VARIABLE, Place, connect, disconnect, place_of
from hikiate.storage.database.guards import guard_findings
from hikiate.storage.database.reading import DatabaseBook, snapshot
from hikiate.storage.database.triggers import CHAIN_TABLES, RECORD_TABLES
from hikiate.storage.database.workspace import DatabaseWorkspace

TABLES = (*CHAIN_TABLES, *RECORD_TABLES)


@contextmanager
def unguarded(place: Place) -> Iterator[CursorWrapper]:
    """The database as somebody sees it who may do anything, triggers and foreign keys off; all is undone afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        if place.is_sqlite:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield cursor
        if place.is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        transaction.set_rollback(True)


def found_meanwhile() -> list[tuple[str, str]]:
    """What an audit finds in the middle of a transaction."""
    return [(finding.code, finding.where) for finding in audit(DatabaseBook(), Audited())]


def columns(table: str) -> list[str]:
    """The columns of a table."""
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def test_a_sound_book_passes(lived: Place) -> None:
    """And everything in it was gone through."""
    seen = Audited()
    with snapshot(lived) as book:
        assert list(audit(book, seen)) == []
        assert (seen.entries, seen.decisions) == (
            sum(1 for _ in book.rows("Entry", "number")),
            sum(1 for _ in book.rows("Decision", "number")),
        )
        assert seen.postings == sum(1 for _ in book.rows("Posting", "id"))
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0, table


def changed(value: object) -> Iterator[object]:
    """The value with one byte changed, at its end, its beginning, its middle; where it is empty, with one byte."""
    if isinstance(value, int | Decimal):
        yield from (value + 1, value + 10, max(value - 1, 0))
        return
    text = str(value)
    if not text:
        yield "x"
    for place in dict.fromkeys((len(text) - 1, 0, len(text) // 2)) if text else ():
        for other in (chr(ord(text[place]) ^ 1), "x" if text[place] != "x" else "y"):
            yield f"{text[:place]}{other}{text[place + 1 :]}"


NO_RECORD = {
    "id": "the number of a row within its table says nothing; which decision or entry it is of, does, and its order",
}
"""Columns that are no record, and why."""


@pytest.mark.parametrize("table", TABLES)
def test_one_changed_byte_in_any_column_is_found_where_it_is(lived: Place, table: str) -> None:
    """In the first and in the last row of each table: what is found names the entry or the decision of the row."""
    key = "number" if table in {"journal_entry", "decision"} else "id"
    of = {"journal_posting": "entry_id", "journal_balance": "entry_id"}.get(table, "decision_id")
    of = key if key == "number" else of
    for which in ("min", "max"):
        for column in sorted(set(columns(table)) - NO_RECORD.keys()):
            with unguarded(lived) as cursor:
                cursor.execute(f"SELECT {which}({key}) FROM {table}")
                (row,) = cursor.fetchone()
                cursor.execute(f"SELECT {column}, {of} FROM {table} WHERE {key} = {row}")
                before, number = cursor.fetchone()
                after = _taken(cursor, f"UPDATE {table} SET {column} = %s WHERE {key} = {row}", before)
                found_there = found_meanwhile()
                named = {str(number), str(after) if column == of else str(number)}
                assert any(named & set(place.split()) for _, place in found_there), (table, column, found_there)
    assert found(lived) == []


def _taken(cursor: CursorWrapper, statement: str, before: object) -> object:
    """The first of the changed values that the database takes, now that nothing guards it but its keys."""
    for value in changed(before):
        try:
            with transaction.atomic():
                cursor.execute(statement, [value])
        except (IntegrityError, DataError):
            continue
        return value
    raise AssertionError(f"no value is taken by {statement}")


def test_every_table_is_a_record_or_said_to_be_none(office_folder: Path) -> None:
    """A new table stands among those whose bytes are audited, or below with the reason why it is none."""
    with closing(sqlite3.connect(office_folder / "hikiate.db")) as database:
        standing = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert standing == {*TABLES, *NO_RECORDS}


NO_RECORDS = {
    "django_migrations": "which steps were taken; one too few or too many is refused when a workspace is opened",
    "django_content_type": "Django's list of tables",
    "django_session": "who is logged in; a changed one logs out",
    "sqlite_sequence": "SQLite's own counters for the tables of the pages",
    "auth_user": "accounts of the pages; what a person may do stands in the book",
    "auth_group": "Django's; nothing is kept in it",
    "auth_permission": "Django's; nothing is decided by it",
    "auth_group_permissions": "as above",
    "auth_user_groups": "as above",
    "auth_user_user_permissions": "as above",
    "account_emailaddress": "allauth's; nothing is kept in it",
    "account_emailconfirmation": "as above",
    "mfa_authenticator": "second factors, sealed by a key beside the database; a changed one opens nothing",
    "socialaccount_socialaccount": "log-ins by a provider of identities",
    "socialaccount_socialapp": "as above",
    "socialaccount_socialtoken": "as above",
    "personal_view": "who saw what names customers in the pages",
    "api_token": "tokens by their digest; making and revoking one is a decision of the book",
    "api_answer": "answers kept for a month, so that a repeated call is answered with the same bytes",
    "api_personal_view": "who saw what names customers by the API",
    "case_payment_count": "counts of what the book has, kept to be quick",
    "case_audit_run": "audits that somebody had run from the console",
    "console_day": "what the pages show of a close, read from its kept file",
    "console_day_figure": "as above",
    "public_claim_link": "links given to customers, by their digest",
    "public_guess": "wrong guesses at such links, counted for a while",
}
"""Tables that are no record of the workspace, and why."""


def test_a_guard_that_is_gone_or_changed_is_found(lived: Place) -> None:
    """Each trigger by itself; and a constraint."""
    assert list(guard_findings(lived)) == []
    with unguarded(lived):
        assert list(guard_findings(lived)) != []
    with transaction.atomic(), connection.cursor() as cursor:
        if lived.is_sqlite:
            cursor.execute("DROP TRIGGER payment_no_update")
            cursor.execute(
                "CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
        else:
            cursor.execute("ALTER TABLE payment DISABLE TRIGGER payment_only_added")
            cursor.execute("DROP TRIGGER decision_new ON decision")
            cursor.execute("ALTER TABLE journal_balance DROP CONSTRAINT balance_not_overdrawn")
            cursor.execute("ALTER FUNCTION hikiate_paid_once() RENAME TO hikiate_paid")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION hikiate_only_added() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NEW; END $$"
            )
        found_there = {(finding.code, finding.where) for finding in guard_findings(lived)}
        transaction.set_rollback(True)
    wanted = (
        {"trigger payment_no_update"}
        if lived.is_sqlite
        else {
            "trigger payment_only_added",
            "trigger decision_new",
            "constraint balance_not_overdrawn",
            "function hikiate_paid_once",
            "function hikiate_only_added",
        }
    )
    assert found_there == {("audit.guard_differs", where) for where in wanted}


FLIPS = 150


def test_one_changed_byte_anywhere_in_the_file_is_found_or_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path
) -> None:
    """Wherever a byte of SQLite's file is changed: an audit finds it, or every row and every guard reads as before."""
    monkeypatch.delenv(VARIABLE, raising=False)
    shutil.copy(sqlite_template, tmp_path / "hikiate.db")
    place = place_of(tmp_path)
    connect(place)
    lived_in(place)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disconnect()
    file, chance = tmp_path / "hikiate.db", Random(20261126)  # noqa: S311 - a seed, no secret
    sound = file.read_bytes()
    before = _content(file)
    missed, seen = [], 0
    for offset in chance.sample(range(len(sound)), FLIPS):
        flipped = bytearray(sound)
        flipped[offset] ^= 1 << chance.randrange(8)
        file.write_bytes(flipped)
        for left in ("-wal", "-shm"):
            file.with_name(f"{file.name}{left}").unlink(missing_ok=True)
        connect(place)
        try:
            with snapshot(place) as book:
                is_found = bool([*guard_findings(place), *audit(book, Audited())])
        except (Refused, OSError):
            is_found = True
        # What was left half-read is let go while its connection is there.
        gc.collect()
        disconnect()
        seen += is_found
        if not is_found and _content(file) != before:
            missed.append(offset)
    assert missed == []
    assert seen > FLIPS // 10


def _content(file: Path) -> object:
    """Every row of every table of the book, and what SQLite was told to make."""
    try:
        with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as database:
            rows = {name: list(database.execute(f"SELECT * FROM {name}")) for name in TABLES}
            made = list(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"))
            return rows, made
    except sqlite3.DatabaseError as error:
        return str(error)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_taken_out_is_found(lived: Place, table: str) -> None:
    """The last one of each table; the end of a chain is held by what stands beside it."""
    key = "number" if table in {"journal_entry", "decision"} else "id"
    with unguarded(lived) as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {key} = (SELECT max({key}) FROM {table})")
        assert found_meanwhile()


def test_the_end_of_both_chains_taken_out_together_is_found_by_a_noted_head(lived: Place) -> None:
    """A chain cannot know what was cut off behind it; the head that somebody noted does."""
    noted = DatabaseWorkspace(lived).decisions.digest
    with unguarded(lived) as cursor:
        cursor.execute("DELETE FROM incident_closed")
        cursor.execute("DELETE FROM journal_balance WHERE entry_id = (SELECT max(number) FROM journal_entry)")
        cursor.execute("DELETE FROM journal_posting WHERE entry_id = (SELECT max(number) FROM journal_entry)")
        cursor.execute("DELETE FROM journal_entry WHERE number = (SELECT max(number) FROM journal_entry)")
        cursor.execute("DELETE FROM decision WHERE number = (SELECT max(number) FROM decision)")
        assert found_meanwhile() == []
        assert noted not in {decision.digest for decision, _ in DatabaseBook().decided()}


def test_an_entry_after_the_last_decision_is_found(database: Place) -> None:
    """A program that posts and decides nothing leaves its entry hanging."""
    book = DatabaseWorkspace(database)
    with book.unit() as unit:
        unit.post(EntryDraft("2026", "me", "k", ""), [Posting("own_funds", "opening", "JPY", 1)])
    assert found(database) == [("audit.undecided", "journal entry 1")]

"""A view of the book that is only read: the same on either database, and nobody waits for it."""

import threading

import pytest
from django.db import connection

from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import User
from hikiate.operations.workspace.people import begin, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database import workspace
from hikiate.storage.database.connection import Place, disconnect
from hikiate.storage.database.workspace import DatabaseWorkspace

MOMENT = "2026-11-20T00:00:00.000000Z"


def test_a_view_stays_what_it_was_while_others_write(database: Place) -> None:
    """A writer neither waits for the view nor changes it; afterwards the next view has what was written."""
    book = DatabaseWorkspace(database)
    with book.unit() as unit:
        begin(unit, Act("sato", MOMENT))

    def write() -> None:
        with book.unit() as unit:
            set_roles(unit, Act("sato", MOMENT), "suzuki", ["approver"])
            unit.post(
                EntryDraft(MOMENT, "sato", "test", "test"), [Posting("reserve_assets", "own_funds", "JPY", 5, "", "")]
            )
        disconnect()

    with book.reading() as seen:
        before = seen.decisions.number
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(20)
        assert not writer.is_alive()
        assert seen.decisions.number == before
        assert seen.balance("reserve_assets", "JPY") == 0
    with book.reading() as seen:
        assert seen.decisions.number == before + 1
        assert seen.balance("reserve_assets", "JPY") == 5


def test_many_new_rows_are_reckoned_with_at_once(database: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL plans by what it last counted: a page of a million payments must not wait for its next count."""
    monkeypatch.setattr(workspace, "_MANY_ROWS", 3)
    book = DatabaseWorkspace(database)
    with book.unit() as unit:
        begin(unit, Act("sato", MOMENT))
        for count in (2, 3):
            draft = EntryDraft(MOMENT, "sato", "test", "test")
            unit.post(draft, [Posting("reserve_assets", "own_funds", "JPY", 5, "", "")] * count)
    if not database.is_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relname IN ('journal_posting', 'member')")
            assert dict(cursor.fetchall()) == {"journal_posting": 5, "member": -1}


def test_rows_come_in_chunks_and_without_those_added_meanwhile(
    database: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their order, whether or not their number fills the last chunk."""
    monkeypatch.setattr(workspace, "CHUNK_ROWS", 2)
    book, act = DatabaseWorkspace(database), Act("sato", MOMENT)
    with book.unit() as unit:
        begin(unit, act)
        for number in range(3):
            set_roles(unit, act, f"user{number}", ["viewer"])
        names = []
        for user in unit.rows(User):
            names.append(user.name)
            set_roles(unit, act, f"{user.name}'s", ["viewer"])
        assert names == ["sato", "user0", "user1", "user2"]
        assert [user.name for user in unit.rows(User)][4:] == [f"{name}'s" for name in names]
        assert list(unit.rows(User, name="nobody")) == []
        postings = [Posting("reserve_assets", "own_funds", "JPY", amount, "", "") for amount in range(1, 4)]
        entry = unit.post(EntryDraft(MOMENT, "sato", "test", "test"), postings)
        assert list(unit.postings(entry.number)) == postings

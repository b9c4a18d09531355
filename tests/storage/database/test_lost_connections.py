"""A connection that is lost in the middle of a unit of work leaves nothing of it, and is told in words."""

import errno
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import User
from hikiate.storage.database.connection import VARIABLE, connect, disconnect, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"


def test_a_connection_lost_between_two_writes_leaves_neither(
    new_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first write goes with the second; the same work afterwards is done whole."""
    address = new_postgres()
    monkeypatch.setenv(VARIABLE, address)
    place = place_of(tmp_path)
    connect(place)
    book = DatabaseWorkspace(place)

    def work(meanwhile: Callable[[], object]) -> None:
        with book.unit() as unit:
            unit.post(EntryDraft("2026", "me", "k", ""), [Posting("own_funds", "opening", "JPY", 1)])
            meanwhile()
            unit.decide(DecisionDraft("2026", "me", "k", ""), [User("me", 1, "admin")])

    def lose() -> None:
        with psycopg.connect(address, autocommit=True) as other:
            other.execute(f"{OTHERS} AND pid <> pg_backend_pid()")

    with pytest.raises(OSError, match="refused") as lost:
        work(lose)
    assert lost.value.errno == errno.ECONNREFUSED
    disconnect()
    connect(place)
    assert (book.journal.number, book.decisions.number) == (0, 0)
    work(lambda: None)
    assert (book.journal.number, book.decisions.number) == (1, 1)
    disconnect()

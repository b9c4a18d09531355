"""A connection that is lost in the middle of a unit of work leaves nothing of it, and is told in words."""

import errno
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import User
from hikiate.storage.database.connection import VARIABLE, connect, disconnect, migrate, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.backups import backup, make_workspace, restore
from hikiate.storage.workspace.file_store import FileStore

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


def test_a_step_that_is_not_noted_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables and the note of their step are one transaction, also where it makes an index; it is taken next time."""
    monkeypatch.delenv(VARIABLE, raising=False)
    place = place_of(tmp_path)
    connect(place)

    def lost(_self: MigrationRecorder, _app: str, _name: str) -> None:
        raise OSError(errno.EIO, "killed")

    with monkeypatch.context() as patched:
        patched.setattr(MigrationRecorder, "record_applied", lost)
        with pytest.raises(OSError, match="killed"):
            migrate(place)
    disconnect()
    connect(place)
    assert migrate(place)[0] == "0001_chains"
    assert migrate(place) == []
    disconnect()


def _after(lost: Callable[[], None], folder: Path) -> Callable[[Path], None]:
    """Break off where the names in a folder are forced to the disk."""

    def forced(path: Path) -> None:
        if path == folder:
            lost()

    return forced


def test_a_restore_that_broke_off_before_its_rows_is_finished(
    new_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a server the files stand first; the same call then finds an empty database beside them, and goes on."""
    monkeypatch.setenv(VARIABLE, new_postgres())
    place = make_workspace(tmp_path / "w", ("packs",))
    book = DatabaseWorkspace(place)
    FileStore(tmp_path / "w").keep("evidence", b"seen")
    with book.unit() as unit:
        unit.decide(DecisionDraft("2026", "me", "k", ""), [User("me", 1, "admin")])
    head = book.decisions.digest
    backup(place, tmp_path / "w", tmp_path / "b.tar.gz")
    monkeypatch.setenv(VARIABLE, new_postgres())

    def lost() -> None:
        raise OSError(errno.EIO, "killed")

    with monkeypatch.context() as patched:
        # The last thing before the rows stand is that the files do.
        patched.setattr("hikiate.storage.workspace.backups.force_to_disk", _after(lost, tmp_path))
        with pytest.raises(OSError, match="killed"):
            restore(tmp_path / "b.tar.gz", tmp_path / "r", ("packs",))
    disconnect()
    connect(place_of(tmp_path / "r"))
    with transaction.atomic():
        assert book.decisions.number == 0
    assert list((tmp_path / "r" / "store" / "evidence").iterdir()) != []
    restored = DatabaseWorkspace(restore(tmp_path / "b.tar.gz", tmp_path / "r", ("packs",)))
    assert restored.decisions.digest == head
    disconnect()

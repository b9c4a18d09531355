"""How long whoever wants to write waits for another that writes."""

import errno
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import moment_text
from hikiate.book.records import Incident
from hikiate.desk.desks import Desk
from hikiate.desk.incidents import open_incident
from hikiate.operations.workspace.people import begin, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database.connection import Place, connect
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.file_store import FileStore

HELD_SECONDS = 3.0
AT = "2026-11-20T00:00:00.000000Z"


@contextmanager
def held(place: Place) -> Iterator[None]:
    """Another writes to the book all the while."""
    begun = threading.Event()

    def hold() -> None:
        with DatabaseWorkspace(place).unit() as unit:
            unit.decide(DecisionDraft(AT, "other", "test", ""))
            begun.set()
            time.sleep(HELD_SECONDS)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert begun.wait(HELD_SECONDS)
    yield
    other.join()


def decide(place: Place) -> int:
    """A decision; gives its number."""
    with DatabaseWorkspace(place).unit() as unit:
        return unit.decide(DecisionDraft(AT, "me", "test", "")).number


def test_a_command_waits_for_another_and_a_page_says_that_it_is_busy(database: Place) -> None:
    """The other writes for longer than a page waits, and for less than a command does: nothing is lost of either."""
    with held(database):
        assert decide(database) == 2
    page = database.waiting(1)
    connect(page)
    with held(page), pytest.raises(OSError, match="temporarily") as refused:
        decide(page)
    assert refused.value.errno == errno.EAGAIN
    assert decide(page) == 4


def test_a_moment_is_read_once_nobody_else_writes(database: Place, tmp_path: Path) -> None:
    """Who waits for another does not act before what that one decided meanwhile, and is not refused for it."""
    desk = Desk(tmp_path, FileStore(tmp_path / "store"), DatabaseWorkspace(database))
    with desk.book.unit() as unit:
        begin(unit, Act("sato", AT))
        set_roles(unit, Act("sato", AT), "sato", ["admin", "maker"])
    begun = threading.Event()

    def decide_late() -> None:
        with DatabaseWorkspace(database).unit() as unit:
            begun.set()
            time.sleep(1)
            unit.decide(DecisionDraft(moment_text(datetime.now(tz=UTC)), "other", "test", ""))
        connection.close()

    other = threading.Thread(target=decide_late)
    other.start()
    assert begun.wait(HELD_SECONDS)
    content = b'id = "i"\nkind = "insider"\nnoticed_at = 2026-01-01T00:00:00Z\n'
    open_incident(desk, lambda: Act("sato", moment_text(datetime.now(tz=UTC))), content, "i.toml")
    other.join()
    assert [found.incident for found in desk.book.rows(Incident)] == ["i"]

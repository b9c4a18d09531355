"""How long whoever wants to write waits for another that writes."""

import errno
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from hikiate.book.decisions import DecisionDraft
from hikiate.storage.database.connection import Place, connect
from hikiate.storage.database.workspace import DatabaseWorkspace

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

"""A view of the book that is only read: the same on either database, and nobody waits for it."""

import threading

from hikiate.book.journal import EntryDraft, Posting
from hikiate.operations.workspace.people import begin, set_roles
from hikiate.operations.workspace.ports import Act
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

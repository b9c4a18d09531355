"""Corrections of the journal: an entry is reversed once, and what it entered can be entered anew."""

from datetime import date

import pytest
from lives import Book, Life, by, pack, refused, result

from hikiate.book.memory import MemoryWorkspace
from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Words
from hikiate.operations.workspace import incidents
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.closes import Files, close_into
from hikiate.operations.workspace.corrections import request_correction
from hikiate.operations.workspace.findings import open_findings
from hikiate.operations.workspace.incidents import Money
from hikiate.operations.workspace.reserve import request_provision

BREAK = FindingKind("recon.break", Severity.BREACH, Words("a", "b", "c"), Words("d", "e", "f"))


@pytest.fixture
def life() -> Life:
    """A workspace with an incident."""
    life = Life(MemoryWorkspace()).begun()
    life.opened()
    return life


def corrections(life: Life, entry: int) -> list[int]:
    """Two requests to reverse an entry, for two reasons."""
    numbers = []
    for reason in ("typed twice", "another amount"):
        with life.book.unit() as unit:
            numbers.append(request_correction(unit, life.act("mia"), entry, reason).number)
    return numbers


def test_two_requests_for_one_entry_reverse_it_once(life: Life) -> None:
    """Both were open when they were asked for; the second to be approved is refused, and may be rejected."""
    with life.book.unit() as unit:
        request = request_provision(unit, life.act("mia"), "JPY", "500", "").number
    life.approved(request)
    before = life.balance("reserve_assets")
    first, second = corrections(life, 2)
    life.approved(first)
    assert refused(life, by(approve, life.act("cho"), second, "", life.effects)) == ["journal.entry"]
    assert life.balance("reserve_assets") == before - 500


def test_money_whose_entry_was_reversed_is_entered_anew_under_its_reference(life: Life) -> None:
    """The amount was wrong; the right one comes under the same reference, and is then doubled no more."""
    wrong, right = (Money("insurance", "JPY", amount, "policy 7") for amount in ("200", "100"))
    with life.book.unit() as unit:
        entry = incidents.claim(unit, life.act("mia"), "I-1", wrong).number
    assert refused(life, by(incidents.claim, life.act("mia"), "I-1", right)) == ["incident.differs"]
    life.approved(corrections(life, entry)[0])
    for already in (False, True):
        with life.book.unit() as unit:
            done = incidents.claim(unit, life.act("mia"), "I-1", right)
        assert (done.number, done.already) == (entry + 2, already)
    assert life.balance("insurance_receivable") == 100


def test_a_day_closed_once_more_after_a_later_one_ends_nothing_that_stands(book: Book) -> None:
    """The corrected pack of the first is in order; the breach of the second day stays open, and ends with the third."""
    life = Life(book).begun()
    life.close(date(2026, 9, 2), [BREAK.at("statements.h")])
    early = pack(date(2026, 9, 1), reserve=5)
    with book.unit() as unit:
        close_into(unit, life.act("mia"), early, result(early), Files("5" * 64, {}, (), ""))
        assert [found.place for found in open_findings(unit)] == ["statements.h"]
    life.close(date(2026, 9, 3))
    with book.unit() as unit:
        assert open_findings(unit) == []

"""An incident carried to its last payment, the same in memory, in SQLite and in PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from lives import INCIDENT, Book, Life, payable

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.arrivals import Line
from hikiate.book.records import Batch, CloseDone, Funding, Outcome, Payment, Request
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import reject, request_states, state
from hikiate.operations.workspace.determinations import revision_in_force
from hikiate.operations.workspace.incidents import Money


def balanced(life: Life) -> None:
    """Debits are credits, by asset, over all accounts; what is asked for at once is what is asked for one by one."""
    with life.book.unit() as unit:
        held = unit.balances()
        for asset in ("JPY", "BTC", "ETH"):
            signed = [
                held.get((name, asset), 0) * (1 if account.side is Side.DEBIT else -1)
                for name, account in ACCOUNTS.items()
            ]
            assert sum(signed) == 0
        moments = [None, unit.journal.at, min(entry.at for number in range(1, 3) if (entry := unit.entry(number)))]
        for subject in (None, "I-1", "nobody"):
            for until in moments:
                whole = unit.balances(subject=subject, until=until)
                single = {
                    (name, asset): unit.balance(name, asset, subject=subject, until=until)
                    for name in ACCOUNTS
                    for asset in ("JPY", "BTC", "ETH")
                }
                assert {place: amount for place, amount in whole.items() if amount} == {
                    place: amount for place, amount in single.items() if amount
                }
        assert request_states(unit) == {asked.request: state(unit, asked) for asked in unit.rows(Request)}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """What was refused."""
    return {fault.code for fault in refused.value.faults}


def test_the_whole_story(book: Book) -> None:
    """Thirty closes, a theft, determination, two approvers, draw, release, part settled, retry, recovery, close."""
    life = Life(book)
    life.people()
    for day in range(30):
        life.close(date(2026, 9, 1) + timedelta(days=day))
    life.limits()
    assert life.balance("reserve_assets") == 1_000_000
    life.opened()
    lines = [
        *payable(600),
        Line(601, "B0001", "C0001", "BTC", "0.5", "payable", ""),
        Line(602, "P0001", "C0900", "JPY", "7", "pending", "sanctions list"),
    ]
    life.determined(lines, "cho", "dai")
    balanced(life)
    assert life.balance("compensation_payable") == 600_000
    life.drawn("reserve", "JPY", "550000", "cho", "dai")
    life.drawn("own_funds", "JPY", "50000")
    life.drawn("guarantee", "BTC", "0.5")
    balanced(life)
    assert (life.balance("reserve_assets"), life.balance("reserve_liability")) == (450_000, 450_000)
    first, coins = life.batch(lines=400), life.batch("BTC")
    for made in (first, coins):
        life.released(made)
    assert life.balance("payout_clearing") == 400_000
    assert life.settled(coins, life.report(coins)) == 1
    part = [f"K{row:04}" for row in range(1, 301)]
    assert life.settled(first, life.report(first, returned=["K0007", "K0300"], only=part)) == 300
    balanced(life)
    assert life.balance("payout_clearing") == 100_000
    assert life.settled(first, life.report(first, returned=["K0007", "K0300"])) == 100
    second = life.batch()
    assert (second.first, second.payments) == (first.last + 1, 200)
    life.released(second)
    assert life.settled(second, life.report(second)) == 200
    again = life.batch(retry=True)
    assert (again.attempt, again.payments) == (2, 2)
    life.released(again)
    assert life.settled(again, life.report(again, returned=["K0300"])) == 2
    with book.unit() as unit:
        with pytest.raises(Refused) as refused:
            incidents.close_incident(unit, life.act("mia"), "I-1", "")
        assert codes(refused) == {"incident.standing"}
        payouts.set_aside(unit, life.act("mia"), "I-1", "K0300", "cannot be reached")
        incidents.claim(unit, life.act("mia"), "I-1", Money("insurance", "JPY", "300000", "claim 1"))
        incidents.recover(unit, life.act("mia"), "I-1", Money("insurance", "JPY", "300000", "wire 9"))
        incidents.recover(unit, life.act("mia"), "I-1", Money("police", "BTC", "0.1", "seized 3"))
        incidents.close_incident(unit, life.act("mia"), "I-1", "done")
    balanced(life)
    _stands_as_it_ended(book)


def _stands_as_it_ended(book: Book) -> None:
    """What the whole story leaves behind."""
    with book.unit() as unit:
        assert unit.count(CloseDone) == 30
        assert unit.count(Payment, incident="I-1", status="payable") == 601
        assert unit.count(Outcome, incident="I-1", outcome="paid") == 600
        assert unit.balance("compensation_payable", "JPY", subject="I-1") == 1000
        assert unit.balance("payout_funds", "JPY", subject="I-1") == 0
        assert unit.balance("payout_clearing", "JPY") == 0
        assert [row.movement for row in unit.rows(Funding)] == ["draw"] * 3 + ["claim", "recover", "recover"]
        assert unit.balance("reserve_assets", "JPY", until="2026-09-01T00:20:00.000000Z") == 1_000_000


def test_every_step_twice_is_done_once(book: Book) -> None:
    """Whatever is retried says so, and nothing is doubled."""
    life = Life(book).begun()
    life.opened()
    life.opened()
    lines = payable(3)
    life.determined(lines)
    life.determined(lines)
    request = life.drawn("own_funds", "JPY", "3000")
    life.approved(request)
    made = life.batch()
    assert life.batch() == made
    life.released(made)
    life.released(made)
    report = life.report(made, returned=["K0002"])
    for _ in range(2):
        assert life.settled(made, report) == 3
    assert life.settled(made, life.report(made, returned=["K0002"], only=["K0001"])) == 0
    with book.unit() as unit:
        number = payouts.make_retry(unit, life.act("mia"), "I-1", "JPY").number
        reject(unit, life.act("cho"), payouts.batch_of(unit, "I-1", number).request, "ask the customer first")
    again = life.batch(retry=True)
    assert life.batch(retry=True) == again
    with book.unit() as unit:
        for _ in range(2):
            incidents.claim(unit, life.act("mia"), "I-1", Money("insurance", "JPY", "5", "c"))
            incidents.recover(unit, life.act("mia"), "I-1", Money("insurance", "JPY", "5", "r"))
    assert life.balance("recoveries") == 5
    assert life.balance("payout_funds") == 1000
    life.released(again)
    life.settled(again, life.report(again, returned=["K0002"]))
    third = life.batch(retry=True)
    assert (third.attempt, third.payments) == (3, 1)
    life.released(third)
    life.settled(third, life.report(third))
    with book.unit() as unit:
        for already in (False, True):
            done = incidents.close_incident(unit, life.act("mia"), "I-1", "")
            assert done.already is already
    assert life.balance("payout_funds") == 0
    balanced(life)


def test_a_determination_that_was_rejected_can_be_asked_for_again(book: Book) -> None:
    """The same lines, as a revision of their own; while one waits, and once one is approved, that one is the answer."""
    life = Life(book).begun()
    life.opened()
    first = life.asked(payable(3))
    assert life.asked(payable(3)) == first
    with book.unit() as unit:
        reject(unit, life.act("cho"), first, "by mistake")
    again = life.determined(payable(3))
    assert again != first
    assert life.asked(payable(3)) == again
    with book.unit() as unit:
        assert revision_in_force(unit, "I-1") == 2
        assert unit.count(Payment, incident="I-1") == 3
    assert life.balance("compensation_payable") == 3000
    balanced(life)


def test_a_batch_takes_what_no_batch_has_and_a_rejected_one_gives_it_back(book: Book) -> None:
    """A later determination adds to the first, and a line of its own batch stays whole."""
    life = Life(book).begun()
    life.opened()
    life.determined(payable(5))
    life.drawn("own_funds", "JPY", "100000")
    with book.unit() as unit:
        number = payouts.make_batch(unit, life.act("mia"), "I-1", "JPY", lines_max=3).number
        rejected = payouts.batch_of(unit, "I-1", number)
        for already in (False, True):
            assert reject(unit, life.act("cho"), rejected.request, "wrong bank").already is already
    made = life.batch(lines=3)
    assert (made.batch, made.first, made.last) == (2, rejected.first, rejected.last)
    life.released(made)
    more = [*payable(5), *payable(2, start=6), Line(8, "P1", "C9", "JPY", "4", "pending", "no account")]
    life.determined(more)
    rest, further = life.batch(), None
    assert (rest.first, rest.payments) == (4, 2)
    life.released(rest)
    further = life.batch()
    assert (further.first, further.payments) == (6, 2)
    resolved = [*payable(7), Line(8, "P1", "C9", "JPY", "4", "payable", "")]
    life.determined(resolved)
    life.released(further)
    assert life.batch().amount == 4
    still = Line(9, "P2", "C8", "JPY", "1", "pending", "no account")
    life.determined([*resolved, still])
    unfunded = Line(10, "U1", "C7", "JPY", "2", "unfunded", "")
    last = [*(replace(line, status="paid") for line in resolved), still, unfunded, *payable(1, start=10)]
    life.determined(last)
    with book.unit() as unit:
        assert unit.count(Payment, key="P1") == 2
        assert unit.count(Payment, key="P2") == 2
        assert unit.count(Payment, status="pending", revision=revision_in_force(unit, "I-1")) == 2
        assert unit.count(Payment, status="payable") == 9
        assert unit.count(Batch) == 5


def test_a_line_set_aside_is_in_no_batch(book: Book) -> None:
    """Nor is one that is on its way set aside."""
    life = Life(book).begun()
    life.opened()
    life.determined(payable(4))
    life.drawn("own_funds", "JPY", "4000")
    with book.unit() as unit:
        for already in (False, True):
            assert payouts.set_aside(unit, life.act("mia"), "I-1", "K0002", "frozen").already is already
    made = life.batch(lines=2)
    assert (made.first, made.last, made.payments, made.amount) == (1, 3, 2, 2000)
    life.released(made)
    with book.unit() as unit:
        keys = [sent.payment.key for sent in payouts.lines_of(unit, made)]
        with pytest.raises(Refused) as refused:
            payouts.set_aside(unit, life.act("mia"), "I-1", "K0003", "late")
        assert codes(refused) == {"payout.batch"}
    assert keys == ["K0001", "K0003"]
    life.settled(made, life.report(made, returned=["K0003"]))
    with book.unit() as unit:
        payouts.set_aside(unit, life.act("mia"), "I-1", "K0003", "no account")
        assert [sent.payment.key for sent in payouts.lines_of(unit, made)] == keys
        with pytest.raises(Refused) as refused:
            payouts.make_retry(unit, life.act("mia"), "I-1", "JPY")
        assert codes(refused) == {"payout.batch"}


def test_another_file_for_an_open_incident_is_refused(book: Book) -> None:
    """What it was opened with is not changed."""
    life = Life(book).begun()
    life.opened()
    with book.unit() as unit, pytest.raises(Refused) as refused:
        incidents.open_incident(unit, life.act("mia"), replace(INCIDENT, digest="0" * 64))
    assert codes(refused) == {"incident.differs"}


def test_what_keeps_an_incident_open_is_counted_or_taken_as_counted(book: Book) -> None:
    """Whoever has counted the payments already says how many are not paid."""
    life = Life(book).begun()
    life.opened()
    life.determined(payable(3))
    with book.unit() as unit:
        counted = [term.en for term in incidents.unanswered(unit, "I-1")]
        assert "3 payable payments are not paid" in counted
        assert [term.en for term in incidents.unanswered(unit, "I-1", 3)] == counted
        assert "3 payable payments are not paid" not in [term.en for term in incidents.unanswered(unit, "I-1", 0)]

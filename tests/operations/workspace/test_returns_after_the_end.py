"""A payment that comes back after its incident was closed: owed as before, and sent once more or set aside."""

import pytest
from lives import Life, by, paying, refused

from hikiate.book.arrivals import BankLine, BankStatement
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.bank_settlements import settle_statements
from hikiate.storage.workspace.bank_statements import BankFile


@pytest.fixture
def ended() -> Life:
    """A closed incident, of whose three payments the second came back the day after."""
    life = paying()
    made = life.batch()
    life.released(made)
    for number, key, is_credit in ((1, "K0001", False), (1, "K0002", False), (1, "K0003", False), (2, "K0002", True)):
        line = BankLine(1, "2026-09-30", key, "JPY", "1000", is_credit, f"{key}{is_credit}", "")
        statement = BankStatement("JP00", f"{number}{key}", "1", "2026-09-30", "JPY", "", (line,))
        file = BankFile("bank.xml", f"{number}{key}".rjust(64, "0"), (statement,))
        if is_credit:
            with life.book.unit() as unit:
                incidents.close_incident(unit, life.act("mia"), "I-1", "all are paid")
        with life.book.unit() as unit:
            settle_statements(unit, life.act("mia"), file)
    assert life.balance("compensation_payable") == life.balance("payout_funds") == 1000
    return life


def test_it_is_sent_once_more(ended: Life) -> None:
    """With the money that came back; afterwards nothing is owed, and nothing further is sent."""
    made = ended.batch(retry=True)
    ended.released(made)
    ended.settled(made, ended.report(made))
    assert [ended.balance(name) for name in ("compensation_payable", "payout_clearing", "payout_funds")] == [0, 0, 0]
    assert refused(ended, by(payouts.make_retry, ended.act("mia"), "I-1", "JPY")) == ["incident.standing"]
    assert refused(ended, by(payouts.make_batch, ended.act("mia"), "I-1", "JPY")) == ["incident.standing"]


def test_it_is_set_aside(ended: Life) -> None:
    """What did not come back is not: the incident is closed."""
    assert refused(ended, by(payouts.set_aside, ended.act("mia"), "I-1", "K0001", "why")) == ["incident.standing"]
    with ended.book.unit() as unit:
        payouts.set_aside(unit, ended.act("mia"), "I-1", "K0002", "cannot be reached")
    assert refused(ended, by(payouts.make_retry, ended.act("mia"), "I-1", "JPY")) == ["incident.standing"]
    assert ended.balance("compensation_payable") == 1000


def test_a_batch_of_the_first_time_is_not_released_after_the_end(ended: Life) -> None:
    """Released before, it is said again; an incident that is not there has none."""
    with ended.book.unit() as unit:
        batch, stands = payouts.require_releasable(unit, ended.act("mia"), "I-1", 1)
    assert stands is not None
    assert batch.attempt == 1
    assert refused(ended, by(payouts.make_retry, ended.act("mia"), "I-9", "JPY")) == ["incident.unknown"]

"""Bank statements against payments that were sent: matched by end-to-end id, taken once, refused where doubtful."""

from dataclasses import dataclass

import pytest
from lives import Book, Life, by, payable, paying, refused

from hikiate.book.arrivals import BankLine, BankStatement, Line
from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import BankSettled, CameBack, Outcome, StatementTaken
from hikiate.kernel.digests import digest
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.bank_settlements import settle_statements

DAY = "2026-10-01"


@dataclass(frozen=True)
class Statements:
    """A file of statements in memory."""

    statements: list[BankStatement]
    name: str = "camt.xml"

    @property
    def digest(self) -> str:
        """Over every statement."""
        return digest("test/1", [repr(statement) for statement in self.statements])


def debit(key: str, reference: str = "", amount: str = "1000.00", asset: str = "JPY", day: str = DAY) -> BankLine:
    """A payment that left the account."""
    return BankLine(1, day, key, asset, amount, is_credit=False, reference=reference or f"D-{key}", reason="")


def credit(key: str, reference: str = "", reason: str = "AC04 closed") -> BankLine:
    """A payment that came back."""
    return BankLine(2, "", key, "JPY", "1000", is_credit=True, reference=reference or f"C-{key}", reason=reason)


def of_day(day: int, *lines: BankLine) -> Statements:
    """A day's statement."""
    return Statements([BankStatement("JP00", f"S{day}", "1", f"2026-10-{day:02}", "JPY", "0", lines)])


def taken(life: Life, file: Statements) -> tuple[int, bool]:
    """A file taken in: how many payments it said something new of, and whether it was known."""
    with life.book.unit() as unit:
        done = settle_statements(unit, life.act("mia"), file)
    return done.number, done.already


def test_a_statement_settles_payments_of_several_batches_and_leaves_the_rest_out(book: Book) -> None:
    """By the end-to-end id alone; a credit is a return, and the return of a paid one may be sent once more."""
    life = Life(book).begun()
    life.opened()
    long = "f" * 40
    life.determined([*payable(3), Line(9, long, "C0009", "JPY", "1000", "payable", "")])
    life.drawn("own_funds", "JPY", "4000")
    first, second = life.batch(lines=2), life.batch
    life.released(first)
    rest = second()
    life.released(rest)
    lines = (debit("K0001"), debit("K0002"), credit("K0002"), debit("K0003"), debit(long[:35]), debit("rent"))
    assert taken(life, of_day(1, *lines)) == (4, False)
    assert taken(life, of_day(1, *lines)) == (4, True)
    assert life.balance("payout_clearing") == 0
    # The same lines in a later statement, and the return of what was paid.
    assert taken(life, of_day(2, debit("K0001"), credit("K0003", reason=""))) == (1, False)
    assert taken(life, of_day(3, credit("K0003"), debit(long[:20], f"D-{long[:35]}"))) == (0, False)
    assert (life.balance("payout_funds"), life.balance("compensation_payable")) == (2000, 2000)
    with book.unit() as unit:
        assert [row.reason for row in unit.rows(CameBack)] == ["no reason stated / 理由の記載なし"]
        assert [row.lines for row in unit.rows(StatementTaken)] == [6, 2, 2]
        counts = [(row.batch, row.paid, row.returned, row.late) for row in unit.rows(BankSettled)]
    assert sorted(counts) == [(1, 1, 1, 0), (2, 0, 0, 1), (2, 2, 0, 0)]
    again = life.batch(retry=True)
    assert (again.attempt, again.payments) == (2, 2)
    life.released(again)
    # The debit of the attempt that came back, in a notification that comes late, is known for what it is.
    assert taken(life, of_day(5, debit("K0002"), debit("K0003"))) == (0, False)
    # A statement that lists the old return beside the new debit.
    assert taken(life, of_day(4, credit("K0003"), debit("K0003", "D2"), debit("K0002", "D2"))) == (2, False)
    with book.unit() as unit:
        assert unit.count(Outcome, incident="I-1", outcome="paid") == 5
        assert incidents.close_incident(unit, life.act("mia"), "I-1", "").number == 1
    assert life.balance("compensation_payable") == 0


def test_a_late_return_may_be_left_pending(book: Book) -> None:
    """The batch that sent it stays what it was, and the incident ends with the payment owed."""
    life = Life(book).begun()
    life.opened()
    life.determined(payable(2))
    life.drawn("own_funds", "JPY", "2000")
    made = life.batch()
    life.released(made)
    taken(life, of_day(1, debit("K0001"), debit("K0002")))
    taken(life, of_day(2, credit("K0002")))
    with book.unit() as unit:
        sent = list(payouts.lines_of(unit, made))
        payouts.set_aside(unit, life.act("mia"), "I-1", "K0002", "cannot be reached")
        assert list(payouts.lines_of(unit, made)) == sent
        incidents.close_incident(unit, life.act("mia"), "I-1", "")
    assert life.balance("compensation_payable") == 1000


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([debit("K0001", amount="999")], ["settlement.differs"]),
        ([debit("K0001", amount="1000.5")], ["settlement.differs"]),
        ([debit("K0001", asset="USD")], ["settlement.differs"]),
        (
            [BankLine(1, DAY, "K0001", "JPY", "1000", is_credit=False, reference="", reason="")],
            ["settlement.malformed"],
        ),
        ([debit("K0001", "a"), debit("K0001", "b")], ["bank.doubtful"]),
        ([debit("K0001", "a"), debit("K0001", "a")], ["bank.doubtful"]),
        ([debit("K0001", day="2026-08-31")], ["bank.doubtful"]),
        ([credit("K0001", "a"), credit("K0001", "b"), debit("K0002")], ["bank.doubtful"]),
    ],
)
def test_a_doubtful_line_refuses_the_whole_file(lines: list[BankLine], codes: list[str]) -> None:
    """Another amount or currency, no reference, a payment twice: nothing of the file is taken in."""
    life = paying()
    life.released(life.batch())
    assert refused(life, by(settle_statements, life.act("mia"), of_day(1, *lines))) == codes
    assert refused(life, by(settle_statements, life.act("cho"), of_day(1))) == ["workspace.user"]


def test_what_was_said_before_is_not_said_otherwise() -> None:
    """A second debit of a paid payment, a debit of one that came back, a second return; another content of a day."""
    life = paying()
    life.released(life.batch())
    taken(life, of_day(1, debit("K0001"), credit("K0002"), debit("K0003")))
    taken(life, of_day(2, credit("K0003")))
    for line in (debit("K0001", "other"), debit("K0002"), debit("K0003", "other"), credit("K0003", "other")):
        assert refused(life, by(settle_statements, life.act("mia"), of_day(3, line))) == ["bank.doubtful"]
    assert refused(life, by(settle_statements, life.act("mia"), of_day(1, debit("K0001")))) == ["bank.changed"]
    twice = Statements(of_day(4).statements * 2)
    assert refused(life, by(settle_statements, life.act("mia"), twice)) == ["bank.changed"]


def test_a_file_with_many_faults_names_the_first() -> None:
    """And says how many more there are."""
    life = Life(MemoryWorkspace()).begun()
    life.opened()
    life.determined(payable(250))
    life.drawn("own_funds", "JPY", "250000")
    life.released(life.batch())
    lines = [debit(f"K{row:04}", amount="1") for row in range(1, 251)]
    found = refused(life, by(settle_statements, life.act("mia"), of_day(1, *lines)))
    assert (len(found), found[-1]) == (201, "input.more_faults")


def test_an_id_that_fits_two_payments_is_refused() -> None:
    """Two keys that share the characters for which an id has room."""
    life = Life(MemoryWorkspace()).begun()
    life.opened()
    keys = ["a" * 30 + "1", "a" * 30 + "2"]
    life.determined([Line(row, key, f"C{row}", "JPY", "1000", "payable", "") for row, key in enumerate(keys)])
    life.drawn("own_funds", "JPY", "2000")
    life.released(life.batch())
    assert refused(life, by(settle_statements, life.act("mia"), of_day(1, debit("a" * 20)))) == ["bank.doubtful"]
    assert taken(life, of_day(1, *(debit(key) for key in keys))) == (2, False)

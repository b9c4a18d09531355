"""What incidents, determinations, batches and settlement files are refused for, and that nothing is changed by it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from lives import Life, Payments, Settled, Verb, by, payable, paying, refused

from hikiate.book.arrivals import Line, SettledLine
from hikiate.book.memory import MemoryWorkspace
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import reject
from hikiate.operations.workspace.determinations import determine
from hikiate.operations.workspace.incidents import Draw, Money, read_incident
from hikiate.operations.workspace.ports import Unit
from hikiate.operations.workspace.settlements import settle


@pytest.fixture
def life() -> Life:
    """A life begun, in memory: what is refused is refused before any database is asked."""
    return Life(MemoryWorkspace()).begun()


def test_an_incident_that_is_not_there_or_closed_takes_nothing(life: Life) -> None:
    """Neither money nor a determination."""
    money = Money("insurance", "JPY", "5", "r")
    assert refused(life, by(incidents.claim, life.act("mia"), "I-9", money)) == ["incident.unknown"]
    life.opened()
    assert refused(life, by(incidents.recover, life.act("mia"), "I-1", money)) == ["book.short"]
    blank = Money("", "JPY", "5", "")
    assert refused(life, by(incidents.claim, life.act("mia"), "I-1", blank)) == ["input.blank"] * 2

    def finish(unit: Unit) -> object:
        return incidents.close_incident(unit, life.act("mia"), "I-1", "")

    with life.book.unit() as unit:
        request = determine(unit, life.act("mia"), "I-1", Payments(payable(2))).number
        reject(unit, life.act("cho"), request, "the wrong day's ledger")
    assert refused(life, finish) == ["incident.standing"]
    life.determined(payable(1))
    life.drawn("own_funds", "JPY", "1000")
    with life.book.unit() as unit:
        incidents.claim(unit, life.act("mia"), "I-1", money)
    other = by(incidents.claim, life.act("mia"), "I-1", replace(money, amount="6"))
    assert refused(life, other) == ["incident.differs"]
    made = life.batch()
    with life.book.unit() as unit:
        incidents.request_draw(unit, life.act("mia"), "I-1", Draw("group", "JPY", "9"))
    assert refused(life, finish) == ["incident.standing"] * 4
    with life.book.unit() as unit:
        reject(unit, life.act("cho"), 5, "")
        incidents.recover(unit, life.act("mia"), "I-1", money)
    life.released(made)
    assert refused(life, finish) == ["incident.standing"] * 2
    life.settled(made, life.report(made))
    with life.book.unit() as unit:
        finish(unit)
    assert refused(life, by(payouts.make_batch, life.act("mia"), "I-1", "JPY")) == ["incident.standing"]


TABLES = {"payable": "paid", "paid": "paid", "pending": "pending"}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (Line(2, "", "C", "JPY", "1", "payable", ""), "key"),
        (Line(2, "a b", "C", "JPY", "1", "payable", ""), "key"),
        (Line(2, "K0001", "C", "JPY", "1", "payable", ""), "key"),
        (Line(2, "k", "", "JPY", "1", "payable", ""), "customer"),
        (Line(2, "k", "C", "JPY", "1", "maybe", ""), "status"),
        (Line(2, "k", "C", "JPY", "1", "pending", " "), "status"),
        (Line(2, "", "C", "JPY", "1", "paid", ""), "key"),
        (Line(2, "k", "", "JPY", "1", "unfunded", ""), "customer"),
        (Line(2, "k", "C", "JPY", "0", "payable", ""), "amount"),
        (Line(2, "k", "C", "JPY", "-1", "payable", ""), "amount"),
        (Line(2, "k", "C", "JPY", "1.5", "payable", ""), "amount"),
    ],
)
def test_a_line_that_is_no_payment_refuses_the_determination(life: Life, line: Line, place: str) -> None:
    """With its row and column."""
    life.opened()
    made = Payments([*payable(1), line], {("payable", "JPY"): "1000"})
    with pytest.raises(Refused) as caught, life.book.unit() as unit:
        determine(unit, life.act("mia"), "I-1", made)
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("determination.malformed", f"{TABLES.get(line.status, 'payments')} row 2 column {place}")
    ]


def test_what_counts_as_paid_stands_in_an_approved_determination(life: Life) -> None:
    """One that leaves out what the workspace never approved would pay it nowhere."""
    life.opened()
    unknown = by(determine, life.act("mia"), "I-1", Payments([replace(payable(1)[0], status="paid")], {}))
    assert refused(life, unknown) == ["determination.malformed"]
    life.determined(payable(1))
    waits = by(determine, life.act("mia"), "I-1", _waiting(replace(payable(1)[0], status="pending", reason="frozen")))
    assert refused(life, waits) == ["determination.differs"]


def _waiting(line: Line) -> Payments:
    return Payments([line], {("pending", line.asset): line.amount})


def test_a_determination_whose_totals_differ_is_refused(life: Life) -> None:
    """In any status and asset, also where the summary's total is no amount; an asset that no pack has too."""
    life.opened()

    def taking(lines: list[Line], summary: dict[tuple[str, str], str]) -> Verb:
        return by(determine, life.act("mia"), "I-1", Payments(lines, summary))

    assert refused(life, taking(payable(1), {("payable", "JPY"): "999"})) == ["determination.differs"]
    assert refused(life, taking(payable(1), {("pending", "JPY"): "1"})) == ["determination.differs"] * 2
    assert refused(life, taking(payable(1), {("payable", "JPY"): "much"})) == ["determination.differs"]
    assert refused(life, taking(payable(1, asset="XRP"), {})) == ["workspace.asset"]
    many = [replace(line, amount="0") for line in payable(300)]
    assert len(refused(life, taking(many, {}))) == 201


def test_what_is_payable_is_not_changed_by_a_later_determination() -> None:
    """Neither its amount nor its customer, and it is not left out."""
    life = paying()
    other = [replace(payable(1)[0], amount="1001"), replace(payable(2)[1], customer="C9")]
    assert refused(life, by(determine, life.act("mia"), "I-1", Payments(other))) == (["determination.differs"] * 3)


def test_a_batch_is_released_when_it_is_approved_and_funded() -> None:
    """And there is something to pay."""
    life = paying()

    def ask(number: int) -> Verb:
        return by(payouts.require_releasable, life.act("mia"), "I-1", number)

    assert refused(life, ask(1)) == ["payout.batch"]
    with life.book.unit() as unit:
        payouts.make_batch(unit, life.act("mia"), "I-1", "JPY", lines_max=2)
    assert refused(life, ask(1)) == ["payout.batch"]
    life.approved(3)
    with life.book.unit() as unit:
        made = payouts.batch_of(unit, "I-1", 1)
    life.released(made)
    more = [*payable(3), *payable(5, start=4)]
    life.determined(more)
    rest = life.batch()
    life.released(rest)
    life.batch()
    assert refused(life, ask(3)) == ["book.short"]
    for verb in (payouts.make_batch, payouts.make_retry):
        assert refused(life, by(verb, life.act("mia"), "I-1", "BTC")) == ["payout.batch"]

    def aside(key: str, reason: str) -> Verb:
        return by(payouts.set_aside, life.act("mia"), "I-1", key, reason)

    assert refused(life, aside("nobody", "why")) == ["payout.batch"]
    assert refused(life, aside("K0001", " ")) == ["input.blank"]


Change = Callable[[SettledLine], SettledLine]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda line: replace(line, batch="I-1/2"), "settlement.differs"),
        (lambda line: replace(line, batch=""), "settlement.differs"),
        (lambda line: replace(line, key="K9999"), "settlement.differs"),
        (lambda line: replace(line, amount="999"), "settlement.differs"),
        (lambda line: replace(line, amount="x"), "settlement.differs"),
        (lambda line: replace(line, asset="BTC"), "settlement.differs"),
        (lambda line: replace(line, outcome="lost"), "settlement.malformed"),
        (lambda line: replace(line, outcome="returned"), "settlement.malformed"),
        (lambda line: replace(line, reference=" "), "settlement.malformed"),
        (lambda line: replace(line, key="K0002"), "settlement.differs"),
    ],
)
def test_one_wrong_line_refuses_the_whole_settlement(change: Change, code: str) -> None:
    """Another batch's, unknown, of another amount, without outcome, reason or reference, or twice."""
    life = paying()
    made = life.batch()
    life.released(made)
    file = life.report(made)
    file.rows = [change(file.rows[0]), *file.rows[1:]]
    assert refused(life, by(settle, life.act("mia"), "I-1", 1, file)) == [code]


def test_a_settlement_that_is_cut_short_is_refused() -> None:
    """Its last row is missing, or counts and sums otherwise; so is one of a batch that was not released."""
    life = paying()
    made = life.batch()
    file = life.report(made)

    def taking(one: Settled) -> Verb:
        return by(settle, life.act("mia"), "I-1", 1, one)

    assert refused(life, taking(file)) == ["settlement.differs"]
    life.released(made)
    assert file.end is not None
    for end in (None, replace(file.end, key="2"), replace(file.end, amount="2000"), replace(file.end, amount="")):
        assert refused(life, taking(replace(file, end=end))) == ["settlement.cut_short"]
    shorter = replace(file, rows=file.rows[:-1])
    assert refused(life, taking(shorter)) == ["settlement.cut_short"]
    many = replace(file, rows=[replace(file.rows[0], row=row, amount="7") for row in range(300)])
    assert len(refused(life, taking(many))) == 201


def test_a_line_that_is_said_otherwise_later_is_refused() -> None:
    """Paid first and returned then, or paid under another reference: somebody looks into it before it is booked."""
    life = paying()
    made = life.batch()
    life.released(made)
    life.settled(made, life.report(made, only=["K0001"]))
    other = life.report(made, returned=["K0001"])
    assert refused(life, by(settle, life.act("mia"), "I-1", 1, other)) == ["settlement.differs"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("id = ", ["i.toml"]),
        ("", ["i.toml key id", "i.toml key kind", "i.toml key noticed_at"]),
        (
            'id = "a b"\nkind = "theft"\nnoticed_at = 2026-01-01',
            ["i.toml key id", "i.toml key kind", "i.toml key noticed_at"],
        ),
        ('id = "a"\nkind = "insider"\nnoticed_at = "soon"', ["i.toml key noticed_at"]),
        ('id = "a"\nkind = "insider"\nnoticed_at = 2026-01-01T00:00:00', ["i.toml key noticed_at"]),
        ('id = "a"\nkind = "insider"\nnoticed_at = 0001-01-01T00:00:00+09:00', ["i.toml key noticed_at"]),
    ],
)
def test_an_incident_file_says_which_what_and_when(text: str, places: list[str]) -> None:
    """All faults of it together."""
    with pytest.raises(Refused) as caught:
        read_incident(text, "i.toml", "f" * 64)
    assert [fault.where for fault in caught.value.faults] == places


def test_an_incident_file_is_read() -> None:
    """Its moment in UTC, however it is written."""
    read = read_incident(
        'id = "a"\nkind = "insider"\nnoticed_at = "2026-01-01T09:00:00+09:00"\nmethod = "cash"', "i", "f" * 64
    )
    assert (read.incident, read.kind, read.noticed_at) == ("a", "insider", "2026-01-01T00:00:00.000000Z")


def test_a_payment_that_a_file_names_twice_is_told_as_that() -> None:
    """And not as something that an earlier file said, where there was none."""
    life = paying()
    made = life.batch()
    life.released(made)
    file = life.report(made)
    file.rows = [file.rows[0], *file.rows]
    with life.book.unit() as unit, pytest.raises(Refused) as found:
        settle(unit, life.act("mia"), "I-1", 1, file)
    [fault] = found.value.faults
    assert fault.en.found.startswith(f"payment {file.rows[0].key} again: paid ")
    assert (fault.en.wanted, fault.ja.wanted) == ("one row for each payment", "1件の支払につき1行")

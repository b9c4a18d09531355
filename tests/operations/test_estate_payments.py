"""What a round pays beside what earlier rounds really paid, and claims that a register of claims tells day by day."""

from datetime import date

import polars as pl
import pytest
from estate_cases import (
    BTC,
    CLAIM,
    DISPUTE,
    LEDGER,
    ROUNDS,
    codes,
    faults,
    paid,
    plan,
    raw_pack,
    refused,
    table,
    worked,
)

from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Refused
from hikiate.operations.distribute import Distribution
from hikiate.operations.payouts import Paperwork
from hikiate.remedy.estate import ClaimEntry
from hikiate.remedy.estate_rounds import EarlierRound
from hikiate.remedy.estate_tables import read_register
from hikiate.remedy.payouts.ledger import PAID_SCHEMA
from hikiate.remedy.pending import PENDING_SCHEMA

FIRST_ROUND = ROUNDS.rsplit("[[round]]", 1)[0]
COLUMNS = ("customer", "asset", "day", "claim", "disputed", "evidence")
EXCHANGE = read_pack(raw_pack(LEDGER)).exchange


def held(*customers: str) -> Paperwork:
    """Customers who may not be paid."""
    rows = [(customer, None, "frozen", "") for customer in customers]
    return Paperwork(held=pl.DataFrame(rows, schema=PENDING_SCHEMA, orient="row"))


def earlier(made: pl.DataFrame, estate: str = "aoba", exchange: str = "Aoba") -> EarlierRound:
    """A round that was run before."""
    return EarlierRound(1, estate, exchange, "2" * 64, made)


def entry(customer: str, day: str, claim: str, disputed: str = "0", evidence: str = "") -> ClaimEntry:
    """A row of the register, read as it would be."""
    rows = [(customer, "BTC", day, claim, disputed, evidence)]
    (read,) = read_register(table("register", COLUMNS, rows), EXCHANGE)
    return read


def amounts(rows: pl.DataFrame) -> dict[str, int]:
    """Whole coins by customer, in hundredths."""
    return {customer: amount // 10**6 for customer, amount in rows.select("customer", "amount").iter_rows()}


def figure(made: Distribution, name: str) -> str | None:
    """The value of a figure."""
    return made.result.figures[name].value


def test_what_waited_in_one_round_is_due_again_in_the_next() -> None:
    """124.25 and 17.75, of which b's waits; then b gets 17.75 and 7.25 in one, once nothing holds it back."""
    first = worked(LEDGER[:2], BTC + FIRST_ROUND, paperwork=held("b"))
    assert amounts(first.payments.paid) == amounts(first.payments.made) == {"a": 12425}
    assert (figure(first, "payable.BTC.total"), figure(first, "pending.BTC.total")) == ("124.25", "17.75")
    assert "payout.pending" in codes(first)
    before = earlier(first.payments.paid)
    second = worked(LEDGER[:2], BTC + ROUNDS, earlier=before)
    assert amounts(second.payments.clearance.divided.payable) == {"a": 5075, "b": 2500}
    assert second.result.annex["earlier_digest"] == "2" * 64
    without = worked(LEDGER[:2], BTC + ROUNDS)
    assert amounts(without.payments.clearance.divided.payable) == {"a": 5075, "b": 725}
    assert without.result.annex["earlier_digest"] is None


def test_a_payment_that_came_back_is_due_again() -> None:
    """It is taken out of what was paid by its key; a key that nobody paid under is refused."""
    whole = worked(LEDGER[:2], BTC + FIRST_ROUND).payments.paid
    before = earlier(whole)
    key = whole.filter(pl.col("customer") == "b")["key"].item()
    returned = Paperwork(returned=frozenset([key]))
    second = worked(LEDGER[:2], BTC + ROUNDS, earlier=before, paperwork=returned)
    assert amounts(second.payments.clearance.divided.payable) == {"a": 5075, "b": 2500}
    with pytest.raises(Refused) as caught:
        worked(LEDGER[:2], BTC + ROUNDS, earlier=before, paperwork=Paperwork(returned=frozenset(["x"])))
    assert [code for code, _ in faults(caught.value)] == ["payout.returned_unknown"]


def test_who_got_more_than_is_due_gets_nothing_and_it_is_said() -> None:
    """250 BTC were paid to a where 175 are due after two rounds."""
    whole = worked(LEDGER[:2], BTC + FIRST_ROUND).payments.paid
    amount = pl.when(pl.col("customer") == "a").then(250 * 10**8).otherwise("amount")
    more = whole.with_columns(amount=amount.cast(whole.schema["amount"]))
    second = worked(LEDGER[:2], BTC + ROUNDS, earlier=earlier(more))
    assert "payout.overpaid" in codes(second)
    assert amounts(second.payments.clearance.divided.payable) == {"b": 725}


@pytest.mark.parametrize("other", [{"estate": "x"}, {"exchange": "x"}])
def test_a_round_of_another_estate_is_refused(other: dict[str, str]) -> None:
    """And one that was run already pays nothing under the same number."""
    nothing = pl.DataFrame(schema=PAID_SCHEMA)
    assert refused(LEDGER[:2], BTC, earlier=earlier(nothing, **other)) == [("payout.earlier_of_another", "earlier")]
    made = pl.DataFrame([("a", "BTC", 1, "k", 1)], schema=PAID_SCHEMA, orient="row")
    assert refused(LEDGER[:2], BTC, earlier=earlier(made)) == [("payout.iteration_used", "iteration")]


def test_the_register_says_day_by_day_what_stands_and_what_is_disputed() -> None:
    """Customer b claims 300 with evidence, all above the ledger is reserved until it is examined; then 200 of it stand.

    By hand: 142 of 700 + 300, of which 200 not examined; then 200 of 700 + 200 at 2/9.
    """
    filed = entry("b", "2026-09-30", "300", "200", "claim 7")
    first = worked(LEDGER[:2], BTC + FIRST_ROUND, register=(filed,))
    assert (paid(first)["b BTC"], paid(first, "reserved")["b BTC"]) == ("14.2", "28.4")
    examined = entry("b", "2027-03-01", "200", "0", "claim 7")
    second = worked(LEDGER[:2], BTC + ROUNDS, register=(filed, examined))
    assert plan(second)["b", "BTC"]["claim"] == "200"
    assert paid(second) == {"a BTC": "155.55555556", "b BTC": "44.44444444"}


def test_an_account_stands_in_the_register_or_in_the_file() -> None:
    """Two answers to one question are none; what the register says needs evidence above the ledger."""
    rows = (entry("b", "2026-10-01", "90"),)
    for text in (CLAIM.format("80"), DISPUTE):
        assert ("estate.two_claims", "register.csv row 2") in refused(LEDGER[:2], BTC + text, register=rows)
    above = (entry("b", "2026-10-01", "101"),)
    assert refused(LEDGER[:2], BTC, register=above) == [("estate.above_ledger", "register.csv row 2")]


def test_more_disputed_than_claimed_is_refused() -> None:
    """Where it stands."""
    with pytest.raises(Refused) as caught:
        entry("b", str(date(2026, 10, 1)), "1", "2")
    assert faults(caught.value) == [("input.wrong_value", "register.csv row 2 column disputed")]

"""What an iteration pays: never twice, never more than the largest entitlement, whatever the order of rows."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from payout_tables import SCALES

from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.findings import Refused
from hikiate.remedy.payouts import keys
from hikiate.remedy.payouts.ledger import PAID_SCHEMA, PAYMENT_SCHEMA, Due, due, payment_key

Owed = dict[tuple[str, str], int]


def entitled(rows: Sequence[tuple[str, str, int]]) -> pl.DataFrame:
    """Entitlements of customer, asset and minor units."""
    schema = {"customer": pl.String, "pay_asset": pl.String, "entitlement": pl.Int128, "status": pl.String}
    return pl.DataFrame([(*row, "payable") for row in rows], schema=schema, orient="row")


def made(paid: pl.DataFrame, payments: pl.DataFrame, iteration: int) -> pl.DataFrame:
    """The record of payments after an iteration was paid."""
    return pl.concat([paid, payments.with_columns(pl.lit(iteration, dtype=pl.UInt32).alias("iteration"))])


def after(*iterations: Sequence[tuple[str, str, int]]) -> list[Due]:
    """What each iteration comes to, when every payment of those before it was made."""
    paid, results = pl.DataFrame(schema=PAID_SCHEMA), []
    for number, rows in enumerate(iterations, start=1):
        results.append(due("incident", number, entitled(rows), paid, SCALES))
        paid = made(paid, results[-1].payments, number)
    return results


def test_the_worked_example_of_the_module() -> None:
    """100, then 130, then 120: paid 100, 30 and nothing, and 10 too much is told."""
    first, second, third = after([("A", "JPY", 100)], [("A", "JPY", 130)], [("A", "JPY", 120)])
    assert [result.payments["amount"].to_list() for result in (first, second, third)] == [[100], [30], []]
    assert first.overpaid.is_empty()
    assert second.findings == ()
    assert third.overpaid.rows() == [("A", "JPY", 120, 130, 10)]
    assert [finding.code for finding in third.findings] == ["payout.overpaid"]
    assert third.findings[0].where == "payments.JPY"
    assert "1 customers" in third.findings[0].en.found
    assert "by 10 JPY" in third.findings[0].en.found


def test_a_customer_who_vanished_from_the_determination_was_overpaid() -> None:
    """A re-run with changed history loses nobody who was paid."""
    _, second = after([("A", "JPY", 100), ("B", "JPY", 5)], [("B", "JPY", 5)])
    assert second.payments.is_empty()
    assert second.payments.schema == pl.Schema(PAYMENT_SCHEMA)
    assert second.overpaid.rows() == [("A", "JPY", 0, 100, 100)]


def test_rows_of_one_customer_and_asset_are_one_payment() -> None:
    """Two coins lost and both paid in yen are one transfer; and an entitlement of nothing is none."""
    (first,) = after([("A", "JPY", 1), ("A", "BTC", 7), ("A", "JPY", 2), ("B", "JPY", 0)])
    assert first.payments.rows() == [
        ("A", "BTC", 7, payment_key("incident", "A", "BTC", 1)),
        ("A", "JPY", 3, payment_key("incident", "A", "JPY", 1)),
    ]


def test_a_key_names_incident_customer_asset_and_iteration() -> None:
    """Change one of them and it is another payment."""
    keys = {
        payment_key("i", "A", "JPY", 1),
        payment_key("j", "A", "JPY", 1),
        payment_key("i", "B", "JPY", 1),
        payment_key("i", "A", "BTC", 1),
        payment_key("i", "A", "JPY", 2),
    }
    assert len(keys) == 5
    assert all(len(key) == 64 for key in keys)
    # It must not change between versions of the software: the next iteration would pay again.
    assert payment_key("i", "A", "JPY", 1) == "53acabc242d167f2133904697526fd11731593caff69255027afc8b1d5b9318c"


def test_a_record_that_contradicts_itself_and_a_used_number_are_refused_together() -> None:
    """Nothing is paid on it."""
    (first,) = after([("A", "JPY", 100)])
    paid = made(made(pl.DataFrame(schema=PAID_SCHEMA), first.payments, 3), first.payments, 3)
    with pytest.raises(Refused) as refused:
        due("incident", 3, entitled([("A", "JPY", 200)]), paid, SCALES)
    assert [fault.code for fault in refused.value.faults] == ["payout.key_repeated", "payout.iteration_used"]


def test_a_negative_amount_and_a_sum_beyond_127_bits_are_errors() -> None:
    """Both would be paid wrongly without a word: 128-bit sums wrap."""
    with pytest.raises(ValueError, match="negative entitlement"):
        due("i", 1, entitled([("A", "JPY", -1)]), None, SCALES)
    with pytest.raises(ValueError, match="127 bits"):
        due("i", 1, entitled([("A", "JPY", MINOR_UNITS_MAX), ("B", "JPY", 1)]), None, SCALES)


owed = st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from(["JPY", "BTC"])), st.integers(0, 2**100))


@given(st.lists(owed, min_size=1, max_size=5))
def test_no_chain_of_iterations_pays_more_than_the_largest_entitlement(chain: list[Owed]) -> None:
    """Nor less: what was paid is the largest entitlement that any iteration reached; and no key stands twice."""
    results = after(*([(*key, amount) for key, amount in step.items()] for step in chain))
    for key in {key for step in chain for key in step}:
        reached = max(step.get(key, 0) for step in chain)
        paid = sum(
            amount
            for result in results
            for customer, asset, amount, _ in result.payments.iter_rows()
            if (customer, asset) == key
        )
        assert paid == reached
    keys = [key for result in results for key in result.payments["key"]]
    assert len(keys) == len(set(keys))


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["JPY", "BTC"]), st.integers(0, 99))), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, str, int]], chance: object) -> None:
    """Neither of the entitlements nor of the payments made."""
    (first,) = after(rows)
    paid = made(pl.DataFrame(schema=PAID_SCHEMA), first.payments, 1)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands in its own random.Random
    (again,) = after(shuffled)
    assert again.payments.equals(first.payments)
    double = entitled([(customer, asset, amount * 2) for customer, asset, amount in shuffled])
    assert due("i", 2, double, paid, SCALES).payments.equals(due("i", 2, double, paid.reverse(), SCALES).payments)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=50), min_size=1, unique=True, max_size=20))
def test_keys_made_at_once_are_those_made_one_by_one(customers: list[str]) -> None:
    """Of customers of any letters and lengths; a length that is no single letter is left to the slower way."""
    shared = ["incident", "1", "JPY"]
    wanted = [payment_key("incident", customer, "JPY", 1) for customer in customers]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "_AT_ONCE_FROM", {True: 1, False: 1})
        assert keys.last_hashed("payment/1", shared, pl.Series(customers)).to_list() == wanted
        long = [*customers, "x" * 128]
        assert keys.last_hashed("payment/1", shared, pl.Series(long)).to_list()[:-1] == wanted


def test_where_nobody_pays_the_keys_are_empty() -> None:
    """As in a replay; amounts are the same."""
    rows = entitled([("A", "JPY", 100), ("B", "BTC", 7)])
    keyless = due("i", 1, rows, None, SCALES, keyed=False).payments
    assert keyless["key"].to_list() == ["", ""]
    assert keyless.drop("key").equals(due("i", 1, rows, None, SCALES).payments.drop("key"))

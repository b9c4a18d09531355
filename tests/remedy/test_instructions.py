"""From what is due to what is ordered: files and pending payments together are what is due, to the last unit."""

from collections import Counter
from dataclasses import replace
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from payout_tables import EXCHANGE, HOSTED, PERSON, SCALES, payments, tables

from hikiate.facts.exchange import Asset
from hikiate.remedy.payouts.instructions import Instructions, instructed
from hikiate.remedy.payouts.terms import CoinTerms, JpyTerms, PayoutTerms
from hikiate.remedy.pending import reason_rows

TERMS = PayoutTerms(
    JpyTerms("0123456789", "ｶ)ﾐﾎﾝ", "0005", "001", "ordinary", "1", date(2026, 12, 1), yen_max=10**7),
    CoinTerms(date(2026, 12, 1), amount_max={"BTC": 10**9}),
)


def totals(ordered: Instructions) -> Counter[str]:
    """What files and pending payments come to, by asset."""
    found: Counter[str] = Counter()
    for made in ordered.files():
        found[made.asset] += made.total
    for asset, amount in ordered.divided.pending.select("pay_asset", "amount").iter_rows():
        found[asset] += amount
    return found


def test_yen_and_coins_are_ordered_and_the_rest_waits() -> None:
    """Each by its way; a customer who is held back gets neither; the notes say what nobody looked at."""
    people = [PERSON | {"customer": name} for name in ("c1", "c2", "c3")]
    places = [HOSTED, HOSTED | {"customer": "c2", "asset": "XRP", "address": "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"}]
    due = payments([("c1", "JPY", 5), ("c1", "BTC", 7), ("c2", "XRP", 9), ("c2", "ETH", 1), ("c3", "JPY", 3)])
    held = reason_rows(due.filter(pl.col("customer") == "c3"), "frozen", every_asset=True)
    ordered = instructed(due, tables(people, places), TERMS, EXCHANGE, [held])
    assert [(made.asset, made.records, made.total) for made in ordered.files()] == [
        ("JPY", 1, 5), ("BTC", 1, 7), ("XRP", 1, 9),
    ]  # fmt: skip
    assert ordered.divided.pending.select("customer", "pay_asset", "reason").rows() == [
        ("c2", "ETH", "no_destination"), ("c3", "JPY", "frozen"),
    ]  # fmt: skip
    assert ordered.travel_records["originator_customer"].to_list() == ["c1", "c2"]
    assert [note.code for note in ordered.findings] == ["payout.bank_directory"]


def test_an_asset_without_terms_has_no_way_of_being_paid() -> None:
    """Money other than yen never has one."""
    dollars = replace(EXCHANGE, assets={**EXCHANGE.assets, "USD": Asset("USD", 2, "fiat")})
    due = payments([("c1", "JPY", 5), ("c1", "BTC", 7), ("c1", "USD", 9)])
    none = instructed(due, tables([PERSON], [HOSTED]), PayoutTerms(), dollars)
    assert none.divided.pending["reason"].to_list() == ["no_route"] * 3
    assert none.travel_records.is_empty()
    assert list(none.files()) == []
    both = instructed(due, tables([PERSON], [HOSTED]), TERMS, dollars)
    assert both.divided.pending.select("pay_asset", "reason").rows() == [("USD", "no_route")]


def test_an_exchange_without_coins_orders_transfers_alone() -> None:
    """Terms of payments in coins that there are not are no error."""
    yen = replace(EXCHANGE, assets={"JPY": EXCHANGE.assets["JPY"]})
    ordered = instructed(payments([("c1", "JPY", 5)]), tables([PERSON]), TERMS, yen)
    assert [(made.asset, made.total) for made in ordered.files()] == [("JPY", 5)]


def test_some_of_the_payable_payments_are_ordered_alone() -> None:
    """Those that are made now, with their records; all of them are the instructions as they are."""
    people = [PERSON | {"customer": name} for name in ("c1", "c2")]
    places = [HOSTED, HOSTED | {"customer": "c2"}]
    due = payments([("c1", "JPY", 5), ("c2", "JPY", 6), ("c1", "BTC", 7), ("c2", "BTC", 8)])
    ordered = instructed(due, tables(people, places), TERMS, EXCHANGE)
    assert ordered.only(due) is ordered
    some = ordered.only(due.filter(pl.col("amount").is_in([6, 7])))
    assert [(made.asset, made.records, made.total) for made in some.files()] == [("JPY", 1, 6), ("BTC", 1, 7)]
    assert some.travel_records["originator_customer"].to_list() == ["c1"]
    yen = replace(EXCHANGE, assets={"JPY": EXCHANGE.assets["JPY"]})
    alone = instructed(due.head(2), tables(people), TERMS, yen).only(due.head(1))
    assert [(made.asset, made.total) for made in alone.files()] == [("JPY", 5)]
    assert alone.travel_records.is_empty()


due_rows = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(list(SCALES)), st.integers(1, 2 * 10**9)),
    max_size=12,
    unique_by=lambda row: row[:2],
)


@given(due_rows, st.lists(st.sampled_from("ABCDEF"), max_size=3))
def test_files_and_pending_payments_are_what_is_due(rows: list[tuple[str, str, int]], frozen: list[str]) -> None:
    """Whatever is missing, malformed or too large, no unit is lost, none is paid twice, and no order of rows shows."""
    people = [
        PERSON | {"customer": "A"},
        PERSON | {"customer": "B", "account_holder": "山田"},
        PERSON | {"customer": "C", "branch_code": "999"},
        PERSON | {"customer": "D", "bank_code": ""},
    ]
    places = [
        HOSTED | {"customer": customer, "asset": asset, "address": address}
        for customer, asset, address in (
            ("A", "BTC", HOSTED["address"]),
            ("A", "ETH", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            ("B", "BTC", "bc1q"),
            ("C", "XRP", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"),
            ("F", "BTC", HOSTED["address"]),
        )
    ]
    due = payments(rows)
    held = reason_rows(due.filter(pl.col("customer").is_in(frozen)), "frozen", every_asset=True)
    ordered = instructed(due, tables(people, places), TERMS, EXCHANGE, [held])
    wanted: Counter[str] = Counter()
    for _, asset, amount in rows:
        wanted[asset] += amount
    assert totals(ordered) == wanted
    assert sum(made.records for made in ordered.files()) + len(ordered.divided.pending) == len(rows)
    assert not set(ordered.divided.payable["customer"]) & set(frozen)
    backwards = instructed(due.reverse(), tables(people[::-1], places[::-1]), TERMS, EXCHANGE, [held])
    assert list(backwards.files()) == list(ordered.files())
    assert backwards.travel_records.equals(ordered.travel_records)

"""An estate that does not fit is refused with every fault at its place, and nothing is paid."""

from datetime import date

import pytest
from estate_cases import (
    ALL,
    BTC,
    CLAIM,
    CREDITOR,
    DISPUTE,
    GENERAL,
    LEDGER,
    POOL,
    PRICES,
    STRANGER,
    UNKNOWN,
    refused,
)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (CLAIM.format("101"), "above_ledger", "claim 1"),
        (DISPUTE.replace("60", "101"), "above_ledger", "disputed 1"),
        (DISPUTE + DISPUTE, "two_claims", "disputed 2"),
        (CLAIM.format("1") * 2, "two_claims", "claim 2"),
        (POOL.format("ETH", "customer_crypto"), "unclaimed_coin", "pool 2"),
        (POOL.format("BTC", "guarantee") + 'cost = "2"\n', "negative", "pool 2"),
        ('[[class]]\nname = "n"\nrule = "all"\n', "no_percentage", "class 1"),
        (STRANGER, "unknown_customer", "class 1"),
        (UNKNOWN + ALL, "unknown_class", "unknown 1"),
        (CREDITOR + POOL.format("BTC", "general"), "not_sold", "pool 2"),
        (GENERAL.format(10), "price_missing", "valuation"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(text: str, code: str, where: str) -> None:
    """And nothing is paid."""
    assert refused(LEDGER, BTC + text) == [(f"estate.{code}", f"estate.toml {where}")]


def test_tables_that_do_not_fit_are_refused() -> None:
    """An election after its day, of no class; payments above the entitlement, or above what was there."""
    elections = '[elections]\nfile = "e.csv"\nuntil = 2026-12-01\n' + ALL
    late = {"a": ("none", date(2026, 12, 2)), "x": ("all", date(2026, 11, 1))}
    assert refused(LEDGER, BTC + elections, elections=late) == [
        ("estate.unknown_class", "e.csv"),
        ("estate.late_election", "e.csv"),
        ("estate.unknown_customer", "e.csv"),
    ]
    paid_before = {("b", "BTC"): 101 * 10**8, ("a", "BTC"): 100 * 10**8}
    assert refused(LEDGER, 'made = "m.csv"\n' + BTC, made=paid_before) == [
        ("estate.overpaid", "m.csv"),
        ("estate.overspent", "m.csv"),
    ]


def test_a_pack_without_a_ledger_is_refused() -> None:
    """Nobody would get anything."""
    assert refused(None, BTC) == [("estate.no_balances", "balances")]


def test_numbers_beyond_128_bits_are_refused() -> None:
    """A claim, and the value of one."""
    large = CLAIM.format("900000000000000000000000000000") + 'evidence = "x"\n'
    assert refused(LEDGER, BTC + large) == [("estate.too_large", "estate.toml")]
    ledger = [("a", "BTC", "100000000000000000000000000000")]
    price = PRICES.replace('"10"', '"100000000000000000000"')
    assert refused(ledger, GENERAL.format(5) + price, method="cash") == [("estate.too_large", "estate.toml")]

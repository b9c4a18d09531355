"""Entitlements: each method to the smallest unit, and nothing lost, invented or below zero whatever the numbers."""

from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from incidents import CASH, HOME, IN_KIND, paid, read

from hikiate.kernel.amounts import MINOR_UNITS_MAX
from hikiate.kernel.findings import Refused
from hikiate.remedy.allocation import WHOLE
from hikiate.remedy.claims import Claims
from hikiate.remedy.entitlements import Terms, after_haircut, borne, entitlements
from hikiate.remedy.incident import Haircut, Incident
from hikiate.remedy.reference_prices import ReferencePrice

holdings = st.lists(st.integers(1, 10**12) | st.integers(1, 2**90), min_size=1, max_size=30)
prices = st.builds(Fraction, st.integers(1, 10**12), st.just(10**6))
rates = st.builds(Fraction, st.integers(0, 10**6), st.just(10**6))


def claims(amounts: list[int], asset: str = "XEM") -> Claims:
    """Claims of customers c00, c01, ... in their order."""
    names = [f"c{number:02}" for number in range(len(amounts))]
    frame = pl.DataFrame({"customer": names, "claim": amounts}, schema={"customer": pl.String, "claim": WHOLE})
    return Claims(asset, frame, sum(amounts))


def terms(incident: Incident, price: Fraction = Fraction(88549, 1000), rate: Fraction = Fraction(0)) -> Terms:
    """Terms with a price of XEM in yen."""
    return Terms(incident, HOME, {"XEM": ReferencePrice("XEM", "JPY", price, "reference_price.XEM")}, rate)


def mixed(share: Fraction) -> Incident:
    """An incident paid in kind to a share and in cash for the rest."""
    return replace(read(CASH), method="mixed", in_kind_shares={"XEM": share})


@given(holdings, st.integers(0, 2**95))
def test_in_kind_returns_what_was_lost_and_to_nobody_more_than_he_had(amounts: list[int], lost: int) -> None:
    """The parts sum to what customers bear, and each is within a unit of its share."""
    claim = claims(amounts)
    rows = entitlements([claim], {"XEM": lost}, terms(read(IN_KIND)))
    assert sum(rows["entitlement"]) == borne(claim, lost) == min(lost, sum(amounts))
    assert rows["quantity"].to_list() == rows["entitlement"].to_list()
    assert all(0 <= got <= had for got, had in zip(rows["entitlement"], amounts, strict=True))


@given(holdings, prices)
def test_cash_is_the_price_of_each_quantity_and_of_all_together(amounts: list[int], price: Fraction) -> None:
    """Each within a yen of quantity times price, and together the whole rounded up once."""
    rows = entitlements([claims(amounts)], {"XEM": sum(amounts)}, terms(read(CASH), price))
    exact = [amount * price / 10**6 for amount in amounts]
    assert sum(rows["entitlement"]) == -(-sum(exact) // 1)
    assert all(abs(got - share) < 1 for got, share in zip(rows["entitlement"], exact, strict=True))
    assert set(rows["pay_asset"]) == {"JPY"}


@given(holdings, prices, rates)
def test_a_mixture_pays_every_unit_once(amounts: list[int], price: Fraction, share: Fraction) -> None:
    """What is not paid in kind is paid in cash; no unit is in both, and none in neither."""
    rows = entitlements([claims(amounts)], {"XEM": sum(amounts)}, terms(mixed(share), price))
    in_kind, cash = (rows.filter(pl.col("pay_asset") == asset) for asset in ("XEM", "JPY"))
    assert [a + b for a, b in zip(in_kind["quantity"], cash["quantity"], strict=True)] == amounts
    assert sum(in_kind["entitlement"]) == sum(amounts) * share // 1
    assert sum(cash["entitlement"]) == -(-(sum(cash["quantity"]) * price / 10**6) // 1)


@given(holdings, rates, st.integers(0, 10**13))
def test_a_haircut_leaves_no_more_than_is_there_and_nobody_below_zero(
    amounts: list[int], rate: Fraction, uncut: int
) -> None:
    """Every claim is cut at the same rate above what is left uncut, and the whole that is left is rounded down."""
    left = after_haircut(pl.Series("claim", amounts, dtype=WHOLE), rate, uncut).to_list()
    above = [max(0, amount - uncut) for amount in amounts]
    assert sum(left) == sum(amounts) - sum(above) + sum(above) * (1 - rate) // 1
    for got, had, cut in zip(left, amounts, above, strict=True):
        assert 0 <= got <= had
        assert abs(got - (had - cut * rate)) < 1


def test_a_haircut_of_36067_of_100000_cuts_every_asset_alike() -> None:
    """Bitfinex, 2016: every account and every asset, to the last unit that can be divided."""
    incident = replace(read(IN_KIND), method="haircut", haircut=Haircut(Fraction("0.36067")))
    both = [claims([100_000_000, 300_000_000]), claims([100_000], "BTC")]
    rows = entitlements(both, {"XEM": 1}, terms(incident, rate=Fraction("0.36067")))
    assert paid(rows) == {("c00", "XEM"): 63_933_000, ("c01", "XEM"): 191_799_000, ("c00", "BTC"): 63_933}
    assert rows["customer"].to_list() == ["c00", "c00", "c01"]
    assert rows["quantity"].to_list() == [100_000_000, 100_000, 300_000_000]


def test_the_example_of_the_module_is_what_comes_out() -> None:
    """1,000 XEM at 88.549 yen; at 603/1000 mixed."""
    one = claims([1_000_000_000])
    assert paid(entitlements([one], {"XEM": 10**9}, terms(read(CASH)))) == {("c00", "JPY"): 88_549}
    rows = entitlements([one], {"XEM": 10**9}, terms(mixed(Fraction(603, 1000))))
    assert paid(rows) == {("c00", "XEM"): 603_000_000, ("c00", "JPY"): 35_154}


def test_a_cap_bounds_what_one_customer_gets_of_an_asset() -> None:
    """Over all that he lost; what is above it is cut from the later rows, and others are untouched."""
    incident = replace(read(CASH), caps={"JPY": 150})
    both = [claims([1_000_000, 500_000]), claims([100_000_000], "BTC")]
    with_btc = replace(
        terms(incident, Fraction(100)),
        prices={
            "XEM": ReferencePrice("XEM", "JPY", Fraction(100), "x"),
            "BTC": ReferencePrice("BTC", "JPY", Fraction(70), "b"),
        },
    )
    rows = entitlements(both, {"XEM": 1_500_000, "BTC": 100_000_000}, with_btc)
    assert rows.select("customer", "asset", "entitlement").rows() == [
        ("c00", "XEM", 100),
        ("c00", "BTC", 50),
        ("c01", "XEM", 50),
    ]


def test_nobody_had_any_so_nobody_is_owed_any() -> None:
    """An asset without claims has no rows, by any method."""
    for method in ("in_kind", "cash", "haircut"):
        rows = entitlements([claims([])], {"XEM": 5}, terms(replace(read(CASH), method=method)))
        assert rows.is_empty()
    assert entitlements([], {}, terms(read(CASH))).is_empty()


@pytest.mark.parametrize("amounts", [[MINOR_UNITS_MAX], [MINOR_UNITS_MAX // 1000] * 2])
def test_a_total_that_does_not_fit_is_refused_by_its_asset(amounts: list[int]) -> None:
    """A unit may have been mistaken; nothing wraps."""
    huge = terms(read(CASH), Fraction(10**9))
    with pytest.raises(Refused) as refused:
        entitlements([claims(amounts)], {"XEM": sum(amounts)}, huge)
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("incident.too_large", "entitlement.XEM")]


def test_assets_that_fit_alone_and_not_together_are_refused() -> None:
    """The sum of what is paid in one currency has the same bound."""
    price = Fraction(MINOR_UNITS_MAX * 3 // 4, 10**6) * 10**6
    two = {asset: ReferencePrice(asset, "JPY", price / 10**6, asset) for asset in ("XEM", "BTC")}
    both = [claims([10**12]), claims([10**14], "BTC")]
    with pytest.raises(Refused) as refused:
        entitlements(both, {"XEM": 10**12, "BTC": 10**14}, replace(terms(read(CASH)), prices=two))
    assert [fault.where for fault in refused.value.faults] == ["entitlement.JPY"]

"""The waterfall: no source gives more than it has, all together no more than is needed, and the order decides."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.remedy.waterfall import Source, drawn, timeline

FIRST = date(2026, 1, 1)
ASSETS = ("JPY", "BTC", "ETH")

needs_of = st.dictionaries(st.sampled_from(ASSETS), st.integers(0, 10**15), max_size=3)
costs_of = st.dictionaries(
    st.sampled_from(["BTC", "ETH"]), st.builds(Fraction, st.integers(1, 10**9), st.integers(1, 10**9)), max_size=2
)


@st.composite
def sources_of(draw: st.DrawFn) -> list[Source]:
    """Up to six sources in their order, each on some day."""
    amounts = draw(st.lists(st.integers(0, 10**15), max_size=6))
    return [
        Source(
            f"funding {number}",
            draw(st.sampled_from(["guarantee", "reserve", "own_funds"])),
            draw(st.sampled_from(ASSETS)),
            amount,
            FIRST + timedelta(days=draw(st.integers(-3, 60))),
        )
        for number, amount in enumerate(amounts)
    ]


@given(needs_of, sources_of(), costs_of)
def test_nobody_gives_more_than_he_has_and_nothing_is_paid_for_twice(
    needs: dict[str, int], sources: list[Source], costs: Mapping[str, Fraction]
) -> None:
    """What is covered and what stays short sum to the need, and money is worth what it buys, rounded up."""
    draws, short = drawn(needs, sources, costs, "JPY")
    for asset, needed in needs.items():
        covered = sum(draw.covered for draw in draws if draw.needed == asset)
        assert covered + short[asset] == needed
        assert short[asset] >= 0
    for source in sources:
        given = sum(draw.given for draw in draws if draw.source == source)
        assert 0 <= given <= source.amount
    for draw in draws:
        if draw.source.asset == draw.needed:
            assert draw.given == draw.covered
        else:
            assert draw.source.asset == "JPY"
            assert 0 <= draw.given - draw.covered * costs[draw.needed] < 1


@given(needs_of, sources_of(), costs_of)
def test_something_stays_short_only_where_nothing_that_could_cover_it_is_left(
    needs: dict[str, int], sources: list[Source], costs: Mapping[str, Fraction]
) -> None:
    """No coin of the asset is left, and not the money for one more unit of it."""
    draws, short = drawn(needs, sources, costs, "JPY")
    left = {source.place: source.amount for source in sources}
    for draw in draws:
        left[draw.source.place] -= draw.given
    for asset, missing in short.items():
        for source in sources:
            if missing and source.asset == asset:
                assert left[source.place] == 0
            if missing and source.asset == "JPY" and asset in costs:
                assert left[source.place] < costs[asset]


@given(needs_of, sources_of(), costs_of)
def test_more_is_there_on_every_later_day_and_all_of_it_in_the_end(
    needs: dict[str, int], sources: list[Source], costs: Mapping[str, Fraction]
) -> None:
    """The last standing is that of all sources together, whenever they came."""
    standings = timeline(needs, sources, costs, "JPY", FIRST)
    days = [standing.day for standing in standings]
    assert days == sorted(set(days))
    assert days[0] == FIRST or days[0] >= FIRST
    assert standings[-1].short == drawn(needs, sources, costs, "JPY")[1]
    if set(needs) <= {"JPY"}:
        for earlier, later in pairwise(standings):
            assert all(later.short[asset] <= earlier.short[asset] for asset in needs)


def test_a_source_that_comes_early_advances_and_gets_back() -> None:
    """The example of the module: insurance is asked first and pays last."""
    insurance = Source("i", "insurance", "JPY", 60, date(2026, 1, 31))
    own = Source("o", "own_funds", "JPY", 100, FIRST)
    first, last = timeline({"JPY": 100}, [insurance, own], {}, "JPY", FIRST)
    assert (first.given("i"), first.given("o"), first.is_complete) == (0, 100, True)
    assert (last.given("i"), last.given("o"), last.is_complete) == (60, 40, True)


def test_coins_cover_their_asset_before_money_buys_any() -> None:
    """Even where the money stands before them in the order."""
    money = Source("m", "reserve", "JPY", 1_000, FIRST)
    coins = Source("c", "own_funds", "BTC", 3, FIRST)
    draws, short = drawn({"BTC": 5}, [money, coins], {"BTC": Fraction(201, 2)}, "JPY")
    assert [(draw.source.place, draw.given, draw.covered) for draw in draws] == [("m", 201, 2), ("c", 3, 3)]
    assert short == {"BTC": 0}


@pytest.mark.parametrize("costs", [{}, {"ETH": Fraction(1)}])
def test_what_has_no_price_cannot_be_bought(costs: Mapping[str, Fraction]) -> None:
    """Money is not held against a need of unknown value."""
    draws, short = drawn({"BTC": 5}, [Source("m", "reserve", "JPY", 1_000, FIRST)], costs, "JPY")
    assert (draws, short) == ((), {"BTC": 5})

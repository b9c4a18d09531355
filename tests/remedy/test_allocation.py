"""Allocation: nothing is lost, nobody is off by a unit, and no number is too large."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.amounts import MINOR_UNITS_MAX, Rounding, split
from hikiate.remedy.allocation import WHOLE, apportioned, divided_among, exact_sum, rounded_down, total_of

amounts = st.integers(0, 10**6) | st.integers(0, 2**110)
ratios = st.builds(Fraction, st.integers(0, 2**70), st.integers(1, 2**140))


def column(weights: list[int]) -> pl.Series:
    """Weights as the tables have them."""
    return pl.Series("weight", weights, dtype=WHOLE)


@given(st.lists(amounts, max_size=40), ratios, st.sampled_from(Rounding))
def test_parts_sum_to_the_whole_and_each_is_within_a_unit_of_its_share(
    weights: list[int], ratio: Fraction, rounding: Rounding
) -> None:
    """Whatever the size of the numbers and the way of rounding; no part is below zero."""
    try:
        total = total_of(column(weights), ratio, rounding)
    except OverflowError:
        assert sum(weights) * ratio > MINOR_UNITS_MAX
        return
    parts = apportioned(column(weights), ratio, total).to_list()
    assert sum(parts) == total
    assert all(part >= 0 and abs(part - weight * ratio) < 1 for part, weight in zip(parts, weights, strict=True))


@given(st.lists(amounts, min_size=1, max_size=40).filter(any), st.integers(0, MINOR_UNITS_MAX))
def test_a_division_is_the_split_of_the_kernel(weights: list[int], total: int) -> None:
    """The column and the list give the same parts, ties included."""
    assert divided_among(column(weights), total).to_list() == split(total, weights)


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=30), st.integers(0, 10**9))
def test_equal_claims_differ_by_a_unit_at_most(weights: list[int], total: int) -> None:
    """Two customers with the same claim get the same, but for the one unit that cannot be divided."""
    parts = divided_among(column([*weights, weights[0]]), total).to_list()
    assert abs(parts[0] - parts[-1]) <= 1


def test_a_sum_beyond_127_bits_is_exact() -> None:
    """The column's own sum would wrap silently."""
    assert exact_sum(column([MINOR_UNITS_MAX] * 3)) == 3 * MINOR_UNITS_MAX
    assert exact_sum(column([])) == 0


def test_nothing_to_divide_by_is_an_error() -> None:
    """Nobody can be given a share of a claim that nobody has."""
    with pytest.raises(ValueError, match="every weight is zero"):
        divided_among(column([0, 0]), 1)


def test_a_total_out_of_reach_is_an_error() -> None:
    """Parts are rounded by a unit, never by more."""
    with pytest.raises(ValueError, match="cannot be rounded up"):
        apportioned(column([10, 20]), Fraction(1, 2), 16)


def test_a_total_that_does_not_fit_is_an_error() -> None:
    """It is for the caller to say whose number is too large."""
    with pytest.raises(OverflowError):
        total_of(column([MINOR_UNITS_MAX]), Fraction(2), Rounding.UP)


def test_numbers_of_any_width_are_divided_alike() -> None:
    """Within the column's type, beyond it in some rows, and beyond it in the ratio itself."""
    narrow, wide = 7, 2**100
    ratio = Fraction(2**40 + 1, 2**45)
    weights = column([narrow, wide, narrow])
    parts = apportioned(weights, ratio, total_of(weights, ratio, Rounding.UP)).to_list()
    assert parts == [1, wide * ratio // 1, 0]
    fine = Fraction(1, 2**130 + 1)
    assert apportioned(weights, fine, total_of(weights, fine, Rounding.UP)).to_list() == [0, 1, 0]
    assert apportioned(weights, Fraction(0), 0).to_list() == [0, 0, 0]


@given(st.lists(amounts, max_size=20), st.builds(Fraction, st.integers(0, 2**10), st.integers(1, 2**40)))
def test_each_weight_is_rounded_down_on_its_own(weights: list[int], ratio: Fraction) -> None:
    """So that equal ones stay equal."""
    assert rounded_down(column(weights), ratio).to_list() == [int(weight * ratio) for weight in weights]


def test_a_product_that_does_not_fit_is_an_error() -> None:
    """It is for the caller to say whose number is too large."""
    with pytest.raises(OverflowError):
        rounded_down(column([MINOR_UNITS_MAX]), Fraction(2))


def test_a_ratio_of_more_than_127_bits_is_exact() -> None:
    """Remainders that no column can hold are compared by their rank."""
    ratio = Fraction(2**130 + 1, 2**131)
    assert apportioned(column([3, 5, 4]), ratio, 6).to_list() == [1, 3, 2]
    wide = Fraction(2**20, 2**21 + 1)
    assert apportioned(column([2**120, 3]), wide, int(2**120 * wide) + 1).to_list() == [int(2**120 * wide), 1]

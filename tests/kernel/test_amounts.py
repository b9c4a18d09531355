"""Amounts: text and minor units without loss, rounding within its bounds, and splits that lose nothing."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hikiate.kernel.amounts import (
    MINOR_UNITS_MAX,
    SCALE_MAX,
    AmountRefused,
    Rounding,
    amount_text,
    decimal_text,
    grouped,
    grouped_text,
    minor_units,
    percent_text,
    rounded,
    split,
)

scales = st.integers(0, SCALE_MAX)
minors = st.integers(0, MINOR_UNITS_MAX)
fractions = st.fractions(max_denominator=10**9)
weights = st.lists(st.integers(0, 10**30), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("text", "scale", "wanted"),
    [
        ("0", 0, 0),
        ("4502.9", 8, 450_290_000_000),
        ("0.00000001", 8, 1),
        ("007", 0, 7),
        ("1.2300", 2, 123),
        ("5.000", 0, 5),
        ("0" * 5000 + "1", 18, 10**18),
        ("1." + "0" * 5000, 0, 1),
        (str(MINOR_UNITS_MAX), 0, MINOR_UNITS_MAX),
    ],
)
def test_decimal_text_is_read_to_the_last_minor_unit(text: str, scale: int, wanted: int) -> None:
    """Trailing zeros carry no value, and the largest amount of 127 bits is still read."""
    assert minor_units(text, scale) == wanted


@pytest.mark.parametrize(
    ("text", "scale", "reason"),
    [
        ("", 0, "blank"),
        ("-1", 0, "negative"),
        ("-0.5", 8, "negative"),
        ("-", 0, "not_decimal"),
        ("--1", 0, "not_decimal"),
        ("+1", 0, "not_decimal"),
        ("1e5", 0, "not_decimal"),
        (".5", 8, "not_decimal"),
        ("5.", 8, "not_decimal"),
        (" 1", 0, "not_decimal"),
        ("1\n", 0, "not_decimal"),
        ("1,000", 0, "not_decimal"),
        ("1_000", 0, "not_decimal"),
        ("１", 0, "not_decimal"),
        ("NaN", 0, "not_decimal"),
        ("0x10", 0, "not_decimal"),
        ("1.5", 0, "over_scaled"),
        ("0.000000001", 8, "over_scaled"),
        (str(MINOR_UNITS_MAX + 1), 0, "overflow"),
        (str(MINOR_UNITS_MAX), 1, "overflow"),
        ("9" * 5000, 0, "overflow"),
    ],
)
def test_text_that_is_no_amount_is_refused_with_its_reason(text: str, scale: int, reason: str) -> None:
    """Nothing is guessed: every text that is not plain decimal text of the asset says why it is refused."""
    with pytest.raises(AmountRefused) as refused:
        minor_units(text, scale)
    assert refused.value.reason == reason
    assert str(refused.value) == reason


@given(minors, scales)
def test_an_amount_written_and_read_again_is_the_same(minor: int, scale: int) -> None:
    """Text and minor units hold the same amount."""
    assert minor_units(amount_text(minor, scale), scale) == minor


@given(minors, scales)
def test_amount_text_is_plain_and_shortest(minor: int, scale: int) -> None:
    """No exponent, no mark between thousands, no zero in front or at the end that carries no value."""
    text = amount_text(minor, scale)
    whole, point, decimals = text.partition(".")
    assert whole.isdecimal()
    assert whole == "0" or not whole.startswith("0")
    assert not point or (decimals.isdecimal() and not decimals.endswith("0"))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Fraction(0), "0"),
        (Fraction(-5), "-5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 50), "-0.02"),
        (Fraction(12345, 100), "123.45"),
        (Fraction(1, 5**20), "0.00000000000001048576"),
    ],
)
def test_a_fraction_with_finite_decimals_is_written_exactly(value: Fraction, wanted: str) -> None:
    """A sign stands only before what is below zero."""
    assert decimal_text(value) == wanted


@given(st.integers(), st.integers(0, 40), st.integers(0, 40))
def test_decimal_text_holds_the_value(numerator: int, twos: int, fives: int) -> None:
    """What is written reads back as the same fraction."""
    value = Fraction(numerator, 2**twos * 5**fives)
    assert Fraction(decimal_text(value)) == value


@given(st.integers(1, 10**20), st.sampled_from([3, 7, 11, 13]))
def test_decimals_that_never_end_are_refused(numerator: int, prime: int) -> None:
    """A third is not written as 0.333: it is rounded where its rule is, or not written."""
    assume(numerator % prime)
    with pytest.raises(ValueError, match="no finite decimal form"):
        decimal_text(Fraction(numerator, 10 * prime))


@pytest.mark.parametrize(
    ("value", "down", "up", "half_up"),
    [
        ("2.5", "2", "3", "3"),
        ("2.4", "2", "3", "2"),
        ("-2.5", "-3", "-2", "-2"),
        ("-2.6", "-3", "-2", "-3"),
        ("7", "7", "7", "7"),
    ],
)
def test_each_rounding_settles_the_half_as_declared(value: str, down: str, up: str, half_up: str) -> None:
    """DOWN and UP go towards minus and plus infinity, HALF_UP to the nearer and upwards in the middle."""
    found = [rounded(Fraction(value), 0, way) for way in (Rounding.DOWN, Rounding.UP, Rounding.HALF_UP)]
    assert found == [Fraction(down), Fraction(up), Fraction(half_up)]


@given(fractions, st.integers(0, 18))
def test_rounding_stays_within_one_unit_of_its_side(value: Fraction, places: int) -> None:
    """Down is at most one unit below, up at most one above, half-up at most half a unit away; all are whole units."""
    unit = Fraction(1, 10**places)
    down, up, half_up = (rounded(value, places, way) for way in (Rounding.DOWN, Rounding.UP, Rounding.HALF_UP))
    assert down <= value < down + unit
    assert up - unit < value <= up
    assert -unit / 2 < half_up - value <= unit / 2
    assert all((settled / unit).denominator == 1 for settled in (down, up, half_up))


@given(st.integers(), st.integers(0, 18), st.sampled_from(Rounding))
def test_what_is_settled_already_is_not_moved(units: int, places: int, way: Rounding) -> None:
    """Rounding twice is rounding once."""
    settled = Fraction(units, 10**places)
    assert rounded(settled, places, way) == settled


@pytest.mark.parametrize(
    ("total", "shares", "wanted"),
    [(10, [1, 1, 1], [4, 3, 3]), (0, [1, 2], [0, 0]), (7, [0, 1], [0, 7]), (100, [50, 30, 20], [50, 30, 20])],
)
def test_a_split_gives_what_is_left_to_the_largest_remainder(total: int, shares: list[int], wanted: list[int]) -> None:
    """A tie goes to the earlier part, and a weight of zero gets nothing."""
    assert split(total, shares) == wanted


@given(st.integers(0, MINOR_UNITS_MAX), weights)
def test_the_parts_of_a_split_sum_to_the_whole(total: int, shares: list[int]) -> None:
    """Not one unit is lost or made."""
    parts = split(total, shares)
    assert sum(parts) == total
    assert len(parts) == len(shares)


@given(st.integers(0, MINOR_UNITS_MAX), weights)
def test_each_part_is_within_one_unit_of_its_exact_share(total: int, shares: list[int]) -> None:
    """Nobody's part is a whole unit away from what an exact division would give."""
    whole = sum(shares)
    assert all(
        abs(part * whole - total * share) < whole for part, share in zip(split(total, shares), shares, strict=True)
    )


@given(st.integers(0, MINOR_UNITS_MAX), weights)
def test_a_larger_weight_never_gets_less(total: int, shares: list[int]) -> None:
    """The parts stand in the order of their weights."""
    by_weight = sorted(zip(shares, split(total, shares), strict=True))
    parts_of = [[part for share, part in by_weight if share == level] for level in sorted(set(shares))]
    assert all(max(low) <= min(high) for low, high in pairwise(parts_of))


@pytest.mark.parametrize(
    ("total", "shares", "said"),
    [
        (-1, [1], "no negative"),
        (1, [2, -1], "no negative"),
        (1, [0, 0], "above zero"),
        (0, [], "above zero"),
    ],
)
def test_a_split_that_has_no_meaning_is_refused(total: int, shares: list[int], said: str) -> None:
    """There is no split of less than nothing, or among nobody."""
    with pytest.raises(ValueError, match=said):
        split(total, shares)


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,38})(\.[0-9]{0,17}[1-9])?", fullmatch=True))
def test_grouping_changes_no_digit(text: str) -> None:
    """Taking the commas away gives the exact value back, and groups are of three."""
    said = grouped(text)
    assert said.replace(",", "") == text
    whole = said.lstrip("-").partition(".")[0].split(",")
    assert all(len(group) == 3 for group in whole[1:])
    assert 1 <= len(whole[0]) <= 3 or len(whole) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (-1_234_567, "-1,234,567"), (Fraction("1000.0001"), "1,000.0001"), (Fraction("0.1234567"), "0.1234567")],
)
def test_a_number_in_a_sentence_is_grouped_before_the_point_only(value: Fraction | int, said: str) -> None:
    """Decimals are read one by one, so they stand as they are."""
    assert grouped_text(value) == said


@pytest.mark.parametrize(
    ("ratio", "said"), [("0.05", "5 %"), ("0.05000001", "5.000001 %"), ("0", "0 %"), ("12.5", "1,250 %")]
)
def test_a_ratio_in_a_sentence_is_in_per_cent(ratio: str, said: str) -> None:
    """Exact, to the last decimal."""
    assert percent_text(Fraction(ratio)) == said

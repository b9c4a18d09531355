"""Numbers as sources write them come out as plain decimal text of the same value, digit for digit."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.facts.importers.decimals import explained_by_rounding, plain_decimals, quantum

POSITIVE = st.floats(min_value=1e-18, max_value=1e18, allow_nan=False)
PLAIN_TEXT = st.from_regex(r"[0-9]{1,12}(\.[0-9]{1,12})?", fullmatch=True)
EXPONENT_TEXT = st.from_regex(r"[0-9](\.[0-9]{1,8})?[eE][+-]?[0-9]", fullmatch=True)

UNREADABLE = ["-1", "1e9999", "one", "e", ".5", "1,000", "NaN"]


@given(st.lists(POSITIVE, min_size=1))
def test_a_float_reads_back_as_the_same_float(floats: list[float]) -> None:
    """Nothing is added to a float and nothing taken, and it is counted as one."""
    plain = plain_decimals(pl.Series(floats))
    assert [float(text) for text in plain.texts] == floats
    assert not plain.texts.str.contains("[eE+]").any()
    assert (plain.floats, plain.exponents) == (len(floats), 0)


@given(st.lists(PLAIN_TEXT | EXPONENT_TEXT, min_size=1))
def test_text_keeps_its_value(texts: list[str]) -> None:
    """Trailing zeros and exponents go, the value stays, and exponents are counted."""
    plain = plain_decimals(pl.Series(texts))
    assert [Decimal(text) for text in plain.texts] == [Decimal(text) for text in texts]
    assert plain.exponents == sum("e" in text.lower() for text in texts)
    assert plain.floats == 0


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (pl.Series(["1.50", "2.000", "100", "0.0", "00.10"]), ["1.5", "2", "100", "0", "00.1"]),
        (pl.Series(["1e-05", "2.5E3", "1e5"]), ["0.00001", "2500", "100000"]),
        (pl.Series([1406502.0, 1e-7, 0.1, None]), ["1406502", "0.0000001", "0.1", None]),
        (pl.Series([0.1], dtype=pl.Float32), ["0.1"]),
        (pl.Series([10, None]), ["10", None]),
        (pl.Series([Decimal("1.50000000")], dtype=pl.Decimal(38, 8)), ["1.5"]),
        (pl.Series(["", None], dtype=pl.String), [None, None]),
        (pl.Series(UNREADABLE), UNREADABLE),
    ],
    ids=["zeros", "exponents", "floats", "single floats", "whole numbers", "decimals", "blanks", "no decimals"],
)  # fmt: skip
def test_a_column_of_any_kind_becomes_text(column: pl.Series, wanted: list[str | None]) -> None:
    """Blanks stay blank, and what is no decimal stays as it is, for its place to be named."""
    assert plain_decimals(column).texts.to_list() == wanted


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("26337.26", Fraction(1, 100)),
        ("550800308", Fraction(1, 10)),
        ("5508003080", Fraction(1)),
        ("55080030812", Fraction(1)),
        ("360522032584187.00", Fraction(1)),
        ("3605220325841870.00", Fraction(10)),
    ],
)
def test_the_last_digit_of_a_printed_number(text: str, unit: Fraction) -> None:
    """The last decimal shown, the tenth digit of a whole number, never finer than the fifteenth."""
    assert quantum(text) == unit


def test_a_rounding_explains_half_a_last_digit_of_each_number_and_no_more() -> None:
    """Two numbers of two decimals may differ by one hundredth."""
    assert explained_by_rounding(Fraction(1, 100), ["1.00", "1.01"])
    assert explained_by_rounding(Fraction(-1, 100), ["1.00", "1.01"])
    assert not explained_by_rounding(Fraction(11, 1000), ["1.00", "1.01"])
    assert not explained_by_rounding(Fraction(1), [])

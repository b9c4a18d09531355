"""Rates: decimal text or a fraction, exactly, and nothing else."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.rates import rate


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0.02", Fraction(1, 50)),
        ("5/100", Fraction(1, 20)),
        ("0.2/10000", Fraction(1, 50_000)),
        ("0", Fraction(0)),
        ("603/1000", Fraction(603, 1000)),
    ],
)
def test_a_rate_is_read_exactly(text: str, wanted: Fraction) -> None:
    """Decimal text and fractions, as orders and rulebooks write them."""
    assert rate(text) == wanted


@pytest.mark.parametrize(
    "text", ["", "-0.02", "2%", ".02", "2.", "1/0", "1/-5", "1/2/3", "1e-2", " 0.02", "0.02\n", "５", "1/0.5", "1/05"]
)
def test_text_that_is_no_rate_is_refused(text: str) -> None:
    """A sign, a percent sign, a division by zero or another script is no rate."""
    with pytest.raises(ValueError, match="is no rate"):
        rate(text)


@given(st.integers(0, 10**30), st.integers(0, 18), st.integers(1, 10**18))
def test_a_rate_written_as_a_fraction_is_that_fraction(top: int, places: int, bottom: int) -> None:
    """Whatever stands above and below the bar, the value is their exact quotient."""
    numerator = Fraction(top, 10**places)
    assert rate(f"{decimal_text(numerator)}/{bottom}") == numerator / bottom

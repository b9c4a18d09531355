"""An amount is a whole number of an asset's minor units, exact, up to 128 bits.

The *scale* of an asset is its number of decimals: JPY 0, BTC 8, ETH 18. Text outside, whole numbers inside; no float
ever stands between them.
"""

import re
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from math import ceil, floor

SCALE_MAX = 18
MINOR_UNITS_MAX = 2**127 - 1

_DIGITS_MAX = len(str(MINOR_UNITS_MAX))

_THOUSANDS = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", re.ASCII)
_PLAIN_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)


class Rounding(Enum):
    """How a figure that falls between two minor units is settled; declared where the rule is."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half_up"


class AmountRefused(ValueError):
    """A text that is no amount of its asset; `reason` is one of blank, negative, not_decimal, over_scaled, overflow."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def minor_units(text: str, scale: int) -> int:
    """Read decimal text as whole minor units: `minor_units("4502.9", 8) == 450_290_000_000`.

    Raises AmountRefused for what is blank, negative, not plain decimal text, finer than the asset's scale, or more than
    127 bits. Trailing zeros beyond the scale carry no value and are accepted.
    """
    if not text:
        raise AmountRefused("blank")
    match = _PLAIN_DECIMAL.fullmatch(text)
    if match is None:
        negative = text.startswith("-") and _PLAIN_DECIMAL.fullmatch(text[1:])
        raise AmountRefused("negative" if negative else "not_decimal")
    whole, decimals = match.group(1), (match.group(2) or "").rstrip("0")
    if len(decimals) > scale:
        raise AmountRefused("over_scaled")
    digits = (whole + decimals.ljust(scale, "0")).lstrip("0")
    # Counted before they are read: int() itself refuses text of thousands of digits, and in other words.
    if len(digits) > _DIGITS_MAX or int(digits or "0") > MINOR_UNITS_MAX:
        raise AmountRefused("overflow")
    return int(digits or "0")


def amount_text(minor: int, scale: int) -> str:
    """Whole minor units as decimal text: no exponent, no thousands mark, no trailing zeros."""
    return decimal_text(Fraction(minor, 10**scale))


def decimal_text(value: Fraction) -> str:
    """An exact fraction as decimal text: no exponent, no thousands mark, no trailing zeros.

    Raises ValueError where the decimals never end; round it first, where its rule is.
    """
    places = _decimal_places(value.denominator)
    if places is None:
        raise ValueError(f"{value} has no finite decimal form; round it where its rule is")
    digits = str(abs(value.numerator) * (10**places // value.denominator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    if places == 0:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def grouped(text: str) -> str:
    """Decimal text as people read it, its whole part grouped by thousands: `"-1234567.5"` is `"-1,234,567.5"`."""
    whole, point, decimals = text.partition(".")
    return f"{_THOUSANDS.sub(',', whole)}{point}{decimals}"


def grouped_text(value: Fraction | int) -> str:
    """An exact number as a sentence says it: its decimal text, grouped by thousands."""
    return grouped(decimal_text(Fraction(value)))


def percent_text(value: Fraction) -> str:
    """An exact ratio as a sentence says it: `Fraction("0.0512")` is `"5.12 %"`."""
    return f"{grouped_text(value * 100)} %"


def rounded(value: Fraction, places: int, rounding: Rounding) -> Fraction:
    """`value` at `places` decimals. DOWN and UP are towards minus and plus infinity."""
    scaled = value * 10**places
    if rounding is Rounding.DOWN:
        whole = floor(scaled)
    elif rounding is Rounding.UP:
        whole = ceil(scaled)
    else:
        whole = floor(scaled + Fraction(1, 2))
    return Fraction(whole, 10**places)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split whole units in proportion to `weights` by largest remainder; the parts sum to `total` exactly.

    Ties in the remainder go to the earlier part, so equal inputs give equal outputs on every machine. Raises ValueError
    for a negative total, a negative weight, or weights that sum to zero.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a split takes no negative total and no negative weight")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("a split needs at least one weight above zero")
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a reduced denominator needs; None where no number of them is enough."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None

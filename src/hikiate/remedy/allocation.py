"""Allocation: columns of whole minor units multiplied by a ratio, or divided among customers, without losing a unit.

Every part is its exact share rounded down, and the units that are then missing from the whole go one by one to the
largest remainders, ties to the earlier row: each part is within one unit of its exact share, and the parts sum to the
whole. Nothing is rounded on the way: a product that does not fit 127 bits is made with Python's integers instead.
"""

from fractions import Fraction

import polars as pl

from hikiate.kernel.amounts import MINOR_UNITS_MAX, Rounding, rounded

WHOLE = pl.Int128
_HALF = 2**64


def exact_sum(column: pl.Series) -> int:
    """The sum of whole numbers from zero (Int128), also where it is larger than the column's type."""
    largest = column.max()
    if not isinstance(largest, int) or largest <= MINOR_UNITS_MAX // len(column):
        return int(column.sum())
    high, low = column.to_frame("n").select(
        (pl.col("n") // whole(_HALF)).sum().alias("high"), (pl.col("n") % whole(_HALF)).sum().alias("low")
    )
    return int(high.item()) * _HALF + int(low.item())


def whole(number: int) -> pl.Expr:
    """A whole number of up to 127 bits beside a column of them."""
    return pl.lit(number, dtype=WHOLE)


def total_of(weights: pl.Series, ratio: Fraction, rounding: Rounding) -> int:
    """What `apportioned` may be asked to sum to: the exact sum of the weights times the ratio, rounded once.

    Raises OverflowError where that is more than 127 bits.
    """
    total = rounded(exact_sum(weights) * ratio, 0, rounding).numerator
    if total > MINOR_UNITS_MAX:
        raise OverflowError("the total does not fit 127 bits")
    return total


def apportioned(weights: pl.Series, ratio: Fraction, total: int) -> pl.Series:
    """Each weight (Int128, from zero) times the ratio (from zero), in whole units that sum to `total`.

    `total` lies within what rounding each part down or up can reach, as that of `total_of` does; ValueError otherwise.
    """
    return raised_to(_divided(weights, ratio.numerator, ratio.denominator), total).alias(weights.name)


def raised_to(parts: pl.DataFrame, total: int) -> pl.Series:
    """Parts rounded down (`part`, `remainder`) raised by the largest remainders to `total`; ValueError if none does."""
    missing = total - exact_sum(parts["part"])
    inexact = parts.select((pl.col("remainder") > 0).sum()).item()
    if not 0 <= missing <= inexact:
        raise ValueError(f"parts that sum to {total - missing} cannot be rounded up to {total}")
    up = parts.select(pl.arg_sort_by("remainder", descending=True, maintain_order=True)).to_series().head(missing)
    raised = pl.Series("up", [0], dtype=pl.Int8).new_from_index(0, len(parts)).scatter(up, 1)
    return parts.select(pl.col("part") + raised.cast(WHOLE)).to_series()


def divided_among(weights: pl.Series, total: int) -> pl.Series:
    """`total` whole units in proportion to the weights; ValueError where the weights are all zero."""
    among = exact_sum(weights)
    if among == 0:
        raise ValueError("nothing to divide by: every weight is zero")
    return apportioned(weights, Fraction(total, among), total)


def parts_of(weights: pl.Series, total: int) -> pl.DataFrame:
    """`total` in proportion to the weights, each part rounded down: the whole `part`, and its `remainder`."""
    ratio = Fraction(total, exact_sum(weights))
    return _divided(weights, ratio.numerator, ratio.denominator)


def rounded_down(weights: pl.Series, ratio: Fraction) -> pl.Series:
    """Each weight (Int128, from zero) times the ratio (from zero), on its own and rounded down: equal ones stay equal.

    Raises OverflowError where a product is more than 127 bits.
    """
    largest = weights.max()
    if isinstance(largest, int) and largest * ratio > MINOR_UNITS_MAX:
        raise OverflowError("a product does not fit 127 bits")
    return _divided(weights, ratio.numerator, ratio.denominator)["part"].alias(weights.name)


def _divided(weights: pl.Series, numerator: int, denominator: int) -> pl.DataFrame:
    """Each weight times numerator over denominator: the whole `part`, and `remainder`, zero where nothing is left.

    Remainders share their denominator, so they are compared as they are; where that is more than 127 bits, their rank
    among all rows stands for them.
    """
    if numerator == 0 or len(weights) == 0:
        zeros = pl.Series(weights.name, [0], dtype=WHOLE).new_from_index(0, len(weights))
        return pl.DataFrame({"part": zeros, "remainder": zeros})
    if max(numerator, denominator) > MINOR_UNITS_MAX:
        return _divided_one_by_one(weights, numerator, denominator)
    frame, product = weights.to_frame("weight"), pl.col("weight") * whole(numerator)
    # One division of 128 bits a row, which is what takes the time; the remainder is what its part leaves.
    parts = frame.select(product.alias("product")).with_columns((pl.col("product") // whole(denominator)).alias("part"))
    parts = parts.select("part", (pl.col("product") - pl.col("part") * whole(denominator)).alias("remainder"))
    wide = frame.select((pl.col("weight") > whole(MINOR_UNITS_MAX // numerator)).arg_true()).to_series()
    if len(wide) == 0:
        return parts
    exact = _divided_one_by_one(frame["weight"].gather(wide), numerator, denominator, ranked=False)
    return parts.select(pl.Series(name, parts[name].scatter(wide, exact[name])) for name in parts.columns)


def _divided_one_by_one(weights: pl.Series, numerator: int, denominator: int, *, ranked: bool = True) -> pl.DataFrame:
    """The same by Python's integers, which are slower and have no end."""
    pairs = [divmod(weight * numerator, denominator) for weight in weights]
    remainders = [remainder for _, remainder in pairs]
    if ranked:
        rank = {remainder: number for number, remainder in enumerate(sorted({0, *remainders}))}
        remainders = [rank[remainder] for remainder in remainders]
    return pl.DataFrame(
        {"part": [part for part, _ in pairs], "remainder": remainders}, schema={"part": WHOLE, "remainder": WHOLE}
    )

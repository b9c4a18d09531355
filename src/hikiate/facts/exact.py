"""Columns of exact numbers as whole numbers: 128-bit integers at one scale, whatever form the table has them in.

polars multiplies decimals at one scale and rounds, and its 128-bit integers wrap silently; so numbers are taken as
integers, products and sums are bounded before they are trusted, and nothing is ever cast in a way that could round.
"""

from dataclasses import dataclass

import polars as pl

from hikiate.kernel.amounts import MINOR_UNITS_MAX, SCALE_MAX

PLAIN_DECIMAL = r"^[0-9]+(\.[0-9]+)?$"


@dataclass(frozen=True, slots=True)
class ExactColumn:
    """A column as integers at `scale` decimals. `integers` is null where a cell is no exact number."""

    name: str
    scale: int
    integers: pl.Expr

    @property
    def suspect(self) -> pl.Expr:
        """Whether a cell is blank, no number, negative or too large."""
        return self.integers.is_null() | (self.integers < 0)

    def finer_than(self, decimals: int) -> pl.Expr:
        """Whether a cell has more decimals than `decimals`; false for every cell where the column cannot."""
        if decimals >= self.scale:
            return pl.lit(value=False)
        step = 10 ** (self.scale - decimals)
        return self.integers.mod(step).ne(0)


def exact_column(frame: pl.LazyFrame, name: str, dtype: pl.DataType) -> ExactColumn:
    """The column as integers. Text is measured first: its scale is the most decimals that any cell writes."""
    column = pl.col(name)
    if isinstance(dtype, pl.Decimal):
        return ExactColumn(name, dtype.scale, column.to_physical().cast(pl.Int128))
    if dtype.is_integer():
        return ExactColumn(name, 0, column.cast(pl.Int128))
    decimals = column.str.split_exact(".", 1).struct.field("field_1")
    longest = frame.select(decimals.str.len_bytes().max()).collect(engine="streaming").item()
    scale = min(longest or 0, 2 * SCALE_MAX)
    plain = pl.when(column.str.contains(PLAIN_DECIMAL)).then(column)
    parts = plain.str.split_exact(".", 1).struct
    padded = parts.field("field_1").fill_null("").str.pad_end(scale, "0")
    return ExactColumn(name, scale, (parts.field("field_0") + padded).cast(pl.Int128, strict=False))


def sum_fits(largest: int, count: int) -> bool:
    """Whether `count` numbers up to `largest` sum below 2^127, so that their plain sum cannot have wrapped."""
    return largest * count <= MINOR_UNITS_MAX

"""Columns of exact numbers as whole numbers: 128-bit integers at a known scale, whatever form the table has them in.

polars multiplies decimals at one scale and rounds, and its 128-bit integers wrap silently; so numbers are taken as
integers, products and sums are bounded before they are trusted, and nothing is ever cast in a way that could round.
A cell is unfit here exactly where `minor_units` refuses it, so that what is summed and what is worded never differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hikiate.facts.raw import RawTable, collected
from hikiate.kernel.amounts import MINOR_UNITS_MAX, SCALE_MAX

PLAIN_DECIMAL = r"^[0-9]+(\.[0-9]+)?$"


@dataclass(frozen=True, slots=True)
class ExactColumn:
    """A column as integers, null where a cell is no exact number.

    `taken` makes them of the cells. Who asks more than once of a row has a frame prepared first, in which they stand
    as `integers`: the engine would make them again for each question of an aggregation.

    A column of numbers has one scale. Text is taken no finer than the row's asset is, so that a coarse asset's large
    amounts still fit beside the fine amounts of another; `decimals` is then how many decimals a cell needs.
    """

    name: str
    scale: int
    taken: pl.Expr
    decimals: pl.Expr | None = None

    def scale_for(self, asset_scale: int) -> int:
        """The scale of the integers in the rows of an asset with so many decimals."""
        return self.scale if self.decimals is None else min(self.scale, asset_scale)

    @property
    def integers(self) -> pl.Expr:
        """The integers of a prepared frame."""
        return pl.col(self._integers)

    @property
    def sound(self) -> pl.Expr:
        """Whether a cell of a prepared frame is a number from zero; null or false if blank, no number, too large."""
        return self.integers >= 0

    def prepared(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with the integers, and with the decimals that each cell carries.

        The remainder by the coarsest step has the same remainder by every finer one, so a survey at several scales
        divides 128-bit numbers once and 64-bit ones after that.
        """
        taken = self.taken.alias(self._integers)
        if self.decimals is not None:
            return frame.with_columns(taken, self.decimals.alias(self._carried))
        carried = self.integers.mod(10**self.scale)
        carried = carried.cast(pl.Int64) if self.scale <= SCALE_MAX else carried
        return frame.with_columns(taken).with_columns(carried.alias(self._carried))

    def unfit_for(self, asset_scale: int) -> pl.Expr:
        """Whether a cell of a prepared frame is finer than an asset with so many decimals, or too large for it."""
        if asset_scale > self.scale:
            return self.integers.gt(MINOR_UNITS_MAX // 10 ** (asset_scale - self.scale))
        if self.decimals is not None:
            return pl.col(self._carried) > asset_scale
        if asset_scale == self.scale:
            return pl.lit(value=False)
        return pl.col(self._carried).mod(10 ** (self.scale - asset_scale)).ne(0)

    @property
    def _integers(self) -> str:
        return f"{self.name} integers"

    @property
    def _carried(self) -> str:
        return f"{self.name} decimals"


def exact_column(
    raw: RawTable, name: str, unit: str, scales: Mapping[str, int], *, measured: bool = True
) -> ExactColumn:
    """The column as integers, where `scales` is the asset's scale by what stands in the column `unit`.

    Text is measured first: its scale is the most decimals that any cell needs, which keeps products small. Where it is
    not to be `measured`, the finest of `scales` is taken for it, and the table is read once less. A unit that is not
    among `scales` has the finest scale of all. Refused where the table cannot be read.
    """
    column, dtype = pl.col(name), raw.schema[name]
    if isinstance(dtype, pl.Decimal):
        return ExactColumn(name, dtype.scale, column.to_physical().cast(pl.Int128))
    if dtype.is_integer():
        return ExactColumn(name, 0, column.cast(pl.Int128, strict=False))
    parts = pl.when(column.str.contains(PLAIN_DECIMAL)).then(column).str.split_exact(".", 1).struct
    fraction = parts.field("field_1").fill_null("").str.strip_chars_end("0")
    scale = max(scales.values(), default=0)
    if measured:
        longest = collected(raw, raw.frame.select(fraction.str.len_bytes().max())).item()
        scale = min(longest or 0, SCALE_MAX)
    coarser = {of: asset_scale for of, asset_scale in scales.items() if asset_scale < scale}
    scale_of_row = pl.lit(scale)
    if coarser:
        scale_of_row = pl.col(unit).replace_strict(coarser, default=scale, return_dtype=pl.UInt32)
    padded = parts.field("field_0") + fraction.str.pad_end(scale_of_row, "0")
    return ExactColumn(name, scale, padded.cast(pl.Int128, strict=False), fraction.str.len_bytes())


def sum_fits(largest: int, count: int) -> bool:
    """Whether `count` numbers up to `largest` sum below 2^127, so that their plain sum cannot have wrapped."""
    return largest * count <= MINOR_UNITS_MAX

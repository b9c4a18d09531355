"""A file to be handed to whoever pays, amounts as its text says them, and payments cut into files within limits."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import polars as pl


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """A file: its name, its bytes, and what they come to, in minor units of `asset`."""

    name: str
    content: bytes
    asset: str
    records: int
    total: int


def amount_texts(minor: pl.Expr, scale: int) -> pl.Expr:
    """Minor units from zero (Int128) as decimal text: no exponent, no thousands mark, no trailing zeros."""
    digits = minor.cast(pl.String)
    if scale == 0:
        return digits
    padded = digits.str.zfill(scale + 1)
    pointed = padded.str.head(-scale) + "." + padded.str.tail(scale)
    return pointed.str.strip_chars_end("0").str.strip_suffix(".")


def amounts_of(column: str, asset: str, scales: Mapping[str, int]) -> pl.Expr:
    """A column of minor units, each of the asset that another column names, as decimal text."""
    text = pl.lit(None, dtype=pl.String)
    by_scale = sorted(
        {scale: [name for name, of in scales.items() if of == scale] for scale in scales.values()}.items()
    )
    for scale, names in by_scale:
        text = pl.when(pl.col(asset).is_in(names)).then(amount_texts(pl.col(column), scale)).otherwise(text)
    return text


def batches(payments: pl.DataFrame, records_max: int, amount_max: int | None) -> Iterator[pl.DataFrame]:
    """Payments cut in their order into as few batches as their order allows, each within both limits.

    No single `amount` is above `amount_max`: such a payment has been held back before.
    """
    sums = list(accumulate(payments["amount"], initial=0))
    start = 0
    while start < len(payments):
        end = start + records_max
        if amount_max is not None:
            end = min(end, bisect_right(sums, sums[start] + amount_max) - 1)
        yield payments.slice(start, end - start)
        start = end

"""A file to be handed to whoever pays, amounts as its text says them, and payments cut into files within limits."""

import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from hikiate.kernel.amounts import MINOR_UNITS_MAX


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


def amounts_of(rows: pl.DataFrame, column: str, asset: str, scales: Mapping[str, int]) -> pl.Expr:
    """A column of minor units, each of the asset that another column names, as decimal text; null where it is."""
    largest = dict(rows.group_by(asset).agg(pl.col(column).max()).drop_nulls().iter_rows())
    if not any(largest.values()):
        return pl.when(pl.col(column).is_not_null()).then(pl.lit("0"))
    finest = max((scales[name] for name in largest), default=0)
    lifts = {name: 10 ** (finest - scales[name]) for name in largest}
    if all(largest[name] * lift <= MINOR_UNITS_MAX for name, lift in lifts.items()):
        # The same number in finer units has the same text, as that has no zeros at its end; so one pass makes all.
        minor = pl.col(column)
        if any(lift > 1 for lift in lifts.values()):
            factors = pl.Series(list(lifts.values()), dtype=pl.Int128)
            minor = minor * pl.col(asset).replace_strict(list(lifts), factors, default=None)
        return amount_texts(minor, finest)
    by_scale: dict[int, list[str]] = {}
    for name in lifts:
        by_scale.setdefault(scales[name], []).append(name)
    texts = (
        pl.when(pl.col(asset).is_in(of_scale)).then(amount_texts(pl.col(column), scale))
        for scale, of_scale in by_scale.items()
    )
    return pl.coalesce(*texts)


def csv_bytes(rows: pl.DataFrame) -> bytes:
    """A table as CSV in UTF-8, with a header."""
    content = io.BytesIO()
    rows.write_csv(content)
    return content.getvalue()


def batches(payments: pl.DataFrame, records_max: int, amount_max: int | None) -> Iterator[pl.DataFrame]:
    """Payments cut in their order into as few batches as their order allows, each within both limits.

    No single `amount` is above `amount_max`: such a payment has been held back before. All together sum below 127 bits.
    """
    sums = payments["amount"].cum_sum()
    start = before = 0
    while start < len(payments):
        end = min(start + records_max, len(payments))
        if amount_max is not None:
            end = bisect_right(range(end), before + amount_max, lo=start, key=lambda row: int(sums[row]))
        yield payments.slice(start, end - start)
        start, before = end, int(sums[end - 1])

"""Executions of one market in a stretch of time, as reference prices are made of them: exact sums, no rounding."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import polars as pl

from hikiate.facts.exact import exact_column, sum_fits
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.survey import of_the_table
from hikiate.facts.tables import TRADES
from hikiate.facts.turnover import executed_ticks

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Executions:
    """The trades of a market: their number, the sum of price times size in the quote asset, and the sum of sizes."""

    trades: int
    value: Fraction
    size: Fraction
    last_at: datetime

    @property
    def mean_price(self) -> Fraction:
        """The volume-weighted average price."""
        return self.value / self.size


class Market:
    """One market of a table of trades that a survey found sound."""

    def __init__(self, raw: RawTable, exchange: Exchange, market: str) -> None:
        self.raw = of_the_table(TRADES, raw)
        base = market.partition("/")[0]
        scale = exchange.scale(base)
        self.price = exact_column(self.raw, "price", "market", {})
        self.size = exact_column(self.raw, "size", "market", {market: scale})
        self.scale = self.price.scale + self.size.scale_for(scale)
        self.size_scale = self.size.scale_for(scale)
        self.ticks, self.second = executed_ticks(self.raw)
        self.of_market = pl.col("market") == market

    def between(self, start: datetime, end: datetime) -> Executions | None:
        """The trades from `start` up to but not including `end`; None where there is none with a size."""
        return self._sums((self.ticks >= self._tick(start)) & (self.ticks < self._tick(end)))

    def last(self, at: datetime, age_max: timedelta) -> Executions | None:
        """The trades of the last moment by `at`, at most so old; None where there is none."""
        by = self.of_market & (self.ticks <= self._tick(at)) & (self.ticks >= self._tick(at - age_max))
        moment = collected(self.raw, self.raw.frame.filter(by).select(self.ticks.max())).item()
        return None if moment is None else self._sums(self.ticks == moment)

    def _tick(self, moment: datetime) -> int:
        return (moment - _EPOCH) // _MICROSECOND * self.second // (_SECOND // _MICROSECOND)

    def _sums(self, chosen: pl.Expr) -> Executions | None:
        taken = (self.price.taken.alias("price"), self.size.taken.alias("size"), self.ticks.alias("at"))
        rows = self.raw.frame.filter(self.of_market & chosen).select(taken)
        price, size = pl.col("price"), pl.col("size")
        row = collected(
            self.raw,
            rows.select(
                pl.len().alias("trades"),
                (price * size).sum().alias("value"),
                size.sum().alias("size"),
                price.max().alias("price max"),
                size.max().alias("size max"),
                pl.col("at").max().alias("last"),
            ),
        ).row(0, named=True)
        if not row["size"]:
            return None
        value, total = row["value"], row["size"]
        if not sum_fits(row["price max"] * row["size max"], row["trades"]):
            pairs = collected(self.raw, rows.select(price, size)).rows()
            value, total = sum(one * other for one, other in pairs), sum(other for _, other in pairs)
        last_at = _EPOCH + timedelta(microseconds=row["last"] * (_SECOND // _MICROSECOND) // self.second)
        return Executions(row["trades"], Fraction(value, 10**self.scale), Fraction(total, 10**self.size_scale), last_at)

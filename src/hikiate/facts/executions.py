"""Executions: the table `trades` as whole numbers, lazily, for whoever looks at single trades or at stretches of time.

For a table that a survey found sound; nothing is checked here again. Sizes and prices are whole numbers of one scale
within a market, and moments are microseconds since 1970 in UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import polars as pl

from hikiate.facts.exact import ExactColumn, exact_column
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.rows import as_text
from hikiate.facts.survey import of_the_table
from hikiate.facts.tables import TRADES
from hikiate.facts.turnover import base_by_market, executed_ticks

PARTIES = ("buyer", "seller")
SECOND = 1_000_000
DAY = 86_400 * SECOND


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Executions:
    """The trades of a pack. `frame` has market, at, price, size, and buyer and seller where the table has them."""

    raw: RawTable
    exchange: Exchange
    frame: pl.LazyFrame
    price: ExactColumn
    size: ExactColumn
    bases: Mapping[str, str]

    @property
    def has_parties(self) -> bool:
        """Whether the table says who bought and who sold."""
        return set(PARTIES) <= self.raw.schema.keys()

    def collect(self, query: pl.LazyFrame) -> pl.DataFrame:
        """Run a query over the trades; Refused where the file cannot be read."""
        return collected(self.raw, query)

    def amount(self, market: str, size: int) -> Fraction:
        """A size as units of the market's base."""
        return Fraction(size, 10 ** self.size.scale_for(self.exchange.scale(self.bases[market])))

    def money(self, market: str, value: int) -> Fraction:
        """A sum of price times size as units of the market's quote."""
        return self.amount(market, value) * Fraction(1, 10**self.price.scale)

    def moment(self, at: int) -> datetime:
        """A moment on the clock of the snapshot."""
        return (_EPOCH + timedelta(microseconds=at)).astimezone(self.exchange.snapshot_at.tzinfo)

    def day_offset(self) -> int:
        """What is added to a moment so that its days begin at midnight on the clock of the snapshot."""
        return (self.exchange.snapshot_at.utcoffset() or timedelta()) // timedelta(microseconds=1)


def executions(raw: RawTable, exchange: Exchange) -> Executions:
    """The trades of a table, lazily."""
    raw = of_the_table(TRADES, raw)
    bases = base_by_market(exchange)
    price = exact_column(raw, "price", "market", {})
    size = exact_column(raw, "size", "market", {market: exchange.scale(base) for market, base in bases.items()})
    ticks, second = executed_ticks(raw)
    at = ticks * (SECOND // second) if second <= SECOND else ticks // (second // SECOND)
    parties: Sequence[pl.Expr] = as_text({name: raw.schema[name] for name in PARTIES if name in raw.schema})
    frame = raw.frame.select(
        pl.col("market"), at.alias("at"), price.taken.alias("price"), size.taken.alias("size"), *parties
    )
    return Executions(raw, exchange, frame, price, size, bases)


def microseconds(moment: datetime) -> int:
    """A moment as microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)

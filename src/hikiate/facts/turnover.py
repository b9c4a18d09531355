"""Turnover: trades summed per market and day of the exchange's clock, surveyed from the table `trades`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from hikiate.facts.exact import ExactColumn, exact_column, sum_fits
from hikiate.facts.exchange import Exchange
from hikiate.facts.moments import MOMENT, YEARS
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.survey import duplicates, faults_of, filled, of_the_table, prepared, refuse, unfit
from hikiate.facts.tables import SIDES, TRADES
from hikiate.kernel.amounts import SCALE_MAX
from hikiate.kernel.findings import Refused

_DAY_SECONDS = 86_400
_SECOND_TICKS = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Turnover:
    """A market's trades of one day: the sum of price times size in whole units of the quote asset, exact."""

    market: str
    day: date
    trades: int
    value: Fraction

    @property
    def quote(self) -> str:
        """The asset in which the market is priced."""
        return self.market.partition("/")[2]


def survey_trades(raw: RawTable, exchange: Exchange) -> tuple[Turnover, ...]:
    """Turnover per market and day of the exchange's clock, sorted; Refused with the faults of the table."""
    raw = of_the_table(TRADES, raw)
    markets = base_by_market(exchange)
    market_scales = {market: exchange.scale(base) for market, base in markets.items()}
    price = exact_column(raw, "price", "market", {})
    size = exact_column(raw, "size", "market", market_scales)
    day = _local_day(raw, exchange)
    raw = prepared(raw, [price, size])
    sound = filled(raw, "id") & day.is_not_null() & (price.integers > 0) & size.sound & ~price.unfit_for(SCALE_MAX)
    scales = sorted(set(market_scales.values()))
    keys = ["market", "side", day.alias("day")]
    groups = collected(
        raw,
        raw.frame.group_by(keys).agg(
            pl.len().alias("trades"),
            sound.sum().alias("sound"),
            price.integers.max().alias("price max"),
            size.integers.max().alias("size max"),
            (price.integers * size.integers).sum().alias("value"),
            *(size.unfit_for(scale).sum().alias(f"unfit {scale}") for scale in scales),
        ),
    )
    in_order = True
    by_market_day: dict[tuple[str, date], Turnover] = {}
    for group in groups.iter_rows(named=True):
        base = markets.get(group["market"])
        unsound = group["sound"] < group["trades"]
        if base is None or unsound or group["side"] not in SIDES or group[f"unfit {exchange.scale(base)}"]:
            in_order = False
            continue
        value = group["value"]
        if not sum_fits(group["price max"] * group["size max"], group["trades"]):
            value = _summed_one_by_one(raw, price, size, day, group)
        key = (group["market"], group["day"])
        scale = price.scale + size.scale_for(exchange.scale(base))
        earlier = by_market_day.get(key, Turnover(*key, 0, Fraction(0)))
        by_market_day[key] = Turnover(
            *key, earlier.trades + group["trades"], earlier.value + Fraction(value, 10**scale)
        )
    repeated = duplicates(TRADES, raw)
    if not in_order:
        known = pl.col("market").is_in(list(markets)) & pl.col("side").is_in(list(SIDES))
        sound &= known & ~unfit(size, "market", market_scales)
        raise Refused([*faults_of(TRADES, raw, exchange, sound), *repeated])
    refuse(repeated)
    return tuple(sorted(by_market_day.values(), key=lambda turnover: (turnover.market, turnover.day)))


def whole_turnover(parts: Sequence[tuple[Turnover, ...]]) -> tuple[Turnover, ...]:
    """The turnover of the parts of a table as that of the whole."""
    whole: dict[tuple[str, date], Turnover] = {}
    for part in parts:
        for one in part:
            key = (one.market, one.day)
            before = whole.get(key, Turnover(*key, 0, Fraction(0)))
            whole[key] = Turnover(*key, before.trades + one.trades, before.value + one.value)
    return tuple(whole[key] for key in sorted(whole))


def base_by_market(exchange: Exchange) -> dict[str, str]:
    """The base asset of every market that two declared assets can form."""
    return {f"{base}/{quote}": base for base in exchange.assets for quote in exchange.assets if base != quote}


def executed_ticks(raw: RawTable) -> tuple[pl.Expr, int]:
    """`executed_at` in ticks since 1970 (UTC), null where the cell is no moment with offset; the ticks of a second."""
    moment, dtype = pl.col("executed_at"), raw.schema["executed_at"]
    if isinstance(dtype, pl.Datetime):
        return moment.to_physical(), _SECOND_TICKS[dtype.time_unit]
    with_offset = pl.when(moment.str.contains(f"^(?:{MOMENT})$")).then(moment)
    iso = with_offset.str.replace("Z$", "+00:00").str.replace(" ", "T", literal=True)
    read = iso.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC", strict=False)
    return read.to_physical(), _SECOND_TICKS["us"]


def _local_day(raw: RawTable, exchange: Exchange) -> pl.Expr:
    """The day of `executed_at` on the clock of the snapshot; null where the cell is no moment with offset."""
    ticks, second = executed_ticks(raw)
    offset = (exchange.snapshot_at.utcoffset() or timedelta()) // timedelta(seconds=1) * second
    days = (ticks + offset) // (_DAY_SECONDS * second)
    first, end = ((date(year, 1, 1) - _EPOCH).days for year in (YEARS[0], YEARS[1] + 1))
    # A day of the years by the clock it was written with may lie up to two days beyond them by another clock.
    return pl.when(days.is_between(first - 2, end + 2, closed="left")).then(days).cast(pl.Int32).cast(pl.Date)


def _summed_one_by_one(
    raw: RawTable, price: ExactColumn, size: ExactColumn, day: pl.Expr, group: Mapping[str, Any]
) -> int:
    """The exact sum of price times size of one group, number by number."""
    in_group = (pl.col("market") == group["market"]) & (pl.col("side") == group["side"]) & (day == group["day"])
    columns = [price.integers.alias("price"), size.integers.alias("size")]
    rows = collected(raw, raw.frame.filter(in_group).select(columns)).rows()
    return sum(price * size for price, size in rows)

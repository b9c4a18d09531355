"""A bulk table surveyed without reading it row by row: totals and checks by group in one streaming pass.

Where a check fails, and only then, the faulty rows are fetched and read cell by cell, so that a fault is worded the
same in a table of ten rows and of ten million.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from operator import xor
from typing import Any

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import EXACT_KINDS, Kind, TableSpec
from hikiate.facts.exact import ExactColumn, exact_column, sum_fits
from hikiate.facts.exchange import Exchange
from hikiate.facts.moments import MOMENT, YEARS
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.rows import HEX_OF_16_BYTES, as_text, column_faults, numbered, read_rows
from hikiate.facts.tables import BALANCES, SECRETS, SIDES, TRADES
from hikiate.kernel.amounts import SCALE_MAX
from hikiate.kernel.findings import Finding, Refused

_ROW = "row number"
_DAY_SECONDS = 86_400
_DAY_TICKS = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Liability:
    """What customers are owed in an asset and what they owe in it, in minor units; `rows` counts the balances."""

    asset: str
    amount: int
    debt: int
    rows: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """A market's trades of one day: the sum of price times size in whole units of the quote asset, exact."""

    market: str
    day: date
    trades: int
    size: Fraction
    value: Fraction

    @property
    def quote(self) -> str:
        """The asset in which the market is priced."""
        return self.market.partition("/")[2]


def survey_balances(raw: RawTable, exchange: Exchange) -> dict[str, Liability]:
    """Liabilities per asset; Refused with the faults of the table."""
    raw = _of_the_table(BALANCES, raw)
    asset_scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    names = [name for name in ("amount", "debt") if name in raw.schema]
    columns = [exact_column(raw, name, "asset", asset_scales) for name in names]
    raw = _prepared(raw, columns)
    sound = _filled(raw, "customer") & columns[0].sound
    for debt in columns[1:]:
        sound &= debt.sound | ~_filled(raw, debt.name).fill_null(value=False)
    scales = sorted(set(asset_scales.values()))
    groups = collected(
        raw,
        raw.frame.group_by("asset").agg(
            pl.len().alias("rows"),
            sound.sum().alias("sound"),
            *(
                aggregate
                for column in columns
                for aggregate in (
                    column.integers.sum().alias(column.name),
                    column.integers.max().alias(f"{column.name} max"),
                    *(column.unfit_for(scale).sum().alias(f"{column.name} unfit {scale}") for scale in scales),
                )
            ),
        ),
    )
    liabilities = {}
    in_order = True
    for group in groups.sort("asset", nulls_last=True).iter_rows(named=True):
        asset = exchange.assets.get(group["asset"])
        unsound = group["sound"] < group["rows"]
        if asset is None or unsound or any(group[f"{c.name} unfit {asset.scale}"] for c in columns):
            in_order = False
            continue
        sums = [_rescaled(_column_sum(raw, c, group), c.scale_for(asset.scale), asset.scale) for c in columns]
        liabilities[asset.name] = Liability(asset.name, sums[0], sum(sums[1:]), group["rows"])
    duplicates = _duplicates(BALANCES, raw)
    if not in_order:
        unfit = [_unfit(column, "asset", asset_scales) for column in columns]
        sound &= pl.col("asset").is_in(list(asset_scales)) & ~pl.any_horizontal(unfit)
        raise Refused([*_faults_of(BALANCES, raw, exchange, sound), *duplicates])
    _refuse(duplicates)
    return liabilities


def survey_trades(raw: RawTable, exchange: Exchange) -> tuple[Turnover, ...]:
    """Turnover per market and day of the exchange's clock, sorted; Refused with the faults of the table."""
    raw = _of_the_table(TRADES, raw)
    markets = _markets(exchange)
    market_scales = {market: exchange.scale(base) for market, base in markets.items()}
    price = exact_column(raw, "price", "market", {})
    size = exact_column(raw, "size", "market", market_scales)
    day = _local_day(raw, exchange)
    raw = _prepared(raw, [price, size])
    sound = _filled(raw, "id") & day.is_not_null() & (price.integers > 0) & size.sound & ~price.unfit_for(SCALE_MAX)
    scales = sorted(set(market_scales.values()))
    keys = ["market", "side", day.alias("day")]
    groups = collected(
        raw,
        raw.frame.group_by(keys).agg(
            pl.len().alias("trades"),
            sound.sum().alias("sound"),
            price.integers.max().alias("price max"),
            size.integers.max().alias("size max"),
            size.integers.sum().alias("size"),
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
        total, value = group["size"], group["value"]
        if not sum_fits(max(group["price max"], 1) * group["size max"], group["trades"]):
            total, value = _sums_one_by_one(raw, price, size, day, group)
        key = (group["market"], group["day"])
        size_scale = size.scale_for(exchange.scale(base))
        earlier = by_market_day.get(key, Turnover(*key, 0, Fraction(0), Fraction(0)))
        by_market_day[key] = Turnover(
            *key,
            earlier.trades + group["trades"],
            earlier.size + Fraction(total, 10**size_scale),
            earlier.value + Fraction(value, 10 ** (price.scale + size_scale)),
        )
    duplicates = _duplicates(TRADES, raw)
    if not in_order:
        known = pl.col("market").is_in(list(markets)) & pl.col("side").is_in(list(SIDES))
        sound &= known & ~_unfit(size, "market", market_scales)
        raise Refused([*_faults_of(TRADES, raw, exchange, sound), *duplicates])
    _refuse(duplicates)
    return tuple(sorted(by_market_day.values(), key=lambda turnover: (turnover.market, turnover.day)))


def survey_secrets(raw: RawTable, exchange: Exchange) -> int:
    """The number of customers with a secret; Refused with the faults of the table. The secrets are not kept."""
    raw = _of_the_table(SECRETS, raw)
    sound = _filled(raw, "customer") & pl.col("secret").str.contains(f"^{HEX_OF_16_BYTES}$")
    count = collected(raw, raw.frame.select(pl.len(), sound.sum().alias("sound")))
    duplicates = _duplicates(SECRETS, raw)
    if count["sound"].item() < count["len"].item():
        raise Refused([*_faults_of(SECRETS, raw, exchange, sound), *duplicates])
    _refuse(duplicates)
    return int(count["len"].item())


def _markets(exchange: Exchange) -> dict[str, str]:
    """The base asset of every market that two declared assets can form."""
    return {f"{base}/{quote}": base for base in exchange.assets for quote in exchange.assets if base != quote}


def _of_the_table(spec: TableSpec, raw: RawTable) -> RawTable:
    """The table with exact numbers and moments as they are and every other column as text; Refused for its columns."""
    _refuse(column_faults(spec, raw))
    kinds = {column.name: column.kind for column in spec.columns}
    kept = {
        name: dtype
        for name, dtype in raw.schema.items()
        if dtype == pl.String
        or (kinds[name] in EXACT_KINDS and dtype.is_numeric())
        or (kinds[name] is Kind.KEY and dtype.is_integer())
        or (kinds[name] is Kind.MOMENT and isinstance(dtype, pl.Datetime))
    }
    if len(kept) == len(raw.schema):
        return raw
    others = as_text({name: dtype for name, dtype in raw.schema.items() if name not in kept})
    schema = {name: kept.get(name, pl.String()) for name in raw.schema}
    return replace(raw, frame=raw.frame.with_columns(others), schema=schema)


def _local_day(raw: RawTable, exchange: Exchange) -> pl.Expr:
    """The day of `executed_at` on the clock of the snapshot; null where the cell is no moment with offset."""
    moment, dtype = pl.col("executed_at"), raw.schema["executed_at"]
    unit = dtype.time_unit if isinstance(dtype, pl.Datetime) else "us"
    if not isinstance(dtype, pl.Datetime):
        with_offset = pl.when(moment.str.contains(f"^(?:{MOMENT})$")).then(moment)
        iso = with_offset.str.replace("Z$", "+00:00").str.replace(" ", "T", literal=True)
        moment = iso.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC", strict=False)
    ticks = _DAY_TICKS[unit]
    offset = (exchange.snapshot_at.utcoffset() or timedelta()) // timedelta(seconds=1) * (ticks // _DAY_SECONDS)
    days = (moment.to_physical() + offset) // ticks
    first, end = ((date(year, 1, 1) - _EPOCH).days for year in (YEARS[0], YEARS[1] + 1))
    # A day of the years by the clock it was written with may lie up to two days beyond them by another clock.
    return pl.when(days.is_between(first - 2, end + 2, closed="left")).then(days).cast(pl.Int32).cast(pl.Date)


def _prepared(raw: RawTable, columns: Sequence[ExactColumn]) -> RawTable:
    """The table with what its exact columns need to be asked."""
    return replace(raw, frame=raw.frame.with_columns([expr for column in columns for expr in column.prepared]))


def _column_sum(raw: RawTable, column: ExactColumn, group: Mapping[str, Any]) -> int:
    """The exact sum of a group's column; a plain sum that might have wrapped is made again, number by number."""
    if sum_fits(group[f"{column.name} max"] or 0, group["rows"]):
        return int(group[column.name])
    rows = collected(raw, raw.frame.filter(pl.col("asset") == group["asset"]).select(column.integers.alias("n")))
    return sum(number for number in rows["n"] if number is not None)


def _sums_one_by_one(
    raw: RawTable, price: ExactColumn, size: ExactColumn, day: pl.Expr, group: Mapping[str, Any]
) -> tuple[int, int]:
    """The exact sums of size and of price times size of one group, number by number."""
    in_group = (pl.col("market") == group["market"]) & (pl.col("side") == group["side"]) & (day == group["day"])
    columns = [price.integers.alias("price"), size.integers.alias("size")]
    rows = collected(raw, raw.frame.filter(in_group).select(columns)).rows()
    return sum(size for _, size in rows), sum(price * size for price, size in rows)


def _unfit(column: ExactColumn, unit: str, scales: Mapping[str, int]) -> pl.Expr:
    """Whether a cell cannot be whole minor units of the asset of its row, by what stands in the column `unit`."""
    return pl.any_horizontal(
        pl.col(unit).is_in([name for name in scales if scales[name] == scale]) & column.unfit_for(scale)
        for scale in sorted(set(scales.values()))
    )


def _faults_of(spec: TableSpec, raw: RawTable, exchange: Exchange, sound: pl.Expr) -> list[Finding]:
    """The faults of the rows for which `sound` does not hold, read cell by cell."""
    rows = raw.frame.with_row_index(_ROW).filter(~sound.fill_null(value=False))
    count = int(collected(raw, rows.select(pl.len())).item())
    shown = collected(raw, rows.head(faults.FAULTS_SHOWN_MAX).select(_ROW, *as_text(raw.schema)))
    numbers = [raw.first_row + index for index in shown[_ROW]]
    cells = (cells for _, cells in numbered(shown.drop(_ROW), 0))
    keyless = TableSpec(spec.name, spec.columns)
    _, found = read_rows(keyless, raw, exchange, zip(numbers, cells, strict=True), count - len(shown))
    return found


def _duplicates(spec: TableSpec, raw: RawTable) -> list[Finding]:
    """Rows whose key stood before.

    Whole numbers that only rise are distinct; else distinct hashes prove distinct keys, and equal ones are compared in
    full.
    """
    if _rises(raw, spec.key[-1]):
        return []
    key = reduce(xor, (pl.col(name).hash(seed=seed) for seed, name in enumerate(spec.key)))
    hashes = collected(raw, raw.frame.select(key.alias("hash"))).to_series()
    if hashes.n_unique() == len(hashes):
        return []
    shared = hashes.filter(hashes.is_duplicated()).unique()
    whole = pl.all_horizontal(_filled(raw, name) for name in spec.key)
    numbered_rows = raw.frame.with_row_index(_ROW).filter(key.is_in(shared.implode()) & whole)
    rows = collected(raw, numbered_rows.select(_ROW, *as_text({name: raw.schema[name] for name in spec.key})))
    later = rows.filter(~pl.struct(spec.key).is_first_distinct())
    found = [
        faults.DUPLICATE.at(raw.place(raw.first_row + number), value=", ".join(values), key=" + ".join(spec.key))
        for number, *values in later.head(faults.FAULTS_SHOWN_MAX).iter_rows()
    ]
    if len(later) > len(found):
        found.append(faults.MORE_FAULTS.at(raw.file, value=len(later) - len(found)))
    return found


def _rises(raw: RawTable, name: str) -> bool:
    """Whether a column is whole numbers, each above the one before."""
    if not raw.schema[name].is_integer():
        return False
    numbers = collected(raw, raw.frame.select(name)).to_series()
    return numbers.null_count() == 0 and bool((numbers.slice(1) > numbers.slice(0, max(len(numbers) - 1, 0))).all())


def _filled(raw: RawTable, name: str) -> pl.Expr:
    """Whether a cell holds something other than blanks."""
    column = pl.col(name)
    return column.str.strip_chars().str.len_bytes() > 0 if raw.schema[name] == pl.String else column.is_not_null()


def _rescaled(integer: int, scale: int, wanted: int) -> int:
    """An integer at `scale` decimals as one at `wanted`; exact, because finer rows were refused before."""
    finer, coarser = 10 ** max(wanted - scale, 0), 10 ** max(scale - wanted, 0)
    return int(integer * finer // coarser)


def _refuse(found: Sequence[Finding]) -> None:
    if found:
        raise Refused(found)

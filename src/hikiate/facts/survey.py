"""A bulk table surveyed without reading it row by row: totals and checks by group in one streaming pass.

Where a check fails, and only then, the faulty rows are fetched and read cell by cell, so that a fault is worded the
same in a table of ten rows and of ten million.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import TableSpec
from hikiate.facts.exact import ExactColumn, exact_column, sum_fits
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable
from hikiate.facts.rows import as_text, column_faults, numbered, read_rows
from hikiate.facts.tables import BALANCES, SECRETS, SIDES, TRADES
from hikiate.kernel.findings import Finding, Refused

_ROW = "row number"
_DAY_MICROSECONDS = 86_400_000_000


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
    _refuse(column_faults(BALANCES, raw))
    columns = [exact_column(raw.frame, name, raw.schema[name]) for name in ("amount", "debt") if name in raw.schema]
    has_debt = "debt" in raw.schema
    blank_debt = pl.col("debt").is_null() if has_debt else pl.lit(value=False)
    suspect = _blank("customer") | columns[0].suspect
    if has_debt:
        suspect |= columns[1].suspect & ~blank_debt
    scales = sorted({asset.scale for asset in exchange.assets.values()})
    groups = collected(
        raw,
        raw.frame.group_by("asset").agg(
            pl.len().alias("rows"),
            suspect.sum().alias("suspect"),
            *(
                aggregate
                for column in columns
                for aggregate in (
                    column.integers.sum().alias(column.name),
                    column.integers.max().alias(f"{column.name} max"),
                    *(column.finer_than(scale).sum().alias(f"{column.name} finer {scale}") for scale in scales),
                )
            ),
        ),
    )
    liabilities = {}
    in_order = True
    for group in groups.sort("asset", nulls_last=True).iter_rows(named=True):
        asset = exchange.assets.get(group["asset"])
        if asset is None or group["suspect"] or any(group[f"{c.name} finer {asset.scale}"] for c in columns):
            in_order = False
            continue
        sums = [_rescaled(_column_sum(raw, column, group), column.scale, asset.scale) for column in columns]
        liabilities[asset.name] = Liability(asset.name, sums[0], sum(sums[1:]), group["rows"])
    if not in_order:
        finer = [_finer_by_asset(column, exchange) for column in columns]
        suspect |= ~pl.col("asset").is_in(list(exchange.assets)).fill_null(value=False)
        _refuse(_faults_of(BALANCES, raw, exchange, pl.any_horizontal(suspect, *finer)))
    _refuse_duplicates(BALANCES, raw)
    return liabilities


def survey_trades(raw: RawTable, exchange: Exchange) -> tuple[Turnover, ...]:
    """Turnover per market and day of the exchange's clock, sorted; Refused with the faults of the table."""
    _refuse(column_faults(TRADES, raw))
    price = exact_column(raw.frame, "price", raw.schema["price"])
    size = exact_column(raw.frame, "size", raw.schema["size"])
    day = _local_day(raw, exchange)
    suspect = _blank("id") | day.is_null() | price.suspect | (price.integers == 0) | size.suspect
    scales = sorted({asset.scale for asset in exchange.assets.values()})
    keys = ["market", "side", day.alias("day")]
    groups = collected(
        raw,
        raw.frame.group_by(keys).agg(
            pl.len().alias("trades"),
            suspect.sum().alias("suspect"),
            price.integers.max().alias("price max"),
            size.integers.max().alias("size max"),
            size.integers.sum().alias("size"),
            (price.integers * size.integers).sum().alias("value"),
            *(size.finer_than(scale).sum().alias(f"finer {scale}") for scale in scales),
        ),
    )
    markets = _markets(exchange)
    in_order = True
    by_market_day: dict[tuple[str, date], Turnover] = {}
    for group in groups.iter_rows(named=True):
        base = markets.get(group["market"])
        if base is None or group["side"] not in SIDES or group["suspect"] or group[f"finer {exchange.scale(base)}"]:
            in_order = False
            continue
        total, value = group["size"], group["value"]
        if not sum_fits(max(group["price max"], 1) * group["size max"], group["trades"]):
            total, value = _sums_one_by_one(raw, price, size, day, group)
        key = (group["market"], group["day"])
        earlier = by_market_day.get(key, Turnover(*key, 0, Fraction(0), Fraction(0)))
        by_market_day[key] = Turnover(
            *key,
            earlier.trades + group["trades"],
            earlier.size + Fraction(total, 10**size.scale),
            earlier.value + Fraction(value, 10 ** (price.scale + size.scale)),
        )
    if not in_order:
        known = pl.col("market").is_in(list(markets)) & pl.col("side").is_in(list(SIDES))
        finer = pl.any_horizontal(
            pl.col("market").is_in([m for m, base in markets.items() if exchange.scale(base) == scale])
            & size.finer_than(scale)
            for scale in scales
        )
        _refuse(_faults_of(TRADES, raw, exchange, suspect | ~known.fill_null(value=False) | finer))
    _refuse_duplicates(TRADES, raw)
    return tuple(sorted(by_market_day.values(), key=lambda turnover: (turnover.market, turnover.day)))


def survey_secrets(raw: RawTable, exchange: Exchange) -> int:
    """The number of customers with a secret; Refused with the faults of the table. The secrets are not kept."""
    _refuse(column_faults(SECRETS, raw))
    unfit = ~pl.col("secret").str.contains(r"^([0-9A-Fa-f]{2}){16,}$").fill_null(value=False)
    count = collected(raw, raw.frame.select(pl.len(), (_blank("customer") | unfit).sum().alias("suspect")))
    if count["suspect"].item():
        _refuse(_faults_of(SECRETS, raw, exchange, _blank("customer") | unfit))
    _refuse_duplicates(SECRETS, raw)
    return int(count["len"].item())


def _markets(exchange: Exchange) -> dict[str, str]:
    """The base asset of every market that two declared assets can form."""
    return {f"{base}/{quote}": base for base in exchange.assets for quote in exchange.assets if base != quote}


def _local_day(raw: RawTable, exchange: Exchange) -> pl.Expr:
    """The day of `executed_at` on the clock of the snapshot; null where the cell is no moment with offset."""
    moment = pl.col("executed_at")
    if raw.schema["executed_at"] == pl.String:
        with_offset = pl.when(
            moment.str.contains(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2}|Z)$")
        )
        iso = with_offset.then(moment).str.replace("Z$", "+00:00").str.replace(" ", "T", literal=True)
        moment = iso.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC", strict=False)
    offset = exchange.snapshot_at.utcoffset() or timedelta()
    microseconds = moment.dt.epoch("us") + offset // timedelta(microseconds=1)
    return (microseconds // _DAY_MICROSECONDS).cast(pl.Int32).cast(pl.Date)


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


def _finer_by_asset(column: ExactColumn, exchange: Exchange) -> pl.Expr:
    """Whether a cell has more decimals than its row's asset."""
    return pl.any_horizontal(
        (pl.col("asset") == asset.name) & column.finer_than(asset.scale) for asset in exchange.assets.values()
    )


def _faults_of(spec: TableSpec, raw: RawTable, exchange: Exchange, faulty: pl.Expr) -> list[Finding]:
    """The faults of the rows for which `faulty` holds, read cell by cell."""
    rows = raw.frame.with_row_index(_ROW).filter(faulty)
    count = int(collected(raw, rows.select(pl.len())).item())
    shown = collected(raw, rows.head(faults.FAULTS_SHOWN_MAX).select(_ROW, *as_text(raw.schema)))
    numbers = [raw.first_row + index for index in shown[_ROW]]
    cells = (cells for _, cells in numbered(shown.drop(_ROW), 0))
    keyless = TableSpec(spec.name, spec.columns)
    _, found = read_rows(keyless, raw, exchange, zip(numbers, cells, strict=True))
    if count > len(shown):
        found.append(faults.MORE_FAULTS.at(raw.file, value=count - len(shown)))
    return found


def _refuse_duplicates(spec: TableSpec, raw: RawTable) -> None:
    """Refuse rows that share their key. Distinct hashes prove distinct keys; equal ones are compared in full."""
    key = pl.struct(spec.key).hash(seed=0)
    hashes = collected(raw, raw.frame.select(key.alias("hash"))).to_series()
    if hashes.n_unique() == len(hashes):
        return
    shared = hashes.filter(hashes.is_duplicated()).unique()
    names = [pl.col(name).cast(pl.String) for name in spec.key]
    rows = collected(raw, raw.frame.with_row_index(_ROW).filter(key.is_in(shared.implode())).select(_ROW, *names))
    later = rows.filter(~pl.struct(spec.key).is_first_distinct())
    found = [
        faults.DUPLICATE.at(raw.place(raw.first_row + number), value=", ".join(values), key=" + ".join(spec.key))
        for number, *values in later.head(faults.FAULTS_SHOWN_MAX).iter_rows()
    ]
    if len(later) > len(found):
        found.append(faults.MORE_FAULTS.at(raw.file, value=len(later) - len(found)))
    _refuse(found)


def _blank(name: str) -> pl.Expr:
    return pl.col(name).is_null() | (pl.col(name).cast(pl.String).str.len_bytes() == 0)


def _rescaled(integer: int, scale: int, wanted: int) -> int:
    """An integer at `scale` decimals as one at `wanted`; exact, because finer rows were refused before."""
    finer, coarser = 10 ** max(wanted - scale, 0), 10 ** max(scale - wanted, 0)
    return int(integer * finer // coarser)


def collected(raw: RawTable, frame: pl.LazyFrame) -> pl.DataFrame:
    """Run a query; what polars cannot read is a fault of the file."""
    try:
        return frame.collect(engine="streaming")
    except pl.exceptions.PolarsError as error:
        reason = str(error).partition("\n")[0]
        raise Refused([faults.UNREADABLE_TABLE.at(raw.file, value=reason)]) from error


def _refuse(found: Sequence[Finding]) -> None:
    if found:
        raise Refused(found)

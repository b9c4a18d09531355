"""Trades in ccxt's unified structure, in freqtrade's columns, or as Kraken's bare `timestamp,price,amount`.

`timestamp` counts milliseconds since 1970 in the first two and seconds in the third, which has no header. `cost`,
`fee` and the rest repeat or surround the trade and are not taken over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

import polars as pl

from hikiate.facts.importers import trade_defects as defects
from hikiate.facts.importers.assets import known_assets
from hikiate.facts.importers.executions import QUARTER_HOUR, Layout, executions, kind_faults, plain_columns
from hikiate.facts.importers.imported import MARKET, Imported, ImportOptions, RawTable, drafted
from hikiate.kernel.findings import Finding, Refused

REQUIRED = ("timestamp", "price", "amount")
OPTIONAL = ("id", "datetime", "symbol", "side")
HEADERLESS = ("timestamp", "price", "amount")

_LAYOUT = Layout(
    executed_at="timestamp",
    size="amount",
    moment=(
        "whole milliseconds since 1970, in every row; or whole seconds, in every row",
        "1970 年からのミリ秒（整数、全行）または秒（整数、全行）",
    ),
    period=QUARTER_HOUR,
)
_IGNORED = frozenset({"cost", "fee", "fees", "info", "order", "type", "takerOrMaker", "date"})
_MILLISECONDS_LEAST = 10**11
# Beyond the year 9999 a count is of micro- or nanoseconds.
_MILLISECONDS_MOST = 253_402_300_799_999


def import_ccxt_trades(files: Sequence[RawTable], options: ImportOptions) -> Imported:
    """The table `trades` of all files together. Raises Refused with every fault of every file."""
    faults, findings, frames = [], [], []
    for raw in files:
        of_file = [*_layout_faults(raw, options)]
        if not of_file:
            frame, found = _normalised(raw, options)
            of_file = [*_market_faults(frame, options), *_clock_faults(raw, frame)]
            frames.append(frame.drop("datetime", "symbol"))
            findings += found
        faults += of_file
    if faults:
        raise Refused(faults)
    done = executions(pl.concat(frames) if frames else pl.DataFrame(), _LAYOUT)
    assets = [asset for market in sorted(done.trades["market"].unique()) for asset in market.split("/")]
    name = PurePath(files[0].name).stem
    known, finer = known_assets(done.places)
    draft = replace(drafted(name, assets, known, done.last_moment, options), places=done.places)
    return Imported({"trades": done.trades}, draft, (*findings, *done.findings, *finer))


def _layout_faults(raw: RawTable, options: ImportOptions) -> Iterator[Finding]:
    found = set(raw.rows.columns)
    if not found.issuperset(REQUIRED) or found - {*REQUIRED, *OPTIONAL} - _IGNORED:
        wanted = ", ".join((*REQUIRED, *(f"[{name}]" for name in OPTIONAL)))
        yield defects.COLUMNS_REFUSED.at(raw.name, found=", ".join(raw.rows.columns), wanted=wanted)
    elif "symbol" not in found and not options.market:
        yield defects.MARKET_UNKNOWN.at(raw.name, found="no column symbol / 列 symbol なし")
    yield from kind_faults(raw, ("timestamp", *OPTIONAL), ("price", "amount"))


def _normalised(raw: RawTable, options: ImportOptions) -> tuple[pl.DataFrame, list[Finding]]:
    rows, findings = plain_columns(raw, ("price", "amount"))
    number = pl.int_range(raw.first_row, raw.first_row + rows.height)
    present = set(rows.columns)
    # A name for a row that has none: the file and the row, so that the same file gives the same names again.
    by_row = pl.format("{}:{}", pl.lit(raw.name), number)
    symbol = _text("symbol") if "symbol" in present else pl.lit(None, pl.String)
    frame = rows.select(
        pl.lit(raw.name).alias("file"),
        number.alias("row"),
        (_text("id") if "id" in present else pl.lit(None, pl.String)).alias("id"),
        _moment_text(rows).alias("executed_at"),
        pl.coalesce(symbol, pl.lit(options.market, pl.String)).alias("market"),
        (_text("side").str.to_lowercase() if "side" in present else pl.lit(None, pl.String))
        .fill_null("auction")
        .alias("side"),
        "price",
        pl.col("amount").alias("size"),
        (_text("datetime") if "datetime" in present else pl.lit(None, pl.String)).alias("datetime"),
        symbol.alias("symbol"),
        by_row.alias("name"),
    )
    unnamed, sideless = frame["id"].null_count(), (frame["side"] == "auction").sum()
    if unnamed:
        findings.append(defects.ID_ABSENT.at(raw.name, count=unnamed))
    if sideless:
        findings.append(defects.SIDE_ABSENT.at(raw.name, count=sideless))
    return frame.with_columns(pl.coalesce("id", "name").alias("id")).drop("name"), findings


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).replace("", None)


def _moment_text(rows: pl.DataFrame) -> pl.Expr:
    """Milliseconds or seconds since 1970 as ISO text in UTC; what is neither is passed on as it is, to be refused.

    A file counts in one unit: seconds only where every row of it does.
    """
    count = pl.col("timestamp").cast(pl.String).str.to_integer(strict=False, dtype=pl.Int64)
    seconds = bool(rows.select(count.is_between(1, _MILLISECONDS_LEAST, closed="left").all()).item())
    unit = count * 1000 if seconds else count
    sound = pl.when(unit.is_between(_MILLISECONDS_LEAST, _MILLISECONDS_MOST) | seconds).then(unit)
    moment = sound.cast(pl.Datetime("ms")).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f+00:00")
    return pl.coalesce(moment, _text("timestamp"))


def _market_faults(frame: pl.DataFrame, options: ImportOptions) -> Iterator[Finding]:
    """The first row of each file whose market is none, is a contract, or is not the one that the call names."""
    market = pl.col("market")
    contract = market.str.contains(f"^{MARKET}:").fill_null(value=False)
    bad = frame.filter(~market.str.contains(f"^{MARKET}$").fill_null(value=False) & ~contract)
    for file, row, found in bad.select("file", "row", "market").head(1).rows():
        yield defects.MARKET_UNKNOWN.at(f"{file} row {row}", found=found or "a blank cell / 空欄")
    for file, row, found in frame.filter(contract).select("file", "row", "market").head(1).rows():
        yield defects.NOT_SPOT.at(f"{file} row {row}", found=found)
    if options.market:
        other = frame.filter(~contract & (pl.col("symbol") != options.market))
        for file, row, found in other.select("file", "row", "symbol").head(1).rows():
            yield defects.MARKET_DIFFERS.at(f"{file} row {row}", found=found, option=options.market)


def _clock_faults(raw: RawTable, frame: pl.DataFrame) -> Iterator[Finding]:
    """Where `timestamp` and `datetime` both stand they must name the same moment."""
    pattern = "%Y-%m-%dT%H:%M:%S%.f%:z"
    stated, counted = (
        pl.col(name).str.replace("Z$", "+00:00").str.to_datetime(pattern, time_unit="ms", strict=False)
        for name in ("datetime", "executed_at")
    )
    apart = frame.filter(pl.col("datetime").is_not_null() & (stated != counted).fill_null(value=True))
    for row, text, moment in apart.select("row", "datetime", "executed_at").head(1).rows():
        yield defects.CELL_REFUSED.at(
            f"{raw.name} row {row}",
            column="datetime",
            found=f"'{text}'",
            count=apart.height,
            wanted_en=f"{moment}, as column timestamp says",
            wanted_ja=f"列 timestamp と同じ {moment}",
        )

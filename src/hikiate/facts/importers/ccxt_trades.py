"""Trades in ccxt's unified structure, in freqtrade's columns, or as Kraken's bare `timestamp,price,amount`.

`timestamp` counts milliseconds since 1970 in the first two and seconds in the third, which has no header. `cost`,
`fee` and the rest repeat or surround the trade and are not taken over.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

import polars as pl

from hikiate.facts.importers import trade_defects as defects
from hikiate.facts.importers.assets import KNOWN_ASSETS
from hikiate.facts.importers.executions import executions, plain_columns
from hikiate.facts.importers.imported import Imported, ImportOptions, RawTable, drafted
from hikiate.kernel.findings import Finding, Refused

REQUIRED = ("timestamp", "price", "amount")
OPTIONAL = ("id", "datetime", "symbol", "side")
HEADERLESS = ("timestamp", "price", "amount")

_IGNORED = frozenset({"cost", "fee", "fees", "info", "order", "type", "takerOrMaker", "date"})
_MILLISECONDS_LEAST = 10**11
_MARKET = r"^[A-Za-z0-9.-]+/[A-Za-z0-9.-]+(:[A-Za-z0-9.-]+)?$"


def import_ccxt_trades(files: Sequence[RawTable], options: ImportOptions) -> Imported:
    """The table `trades` of all files together. Raises Refused with every fault of every file."""
    faults, findings, frames = [], [], []
    for raw in files:
        of_file = [*_layout_faults(raw, options)]
        if not of_file:
            frame, found = _normalised(raw, options)
            of_file = [*_symbol_faults(frame), *_clock_faults(raw, frame)]
            frames.append(frame.drop("datetime"))
            findings += found
        faults += of_file
    if faults:
        raise Refused(faults)
    done = executions(pl.concat(frames) if frames else pl.DataFrame())
    assets = [asset for market in sorted(done.trades["market"].unique()) for asset in market.split("/")]
    name = PurePath(files[0].name).stem
    draft = drafted(name, assets, KNOWN_ASSETS, done.last_moment, options)
    return Imported({"trades": done.trades}, draft, (*findings, *done.findings))


def _layout_faults(raw: RawTable, options: ImportOptions) -> Iterator[Finding]:
    found = set(raw.rows.columns)
    if not found.issuperset(REQUIRED) or found - {*REQUIRED, *OPTIONAL} - _IGNORED:
        wanted = ", ".join((*REQUIRED, *(f"[{name}]" for name in OPTIONAL)))
        yield defects.COLUMNS_REFUSED.at(raw.name, found=", ".join(raw.rows.columns), wanted=wanted)
    elif "symbol" not in found and not options.market:
        yield defects.MARKET_UNKNOWN.at(raw.name, found="no column symbol / 列 symbol なし")


def _normalised(raw: RawTable, options: ImportOptions) -> tuple[pl.DataFrame, list[Finding]]:
    rows, findings = plain_columns(raw, ("price", "amount"))
    number = pl.int_range(raw.first_row, raw.first_row + rows.height)
    present = set(rows.columns)
    # A name for a row that has none: the file and the row, so that the same file gives the same names again.
    by_row = pl.format("{}:{}", pl.lit(PurePath(raw.name).stem), number)
    market = (
        pl.col("symbol").cast(pl.String).str.split(":").list.first() if "symbol" in present else pl.lit(None, pl.String)
    )
    frame = rows.select(
        pl.lit(raw.name).alias("file"),
        number.alias("row"),
        (_text("id") if "id" in present else pl.lit(None, pl.String)).alias("id"),
        _moment_text(rows).alias("executed_at"),
        (pl.lit(options.market) if options.market else market).alias("market"),
        (_text("side").str.to_lowercase() if "side" in present else pl.lit(None, pl.String))
        .fill_null("auction")
        .alias("side"),
        "price",
        pl.col("amount").alias("size"),
        (_text("datetime") if "datetime" in present else pl.lit(None, pl.String)).alias("datetime"),
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
    """Milliseconds or seconds since 1970 as ISO text in UTC; what is no whole number is passed on to be refused."""
    count = pl.col("timestamp").cast(pl.String).str.to_integer(strict=False, dtype=pl.Int64)
    seconds = bool(rows.select((count < _MILLISECONDS_LEAST).all()).item())
    unit = count * 1000 if seconds else count
    moment = unit.cast(pl.Datetime("ms")).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f+00:00")
    return pl.coalesce(moment, _text("timestamp"))


def _symbol_faults(frame: pl.DataFrame) -> Iterator[Finding]:
    bad = frame.filter(~pl.col("market").str.contains(_MARKET).fill_null(value=False))
    for file, row, market in bad.select("file", "row", "market").head(1).rows():
        yield defects.MARKET_UNKNOWN.at(f"{file} row {row}", found=market)


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

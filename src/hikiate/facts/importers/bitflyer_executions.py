"""bitFlyer's public executions: files of a day with `id`, `exec_date`, `side`, `price`, `size`.

A file named `..._BTC_JPY_20180121...` gives the market and its day. Such a file runs from about 20 seconds before
midnight to as long before the next, so its first rows are of the day before. Every execution is kept under the day
its own time says, and an id is taken once over all files: successive days lose nothing and double nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from hikiate.facts.importers import trade_defects as defects
from hikiate.facts.importers.assets import known_assets
from hikiate.facts.importers.executions import DAY_WRITTEN, Layout, executions, kind_faults, plain_columns
from hikiate.facts.importers.imported import MARKET, Imported, ImportOptions, RawTable, drafted
from hikiate.kernel.findings import Finding, Refused

COLUMNS = ("id", "exec_date", "side", "price", "size")

# `loaded` is when a collector fetched the row; the other two name orders and say nothing about the trade.
_IGNORED = frozenset({"loaded", "buy_child_order_acceptance_id", "sell_child_order_acceptance_id"})
_LAYOUT = Layout(
    executed_at="exec_date",
    size="size",
    moment=(
        "a moment with its offset, such as 2018-01-21T00:00:11.173+09:00",
        "時差付きの時刻（例: 2018-01-21T00:00:11.173+09:00）",
    ),
    period=DAY_WRITTEN,
)
_SIDES = {"BUY": "buy", "SELL": "sell", "": "auction"}
_MARKET_IN_NAME = re.compile(r"(?:^|_)([A-Z0-9]{2,10})_(JPY|BTC|ETH|USD|EUR)(?=[_.]|$)")
_MARGIN_IN_NAME = re.compile(r"(?:^|_)FX_[A-Z0-9]{2,10}_[A-Z]{3}(?=[_.]|$)")
_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})(?![0-9])")


def import_bitflyer_executions(files: Sequence[RawTable], options: ImportOptions) -> Imported:
    """The table `trades` of all files together. Raises Refused with every fault of every file."""
    faults, findings, frames = [], [], []
    for raw in files:
        of_file = [*_layout_faults(raw, options)]
        faults += of_file
        if not of_file:
            frame, found = _normalised(raw, options)
            frames.append(frame)
            findings += found
    if faults:
        raise Refused(faults)
    rows = pl.concat(frames) if frames else pl.DataFrame()
    done = executions(rows, _LAYOUT)
    known, finer = known_assets(done.places)
    findings += [*done.findings, *_days(rows, done.trades, files), *finer]
    market = done.trades["market"].unique().to_list()
    assets = [asset for name in market for asset in name.split("/")]
    draft = replace(drafted("bitFlyer", assets, known, done.last_moment, options), places=done.places)
    return Imported({"trades": done.trades}, draft, tuple(findings))


def _layout_faults(raw: RawTable, options: ImportOptions) -> Iterator[Finding]:
    found = set(raw.rows.columns)
    if not found.issuperset(COLUMNS) or found - set(COLUMNS) - _IGNORED:
        yield defects.COLUMNS_REFUSED.at(raw.name, found=", ".join(raw.rows.columns), wanted=", ".join(COLUMNS))
    yield from kind_faults(raw, ("id", "exec_date", "side"), ("price", "size"))
    market = _market(raw, options)
    if margin := _MARGIN_IN_NAME.search(raw.name):
        yield defects.NOT_SPOT.at(raw.name, found=margin.group().strip("_"))
    elif market is None or not re.fullmatch(MARKET, market):
        yield defects.MARKET_UNKNOWN.at(raw.name, found=market or raw.name)


def _market(raw: RawTable, options: ImportOptions) -> str | None:
    if options.market:
        return options.market
    named = _MARKET_IN_NAME.search(raw.name)
    return f"{named.group(1)}/{named.group(2)}" if named else None


def _normalised(raw: RawTable, options: ImportOptions) -> tuple[pl.DataFrame, list[Finding]]:
    rows, findings = plain_columns(raw, ("price", "size"))
    sides = pl.col("side").cast(pl.String).fill_null("").str.to_uppercase()
    frame = rows.select(
        pl.lit(raw.name).alias("file"),
        pl.int_range(raw.first_row, raw.first_row + rows.height).alias("row"),
        pl.col("id").cast(pl.String).replace("", None),
        pl.col("exec_date").cast(pl.String).replace("", None).alias("executed_at"),
        pl.lit(_market(raw, options)).alias("market"),
        sides.replace(list(_SIDES), list(_SIDES.values())).alias("side"),
        "price",
        "size",
    )
    auction = frame.filter(pl.col("side") == "auction")
    if auction.height:
        example = auction["id"].first()
        findings.append(defects.AUCTION.at(f"{raw.name} column side", count=auction.height, example=example))
    return frame, findings


def _days(rows: pl.DataFrame, trades: pl.DataFrame, files: Sequence[RawTable]) -> Iterator[Finding]:
    """What the days in the files' names and the days of the executions say about each other."""
    named = {raw.name: _day_in_name(raw.name) for raw in files}
    own = {name: of_file for name, of_file in named.items() if of_file is not None}
    if not own:
        return
    day = pl.col("executed_at").str.head(10)
    strangers = rows.with_columns(day.alias("day"), pl.col("file").replace_strict(own, default=None).alias("own"))
    strangers = strangers.filter(pl.col("day") != pl.col("own").cast(pl.String))
    for (file, stranger), some in strangers.group_by("file", "day", maintain_order=True):
        yield defects.OTHER_DAY.at(
            str(file), count=some.height, own=own[str(file)], day=stranger, example=some["id"].first()
        )
    covered = set(own.values())
    per_day = trades.group_by(day.alias("day")).agg(pl.len(), pl.col("executed_at").last()).sort("day")
    for text, count, last in per_day.rows():
        of_day = date.fromisoformat(text)
        following = of_day + timedelta(days=1)
        if of_day not in covered:
            yield defects.DAY_PARTIAL.at(f"trades {text}", day=text, count=count)
        elif following not in covered:
            yield defects.DAY_OPEN_ENDED.at(f"trades {text}", day=text, last=last, following=following)


def _day_in_name(name: str) -> date | None:
    found = _DAY_IN_NAME.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None

"""Executions of any venue made into the table `trades`: one row for each id, each with its day proven, in order.

What comes in is one frame with the columns `file`, `row`, `id`, `executed_at`, `market`, `side`, `price`, `size` as
text (`row` a whole number, null where the source says nothing). Row by row: read = kept + repeated + left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import polars as pl

from hikiate.facts.importers import trade_defects as defects
from hikiate.facts.importers.decimals import plain_decimals
from hikiate.facts.importers.imported import RawTable
from hikiate.facts.moments import MOMENT
from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.findings import Finding, FindingKind, Refused

TRADE_COLUMNS = ("id", "executed_at", "market", "side", "price", "size")

_CONTENT = ("executed_at", "side", "price", "size")
_KEY = ("market", "id")
_WHOLE_NUMBER = r"^[0-9]{1,18}$"
_NUMBER = r"^[0-9]{1,20}(\.[0-9]{1,18})?$"
_FAULTS_SHOWN = 20
# A list and not a set: a kind with parameters equals its class, but has another hash.
_TEXT_KINDS = [pl.String, pl.Categorical, pl.Enum, pl.Null, pl.Boolean]

DAY_WRITTEN = pl.col("executed_at").str.head(10).str.to_date(strict=False)
"""The period of a row where the files write their moments in the clock of the exchange."""

QUARTER_HOUR = pl.col("moment").dt.truncate("15m")
"""The period of a row where the exchange's clock is not known: every clock in use turns midnight on a quarter hour."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format writes executions: its own names of two columns, and how it writes a time, in both languages.

    `period` is DAY_WRITTEN or QUARTER_HOUR: what the ids around a row without a time must share to prove its day.
    """

    executed_at: str
    size: str
    moment: tuple[str, str]
    period: pl.Expr


@dataclass(frozen=True, slots=True)
class Executions:
    """The table `trades` and what was found; `moments` are the first and the last moment as written."""

    trades: pl.DataFrame
    findings: tuple[Finding, ...]
    moments: tuple[str, str]

    @property
    def last_moment(self) -> datetime:
        """The moment of the last execution, with its offset."""
        return datetime.fromisoformat(self.moments[1])

    @property
    def places(self) -> dict[str, int]:
        """The most decimals with which a size of each base asset is written; assets in order."""
        decimals = pl.col("size").str.split(".").list.get(1, null_on_oob=True).str.len_chars().fill_null(0)
        of_asset = self.trades.group_by(pl.col("market").str.split("/").list.first()).agg(decimals.max())
        return dict(of_asset.sort("market").rows())


def plain_columns(raw: RawTable, columns: tuple[str, ...]) -> tuple[pl.DataFrame, list[Finding]]:
    """The raw rows with `columns` as plain decimal text, and a finding where floats or exponents were rewritten."""
    rows, findings = raw.rows, []
    for name in columns:
        plain = plain_decimals(rows[name])
        where = f"{raw.name} column {name}"
        if plain.floats:
            example = plain.texts.drop_nulls().first()
            findings.append(defects.BINARY_FLOATS.at(where, column=name, count=plain.floats, example=example))
        if plain.exponents:
            findings.append(defects.EXPONENTS.at(where, column=name, count=plain.exponents))
        rows = rows.with_columns(plain.texts.alias(name))
    return rows, findings


def kind_faults(raw: RawTable, texts: tuple[str, ...], numbers: tuple[str, ...]) -> Iterator[Finding]:
    """The columns of a file that hold neither text nor whole numbers; `numbers` may also be decimals or floats.

    An id kept as a float has lost its last digits without a trace; a list or bytes are no cell.
    """
    for name in (*texts, *numbers):
        kind = raw.rows.schema.get(name, pl.String())
        sound = kind.is_integer() or kind in _TEXT_KINDS
        if not sound and not (name in numbers and (kind.is_float() or kind.is_decimal())):
            yield defects.KIND_REFUSED.at(f"{raw.name} column {name}", column=name, kind=kind)


def executions(rows: pl.DataFrame, layout: Layout) -> Executions:
    """Check, take each id once, place blank times, sort. Raises Refused with every bad cell and conflicting id."""
    if rows.is_empty():
        raise Refused([defects.NO_ROWS.at("import")])
    rows = rows.with_columns(_moment())
    faults = [*_bad_cells(rows, layout)]
    once, findings, conflicts = _each_id_once(rows)
    if faults or conflicts:
        raise Refused([*faults, *conflicts])
    timed, time_findings, left_out = _placed(once, layout.period)
    if timed.is_empty():
        raise Refused([defects.NO_ROWS.at("import")])
    numeric = _numeric_ids(timed)
    order = pl.col("id").cast(pl.Int64) if numeric else pl.col("id")
    kept = timed.sort("moment", order, "id", "market")
    counted = defects.ROWS_COUNTED.at(
        "trades",
        read=rows.height,
        files=rows["file"].n_unique(),
        kept=kept.height,
        repeated=rows.height - once.height,
        left_out=left_out,
    )
    return Executions(
        kept.select(TRADE_COLUMNS),
        (counted, *findings, *time_findings, *_unsorted(rows)),
        (kept["executed_at"][0], kept["executed_at"][-1]),
    )


def _moment() -> pl.Expr:
    # The pack's own pattern first, so that nothing is imported whose moment a close would then refuse.
    text = pl.col("executed_at")
    zoned = pl.when(text.str.contains(f"^{MOMENT}$")).then(text.str.replace(" ", "T").str.replace("Z$", "+00:00"))
    return zoned.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", strict=False).alias("moment")


def _bad_cells(rows: pl.DataFrame, layout: Layout) -> Iterator[Finding]:
    # A size or price of zero is no trade; a sign, a word or a blank is refused by the same pattern.
    number = ("a number above zero with at most 18 decimals", "小数 18 桁以内の、0 より大きい数")
    positive = {
        name: pl.col(name).str.contains(_NUMBER) & pl.col(name).str.contains("[1-9]") for name in ("price", "size")
    }
    checks = (
        ("id", pl.col("id").is_not_null(), ("an id", "ID")),
        (
            "executed_at",
            pl.col("executed_at").is_null() | pl.col("moment").is_not_null(),
            layout.moment,
        ),
        (
            "side",
            pl.col("side").is_in(["buy", "sell", "auction"]) | pl.col("side").is_null(),
            ("buy or sell", "buy または sell"),
        ),
        ("price", positive["price"], number),
        ("size", positive["size"], number),
    )
    own_names = {"executed_at": layout.executed_at, "size": layout.size}
    for column, sound, (wanted_en, wanted_ja) in checks:
        bad = rows.filter(~sound.fill_null(value=False))
        for (file,), of_file in bad.group_by("file", maintain_order=True):
            for row, found in of_file.select("row", column).head(_FAULTS_SHOWN).rows():
                yield defects.CELL_REFUSED.at(
                    f"{file} row {row}",
                    column=own_names.get(column, column),
                    found="a blank cell / 空欄" if found is None else f"'{found}'",
                    count=of_file.height,
                    wanted_en=wanted_en,
                    wanted_ja=wanted_ja,
                )


def _each_id_once(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding], list[Finding]]:
    """One row for each id of a market. Two rows that differ only in a time that one of them lacks say the same."""
    repeated = pl.struct(_KEY).is_duplicated() & pl.col("id").is_not_null()
    several = rows.filter(repeated)
    if several.is_empty():
        return rows, [], []
    content = several.group_by(_KEY).agg(pl.col(name).drop_nulls().n_unique() for name in _CONTENT)
    apart = content.filter(pl.any_horizontal(pl.col(name) > 1 for name in _CONTENT)).sort(_KEY)
    conflicts = [
        defects.CONFLICTING.at(f"trades {market} id {trade}", id=trade, places=_places(several, market, trade))
        for market, trade in apart.select(_KEY).head(_FAULTS_SHOWN).rows()
    ]
    merged = several.group_by(_KEY).agg(
        pl.col("file", "row").first(), *(pl.col(name).drop_nulls().first() for name in (*_CONTENT, "moment"))
    )
    once = pl.concat([rows.filter(~repeated), merged.select(rows.columns)])
    count = several.height - merged.height
    return once, [defects.REPEATED.at("trades", count=count, example=several["id"].min())], conflicts


def _places(several: pl.DataFrame, market: str, trade: str) -> str:
    rows = several.filter(pl.col("market") == market, pl.col("id") == trade)
    return ", ".join(
        f"{file} row {row}" for file, row in rows.select("file", "row").unique().sort("file", "row").rows()
    )


def _placed(rows: pl.DataFrame, period: pl.Expr) -> tuple[pl.DataFrame, list[Finding], int]:
    """Give a row without a time that of the id before, where all ids before and after prove the day; else leave it out.

    Ids are issued in the order of time, so a row lies between the latest period of any lower id and the earliest of any
    higher one.
    """
    timed, blank = rows.filter(pl.col("moment").is_not_null()), rows.filter(pl.col("moment").is_null())
    if blank.is_empty():
        return timed, [], 0
    left_out, proven = blank, blank.clear()
    if _numeric_ids(rows):
        ordered = rows.sort("market", pl.col("id").cast(pl.Int64), "id").with_columns(
            period.cum_max().forward_fill().over("market").alias("latest_before"),
            period.cum_min(reverse=True).backward_fill().over("market").alias("earliest_after"),
            period.forward_fill().over("market").alias("period_before"),
            pl.col("executed_at").forward_fill().over("market").alias("time_before"),
            pl.col("moment").forward_fill().over("market").alias("moment_before"),
        )
        between = ordered.filter(pl.col("moment").is_null())
        one_day = (
            (pl.col("latest_before") == pl.col("earliest_after"))
            & (pl.col("period_before") == pl.col("earliest_after"))
        ).fill_null(value=False)
        moved = {"executed_at": pl.col("time_before"), "moment": pl.col("moment_before")}
        proven = between.filter(one_day).with_columns(**moved).select(rows.columns)
        left_out = between.filter(~one_day).select(rows.columns)
    findings = []
    if proven.height:
        findings.append(_counted(defects.TIME_PLACED, proven))
    if left_out.height:
        findings.append(_counted(defects.TIME_LEFT_OUT, left_out))
    return pl.concat([timed, proven]), findings, left_out.height


def _counted(kind: FindingKind, rows: pl.DataFrame) -> Finding:
    """The finding about rows without a time: how many, the lowest id, the exact sum of their sizes."""
    lowest = rows.sort(pl.col("id").cast(pl.Int64, strict=False), "id")["id"].first()
    volume = volume_text(rows["size"])
    return kind.at("trades column executed_at", count=rows.height, example=lowest, volume=volume)


def _numeric_ids(rows: pl.DataFrame) -> bool:
    return bool(rows["id"].str.contains(_WHOLE_NUMBER).all())


def _unsorted(rows: pl.DataFrame) -> Iterator[Finding]:
    timed = rows.filter(pl.col("moment").is_not_null())
    earlier = timed.filter(pl.col("moment") < pl.col("moment").shift(1).over("file"))
    for (file,), of_file in earlier.group_by("file", maintain_order=True):
        yield defects.UNSORTED.at(str(file), count=of_file.height, example=of_file["row"].min())


def volume_text(sizes: pl.Series) -> str:
    """The exact sum of plain decimal texts of at most 18 decimals, as text."""
    return decimal_text(sum(map(Fraction, sizes), Fraction(0)))

"""Rows of a table, read cell by cell: exact values or a fault for every cell that cannot be worked with."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import EXACT_KINDS, Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.moments import read_moment
from hikiate.facts.raw import RawTable, collected
from hikiate.kernel.amounts import SCALE_MAX, AmountRefused, minor_units
from hikiate.kernel.findings import Finding, FindingKind, Refused

Cells = Mapping[str, str | None]

HEX_OF_16_BYTES = "(?:[0-9A-Fa-f]{2}){16,}"
"""A secret: at least 16 bytes in hex."""

_SECRET = re.compile(HEX_OF_16_BYTES, re.ASCII)
_AMOUNT_FAULTS = {
    "blank": faults.BLANK,
    "negative": faults.NEGATIVE,
    "not_decimal": faults.NOT_DECIMAL,
    "over_scaled": faults.OVER_SCALED,
    "overflow": faults.OVERFLOW,
}


class CellRefused(ValueError):
    """A cell that cannot be worked with: the kind of fault and the values for its wording."""

    def __init__(self, kind: FindingKind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.values: dict[str, Any] = dict(values)


def column_faults(spec: TableSpec, raw: RawTable) -> list[Finding]:
    """Columns that are unknown, missing, or of a type that cannot hold exact values."""
    known = {column.name: column for column in spec.columns}
    found = [
        faults.UNKNOWN_COLUMN.at(f"{raw.file} column {name}", value=name, columns=spec.column_names)
        for name in raw.schema
        if name not in known
    ]
    found += [
        faults.MISSING_COLUMN.at(raw.file, value=column.name, columns=spec.column_names)
        for column in spec.columns
        if column.name not in raw.schema and not column.may_be_absent
    ]
    for name, dtype in raw.schema.items():
        column = known.get(name)
        if column and column.kind in EXACT_KINDS and dtype.is_float():
            found.append(faults.BINARY_FLOAT.at(f"{raw.file} column {name}", value=dtype))
        if isinstance(dtype, pl.Datetime) and dtype.time_zone is None:
            found.append(faults.NOT_A_MOMENT.at(f"{raw.file} column {name}", value=dtype))
    return found


def as_text(schema: Mapping[str, pl.DataType]) -> list[pl.Expr]:
    """Every column as text, moments with their offset, so that Parquet and CSV are read alike."""
    return [
        pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.f%:z")
        if isinstance(dtype, pl.Datetime)
        else pl.col(name).cast(pl.String)
        for name, dtype in schema.items()
    ]


def read_table(spec: TableSpec, raw: RawTable, exchange: Exchange) -> list[dict[str, Any]]:
    """Every row of a table as values by column, its number under `row`; Refused with every fault of the table."""
    found = column_faults(spec, raw)
    if found:
        raise Refused(found)
    frame = collected(raw, raw.frame.select(as_text(raw.schema)))
    read, found = read_rows(spec, raw, exchange, numbered(frame, raw.first_row))
    if found:
        raise Refused(found)
    return read


def read_rows(
    spec: TableSpec, raw: RawTable, exchange: Exchange, rows: Iterable[tuple[int, Cells]], further: int = 0
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Read numbered rows of text cells into values by column, and every fault of them.

    A row's values stand under the column names, its number under `row`. A key that stands twice is a fault of the later
    row. Rows with faults beyond FAULTS_SHOWN_MAX are counted in one last line, with the `further` ones that the caller
    knows of and leaves unread.
    """
    found: list[Finding] = []
    read: list[dict[str, Any]] = []
    seen: set[tuple[object, ...]] = set()
    faulty = further
    for number, cells in rows:
        values, row_faults = _row(spec, raw, exchange, number, cells)
        if not row_faults and spec.key:
            key = tuple(values[name] for name in spec.key)
            if key in seen:
                shown = ", ".join(str(cells.get(name) or "") for name in spec.key if cells.get(name))
                row_faults = [faults.DUPLICATE.at(raw.place(number), value=shown, key=" + ".join(spec.key))]
            seen.add(key)
        if not row_faults:
            read.append(values)
        elif len(found) < faults.FAULTS_SHOWN_MAX:
            found += row_faults
        else:
            faulty += 1
    if faulty:
        found.append(faults.MORE_FAULTS.at(raw.file, value=faulty))
    return read, found


def _row(
    spec: TableSpec, raw: RawTable, exchange: Exchange, number: int, cells: Cells
) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {"row": number}
    found = []
    for column in spec.columns:
        text = cells.get(column.name)
        try:
            values[column.name] = _cell(column, text, cells, exchange)
        except CellRefused as refused:
            found.append(refused.kind.at(raw.place(number, column.name), **refused.values))
    return values, found


def _cell(column: Column, text: str | None, cells: Cells, exchange: Exchange) -> object:
    if text is None or not text.strip():
        if column.may_be_blank:
            return 0 if column.kind is Kind.AMOUNT else None
        raise CellRefused(faults.BLANK if column.kind in {Kind.AMOUNT, Kind.MONEY} else faults.BLANK_WORD)
    return _READERS[column.kind](column, text, cells, exchange)


def _text(_column: Column, text: str, _cells: Cells, _exchange: Exchange) -> str:
    return text


def _asset(_column: Column, text: str, _cells: Cells, exchange: Exchange) -> str:
    if text not in exchange.assets:
        raise CellRefused(faults.UNKNOWN_ASSET, value=text, assets=", ".join(exchange.assets))
    return text


def _amount(_column: Column, text: str, cells: Cells, exchange: Exchange) -> int:
    name = cells.get("asset") or (cells.get("market") or "").partition("/")[0]
    asset = exchange.assets.get(name)
    # The scale of an unknown asset is unknown; the asset's own cell carries that fault.
    return _minor(text, asset.scale if asset else SCALE_MAX, name)


def _money(_column: Column, text: str, _cells: Cells, exchange: Exchange) -> int:
    return _minor(text, exchange.reporting_scale, exchange.reporting_currency)


def _minor(text: str, scale: int, asset: str) -> int:
    try:
        return minor_units(text, scale)
    except AmountRefused as refused:
        raise CellRefused(_AMOUNT_FAULTS[refused.reason], value=text, scale=scale, asset=asset) from refused


def _price(column: Column, text: str, _cells: Cells, _exchange: Exchange) -> Fraction:
    price = Fraction(_minor(text, SCALE_MAX, column.name), 10**SCALE_MAX)
    if price == 0:
        raise CellRefused(faults.WRONG_VALUE, value=text, wanted="a price above zero", wanted_ja="0より大きい価格")
    return price


def _day(_column: Column, text: str, _cells: Cells, _exchange: Exchange) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CellRefused(faults.NOT_A_DAY, value=text) from error
    if day.isoformat() != text:
        raise CellRefused(faults.NOT_A_DAY, value=text)
    return day


def _moment(_column: Column, text: str, _cells: Cells, _exchange: Exchange) -> datetime:
    try:
        return read_moment(text)
    except ValueError as error:
        raise CellRefused(faults.NOT_A_MOMENT, value=text) from error


def _day_or_moment(column: Column, text: str, cells: Cells, exchange: Exchange) -> date | datetime:
    reader = _day if "T" not in text and " " not in text else _moment
    return reader(column, text, cells, exchange)


def _market(_column: Column, text: str, _cells: Cells, exchange: Exchange) -> str:
    base, slash, quote = text.partition("/")
    if not slash or base == quote or base not in exchange.assets or quote not in exchange.assets:
        raise CellRefused(faults.NOT_A_MARKET, value=text)
    return text


def _choice(column: Column, text: str, _cells: Cells, _exchange: Exchange) -> str:
    if text not in column.choices:
        raise CellRefused(faults.NOT_A_CHOICE, value=text, choices=", ".join(column.choices))
    return text


def _secret(_column: Column, text: str, _cells: Cells, _exchange: Exchange) -> bytes:
    if not _SECRET.fullmatch(text):
        raise CellRefused(faults.NOT_HEX)
    return bytes.fromhex(text)


_Reader = Callable[[Column, str, Cells, Exchange], object]
_READERS: Mapping[Kind, _Reader] = {
    Kind.KEY: _text,
    Kind.TEXT: _text,
    Kind.ASSET: _asset,
    Kind.AMOUNT: _amount,
    Kind.MONEY: _money,
    Kind.PRICE: _price,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.DAY_OR_MOMENT: _day_or_moment,
    Kind.MARKET: _market,
    Kind.CHOICE: _choice,
    Kind.HEX: _secret,
}


def numbered(frame: pl.DataFrame, first_row: int) -> Iterable[tuple[int, Cells]]:
    """The rows of a frame of text columns, numbered as the user counts them."""
    return enumerate(frame.iter_rows(named=True), start=first_row)

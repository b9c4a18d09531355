"""Listing files: the tables of addresses and of totals that stand, one after the other, in a file as published.

A table begins with a header whose first column is `coin`, or with the columns `published`, `commit`, `file` before it,
and ends at a blank line. Names of columns are taken in small letters with `_` for a space.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import NamedTuple

import polars as pl

from hikiate.facts import faults
from hikiate.facts.importers import listing_defects as defects
from hikiate.facts.importers import trade_defects
from hikiate.facts.importers.decimals import plain_decimals
from hikiate.facts.importers.imported import RawTable, RawText
from hikiate.kernel.findings import Finding, Refused

_FIRST_COLUMN = "coin"
_FREE_TEXT = "message"

Row = Mapping[str, str]
"""A row by column; a cell that is blank or `-`, as the publishers write for nothing, is empty text."""


class ListingTable(NamedTuple):
    """A table of a listing: its file, its columns, and its rows with the place of each."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, Row], ...]


def listing_tables(
    files: Sequence[RawTable | RawText], layouts: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> tuple[list[ListingTable], list[Finding]]:
    """The tables of all files, and what was found in reading them.

    `layouts` are pairs of required and further columns. Raises Refused for a table that fits none of them, a row that
    is too short or too long, and text that is no CSV.
    """
    required = frozenset().union(*(columns for columns, _ in layouts))
    tables: list[ListingTable] = []
    findings: list[Finding] = []
    found: list[Finding] = []
    for file in files:
        try:
            read = [_table(file, findings)] if isinstance(file, RawTable) else [*_sections(file, required, findings)]
        except Refused as refused:
            found += refused.faults
            continue
        tables += read
        found += [_refused_columns(table, layouts) for table in read if not _fits(table, layouts)]
    if found:
        raise Refused(found)
    return tables, findings


def _fits(table: ListingTable, layouts: Sequence[tuple[frozenset[str], frozenset[str]]]) -> bool:
    found = set(table.columns)
    once = len(found) == len(table.columns)
    return once and any(required <= found <= required | further for required, further in layouts)


def _refused_columns(table: ListingTable, layouts: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Finding:
    wanted = " / ".join(", ".join(sorted(required)) for required, _ in layouts)
    return trade_defects.COLUMNS_REFUSED.at(table.name, found=", ".join(table.columns), wanted=wanted)


def _named(column: str) -> str:
    return "_".join(column.replace("\ufeff", "").lower().split())


def _cell(text: str | None) -> str:
    stripped = (text or "").strip()
    return "" if stripped == "-" else stripped


def _table(raw: RawTable, findings: list[Finding]) -> ListingTable:
    columns = tuple(_named(column) for column in raw.rows.columns)
    texts = []
    for series in raw.rows:
        if series.dtype.is_nested() or series.dtype == pl.Binary:
            raise Refused([faults.UNREADABLE_TABLE.at(f"{raw.name} column {series.name}", value=series.dtype)])
        plain = plain_decimals(series) if series.dtype.is_float() else None
        if plain is not None and plain.floats:
            where, example = f"{raw.name} column {series.name}", plain.texts.drop_nulls().first()
            finding = trade_defects.BINARY_FLOATS.at(where, column=series.name, count=plain.floats, example=example)
            findings.append(finding)
        texts.append(series.cast(pl.String) if plain is None else plain.texts)
    rows = (dict(zip(columns, map(_cell, row), strict=False)) for row in zip(*texts, strict=True))
    placed = ((f"{raw.name} row {number}", row) for number, row in enumerate(rows, start=raw.first_row))
    return ListingTable(raw.name, columns, tuple(placed))


def _sections(raw: RawText, required: frozenset[str], findings: list[Finding]) -> Iterator[ListingTable]:
    columns: tuple[str, ...] = ()
    rows: list[tuple[str, Row]] = []
    short: list[Finding] = []
    longer: list[int] = []
    for number, record in _records(raw):
        cells = [cell.strip() for cell in record]
        if not any(cells):
            if columns:
                yield ListingTable(raw.name, columns, tuple(rows))
            columns, rows = (), []
        elif not columns and _named(cells[0]) in {_FIRST_COLUMN, "published"}:
            columns = tuple(_named(cell) for cell in ",".join(cells).rstrip(",").split(","))
        elif not columns and not any(cells[1:]):
            findings.append(defects.TITLE.at(f"{raw.name} row {number}", text=cells[0]))
        elif not columns or not _wide_enough(columns, cells, required):
            short.append(faults.RAGGED.at(f"{raw.name} row {number}", value=len(cells), wanted=len(columns)))
        else:
            longer += [number] if any(cells[len(columns) :]) else []
            rows.append((f"{raw.name} row {number}", _row(columns, cells)))
    if longer:
        findings.append(defects.OVERLONG.at(raw.name, count=len(longer), example=longer[0]))
    if columns:
        yield ListingTable(raw.name, columns, tuple(rows))
    if short:
        shown = short[: faults.FAULTS_SHOWN_MAX]
        more = [faults.MORE_FAULTS.at(raw.name, value=len(short) - len(shown))] if short[len(shown) :] else []
        raise Refused([*shown, *more])


def _row(columns: Sequence[str], cells: Sequence[str]) -> Row:
    """The cells by column; what stands beyond the last column belongs to it, behind a comma."""
    last = len(columns) - 1
    whole = [*cells[:last], ",".join(cells[last:])] if any(cells[last + 1 :]) else cells
    return dict(zip(columns, map(_cell, whole), strict=False))


def _wide_enough(columns: Sequence[str], cells: Sequence[str], required: frozenset[str]) -> bool:
    """Whether a row has the header's cells, or lacks and exceeds them in the message and what follows it only.

    None of the `required` columns may lack. Publishers leave out empty cells at the end, and write signatures of
    several parts with commas inside.
    """
    if _FREE_TEXT in columns:
        needed = [place + 1 for place, column in enumerate(columns) if column in required]
        return len(cells) >= max([columns.index(_FREE_TEXT), *needed])
    return len(cells) >= len(columns) and not any(cells[len(columns) :])


def _records(raw: RawText) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(csv.reader(StringIO(raw.text), strict=True), start=1)
    except csv.Error as error:
        raise Refused([faults.UNREADABLE_TABLE.at(raw.name, value=error)]) from error

"""Who is to be paid, and where: the tables `payees` (受取人) and `destinations` (送付先), handed in beside an incident.

All but the customer, and in `destinations` the asset, may be blank: a missing detail is no fault but a reason why that
customer's payment waits. A customer that stands twice, or a code that is no such code, is a fault; all faults of both
tables are named together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.survey import duplicates, faults_of, filled, of_the_table
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term

ACCOUNT_TYPES = ("ordinary", "current", "savings")


def _detail(name: str, kind: Kind = Kind.TEXT, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, choices, may_be_absent=True, may_be_blank=True)


PAYEES = TableSpec(
    "payees",
    (
        Column("customer", Kind.KEY),
        _detail("name"),
        _detail("name_kana"),
        _detail("kind", Kind.CHOICE, ("person", "company")),
        _detail("country"),
        _detail("birth", Kind.DAY),
        _detail("address"),
        _detail("bank_code"),
        _detail("branch_code"),
        _detail("account_type", Kind.CHOICE, ACCOUNT_TYPES),
        _detail("account_number"),
        _detail("account_holder"),
    ),
    ("customer",),
    bulk=True,
)
"""Who a customer is and where their money is to go; `account_holder` in kana, as the bank has it."""

DESTINATIONS = TableSpec(
    "destinations",
    (
        Column("customer", Kind.KEY),
        Column("asset", Kind.ASSET),
        _detail("address"),
        _detail("memo"),
        _detail("provider"),
        _detail("provider_country"),
        _detail("beneficiary"),
        _detail("purpose"),
        _detail("whitelisted_on", Kind.DAY),
    ),
    ("customer", "asset"),
    bulk=True,
)
"""Where a customer's coins are to go; a blank `provider` is the customer's own wallet, `memo` a tag that goes along."""

PAYOUT_TABLES = {spec.name: spec for spec in (PAYEES, DESTINATIONS)}

_FORMS: Mapping[str, tuple[str, Term]] = {
    "bank_code": ("^[0-9]{4}$", Term("4 digits, zeros in front kept", "4桁の数字（先頭の0を含む）")),
    "branch_code": ("^[0-9]{3}$", Term("3 digits, zeros in front kept", "3桁の数字（先頭の0を含む）")),
    "account_number": ("^[0-9]{1,7}$", Term("at most 7 digits", "7桁以内の数字")),
    "country": ("^[A-Z]{2}$", Term("a country of ISO 3166 such as JP", "JP のような ISO 3166 の国コード")),
    "provider_country": ("^[A-Z]{2}$", Term("a country of ISO 3166 such as JP", "JP のような ISO 3166 の国コード")),
}
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ROW = "row number"


@dataclass(frozen=True, slots=True)
class PayoutTables:
    """Both tables as read: every column as text and null where blank, `birth` and `whitelisted_on` as days."""

    payees: pl.DataFrame
    destinations: pl.DataFrame


def read_payout_tables(payees: RawTable | None, destinations: RawTable | None, exchange: Exchange) -> PayoutTables:
    """Both tables, empty where none is handed in; Refused with every fault of both."""
    read: dict[str, pl.DataFrame] = {}
    found: list[Finding] = []
    for spec, raw in ((PAYEES, payees), (DESTINATIONS, destinations)):
        try:
            read[spec.name] = _none(spec) if raw is None else _table(spec, raw, exchange)
        except Refused as refused:
            found += refused.faults
    if found:
        raise Refused(found)
    return PayoutTables(read[PAYEES.name], read[DESTINATIONS.name])


def with_details(rows: pl.DataFrame, table: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The rows with columns of a table of customers beside, null for whoever is not in it; their order is kept."""
    if rows["customer"].equals(table["customer"]):
        return rows.hstack(table.select(columns))
    beside = table.lazy().select("customer", *columns)
    return rows.lazy().join(beside, on="customer", how="left", maintain_order="left").collect()


def _none(spec: TableSpec) -> pl.DataFrame:
    return pl.DataFrame(schema={column.name: _dtype(column) for column in spec.columns})


def _dtype(column: Column) -> pl.DataType:
    return pl.Date() if column.kind is Kind.DAY else pl.String()


def _table(spec: TableSpec, raw: RawTable, exchange: Exchange) -> pl.DataFrame:
    raw = of_the_table(spec, raw)
    present = [column for column in spec.columns if column.name in raw.schema]
    sound = pl.all_horizontal(_sound(raw, column, exchange) for column in present)
    # An empty table is sound, and says so by no row rather than by a null.
    faulty = int(collected(raw, raw.frame.select((~sound.fill_null(value=False)).sum())).item() or 0)
    found = [
        *(faults_of(spec, raw, exchange, sound) if faulty else []),
        *(fault for column in present for fault in _malformed(raw, column.name)),
        *duplicates(spec, raw),
    ]
    if found:
        raise Refused(found)
    return collected(raw, raw.frame.select(_as_read(raw, column) for column in spec.columns))


def _sound(raw: RawTable, column: Column, exchange: Exchange) -> pl.Expr:
    cell = pl.col(column.name)
    blank = ~filled(raw, column.name).fill_null(value=False)
    if column.kind is Kind.ASSET:
        return cell.is_in(list(exchange.assets))
    if column.kind is Kind.KEY:
        return ~blank
    if column.kind is Kind.CHOICE:
        return blank | cell.is_in(list(column.choices))
    if column.kind is Kind.DAY:
        return blank | (cell.str.contains(_DAY) & cell.str.to_date("%Y-%m-%d", strict=False).is_not_null())
    return pl.lit(value=True)


def _malformed(raw: RawTable, name: str) -> Iterator[Finding]:
    """Cells that hold something else than a code of their column."""
    if name not in _FORMS:
        return
    pattern, wanted = _FORMS[name]
    wrong = filled(raw, name) & ~pl.col(name).str.contains(pattern)
    rows = collected(raw, raw.frame.with_row_index(_ROW).filter(wrong).select(_ROW, name))
    for number, value in rows.head(faults.FAULTS_SHOWN_MAX).iter_rows():
        place = raw.place(raw.first_row + number, name)
        yield faults.WRONG_VALUE.at(place, value=value, wanted=wanted.en, wanted_ja=wanted.ja)
    if len(rows) > faults.FAULTS_SHOWN_MAX:
        yield faults.MORE_FAULTS.at(raw.file, value=len(rows) - faults.FAULTS_SHOWN_MAX)


def _as_read(raw: RawTable, column: Column) -> pl.Expr:
    if column.name not in raw.schema:
        return pl.lit(None, dtype=_dtype(column)).alias(column.name)
    cell = pl.col(column.name).cast(pl.String)
    if column.kind in {Kind.KEY, Kind.ASSET}:
        return cell
    text = pl.when(filled(raw, column.name)).then(cell)
    return text.str.to_date("%Y-%m-%d", strict=False) if column.kind is Kind.DAY else text

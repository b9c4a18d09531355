"""A bulk table surveyed without reading it row by row: totals and checks by group in one streaming pass.

Where a check fails, and only then, the faulty rows are fetched and read cell by cell, so that a fault is worded the
same in a table of ten rows and of ten million.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import xor

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import EXACT_KINDS, Kind, TableSpec
from hikiate.facts.exact import ExactColumn
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.rows import HEX_OF_16_BYTES, as_text, column_faults, numbered, read_rows
from hikiate.facts.tables import SECRETS
from hikiate.kernel.findings import Finding, Refused

_ROW = "row number"


def survey_secrets(raw: RawTable, exchange: Exchange) -> int:
    """The number of customers with a secret; Refused with the faults of the table. The secrets are not kept."""
    raw = of_the_table(SECRETS, raw)
    sound = filled(raw, "customer") & pl.col("secret").str.contains(f"^{HEX_OF_16_BYTES}$")
    count = collected(raw, raw.frame.select(pl.len(), sound.sum().alias("sound")))
    repeated = duplicates(SECRETS, raw)
    if count["sound"].item() < count["len"].item():
        raise Refused([*faults_of(SECRETS, raw, exchange, sound), *repeated])
    refuse(repeated)
    return int(count["len"].item())


def all_secrets(parts: Sequence[int]) -> int:
    """The numbers of the parts of a table as that of the whole."""
    return sum(parts)


def of_the_table(spec: TableSpec, raw: RawTable) -> RawTable:
    """The table with exact numbers and moments as they are and every other column as text; Refused for its columns."""
    refuse(column_faults(spec, raw))
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


def prepared(raw: RawTable, columns: Sequence[ExactColumn]) -> RawTable:
    """The table with what its exact columns need to be asked."""
    return replace(raw, frame=reduce(lambda frame, column: column.prepared(frame), columns, raw.frame))


def unfit(column: ExactColumn, unit: str, scales: Mapping[str, int]) -> pl.Expr:
    """Whether a cell cannot be whole minor units of the asset of its row, by what stands in the column `unit`."""
    return pl.any_horizontal(
        pl.col(unit).is_in([name for name in scales if scales[name] == scale]) & column.unfit_for(scale)
        for scale in sorted(set(scales.values()))
    )


def faults_of(spec: TableSpec, raw: RawTable, exchange: Exchange, sound: pl.Expr) -> list[Finding]:
    """The faults of the rows for which `sound` does not hold, read cell by cell."""
    rows = raw.frame.with_row_index(_ROW).filter(~sound.fill_null(value=False))
    count = int(collected(raw, rows.select(pl.len())).item())
    shown = collected(raw, rows.head(faults.FAULTS_SHOWN_MAX).select(_ROW, *as_text(raw.schema)))
    numbers = [raw.first_row + index for index in shown[_ROW]]
    cells = (cells for _, cells in numbered(shown.drop(_ROW), 0))
    keyless = TableSpec(spec.name, spec.columns)
    _, found = read_rows(keyless, raw, exchange, zip(numbers, cells, strict=True), count - len(shown))
    return found


def duplicates(spec: TableSpec, raw: RawTable) -> list[Finding]:
    """Rows whose key stood before.

    Whole numbers that only rise are distinct; else distinct hashes prove distinct keys, and equal ones are compared in
    full.
    """
    if _rises(raw, spec.key[-1]):
        return []
    key = key_hash(spec)
    hashes = collected(raw, raw.frame.select(key.alias("hash"))).to_series()
    if hashes.n_unique() == len(hashes):
        return []
    shared = hashes.filter(hashes.is_duplicated()).unique()
    whole = pl.all_horizontal(filled(raw, name) for name in spec.key)
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


def key_hash(spec: TableSpec) -> pl.Expr:
    """A hash of each row's key, the same in every process."""
    return reduce(xor, (pl.col(name).hash(seed=seed) for seed, name in enumerate(spec.key)))


def _rises(raw: RawTable, name: str) -> bool:
    """Whether a column is whole numbers, each above the one before."""
    if not raw.schema[name].is_integer():
        return False
    numbers = collected(raw, raw.frame.select(name)).to_series()
    return numbers.null_count() == 0 and bool((numbers.slice(1) > numbers.slice(0, max(len(numbers) - 1, 0))).all())


def filled(raw: RawTable, name: str) -> pl.Expr:
    """Whether a cell holds something other than blanks."""
    column = pl.col(name)
    return column.str.strip_chars().str.len_bytes() > 0 if raw.schema[name] == pl.String else column.is_not_null()


def refuse(found: Sequence[Finding]) -> None:
    """Refuse what was found, if anything."""
    if found:
        raise Refused(found)

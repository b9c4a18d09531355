"""The rows of the bulk tables `balances` and `secrets`, batch by batch, in whole minor units.

For tables that a survey found sound; nothing is checked here again. A batch is a frame of at most about as many rows as
were asked for, in the table's order, so that a table of any length needs the memory of a few batches.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from hikiate.facts import faults
from hikiate.facts.exact import ExactColumn, exact_column
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.rows import as_text
from hikiate.facts.survey import of_the_table
from hikiate.facts.tables import BALANCES, SECRETS
from hikiate.kernel.findings import Refused

_HALF = pl.lit(2**64, dtype=pl.Int128)


def balance_rows(raw: RawTable, exchange: Exchange, assets: Sequence[str], rows: int) -> Iterator[pl.DataFrame]:
    """Every balance: `row` (as the user counts), `customer`, `asset` (place in `assets`), amount and debt.

    Amount and debt are minor units in two halves of 64 bits: `amount_high`, `amount_low`, `debt_high`, `debt_low`.
    """
    raw = of_the_table(BALANCES, raw)
    scales = {name: exchange.scale(name) for name in assets}
    amount = _minor_units(_integers(raw, "amount", scales), scales)
    debt = pl.lit(0, dtype=pl.Int128)
    if "debt" in raw.schema:
        debt = _minor_units(_integers(raw, "debt", scales), scales).fill_null(pl.lit(0, dtype=pl.Int128))
    places = {name: place for place, name in enumerate(assets)}
    made = [
        _key(raw, "customer"),
        pl.col("asset").replace_strict(places, return_dtype=pl.UInt16),
        *(half.alias(name) for name, half in {**_halves("amount", amount), **_halves("debt", debt)}.items()),
    ]
    row = raw.first_row
    # Whatever the engine does not stream, such as a lookup or an index, would have it gather the whole table first.
    for batch in _batches(raw, raw.frame, rows):
        yield batch.select(made).with_row_index("row", offset=row).cast({"row": pl.UInt64})
        row += len(batch)


def secret_rows(raw: RawTable, rows: int) -> Iterator[pl.DataFrame]:
    """Every secret: `customer`, and `secret` in hex digits of either case."""
    raw = of_the_table(SECRETS, raw)
    yield from _batches(raw, raw.frame.select(_key(raw, "customer"), pl.col("secret")), rows)


def balances_of(raw: RawTable, exchange: Exchange, assets: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The balances of each of some assets above zero, in the table's order: `customer`, and `minor` units (Int128)."""
    raw = of_the_table(BALANCES, raw)
    raw = replace(raw, frame=raw.frame.filter(pl.col("asset").is_in(list(assets))))
    amount = _integers(raw, "amount", {name: exchange.scale(name) for name in assets})
    taken = raw.frame.select(_key(raw, "customer"), "asset", minor=amount.taken)
    rows = collected(raw, taken.filter(pl.col("minor") > 0))
    found = of_assets(rows, "asset")
    return {
        asset: found.get(asset, rows.clear()).select(
            "customer", _rescaled(pl.col("minor"), amount, exchange.scale(asset))
        )
        for asset in assets
    }


def holders(raw: RawTable, exchange: Exchange, asset: str) -> list[tuple[str, int]]:
    """Every customer with a balance of an asset above zero, and it in minor units, in the table's order."""
    return balances_of(raw, exchange, [asset])[asset].rows()


def of_assets(rows: pl.DataFrame, column: str) -> dict[str, pl.DataFrame]:
    """The rows of each asset, in order of assets; not copied where those of an asset stand together."""
    runs = rows[column].rle().struct.unnest().with_columns(end=pl.col("len").cum_sum())
    assets = runs["value"].unique().sort().drop_nulls()
    if len(runs) > runs["value"].n_unique():
        return {asset: rows.filter(pl.col(column) == asset) for asset in assets}
    places = {asset: (end - length, length) for asset, length, end in runs.select("value", "len", "end").iter_rows()}
    return {asset: rows.slice(*places[asset]) for asset in assets}


def largest_rows(raw: RawTable, exchange: Exchange, asset: str, count: int) -> list[int]:
    """The rows, as the user counts, of the largest balances of an asset; of equal ones the earlier."""
    raw = of_the_table(BALANCES, raw)
    rows = raw.frame.with_row_index("row", offset=raw.first_row).filter(pl.col("asset") == asset)
    of_asset = replace(raw, frame=rows)
    amount = _integers(of_asset, "amount", {asset: exchange.scale(asset)}).taken
    largest = rows.select("row", minor=amount).sort("minor", "row", descending=[True, False]).head(count)
    return collected(raw, largest)["row"].to_list()


def rows_at(raw: RawTable, rows: Sequence[int]) -> list[tuple[int, dict[str, str | None]]]:
    """Some rows of any table as they were handed in, by the number under which a user finds them."""
    texts = as_text(raw.schema)
    numbered = raw.frame.with_row_index("row number", offset=raw.first_row)
    chosen = collected(raw, numbered.filter(pl.col("row number").is_in(list(rows))).select("row number", *texts))
    return [(row.pop("row number"), row) for row in chosen.iter_rows(named=True)]


def customers_at(raw: RawTable, rows: Sequence[int]) -> list[str]:
    """The customers in some rows, counted as the user counts."""
    wanted = [row - raw.first_row for row in rows]
    frame = raw.frame.with_row_index("row").filter(pl.col("row").is_in(wanted)).select(_key(raw, "customer"))
    return list(frame.collect(engine="streaming")["customer"])


def _key(raw: RawTable, name: str) -> pl.Expr:
    return as_text({name: raw.schema[name]})[0]


def _integers(raw: RawTable, name: str, scales: Mapping[str, int]) -> ExactColumn:
    return exact_column(raw, name, "asset", scales, measured=False)


def _minor_units(column: ExactColumn, scales: Mapping[str, int]) -> pl.Expr:
    """A sound column as minor units of each row's asset."""
    steps = {asset: _step(column, scale) for asset, scale in scales.items()}
    minor = column.taken
    if any(up > 1 for up, _ in steps.values()):
        up_of = {asset: up for asset, (up, _) in steps.items()}
        minor = minor * pl.col("asset").replace_strict(up_of, return_dtype=pl.Int128)
    if any(down > 1 for _, down in steps.values()):
        down_of = {asset: down for asset, (_, down) in steps.items()}
        minor = minor // pl.col("asset").replace_strict(down_of, return_dtype=pl.Int128)
    return minor


def _rescaled(taken: pl.Expr, column: ExactColumn, scale: int) -> pl.Expr:
    """The integers of a sound column, all of one asset, as its minor units."""
    up, down = _step(column, scale)
    raised = taken * pl.lit(up, dtype=pl.Int128) if up > 1 else taken
    return raised // pl.lit(down, dtype=pl.Int128) if down > 1 else raised


def _step(column: ExactColumn, scale: int) -> tuple[int, int]:
    """What the integers of an asset are multiplied and divided by to be its minor units."""
    shift = scale - column.scale_for(scale)
    return 10 ** max(shift, 0), 10 ** max(-shift, 0)


def _halves(name: str, minor: pl.Expr) -> dict[str, pl.Expr]:
    return {f"{name}_high": (minor // _HALF).cast(pl.UInt64), f"{name}_low": (minor % _HALF).cast(pl.UInt64)}


def _batches(raw: RawTable, query: pl.LazyFrame, rows: int) -> Iterator[pl.DataFrame]:
    try:
        yield from query.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, MemoryError) as error:
        reason = str(error).partition("\n")[0]
        raise Refused([faults.UNREADABLE_TABLE.at(raw.file, value=reason)]) from error

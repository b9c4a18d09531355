"""The rows of balances and secrets in whole minor units, whatever form the table has them in."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl
import pytest

from hikiate.facts.exchange import read_exchange
from hikiate.facts.ledger_rows import balance_rows, customers_at, holders, secret_rows
from hikiate.facts.raw import RawTable
from hikiate.kernel.findings import Refused

EXCHANGE = read_exchange(
    'name = "E"\nregistration = "0"\njurisdiction = "JP"\nreporting_currency = "JPY"\nfiscal_year_start = "04-01"\n'
    "snapshot_at = 2026-09-18T23:59:59+09:00\nrulebooks = []\n"
    '[assets.BTC]\nscale = 8\nkind = "crypto"\n[assets.ETH]\nscale = 18\nkind = "crypto"\n'
    '[assets.JPY]\nscale = 0\nkind = "fiat"\n'
)
ASSETS = ["BTC", "ETH", "JPY"]
WANTED = [("7", 0, 50_000_000, 0), ("8", 1, 2**70, 1), ("9", 2, 1000, 0)]


def read(columns: Mapping[str, pl.Series], rows: int = 100) -> list[tuple[str, int, int, int]]:
    """Customer, asset, amount and debt of every row."""
    frame = pl.DataFrame(columns)
    raw = RawTable("balances.parquet", frame.lazy(), dict(frame.schema), first_row=1)
    batches = balance_rows(raw, EXCHANGE, ASSETS, rows)
    read_rows = [row for batch in batches for row in batch.iter_rows(named=True)]
    return [(row["customer"], row["asset"], _whole(row, "amount"), _whole(row, "debt")) for row in read_rows]


def _whole(row: Mapping[str, int], name: str) -> int:
    return row[f"{name}_high"] * 2**64 + row[f"{name}_low"]


def test_text_decimals_and_whole_numbers_are_the_same_units() -> None:
    """Each asset at its own scale, a blank debt as none."""
    customer, asset = pl.Series([7, 8, 9]), pl.Series(ASSETS)
    texts = pl.Series(["0.50", "1180.591620717411303424", "1000"])
    assert (
        read(
            {
                "customer": customer,
                "asset": asset,
                "amount": texts,
                "debt": pl.Series(["", "0.000000000000000001", "0"]),
            }
        )
        == WANTED
    )
    decimals = texts.cast(pl.Decimal(38, 18))
    debts = pl.Series([None, Decimal("0.000000000000000001"), Decimal(0)], dtype=pl.Decimal(38, 18))
    assert read({"customer": customer, "asset": asset, "amount": decimals, "debt": debts}) == WANTED
    whole = pl.Series([1, 2, 3], dtype=pl.Int64)
    assert [row[2] for row in read({"customer": customer, "asset": asset, "amount": whole})] == [10**8, 2 * 10**18, 3]
    exact = pl.Series([5, 6], dtype=pl.Int64)
    yen = {"customer": pl.Series(["a", "b"]), "asset": pl.Series(["JPY", "JPY"]), "amount": exact}
    assert read(yen, 1) == [("a", 2, 5, 0), ("b", 2, 6, 0)]


def test_rows_are_counted_as_the_user_counts() -> None:
    """A customer is found again by the row."""
    frame = pl.DataFrame({"customer": ["a", "b", "c"], "secret": ["00" * 16] * 3})
    raw = RawTable("secrets.csv", frame.lazy(), dict(frame.schema), first_row=2)
    assert customers_at(raw, [2, 4]) == ["a", "c"]
    assert [batch["customer"].to_list() for batch in secret_rows(raw, 10)] == [["a", "b", "c"]]


def test_a_table_that_breaks_off_is_refused() -> None:
    """What cannot be read to its end is a fault of its file."""

    def torn(_frame: pl.DataFrame) -> pl.DataFrame:
        raise pl.exceptions.ComputeError("torn")

    frame = pl.DataFrame({"customer": ["a"], "secret": ["00" * 16]})
    raw = RawTable("secrets.csv", frame.lazy().map_batches(torn), dict(frame.schema), first_row=2)
    with pytest.raises(Refused) as refused:
        list(secret_rows(raw, 10))
    assert [fault.where for fault in refused.value.faults] == ["secrets.csv"]


def test_holders_are_those_with_more_than_nothing_of_the_asset() -> None:
    """In the table's order, in minor units; who holds nothing of it, or only of another, is none."""
    frame = pl.DataFrame(
        {"customer": ["b", "a", "c", "a"], "asset": ["BTC", "BTC", "BTC", "JPY"], "amount": ["0.5", "2", "0", "9"]}
    )
    raw = RawTable("balances.csv", frame.lazy(), dict(frame.schema), first_row=2)
    assert holders(raw, EXCHANGE, "BTC") == [("b", 50_000_000), ("a", 200_000_000)]
    assert holders(raw, EXCHANGE, "ETH") == []

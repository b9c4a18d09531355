"""The least that any close must read: liabilities per asset, and turnover per market and fiscal year, with bare polars.

It checks nothing, keeps no debt apart, converts no currency and explains nothing; it is what the close is held against.
"""

import sys
from pathlib import Path

import polars as pl

ONLY_TRADES = "--only-trades"
_FISCAL_YEAR_MONTH = 4


def liabilities(balances: pl.LazyFrame) -> pl.LazyFrame:
    """What is owed per asset; a sum beyond 38 digits raises."""
    return balances.group_by("asset").agg(pl.col("amount").sum(), pl.col("debt").sum())


def turnover(trades: pl.LazyFrame) -> pl.LazyFrame:
    """Price times size per market and fiscal year as exact 128-bit products of the two columns' minor units."""
    moment = pl.col("executed_at").dt
    year = moment.year() - (moment.month() < _FISCAL_YEAR_MONTH).cast(pl.Int32)
    product = pl.col("price").to_physical() * pl.col("size").to_physical()
    return trades.group_by("market", year.alias("fiscal_year")).agg(product.sum().alias("value"))


if __name__ == "__main__":
    pack = Path(sys.argv[1])
    if ONLY_TRADES not in sys.argv:
        print(liabilities(pl.scan_parquet(pack / "balances.parquet")).collect(engine="streaming"))
    print(turnover(pl.scan_parquet(pack / "trades.parquet")).collect(engine="streaming"))

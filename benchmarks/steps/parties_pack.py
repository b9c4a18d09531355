"""An example pack whose trades say who bought and who sold: the folder, the number of trades and of accounts."""

import sys
from pathlib import Path

import polars as pl

from hikiate.facts.example import example
from hikiate.storage.pack_writer import write_pack

SEED = 20_261_120
CUSTOMERS = 1_000

if __name__ == "__main__":
    folder, trades, accounts = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    pack = example(CUSTOMERS, SEED, trades=trades)
    # Numbers of accounts without a common factor: no pair comes together twice by the arithmetic alone.
    number = pl.col("id").cast(pl.UInt64)
    parties = {
        "buyer": pl.format("A{}", number * 2_654_435_761 % accounts),
        "seller": pl.format("A{}", (number * 40_503 + 1) % (accounts - 2)),
    }
    tables = pack.tables | {"trades": pack.tables["trades"].with_columns(**parties)}
    evidence = {"policies.toml": pack.policies, "registry.toml": pack.registry}
    write_pack(folder, exchange=pack.exchange, tables=tables, file_format="parquet", evidence=evidence)

"""An example pack with trades, written as Parquet: the folder, the number of customers and of trades are given."""

import sys
from pathlib import Path

from hikiate.facts.example import example
from hikiate.storage.pack_writer import write_pack

SEED = 20_261_120

if __name__ == "__main__":
    folder, customers, trades = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    pack = example(customers, SEED, trades=trades)
    write_pack(
        folder,
        exchange=pack.exchange,
        tables=pack.tables,
        file_format="parquet",
        evidence={"policies.toml": pack.policies, "registry.toml": pack.registry},
    )

"""A pack of so many customers with three assets each, heavy-tailed and with 18 decimals, written as Parquet."""

import sys
from pathlib import Path

import polars as pl

from hikiate.facts.example.customers import secrets
from hikiate.storage.pack_writer import write_pack

SEED = 20_261_120
SCALE = 18
ASSETS = {"BTC": ("crypto", 10**13), "ETH": ("crypto", 10**15), "XRP": ("crypto", 10**18)}
"""Each asset's kind, and the minor units of the smallest balance."""

EXCHANGE = """name = "Benchmark Exchange"
registration = "00000"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-09-18T23:59:59+09:00
rulebooks = ["jp-psa"]
"""


def balances(customers: int) -> pl.LazyFrame:
    """Three balances a customer; the k-th richest of n has about n/k times the least."""
    assets = pl.LazyFrame({"asset": list(ASSETS), "least": [least for _, least in ASSETS.values()]})
    counted = pl.LazyFrame().select(pl.int_range(customers, dtype=pl.UInt64).alias("counter"))
    place = pl.struct("counter", "asset").hash(SEED) % pl.lit(customers, dtype=pl.UInt64) + 1
    jitter = pl.struct("asset", "counter").hash(SEED + 1) % 1_000_003
    amount = (customers * pl.col("least").cast(pl.Int128)) // place.cast(pl.Int128) + jitter.cast(pl.Int128)
    return counted.join(assets, how="cross").select(
        customer=pl.lit("C") + (pl.col("counter") + 1).cast(pl.String).str.zfill(9),
        asset=pl.col("asset"),
        amount=amount.reinterpret(dtype=pl.Decimal(38, SCALE)),
    )


if __name__ == "__main__":
    folder, customers = Path(sys.argv[1]), int(sys.argv[2])
    declared = "".join(f'[assets.{name}]\nscale = {SCALE}\nkind = "{kind}"\n' for name, (kind, _) in ASSETS.items())
    write_pack(
        folder,
        exchange=f'{EXCHANGE}[assets.JPY]\nscale = 0\nkind = "fiat"\n{declared}',
        tables={"balances": balances(customers), "secrets": secrets(customers, SEED).lazy()},
        file_format="parquet",
        evidence={},
    )

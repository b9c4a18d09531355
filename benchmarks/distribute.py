"""Distribute an estate of a million claims over 30 assets in five rounds, with late and disputed claims, and time it.

    python benchmarks/distribute.py [--claims N] [--grow] [--decimals 8|18] [--form csv|parquet]

Prints the time and the peak memory of the command as it is run by a user, and holds the plan against the pools. With
fewer claims it is the short form: the time a claim takes is the same. With --grow, ten times the claims are distributed
after them, and the exponent of the time is printed.
"""

import argparse
import math
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from hikiate.kernel.amounts import amount_text, minor_units
from hikiate.remedy.payouts.files import amount_texts

ASSETS = [f"C{number:02d}" for number in range(30)]
SECONDS_MAX = 60
GIGABYTES_MAX = 4
EXPONENT_MAX = 1.05
GROWN = 10
ROUNDS = 5
_SEED = 7


def write_pack(folder: Path, claims: int, scale: int) -> pl.DataFrame:
    """A ledger of so many claims, spread over the assets, with a heavy tail."""
    folder.mkdir()
    chance = np.random.default_rng(_SEED)
    drawn = (chance.pareto(1.2, claims) * 10**9).astype(np.int64) + 1
    amounts = [int(amount) * 10 ** (scale - 8) for amount in drawn]
    ledger = pl.DataFrame(
        {
            "customer": [f"c{number:08d}" for number in range(claims)],
            "asset": [ASSETS[number % len(ASSETS)] for number in range(claims)],
            "minor": pl.Series(amounts, dtype=pl.Int128),
        }
    )
    text = amount_texts(pl.col("minor"), scale).alias("amount")
    ledger.with_columns(text).drop("minor").write_parquet(folder / "balances.parquet")
    lines = ['name = "Bench"', 'registration = "0"', 'jurisdiction = "JP"', 'reporting_currency = "JPY"',
             'fiscal_year_start = "04-01"', "snapshot_at = 2026-09-18T23:59:59+09:00", "rulebooks = []",
             "[assets.JPY]", "scale = 0", 'kind = "fiat"']  # fmt: skip
    for asset in ASSETS:
        lines += [f"[assets.{asset}]", f"scale = {scale}", 'kind = "crypto"']
    (folder / "exchange.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ledger


def write_estate(file: Path, ledger: pl.DataFrame, scale: int) -> None:
    """Pools of half of every asset that come in by five parts, 1,000 late and 1,000 disputed claims, a base payment."""
    lines = ['id = "bench"', 'regime = "jp-priority"', "petition_on = 2026-09-18", "commencement_on = 2026-09-25",
             'method = "in_kind"', "[[class]]", 'name = "all"', 'rule = "all"', 'base_payment = "1"']  # fmt: skip
    for asset, total in ledger.group_by("asset").agg(pl.col("minor").sum()).sort("asset").iter_rows():
        part = total // 2 // ROUNDS
        for number in range(ROUNDS):
            lines += ["[[pool]]", f'name = "{asset}-{number}"', f'asset = "{asset}"', 'kind = "customer_crypto"']
            lines.append(f'amount = "{amount_text(part, scale)}"')
    for number in range(ROUNDS):
        named = ", ".join(f'"{asset}-{number}"' for asset in ASSETS)
        lines += ["[[round]]", f"day = {2027 + number}-03-31", f"pools = [{named}]"]
    for number in range(1_000):
        lines += ["[[claim]]", f'customer = "late{number}"', f'asset = "{ASSETS[number % 30]}"', 'amount = "5"']
        lines += [f"admitted_on = {2027 + number % 5}-01-31", 'evidence = "order"']
    for customer, asset, minor in ledger.head(1_000).iter_rows():
        lines += ["[[disputed]]", f'customer = "{customer}"', f'asset = "{asset}"']
        lines += [f'amount = "{amount_text(minor, scale)}"']
        lines += ["decided_on = 2029-01-31", 'allowed = "0"'] if minor % 2 else []
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def distributed(claims: int, decimals: int, form: str) -> tuple[float, float, int]:
    """Make the estate and run the command: its seconds, its peak in gigabytes, and the assets that do not tie."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = write_pack(folder / "pack", claims, decimals)
        write_estate(folder / "estate.toml", ledger, decimals)
        command: list[str | Path] = [Path(sysconfig.get_path("scripts")) / "hikiate", "distribute", folder / "pack"]
        command += ["--estate", folder / "estate.toml", "--out", folder / "out", "--format", form, "--json"]
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        seconds = time.perf_counter() - begun
        gigabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        plan = pl.read_csv(folder / "out/plan.csv", infer_schema=False) if form == "csv" else pl.read_parquet(
            folder / "out/plan.parquet"
        )  # fmt: skip
        given = dict.fromkeys(ASSETS, 0)
        for asset, paid, reserved in plan.select("asset", "paid", "reserved").iter_rows():
            given[asset] += minor_units(paid, decimals) + minor_units(reserved, decimals)
        totals = ledger.group_by("asset").agg(pl.col("minor").sum()).iter_rows()
        differ = [asset for asset, total in totals if given[asset] != total // 2 // ROUNDS * ROUNDS]
    print(f"{claims:,} claims, {len(ASSETS)} assets, {ROUNDS} rounds: {seconds:.1f} s, {gigabytes:.2f} GB")
    return seconds, gigabytes, len(differ)


def main() -> int:
    """Distribute, and print what it took against what it may take."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=1_000_000)
    arguments.add_argument("--grow", action="store_true", help="ten times the claims after them")
    arguments.add_argument("--form", default="parquet", choices=["csv", "parquet"])
    arguments.add_argument("--decimals", type=int, default=8, choices=[8, 18], help="of every asset; 18 is slower")
    asked = arguments.parse_args()
    seconds, gigabytes, differ = distributed(asked.claims, asked.decimals, asked.form)
    exponent = 0.0
    if asked.grow:
        longer, _, others = distributed(GROWN * asked.claims, asked.decimals, asked.form)
        differ, exponent = differ + others, math.log(longer / seconds, GROWN)
        print(f"exponent of the time {exponent:.2f}, at most {EXPONENT_MAX}")
    print(f"at most {SECONDS_MAX} s and {GIGABYTES_MAX} GB for 1,000,000; assets that do not tie: {differ}")
    return int(bool(differ) or seconds > SECONDS_MAX or gigabytes > GIGABYTES_MAX or exponent > EXPONENT_MAX)


if __name__ == "__main__":
    sys.exit(main())

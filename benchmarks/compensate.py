"""An incident of a million customers with three assets, against one Parquet write of the same determination.

`hikiate compensate --format parquet` runs three times, each in a fresh process, on packs of growing size: reading and
checking the pack, claims, cash at a price, sources, payments with their keys, and all files. The middle run counts.
`--grow` adds ten million rows, of which the growth alone is judged. Ends with 1 when a goal is missed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from steps.measured import Run, measured, verdict

RATIO_GOAL = 10.0
PEAK_GOAL_BYTES = 4_000_000_000
LINEAR_GOAL = 1.5
CUSTOMERS = (250_000, 500_000, 1_000_000)
GROWN = 3_333_334
SHORT = 20_000
TIMES = 3

HIKIATE = Path(sys.executable).parent / "hikiate"
ASSETS = {"BTC": (8, "5000000"), "XEM": (6, "88.549"), "ETH": (18, "312345.678")}
EXCHANGE = """name = "Benchmark"
registration = "0"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-11-20T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
"""
INCIDENT = """id = "benchmark"
kind = "unauthorised_outflow"
occurred_at = 2026-11-21T09:00:00+09:00
method = "cash"
promised = "cash"
[[funding]]
source = "own_funds"
asset = "JPY"
amount = "100000000000000000"
available_on = 2026-12-01
"""


def made(folder: Path, customers: int) -> tuple[Path, Path]:
    """A pack of so many customers, each with all three assets, and an incident in which all of it is lost."""
    pack = folder / f"customers-{customers}"
    pack.mkdir()
    exchange, incident, holdings, prices = EXCHANGE, INCIDENT, [], []
    frames = []
    for number, (asset, (scale, price)) in enumerate(ASSETS.items(), start=1):
        exchange += f'[assets.{asset}]\nscale = {scale}\nkind = "crypto"\n'
        # A heavy tail by arithmetic alone: most hold little, a few hold a thousand times as much.
        units = (pl.int_range(customers, eager=True) * (2_654_435_761 * number)) % 1_000_003 + 1
        minor = units * pl.Series([10 ** max(0, scale - 8)])
        text = minor.cast(pl.String).str.zfill(scale + 1)
        amount = text.str.head(-scale) + "." + text.str.tail(scale)
        frames.append(pl.DataFrame({"customer": _names(customers), "asset": asset, "amount": amount}))
        total = sum(minor)
        held = f"{str(total).zfill(scale + 1)[:-scale]}.{str(total).zfill(scale + 1)[-scale:]}"
        holdings.append(f"w{number},{asset},{held},customer,hot,self")
        prices.append(f"2026-11-20,{asset},JPY,{price},benchmark")
        incident += f'[[loss]]\nasset = "{asset}"\nquantity = "{held}"\ntier = "hot"\nkeeper = "self"\n'
        incident += f'[reference_price.{asset}]\nkind = "fixed"\ncurrency = "JPY"\nprice = "{price}"\n'
    pl.concat(frames).write_parquet(pack / "balances.parquet")
    (pack / "exchange.toml").write_text(exchange)
    (pack / "holdings.csv").write_text("\n".join(["holding,asset,amount,owner,tier,keeper", *holdings, ""]))
    (pack / "prices.csv").write_text("\n".join(["day,asset,currency,price,source", *prices, ""]))
    file = folder / f"incident-{customers}.toml"
    file.write_text(incident)
    return pack, file


def _names(customers: int) -> pl.Series:
    return pl.int_range(customers, eager=True).cast(pl.String).str.zfill(9)


def worked_out(folder: Path, customers: int) -> tuple[Run, float]:
    """The middle run of the command, and the seconds that writing its determination once as Parquet takes."""
    pack, incident = made(folder, customers)
    runs, seconds = [], []
    for number in range(TIMES):
        out = folder / f"out-{customers}-{number}"
        runs.append(
            measured([HIKIATE, "compensate", pack, "--incident", incident, "--out", out, "--format", "parquet"])
        )
        if runs[-1].exit_code:
            sys.exit(f"hikiate compensate ended with {runs[-1].exit_code}")
        rows = pl.read_parquet(out / "determination.parquet")
        if len(rows) != customers * len(ASSETS):
            sys.exit(f"{len(rows)} rows in place of {customers * len(ASSETS)}")
        started = time.perf_counter()
        rows.write_parquet(folder / f"again-{number}.parquet")
        seconds.append(time.perf_counter() - started)
        shutil.rmtree(out)
    return sorted(runs, key=lambda run: run.seconds)[TIMES // 2], sorted(seconds)[TIMES // 2]


def main() -> int:
    """Run the sizes, print the figures, and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"{SHORT:,} customers only, and no goal is judged")
    parser.add_argument("--grow", action="store_true", help=f"go on to {GROWN:,} customers")
    options = parser.parse_args()
    sizes = (SHORT,) if options.short else (*CUSTOMERS, GROWN) if options.grow else CUSTOMERS
    results = {}
    with tempfile.TemporaryDirectory(prefix="hikiate-benchmark-") as folder:
        for customers in sizes:
            run, write = results[customers] = worked_out(Path(folder), customers)
            print(
                f"{customers:>9,} customers, {customers * len(ASSETS):>9,} rows: {run.seconds:6.2f} s, "
                f"peak {run.peak_bytes / 1e6:6,.0f} MB; the table written once {write:5.2f} s; "
                f"ratio {run.seconds / write:.1f}"
            )
    if options.short:
        return 0
    (few, _), (run, write), (most, _) = results[CUSTOMERS[0]], results[CUSTOMERS[-1]], results[sizes[-1]]
    linear = most.seconds / few.seconds / (sizes[-1] / CUSTOMERS[0])
    verdicts = [
        verdict(run.seconds / write, RATIO_GOAL),
        verdict(run.peak_bytes, PEAK_GOAL_BYTES),
        verdict(linear, LINEAR_GOAL),
    ]
    print(f"ratio: {run.seconds / write:.1f}, goal {RATIO_GOAL}: {verdicts[0]}")
    print(f"peak: {run.peak_bytes / 1e6:,.0f} MB, goal {PEAK_GOAL_BYTES / 1e6:,.0f} MB: {verdicts[1]}")
    print(f"growth against linear: {linear:.2f}, goal {LINEAR_GOAL}: {verdicts[2]}")
    return int("MISSED" in verdicts)


if __name__ == "__main__":
    sys.exit(main())

"""A close of a pack in parts, here and on a cluster of this machine's cores, held against each other.

Customers with three assets each, their balances in parts; a scheduler and workers of one thread each are processes of
their own. Printed are seconds and the most memory of the command, and what the sizes say of larger ones: seconds of a
core for a million balances. Ends with 1 where the bytes differ. A cluster on one machine cannot be quicker than the
machine: what counts is what a worker does in a second, and that nothing but numbers comes back.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from steps.measured import measured

SIZES = (3_000_000, 12_000_000)
SHORT = 60_000
PARTS = 8
ASSETS = {"BTC": 8, "XRP": 6, "JPYX": 0}
HIKIATE = Path(sys.executable).parent / "hikiate"
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


def pack(folder: Path, rows: int) -> Path:
    """A pack of so many balances in parts."""
    (folder / "balances").mkdir(parents=True)
    exchange = EXCHANGE
    for asset, scale in ASSETS.items():
        exchange += f'[assets.{asset}]\nscale = {scale}\nkind = "crypto"\n'
    (folder / "exchange.toml").write_text(exchange, encoding="utf-8")
    for part in range(PARTS):
        number = pl.int_range(rows * part // PARTS, rows * (part + 1) // PARTS, eager=True)
        pl.DataFrame(
            {
                "customer": (number // len(ASSETS)).cast(pl.String).str.zfill(10),
                "asset": pl.Series([*ASSETS]).gather((number % len(ASSETS)).cast(pl.UInt32)),
                "amount": ((number * 2_654_435_761) % 1_000_003).cast(pl.String),
            }
        ).write_parquet(folder / "balances" / f"{part:03}.parquet")
    return folder


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers of one thread each; gives the address as `--executor` takes it."""
    file = folder / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_{}", "--scheduler-file", str(file), "--no-dashboard"]
    alone = os.environ | {"POLARS_MAX_THREADS": "1"}

    def started(what: str, *words: str) -> "subprocess.Popen[bytes]":
        called = [word.format(what) for word in command]
        return subprocess.Popen([*called, *words], stderr=subprocess.DEVNULL, env=alone)

    running = [started("scheduler", "--port", "0")]
    try:
        while not file.is_file() or not file.read_bytes():
            time.sleep(0.1)
        running += [started("worker", "--nthreads", "1", "--no-nanny") for _ in range(workers)]
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        from distributed import Client  # noqa: PLC0415 - slow to load

        with Client(address) as client:
            client.wait_for_workers(workers)
        yield address.replace("tcp://", "dask://")
    finally:
        for process in running:
            process.kill()
            process.wait()


def main() -> int:
    """Close each size here and there, and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"{SHORT:,} balances only")
    sizes = (SHORT,) if parser.parse_args().short else SIZES
    workers, same = os.cpu_count() or 1, True
    with tempfile.TemporaryDirectory(prefix="hikiate-cluster-") as name, cluster(Path(name), workers) as address:
        for rows in sizes:
            handed = pack(Path(name) / str(rows), rows)
            results = []
            for words in ((), ("--executor", address)):
                out = Path(name) / f"{rows}-{len(words)}"
                run = measured([HIKIATE, "close", handed, "--out", out, "--json", *words])
                results.append((out / "close.json").read_bytes())
                where = f"{workers} workers" if words else "here"
                of_cores = run.seconds * workers / rows * 1e6
                print(
                    f"{rows:>11,} balances in {PARTS} parts, {where:>10}: {run.seconds:6.2f} s, "
                    f"peak {run.peak_bytes / 1e6:6,.0f} MB, {of_cores:.2f} core-seconds a million"
                )
            same &= results[0] == results[1]
    print("the same bytes" if same else "the bytes DIFFER")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())

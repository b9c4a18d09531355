"""Surveillance of 20 million trades against the bare polars scan, and what the registry adds to a close.

Surveillance is the median of runs in fresh processes, the close the shortest, the two sides in turns. Ends with 1 when
a goal is missed.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from steps.measured import measured, middle, verdict

SURVEILLANCE_GOAL = 5.0
REGISTRY_GOAL = 0.05
TRADES = 20_000_000
ACCOUNTS = 1_000_003
CUSTOMERS = 300_000
RUNS = 3

STEPS = Path(__file__).parent / "steps"
PYTHON = Path(sys.executable)
HIKIATE = PYTHON.parent / "hikiate"


def surveillance(folder: Path, trades: int) -> bool:
    """Print the seconds of both sides and their ratio; whether the goal is met."""
    pack = folder / f"parties-{trades}"
    if not pack.exists():
        measured([PYTHON, STEPS / "parties_pack.py", pack, str(trades), str(ACCOUNTS)])
    bare: list[str | Path] = [PYTHON, STEPS / "bare_scans.py", pack, "--only-trades"]
    measured(bare)
    printed = folder / "printed"
    sides = []
    for _ in range(RUNS):
        scan = measured(bare)
        run = measured([PYTHON, STEPS / "surveillance.py", pack], printed)
        sides.append((scan, run, float(printed.read_text())))
    scan, run = middle(side[0] for side in sides), middle(side[1] for side in sides)
    alone = median(side[2] for side in sides)
    ratio = run.seconds / scan.seconds
    print(
        f"{trades:,} trades: bare scan {scan.seconds:.2f} s, surveillance {run.seconds:.2f} s (of it {alone:.2f} s at "
        f"work, peak {run.peak_bytes / 1e6:,.0f} MB), ratio {ratio:.2f}, goal {SURVEILLANCE_GOAL}: "
        f"{verdict(ratio, SURVEILLANCE_GOAL)}"
    )
    return ratio <= SURVEILLANCE_GOAL


def registry(folder: Path, customers: int) -> bool:
    """Print what the registry adds to a close; whether the goal is met."""
    pack = folder / f"registry-{customers}"
    if not pack.exists():
        measured([PYTHON, STEPS / "example_pack.py", pack, str(customers), "0"])
    file, aside = pack / "registry.toml", folder / "registry.toml"
    close: list[str | Path] = [HIKIATE, "close", pack, "--json"]
    measured(close)
    whole, without = [], []
    for _ in range(2 * RUNS + 1):
        whole.append(measured(close).seconds)
        file.rename(aside)
        without.append(measured(close).seconds)
        aside.rename(file)
    # The shortest of many, because what the registry adds is smaller than what a shared machine takes away.
    added = min(whole) / min(without) - 1
    print(
        f"{customers:,} customers: close {min(whole):.2f} s with the registry, {min(without):.2f} s without, "
        f"adds {added:.1%}, goal {REGISTRY_GOAL:.0%}: {verdict(added, REGISTRY_GOAL)}"
    )
    return added <= REGISTRY_GOAL


def main() -> None:
    """Run both."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--trades", type=int, default=TRADES)
    words.add_argument("--customers", type=int, default=CUSTOMERS)
    words.add_argument("--keep", type=Path, help="a folder in which the packs are kept for the next run")
    given = words.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        met = [surveillance(folder, given.trades), registry(folder, given.customers)]
    print(f"{time.perf_counter() - started:.0f} s in all")
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()

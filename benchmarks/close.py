"""The daily close against bare polars scans of the same files, and its growth from 100 thousand to 2 million customers.

Every figure is the median of runs in fresh processes, the two sides in turns. Ends with 1 when a goal is missed.
"""

import argparse
import json
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from steps.measured import Run, measured, middle, verdict

RATIO_GOAL = 2.0
PEAK_GOAL_BYTES = 1_500_000_000
GROWTH_GOAL = 1.5
CUSTOMERS = (100_000, 500_000, 1_000_000, 2_000_000)
TRADES_PER_CUSTOMER = 10
RUNS = 3

STEPS = Path(__file__).parent / "steps"
PYTHON = Path(sys.executable)
HIKIATE = PYTHON.parent / "hikiate"
ENDS_IN_ORDER = (0, 1)


def made(folder: Path, customers: int) -> Path:
    """The pack of so many customers, made unless an earlier run kept it."""
    pack = folder / f"customers-{customers}"
    if not pack.exists():
        trades = customers * TRADES_PER_CUSTOMER
        run = measured([PYTHON, STEPS / "example_pack.py", pack, str(customers), str(trades)])
        if run.exit_code:
            sys.exit(f"making {pack} ended with {run.exit_code}")
        print(f"{customers:>11,} customers, {trades:>11,} trades made in {said(run)}")
    return pack


def said(run: Run) -> str:
    """A run's time and peak in words."""
    return f"{run.seconds:7.2f} s, peak {run.peak_bytes / 1e6:6,.0f} MB"


def sides(pack: Path) -> tuple[Run, Run]:
    """The bare scans and the close of a pack, taken in turns after one reading that warms the disk cache."""
    scans: list[str | Path] = [PYTHON, STEPS / "bare_scans.py", pack]
    close: list[str | Path] = [HIKIATE, "close", pack, "--json"]
    measured(scans)
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        runs = [(measured(scans), measured(close, Path(result.name))) for _ in range(RUNS)]
        closed = is_a_result(Path(result.name))
    bare, whole = middle(run for run, _ in runs), middle(run for _, run in runs)
    if bare.exit_code:
        sys.exit(f"the bare scans of {pack} ended with {bare.exit_code}")
    if not closed or whole.exit_code not in ENDS_IN_ORDER:
        sys.exit(f"bare scans: {said(bare)}; hikiate close {pack} gave no result and ended with {whole.exit_code}")
    return bare, whole


def is_a_result(printed: Path) -> bool:
    """Whether what was printed is the result of a close with its requirement and liabilities."""
    try:
        figures = json.loads(printed.read_text(encoding="utf-8"))["figures"]
    except (ValueError, KeyError, TypeError):
        return False
    return {"reserve.required", "segregation.BTC.liability"} <= set(figures)


def main() -> int:
    """Run the sizes, print the figures, and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="100,000 customers only, and no goal is judged")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the packs there and use those that stand there")
    options = parser.parse_args()
    sizes = CUSTOMERS[:1] if options.short else CUSTOMERS
    with tempfile.TemporaryDirectory(prefix="hikiate-benchmark-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results = {customers: sides(made(folder, customers)) for customers in sizes}
    for customers, (bare, whole) in results.items():
        ratio = whole.seconds / bare.seconds
        print(f"{customers:>11,} customers: close {said(whole)}; bare scans {said(bare)}; ratio {ratio:.2f}")
    return 0 if options.short else judged(results)


def judged(results: dict[int, tuple[Run, Run]]) -> int:
    """Hold the largest size and the growth against the goals; 1 when one is missed."""
    bare, whole = results[CUSTOMERS[-1]]
    ratio = whole.seconds / bare.seconds
    steps = [
        (results[more][1].seconds - results[fewer][1].seconds) / (more - fewer) * 1e6
        for fewer, more in pairwise(CUSTOMERS)
    ]
    growth = steps[-1] / steps[0]
    verdicts = (
        verdict(ratio, RATIO_GOAL),
        verdict(whole.peak_bytes, PEAK_GOAL_BYTES),
        verdict(growth, GROWTH_GOAL),
    )
    print(f"ratio at {CUSTOMERS[-1]:,} customers: {ratio:.2f}, goal {RATIO_GOAL}: {verdicts[0]}")
    print(f"peak memory: {whole.peak_bytes / 1e6:,.0f} MB, goal {PEAK_GOAL_BYTES / 1e6:,.0f} MB: {verdicts[1]}")
    print(f"microseconds per further customer: {', '.join(f'{step:.2f}' for step in steps)}")
    print(f"last step against the first: {growth:.2f}, goal {GROWTH_GOAL} (1 is linear): {verdicts[2]}")
    return int("MISSED" in verdicts)


if __name__ == "__main__":
    sys.exit(main())

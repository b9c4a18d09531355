"""Every rulebook over one pack against one close of it, and the impact study of forty exchanges and 1,000 draws.

Every figure is the median of runs in fresh processes, the two sides in turns. Ends with 1 when a goal is missed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from steps.measured import Run, measured, middle, verdict

RATIO_GOAL = 1.5
IMPACT_GOAL_SECONDS = 60.0
CUSTOMERS = 2_000_000
CUSTOMERS_SHORT = 100_000
TRADES_PER_CUSTOMER = 0
RUNS = 3

STEPS = Path(__file__).parent / "steps"
PYTHON = Path(sys.executable)
HIKIATE = PYTHON.parent / "hikiate"
ENDS_IN_ORDER = (0, 1)


def made(folder: Path, customers: int) -> Path:
    """The pack of so many customers, made unless an earlier run kept it."""
    pack = folder / f"balances-{customers}"
    if not pack.exists():
        run = measured([PYTHON, STEPS / "example_pack.py", pack, str(customers), str(TRADES_PER_CUSTOMER)])
        if run.exit_code:
            sys.exit(f"making {pack} ended with {run.exit_code}")
    return pack


def in_turns(first: list[str | Path], second: list[str | Path]) -> tuple[Run, Run]:
    """The middle of so many runs of two commands, taken in turns after one that warms the disk cache."""
    measured(first)
    runs = [(measured(first), measured(second)) for _ in range(RUNS)]
    middles = middle(run for run, _ in runs), middle(run for _, run in runs)
    for run in middles:
        if run.exit_code not in ENDS_IN_ORDER:
            sys.exit(f"{first} or {second} ended with {run.exit_code}")
    return middles


def main() -> int:
    """Run both and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="100,000 customers only, and no goal is judged")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the pack there and use one that stands there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hikiate-benchmark-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        customers = CUSTOMERS_SHORT if options.short else CUSTOMERS
        pack = made(folder, customers)
        close, compare = in_turns([HIKIATE, "close", pack, "--json"], [HIKIATE, "compare", pack, "--json"])
    impact = measured([HIKIATE, "impact", "--exchanges", "40", "--draws", "1000", "--json"])
    ratio = compare.seconds / close.seconds
    print(f"{customers:,} customers: close {close.seconds:.2f} s, compare {compare.seconds:.2f} s")
    verdicts = (verdict(ratio, RATIO_GOAL), verdict(impact.seconds, IMPACT_GOAL_SECONDS))
    print(f"every rulebook against one close: {ratio:.2f}, goal {RATIO_GOAL}: {verdicts[0]}")
    print(f"impact, 40 exchanges x 1,000 draws: {impact.seconds:.1f} s, goal {IMPACT_GOAL_SECONDS:.0f}: {verdicts[1]}")
    return 0 if options.short else int("MISSED" in verdicts)


if __name__ == "__main__":
    sys.exit(main())

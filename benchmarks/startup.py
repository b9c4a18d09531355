"""The start of the command: `hikiate --help` against a bare start of the same interpreter.

Every figure is the median of runs in fresh processes, the two sides in turns. Ends with 1 when a goal is missed.
"""

import sys
from pathlib import Path

from steps.measured import measured, middle, verdict

RATIO_GOAL = 15.0
SECONDS_GOAL = 0.3
RUNS = 9

PYTHON = Path(sys.executable)
HIKIATE = PYTHON.parent / "hikiate"


def main() -> int:
    """Run both sides, print the figures, and say which goals are met."""
    measured([HIKIATE, "--help"])
    runs = [(measured([PYTHON, "-c", "pass"]), measured([HIKIATE, "--help"])) for _ in range(RUNS)]
    bare, command = middle(run for run, _ in runs), middle(run for _, run in runs)
    if command.exit_code:
        sys.exit(f"hikiate --help ended with {command.exit_code}")
    ratio = command.seconds / bare.seconds
    verdicts = verdict(command.seconds, SECONDS_GOAL), verdict(ratio, RATIO_GOAL)
    print(f"hikiate --help: {command.seconds:.3f} s, goal {SECONDS_GOAL} s: {verdicts[0]}")
    print(f"against a bare start of {bare.seconds:.3f} s: {ratio:.1f}, goal {RATIO_GOAL}: {verdicts[1]}")
    return int("MISSED" in verdicts)


if __name__ == "__main__":
    sys.exit(main())

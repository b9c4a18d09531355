"""A command measured from outside: its wall time, its peak memory, and how it ended."""

import os
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_KIBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One run in a fresh process: wall time in seconds, peak resident memory in bytes, exit code."""

    seconds: float
    peak_bytes: int
    exit_code: int


def measured(command: list[str | Path], output: Path = Path(os.devnull)) -> Run:
    """Run a command with nothing on its standard input; what it prints goes to `output`, its errors nowhere."""
    with output.open("wb") as printed:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(seconds, usage.ru_maxrss * _KIBIBYTE, process.returncode)


def middle(runs: Iterable[Run]) -> Run:
    """The median of the times and of the peaks, each by itself, and the highest exit code."""
    gathered = list(runs)
    return Run(
        median(run.seconds for run in gathered),
        round(median(run.peak_bytes for run in gathered)),
        max(run.exit_code for run in gathered),
    )


def verdict(value: float, goal: float) -> str:
    """Whether a value that should be small reaches its goal."""
    return "met" if value <= goal else "MISSED"

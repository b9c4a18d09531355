"""Every target fuzzed, some side by side, and what came of it: inputs, failures, the slowest input, the seed.

`python tests/fuzz/campaigns.py --inputs 1000000 --seed 1`; `--only NAME` for one target. Ends with 1 where an input
was neither read nor refused, and leaves such inputs under out/fuzz. A target's inputs are its share of all. Each
target is a process forked from this one, which has instrumented the software once (docs/adr/0037).
"""

import argparse
import io
import json
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import atheris  # type: ignore[import-not-found, unused-ignore] # there is none for every system

_COMPILED = [
    "hikiate.proofs.hashing", "hikiate.remedy.payouts.kernels", "hikiate.risk.philox", "hikiate.risk.severity",
    "hikiate.risk.years",
]  # fmt: skip
"""What numba compiles is not to be instrumented."""

with (
    redirect_stderr(io.StringIO()),  # the engine names every module
    atheris.instrument_imports(include=["hikiate"], exclude=_COMPILED),
):
    from readers import TARGETS
from campaign import FIGURES, fuzz
from scratch import cleared
from watching import Target

_WIDTHS = (9, 8, 9, 8, 9, 8)
_DEATHS_MAX = 3
"""How often a target is begun again after an input that ended its process."""


@dataclass
class Campaign:
    """A target, how many inputs it is to read, and what came of it so far."""

    target: Target
    runs: int
    began: float = field(default_factory=time.monotonic)
    inputs: int = 0
    read: int = 0
    refused: int = 0
    crashes: int = 0
    deaths: int = 0
    slowest_seconds: float = 0.0
    failures: list[dict[str, Any]] = field(default_factory=list)

    def folder(self, within: Path) -> Path:
        """Where the process that is under way leaves what it finds."""
        return within / f"{self.target.name.replace(' ', '-')}-{self.deaths}"

    def gather(self, folder: Path, status: int, keep: Path) -> bool:
        """Take in what a process left; whether it is to be begun again behind an input that ended it."""
        if (folder / FIGURES).exists():
            figures = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
            for name in ("inputs", "read", "refused", "crashes", "failures"):
                setattr(self, name, getattr(self, name) + figures[name])
            self.slowest_seconds = max(self.slowest_seconds, figures["slowest_seconds"])
        if status or self.failures:
            shutil.copytree(folder, keep / folder.name, ignore=shutil.ignore_patterns("corpus"), dirs_exist_ok=True)
        if not status:
            return False
        said = (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")[-300:]
        self.failures.append({"kind": "the process ended", "place": f"status {status}", "said": said})
        self.crashes += 1
        self.deaths += 1
        return self.deaths < _DEATHS_MAX

    def told(self) -> str:
        """A line of figures, and one for each kind of failure."""
        took = time.monotonic() - self.began
        line = (
            f"{self.target.name:32} {self.inputs:>9,} {self.read:>8,} {self.refused:>9,} {self.crashes:>8,}"
            f" {self.slowest_seconds:>7.2f} s {took:>8.0f}"
        )
        failures = (f"    {one['kind']} at {one['place']}: {one['said'][:200]!r}" for one in self.failures)
        return "\n".join([line, *failures])


def main() -> None:
    """Run all campaigns and print their figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", action="append", default=[])
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    given = asked.parse_args()
    shutil.rmtree(given.keep, ignore_errors=True)
    targets = [target for target in TARGETS if not given.only or target.name in given.only]
    shares, began = sum(target.share for target in targets), time.monotonic()
    wanted = [(target, math.ceil(given.inputs * target.share / shares)) for target in targets]
    print(
        f"{'target':32} {'inputs':>9} {'read':>8} {'refused':>9} {'crashes':>8} {'slowest':>9} {'seconds':>8}",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="hikiate-fuzz-") as folder:
        done = _run(wanted, given.seed, given.workers, Path(folder), given.keep)
    inputs, crashes = sum(one.inputs for one in done), sum(one.crashes for one in done)
    slowest = max(done, key=lambda one: one.slowest_seconds)
    used, took = resource.getrusage(resource.RUSAGE_CHILDREN), (time.monotonic() - began) / 60
    print(
        f"{inputs:,} inputs of {len(done)} targets, {crashes} crashes, slowest {slowest.slowest_seconds:.2f} s"
        f" ({slowest.target.name}), seed {given.seed}, {given.workers} workers, {took:.1f} minutes"
        f" ({(used.ru_utime + used.ru_stime) / 60:.1f} of computing)"
    )
    sys.exit(1 if crashes or inputs < given.inputs else 0)


def _run(wanted: Sequence[tuple[Target, int]], seed: int, workers: int, folder: Path, keep: Path) -> list[Campaign]:
    """All campaigns, so many at a time; this process has one thread, so that what is forked from it is whole."""
    waiting, running, done = deque(wanted), dict[int, Campaign](), list[Campaign]()
    while waiting or running:
        while waiting and len(running) < workers:
            one = Campaign(*waiting.popleft())
            running[_begun(one, seed, folder)] = one
        process, status = os.wait()
        cleared(process)
        one = running.pop(process)
        if one.gather(one.folder(folder), status, keep):
            running[_begun(one, seed, folder)] = one
            continue
        print(one.told(), flush=True)
        done.append(one)
    return done


def _begun(one: Campaign, seed: int, folder: Path) -> int:
    """The process of a campaign."""
    place = one.folder(folder)
    place.mkdir()
    process = os.fork()
    if process:
        return process
    return fuzz(one.target, one.runs - one.inputs, seed + one.deaths, place)


if __name__ == "__main__":
    main()

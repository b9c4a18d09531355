"""Every target fuzzed, two at a time, and what came of it: inputs, failures, the slowest input, the seed.

`python tests/fuzz/campaigns.py --inputs 1000000 --seed 1`; `--only NAME` for one target. Ends with 1 where an input
was neither read nor refused. A target's inputs are its share of all; the engine is atheris (docs/adr/0037).
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from campaign import FIGURES
from readers import TARGETS
from watching import Target

_HERE = Path(__file__).resolve().parent
_DEATHS_MAX = 3
"""How often a target is begun again after an input that ended its process."""


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
    shares = sum(target.share for target in targets)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hikiate-fuzz-") as folder, ThreadPoolExecutor(given.workers) as pool:
        # The longest first, so that no worker is left alone with it.
        started = [
            pool.submit(fuzzed, target, math.ceil(given.inputs * target.share / shares), given.seed, Path(folder), given.keep)
            for target in targets
        ]
        print(f"{'target':32} {'inputs':>9} {'read':>8} {'refused':>9} {'crashes':>8} {'slowest':>9} {'seconds':>8}")
        results = [_told(one.result()) for one in started]
    inputs, crashes = (sum(one[name] for one in results) for name in ("inputs", "crashes"))
    slowest = max(results, key=lambda one: one["slowest_seconds"])
    took = time.monotonic() - began
    print(
        f"{inputs:,} inputs of {len(results)} targets, {crashes} crashes, slowest {slowest['slowest_seconds']:.2f} s"
        f" ({slowest['target']}), seed {given.seed}, {given.workers} workers, {took / 60:.1f} minutes"
    )
    sys.exit(1 if crashes or inputs < given.inputs else 0)


def fuzzed(target: Target, runs: int, seed: int, folder: Path, keep: Path) -> dict[str, Any]:
    """The figures of a target; begun again behind an input that ended the process, which is kept and counted."""
    began, total = time.monotonic(), _nothing(target)
    for death in range(_DEATHS_MAX):
        place = folder / f"{target.name.replace(' ', '-')}-{death}"
        place.mkdir()
        command = [
            sys.executable,
            str(_HERE / "campaign.py"),
            target.name,
            str(runs - total["inputs"]),
            str(seed + death),
            str(place),
        ]
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        figures = (
            json.loads((place / FIGURES).read_text(encoding="utf-8"))
            if (place / FIGURES).exists()
            else _nothing(target)
        )
        for name in ("inputs", "read", "refused", "crashes", "failures"):
            total[name] += figures[name]
        total["slowest_seconds"] = max(total["slowest_seconds"], figures["slowest_seconds"])
        died = [path for kind in ("crash", "oom", "timeout", "leak") for path in place.glob(f"{kind}-*")]
        if figures["failures"] or died or ended.returncode:
            kept = keep / place.name
            shutil.copytree(place, kept, ignore=shutil.ignore_patterns("corpus"), dirs_exist_ok=True)
            (kept / "stderr.txt").write_text(ended.stderr[-20_000:], encoding="utf-8")
        if ended.returncode == 0:
            break
        total["crashes"] += 1
        total["failures"].append(
            {"kind": "the process ended", "place": f"exit {ended.returncode}", "said": ended.stderr[-300:]}
        )
    return {**total, "seconds": time.monotonic() - began}


def _nothing(target: Target) -> dict[str, Any]:
    return {
        "target": target.name,
        "inputs": 0,
        "read": 0,
        "refused": 0,
        "crashes": 0,
        "slowest_seconds": 0.0,
        "failures": [],
    }


def _told(of: dict[str, Any]) -> dict[str, Any]:
    print(
        f"{of['target']:32} {of['inputs']:>9,} {of['read']:>8,} {of['refused']:>9,} {of['crashes']:>8,}"
        f" {of['slowest_seconds']:>7.2f} s {of['seconds']:>8.0f}",
        flush=True,
    )
    for failure in of["failures"]:
        print(f"    {failure['kind']} at {failure['place']}: {failure['said'][:160]!r}", flush=True)
    return of


if __name__ == "__main__":
    main()

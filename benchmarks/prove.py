"""Proofs of 3 million and of 45 million leaves: time, peak memory and growth; one proof read; a cluster beside it.

Ends with 1 when a goal is missed.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from distributed import LocalCluster
from steps.measured import Run, measured, verdict

from hikiate.proofs.verification import verify
from hikiate.storage.proof_store import open_store

PEAK_GOAL_BYTES = 4_000_000_000
EXPONENT_GOAL = 1.05
PROOF_GOAL_MILLISECONDS = 5.0
CUSTOMERS = [1_000_000, 15_000_000]
SHORT = [100_000]
PROOFS_READ = 1_000

STEPS = Path(__file__).parent / "steps"
PYTHON = Path(sys.executable)
HIKIATE = PYTHON.parent / "hikiate"


def made(folder: Path, customers: int) -> Path:
    """The pack of so many customers."""
    pack = folder / f"pack-{customers}"
    if not pack.exists():
        run = measured([PYTHON, STEPS / "heavy_tailed_pack.py", pack, str(customers)])
        if run.exit_code:
            sys.exit(f"making {pack} ended with {run.exit_code}")
    return pack


def proven(pack: Path, out: Path, *more: str) -> Run:
    """The proofs of a pack."""
    run = measured([HIKIATE, "prove", pack, "--out", out, *more])
    if run.exit_code:
        sys.exit(f"hikiate prove {pack} ended with {run.exit_code}")
    leaves = sum(tree["leaves"] for tree in root(out)["assets"].values())
    name = " ".join(more) or "threads"
    print(f"{leaves:>11,} leaves, {name}: {run.seconds:7.2f} s, peak {run.peak_bytes / 1e6:6,.0f} MB")
    return run


def root(out: Path) -> dict[str, dict[str, dict[str, int]]]:
    """A published root."""
    read: dict[str, dict[str, dict[str, int]]] = json.loads((out / "ROOT.json").read_text(encoding="utf-8"))
    return read


def proof_milliseconds(out: Path, customers: int) -> float:
    """The median time to read one customer's proof and to verify it."""
    spent = []
    with open_store(out) as store:
        for number in range(1, customers + 1, customers // PROOFS_READ):
            started = time.perf_counter()
            proof = store.proof(f"C{number:09}")
            if proof is None or not verify(proof, store.root).included:
                sys.exit(f"customer {number} has no proof that holds")
            spent.append(1000 * (time.perf_counter() - started))
    return median(spent)


def main() -> int:
    """Run the sizes, print the figures, and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="100,000 customers only, and no goal is judged")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the packs there and use those that stand there")
    options = parser.parse_args()
    sizes = SHORT if options.short else CUSTOMERS
    with tempfile.TemporaryDirectory(prefix="hikiate-benchmark-") as temporary:
        folder, results = options.keep or Path(temporary), Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        runs = [proven(made(folder, customers), results / f"proofs-{customers}") for customers in sizes]
        spent = proof_milliseconds(results / f"proofs-{sizes[-1]}", sizes[-1])
        print(f"one proof read and verified in {spent:.2f} ms, at most 5: {verdict(spent, PROOF_GOAL_MILLISECONDS)}")
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            address = cluster.scheduler_address.replace("tcp://", "dask://")
            proven(made(folder, sizes[0]), results / "cluster", "--executor", address)
        if root(results / "cluster") != root(results / f"proofs-{sizes[0]}"):
            sys.exit("the cluster makes another root")
        print("the cluster makes the same root")
    if options.short:
        return 0
    exponent = math.log(runs[1].seconds / runs[0].seconds) / math.log(sizes[1] / sizes[0])
    peak = runs[1].peak_bytes
    print(f"peak {peak / 1e6:,.0f} MB, at most {PEAK_GOAL_BYTES / 1e6:,.0f}: {verdict(peak, PEAK_GOAL_BYTES)}")
    print(f"exponent {exponent:.2f}, at most {EXPONENT_GOAL}: {verdict(exponent, EXPONENT_GOAL)}")
    return int(peak > PEAK_GOAL_BYTES or exponent > EXPONENT_GOAL or spent > PROOF_GOAL_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())

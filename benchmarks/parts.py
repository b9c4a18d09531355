"""What splitting balances into parts costs: time, memory, disk, and the length of a customer's proof."""

import argparse
import sys
import tempfile
from pathlib import Path

from steps.measured import measured

from hikiate.kernel.results import document_text
from hikiate.proofs.proof import document
from hikiate.storage.proof_store import open_store

PARTS = (1, 2, 4, 8)
CUSTOMERS = 1_000_000
SHORT = 50_000

STEPS = Path(__file__).parent / "steps"
PYTHON = Path(sys.executable)
HIKIATE = PYTHON.parent / "hikiate"


def main() -> int:
    """Prove the same pack with more and more parts, and print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="50,000 customers only")
    customers = SHORT if parser.parse_args().short else CUSTOMERS
    with tempfile.TemporaryDirectory(prefix="hikiate-benchmark-") as temporary:
        pack = Path(temporary) / "pack"
        measured([PYTHON, STEPS / "heavy_tailed_pack.py", pack, str(customers)])
        for parts in PARTS:
            out = Path(temporary) / f"parts-{parts}"
            run = measured([HIKIATE, "prove", pack, "--out", out, "--parts", str(parts)])
            if run.exit_code:
                sys.exit(f"hikiate prove --parts {parts} ended with {run.exit_code}")
            size = sum(path.stat().st_size for path in (out / "store").iterdir())
            with open_store(out) as store:
                proof = store.proof("C000000001")
                if proof is None:
                    sys.exit("the first customer has no proof")
                text = len(document_text(document(proof)).encode())
            print(
                f"{customers:,} customers, 3 balances each, {parts} parts: {run.seconds:6.2f} s, "
                f"peak {run.peak_bytes / 1e6:5,.0f} MB, store {size / 1e6:6,.0f} MB, a proof {text / 1e3:5.1f} kB"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())

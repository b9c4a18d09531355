"""Many lives, or one again: `make simulate` and `make replay SEED=...`; ends with 1 where an invariant broke.

python -m simulation --seeds 1-100 --days 100 --workers 2
python -m simulation --seeds 17 --days 100 --store memory
"""

import argparse
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack

from simulation.figures import Figures
from simulation.lives import DAYS, Asked, Lived, commit, lived, store_of
from simulation.servers import postgres
from simulation.stores import KINDS


def main() -> int:
    """Live the lives that are asked for, and say what they come to, also where somebody ends it early."""
    asked = _arguments()
    first, _, last = asked.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    started = time.monotonic()
    figures, broken = Figures(), 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with ExitStack() as stack:
            stores = {seed: asked.store or store_of(seed) for seed in seeds}
            server = stack.enter_context(postgres()) if "postgresql" in stores.values() else ""
            wanted = [Asked(seed, asked.days, stores[seed], server) for seed in seeds]
            for life in _lives(wanted, asked.workers):
                figures.add(life.figures)
                broken += bool(life.broken)
                if life.broken:
                    sys.stdout.write(f"{life.said}\n")
                elif not asked.quiet:
                    days = sum(life.figures.days.values())
                    sys.stdout.write(f"seed {life.asked.seed} {life.asked.store} {days} days, as it should be\n")
                sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stdout.write("ended early; the figures are those of the lives that were lived to their end\n")
    seconds = int(time.monotonic() - started)
    head = f"simulation of commit {commit()}, seeds {asked.seeds}, {asked.workers} at a time, {seconds} s"
    sys.stdout.write("\n".join([head, *figures.lines(), f"invariants broken {broken}"]) + "\n")
    return 1 if broken else 0


def _lives(wanted: list[Asked], workers: int) -> Iterator[Lived]:
    """The lives as they end; each in this process, or some at a time in others."""
    if workers == 1:
        yield from map(lived, wanted)
        return
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
    try:
        for done in as_completed([pool.submit(lived, asked) for asked in wanted]):
            yield done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulation", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", default="1-100", help="one seed, or the first and the last, such as 1-100")
    parser.add_argument("--days", type=int, default=DAYS, help="how many days each life has")
    parser.add_argument("--store", choices=KINDS, help="one store for all; without it some on each, by their seeds")
    parser.add_argument("--workers", type=int, default=1, help="how many lives at a time")
    parser.add_argument("--quiet", action="store_true", help="only what broke, and the figures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""A Merkle-sum tree against the same SHA-256 calls in C with SHA-NI, in OpenSSL, and in plain Python with hashlib.

Sides take turns; each figure is the median of its runs. The C side is compiled here, and its root must be the same.
Ends with 1 when a goal is missed.
"""

import argparse
import ctypes
import ctypes.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
from steps.measured import verdict

from hikiate.proofs.hashing import Engine, available, engine
from hikiate.proofs.hashing.engines import Compiled

C_GOAL = 1.3
PYTHON_GOAL = 50.0
THREADS = 2
RUNS = 5
PYTHON_LEAVES = 131_072
LEAF_PREFIX, NODE_PREFIX = bytes(range(64)), bytes(range(64, 128))

Bytes = npt.NDArray[np.uint8]
Tree = Callable[[Bytes, Bytes], bytes]
"""From seals (n, 32) and amounts (n, 16) to the top's 48 bytes; a level of odd length is ended by its own last node."""


def evened(level: Bytes) -> Bytes:
    """A level of even length."""
    return np.concatenate([level, level[-1:]]) if len(level) % 2 and len(level) > 1 else level


def by_engine(chosen: Engine) -> Tree:
    """The tree by one of our engines."""

    def tree(seals: Bytes, amounts: Bytes) -> bytes:
        level, height = evened(chosen.leaves(LEAF_PREFIX, seals, amounts)), 0
        while len(level) > 1:
            height += 1
            level = evened(chosen.nodes(NODE_PREFIX, level, height))
        return level.tobytes()

    return tree


def pointer(rows: npt.NDArray[np.generic], start: int = 0) -> ctypes.c_void_p:
    """Where a row begins."""
    return ctypes.c_void_p(rows.ctypes.data + start * rows.strides[0])


def shared(rows: int, part: Callable[[int, int], object]) -> None:
    """Share rows among as many threads as our side has; ctypes lets them run side by side."""
    edges = [rows * thread // THREADS for thread in range(THREADS + 1)]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(part, edges[:-1], edges[1:]))


def by_c(library: ctypes.CDLL, compiled: Compiled) -> Tree:
    """The tree by C with SHA-NI; the state after a prefix is taken from our own engine."""
    leaf_state, node_state = compiled.midstate(LEAF_PREFIX), compiled.midstate(NODE_PREFIX)
    leaf_end = np.frombuffer(b"\x80" + bytes(7) + (112 * 8).to_bytes(8, "big"), np.uint8)

    def tree(seals: Bytes, amounts: Bytes) -> bytes:
        made = np.empty((len(seals), 48), np.uint8)
        shared(len(made), lambda start, end: library.leaves(
            pointer(leaf_state), pointer(leaf_end), pointer(seals, start), pointer(amounts, start),
            pointer(made, start), ctypes.c_long(end - start),
        ))  # fmt: skip
        level, height = evened(made), 0
        while len(level) > 1:
            height += 1
            end_ = height.to_bytes(4, "big") + b"\x80" + bytes(19) + (164 * 8).to_bytes(8, "big")
            tail, above, below = np.frombuffer(end_, np.uint8), np.empty((len(level) // 2, 48), np.uint8), level

            def part(start: int, end: int, tail: Bytes = tail, above: Bytes = above, below: Bytes = below) -> None:
                count = ctypes.c_long(end - start)
                library.nodes(
                    pointer(node_state), pointer(tail), pointer(below, 2 * start), pointer(above, start), count
                )

            shared(len(above), part)
            level = evened(above)
        return level.tobytes()

    return tree


def by_openssl(library: ctypes.CDLL) -> Tree | None:
    """The tree by OpenSSL, one call at a time from C; None where there is no libcrypto."""
    name = ctypes.util.find_library("crypto")
    if name is None:
        return None
    call = ctypes.cast(ctypes.CDLL(name).SHA256, ctypes.c_void_p)
    prefixes = [np.frombuffer(prefix, np.uint8) for prefix in (LEAF_PREFIX, NODE_PREFIX)]

    def tree(seals: Bytes, amounts: Bytes) -> bytes:
        made = np.empty((len(seals), 48), np.uint8)
        shared(len(made), lambda start, end: library.leaves_one_by_one(
            call, pointer(prefixes[0]), pointer(seals, start), pointer(amounts, start), pointer(made, start),
            ctypes.c_long(end - start),
        ))  # fmt: skip
        level, height = evened(made), 0
        while len(level) > 1:
            height += 1
            above, below = np.empty((len(level) // 2, 48), np.uint8), level

            def part(start: int, end: int, above: Bytes = above, below: Bytes = below, height: int = height) -> None:
                count = ctypes.c_long(end - start)
                given = pointer(below, 2 * start), pointer(above, start), count, ctypes.c_uint32(height)
                library.nodes_one_by_one(call, pointer(prefixes[1]), *given)

            shared(len(above), part)
            level = evened(above)
        return level.tobytes()

    return tree


def compiled_yardstick(folder: Path) -> ctypes.CDLL:
    """The C side, compiled for this machine."""
    made = folder / "yardstick.so"
    source = Path(__file__).parent / "yardstick.c"
    command: list[str | Path] = ["gcc", "-O3", "-march=native", "-shared", "-fPIC", "-o", made, source]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(made))


def seconds(tree: Tree, seals: Bytes, amounts: Bytes) -> tuple[float, bytes]:
    """How long a tree takes, and its top."""
    started = time.perf_counter()
    top = tree(seals, amounts)
    return time.perf_counter() - started, top


def loads() -> None:
    """Print how long the kernels take to come from numba's cache, in a fresh process."""
    code = (
        "import time; t = time.perf_counter(); import numpy as np; from hikiate.proofs.hashing import engine; "
        "r = engine().leaves(bytes(64), np.zeros((4, 32), np.uint8), np.zeros((4, 16), np.uint8)); "
        "engine().nodes(bytes(64), r, 1); print(time.perf_counter() - t)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    print(f"kernels loaded from the cache, numba and all, in {float(run.stdout):.2f} s")


def main() -> int:
    """Run the sizes, print the figures, and say which goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="100,000 leaves only, and no goal is judged")
    sizes = (100_000,) if parser.parse_args().short else (1_000_000, 10_000_000)
    chance = np.random.default_rng(1)
    fastest = engine("auto", THREADS)
    with tempfile.TemporaryDirectory() as folder:
        library = compiled_yardstick(Path(folder))
        sides: dict[str, Tree] = {name: by_engine(engine(name, THREADS)) for name in available()[:-2]}
        if isinstance(fastest, Compiled):
            sides["C with SHA-NI"] = by_c(library, fastest)
        if (openssl := by_openssl(library)) is not None:
            sides["OpenSSL from C"] = openssl
        missed = 0
        for size in sizes:
            seals = chance.integers(0, 256, (size, 32), dtype=np.uint8)
            amounts = np.zeros((size, 16), np.uint8)
            amounts[:, 8:] = chance.integers(0, 256, (size, 8), dtype=np.uint8)
            for tree in sides.values():
                tree(seals[:1000], amounts[:1000])
            runs = [{name: seconds(tree, seals, amounts) for name, tree in sides.items()} for _ in range(RUNS)]
            if len({top for run in runs for _, top in run.values()}) != 1:
                sys.exit("the sides do not make one root")
            took = {name: median(run[name][0] for run in runs) for name in sides}
            part = min(size, PYTHON_LEAVES)
            plain = seconds(by_engine(engine("hashlib")), seals[:part], amounts[:part])[0] * size / part
            ours = took[fastest.name]
            for name, spent in took.items():
                print(f"{size:>11,} leaves: {name:<15} {spent:7.3f} s, {spent / ours:6.2f} of ours ({fastest.name})")
            slower = plain / ours
            print(f"{size:>11,} leaves: hashlib         {plain:7.3f} s, {slower:6.1f} of ours (from {part:,} leaves)")
            if "C with SHA-NI" in took and len(sizes) > 1:
                ratio = ours / took["C with SHA-NI"]
                print(f"ratio to C {ratio:.2f}, at most {C_GOAL}: {verdict(ratio, C_GOAL)}")
                print(f"ratio of hashlib {slower:.0f}, at least {PYTHON_GOAL:.0f}: {verdict(PYTHON_GOAL, slower)}")
                missed += ratio > C_GOAL or slower < PYTHON_GOAL
    loads()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

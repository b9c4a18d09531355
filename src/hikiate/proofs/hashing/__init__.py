"""SHA-256 in bulk: the same hashes from whatever the machine has, the fastest first.

numba is loaded when an engine of its kind is asked for, and not before.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec

from hikiate.proofs.hashing.engines import Compiled, Engine, Hashlib

__all__ = ["NAMES", "Engine", "available", "engine"]

NAMES = ("sha_ni", "vector", "plain", "hashlib")
"""From the fastest."""

_LANES = {"sha_ni": 4, "vector": 16, "plain": 1}
_NEEDED = {"sha_ni": ("sha", "ssse3", "sse4.1"), "vector": ("avx2",), "plain": ()}


def engine(name: str = "auto", threads: int = 1) -> Engine:
    """The engine of a name, or the fastest that this machine can run; ValueError where it cannot run it."""
    names = available()
    chosen = names[0] if name == "auto" else name
    if chosen not in names:
        raise ValueError(f"{name}: this machine can run {', '.join(names)}")
    return Hashlib() if chosen == "hashlib" else Compiled(chosen, _LANES[chosen], threads)


def available(features: Callable[[], Mapping[str, bool] | None] | None = None) -> tuple[str, ...]:
    """The engines that a machine with these CPU features can run, from the fastest; None features are no numba."""
    found = (features or _cpu_features)()
    return tuple(
        name
        for name in NAMES
        if name == "hashlib" or (found is not None and all(found.get(feature) for feature in _NEEDED[name]))
    )


@cache
def _cpu_features() -> Mapping[str, bool] | None:
    """What the CPU offers by LLVM's names; None where numba is not installed."""
    if find_spec("numba") is None:
        return None
    from llvmlite.binding import get_host_cpu_features  # noqa: PLC0415 - comes with numba

    return dict(get_host_cpu_features())

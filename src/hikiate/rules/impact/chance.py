"""Chance by counter: Philox 4x32-10, whose draws depend on seed and counter alone, however the work is split.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11). A draw is a whole number; nothing
here is a binary fraction.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = "NDArray[np.uint64]"

_ROUNDS = 10
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_LOW = 0xFFFFFFFF
_WORD_BITS = 32


def draws(seed: int, stream: int, count: int) -> Words:
    """`count` rows of four 32-bit numbers: row i is the block of counter (i, stream, 0, 0) under the seed as key."""
    counters = np.zeros((4, count), dtype=np.uint64)
    counters[0] = np.arange(count, dtype=np.uint64)
    counters[1] = np.uint64(stream & _LOW)
    return philox(counters, (seed & _LOW, (seed >> _WORD_BITS) & _LOW)).T


def philox(counters: Words, key: tuple[int, int]) -> Words:
    """Ten rounds over four rows of counters; every row holds 32-bit numbers."""
    low, shift = np.uint64(_LOW), np.uint64(_WORD_BITS)
    first, second, third, fourth = counters
    for turn in range(_ROUNDS):
        keys = [np.uint64((part + turn * step) & _LOW) for part, step in zip(key, _WEYL, strict=True)]
        left = first * np.uint64(_MULTIPLIERS[0])
        right = third * np.uint64(_MULTIPLIERS[1])
        first, second, third, fourth = (
            (right >> shift) ^ second ^ keys[0],
            right & low,
            (left >> shift) ^ fourth ^ keys[1],
            left & low,
        )
    return np.stack([first, second, third, fourth])


def below(words: Words, bound: int) -> Words:
    """Each 32-bit number as one from 0 up to `bound`, which is at most 2^32: the high half of a product."""
    return (words * np.uint64(bound)) >> np.uint64(_WORD_BITS)

"""Splitting: a balance as parts of unpredictable size that sum to it, so that a neighbour sees a part alone.

Cuts are made from the customer's key, so the same day gives the same parts. Amounts are columns of two 64-bit halves.
"""

import numpy as np
import numpy.typing as npt

from hikiate.proofs.records import Numbers

PARTS_MAX = 16
CUT_MARK = 2**31
"""Added to a cut's number where a part's number would stand, so that no cut is a part's seal."""

_HALF_BITS = np.uint64(32)
_HALF = np.uint64(2**32 - 1)
_ONE = np.uint64(1)


def part_counts(high: Numbers, low: Numbers, parts: int) -> npt.NDArray[np.int64]:
    """How many parts each amount has: `parts`, or as many as it has units if these are fewer."""
    return np.where(high > 0, parts, np.minimum(low, np.uint64(parts))).astype(np.int64)


def split(high: Numbers, low: Numbers, fractions: Numbers) -> tuple[Numbers, Numbers]:
    """Amounts of at least p units as p parts of at least one unit each: two arrays of shape (n, p).

    `fractions` has shape (n, p - 1), 64 random bits each.
    """
    parts = np.uint64(fractions.shape[1] + 1)
    spare_low = low - parts
    spare_high = high - (low < parts).astype(np.uint64)
    cuts = [_fraction_of(spare_high, spare_low, fractions[:, index]) for index in range(fractions.shape[1])]
    _put_in_order(cuts)
    edges = [*cuts, (spare_high, spare_low)]
    before = (np.zeros_like(high), np.zeros_like(low))
    made = []
    for edge in edges:
        distance_low = edge[1] - before[1]
        distance_high = edge[0] - before[0] - (edge[1] < before[1]).astype(np.uint64)
        part_low = distance_low + _ONE
        made.append((distance_high + (part_low == 0).astype(np.uint64), part_low))
        before = edge
    return np.stack([part[0] for part in made], axis=1), np.stack([part[1] for part in made], axis=1)


def _fraction_of(high: Numbers, low: Numbers, fraction: Numbers) -> tuple[Numbers, Numbers]:
    """⌊(high·2^64 + low) · fraction / 2^64⌋ in two halves."""
    upper_high, upper_low = _product(high, fraction)
    carried, _ = _product(low, fraction)
    made_low = upper_low + carried
    return upper_high + (made_low < carried).astype(np.uint64), made_low


def _product(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """The 128-bit product of two 64-bit numbers in two halves, by halves of 32 bits."""
    left_high, left_low = left >> _HALF_BITS, left & _HALF
    right_high, right_low = right >> _HALF_BITS, right & _HALF
    lowest = left_low * right_low
    first = left_high * right_low + (lowest >> _HALF_BITS)
    second = left_low * right_high + (first & _HALF)
    highest = left_high * right_high + (first >> _HALF_BITS) + (second >> _HALF_BITS)
    return highest, (second << _HALF_BITS) | (lowest & _HALF)


def _put_in_order(cuts: list[tuple[Numbers, Numbers]]) -> None:
    """Sort the cuts of each row, few as they are, by exchanging neighbours."""
    for end in range(len(cuts) - 1, 0, -1):
        for index in range(end):
            (high, low), (next_high, next_low) = cuts[index], cuts[index + 1]
            swap = (high > next_high) | ((high == next_high) & (low > next_low))
            cuts[index] = np.where(swap, next_high, high), np.where(swap, next_low, low)
            cuts[index + 1] = np.where(swap, high, next_high), np.where(swap, low, next_low)

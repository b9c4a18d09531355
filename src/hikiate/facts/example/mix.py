"""The mix is the example's only source of variation: a bijective scramble of a counter, the same on every machine.

It is the output function of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014)
on 64-bit counters. Nothing is drawn in sequence, so any row can be made alone and in any order.
"""

import polars as pl

UNIT = 2**32
"""A fraction of the mix is a whole number of parts of this unit."""

_MASK = 2**64 - 1
_GAMMA = 0x9E3779B97F4A7C15
_FIRST = (2**30, 0xBF58476D1CE4E5B9)
_SECOND = (2**27, 0x94D049BB133111EB)
_LAST = 2**31


def mixed(key: int, counter: int) -> int:
    """64 well-mixed bits for a counter under a key; SplitMix64's (counter + 1)-th output from the state `key`."""
    state = (key + (counter + 1) * _GAMMA) & _MASK
    for divisor, factor in (_FIRST, _SECOND):
        state = ((state ^ (state // divisor)) * factor) & _MASK
    return state ^ (state // _LAST)


def key(seed: int, purpose: str) -> int:
    """The key of one purpose under a seed, so that no two columns share their variation."""
    state = seed & _MASK
    for byte in purpose.encode():
        state = mixed(state, byte)
    return state


def mixed_column(key: int, counter: pl.Expr) -> pl.Expr:
    """`mixed` on a UInt64 column, whose arithmetic wraps."""
    state = _u64(key) + (counter + 1) * _u64(_GAMMA)
    for divisor, factor in (_FIRST, _SECOND):
        state = (state ^ (state // _u64(divisor))) * _u64(factor)
    return state ^ (state // _u64(_LAST))


def fraction_column(key: int, counter: pl.Expr) -> pl.Expr:
    """The upper half of the mix: UInt64 from 0 up to but not including UNIT, evenly spread."""
    return mixed_column(key, counter) // _u64(UNIT)


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)

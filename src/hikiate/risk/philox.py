"""Philox 4x32-10, a counter-based generator: what a year draws depends on the seed and the year's number alone.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11). The tests hold it against the
vectors that its authors published. Because there is no state, years may be simulated in any order, on any machine, and
come out the same. `normal` is the inverse of the normal distribution (Wichura, algorithm AS 241, 16 digits).
"""

from math import log, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

Counters: TypeAlias = npt.NDArray[np.uint64]
Numbers: TypeAlias = npt.NDArray[np.float64]
Words: TypeAlias = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_TOP_BITS = np.uint64(20)
_LOW_SHIFT = np.uint64(12)
_ROUNDS = 10
_STEP_32 = 1.0 / 4294967296.0
_STEP_52 = 1.0 / 4503599627370496.0

_compiled = njit(cache=True, nogil=True, error_model="numpy")  # a check of every divisor would forbid vectors


@_compiled
def philox(seed: np.uint64, c0: int, c1: int, c2: int, c3: int) -> Words:
    """Four words of 32 bits for a seed of 64 bits and a counter of four words."""
    x0, x1, x2, x3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k0, k1 = np.uint64(seed) & _LOW, np.uint64(seed) >> _HALF
    for _ in range(_ROUNDS):
        product_0, product_1 = _MULTIPLIER_0 * x0, _MULTIPLIER_1 * x2
        x0, x1, x2, x3 = (
            (product_1 >> _HALF) ^ x1 ^ k0,
            product_1 & _LOW,
            (product_0 >> _HALF) ^ x3 ^ k1,
            product_0 & _LOW,
        )
        k0, k1 = (k0 + _WEYL_0) & _LOW, (k1 + _WEYL_1) & _LOW
    return x0, x1, x2, x3


@_compiled
def philox_all(seed: np.uint64, c0: Counters, c2: Counters, c3: int, words: Counters, count: int) -> None:
    """The words of many counters (c0, 0, c2, c3) into words (4, n): the same as `philox`, some eight at a time."""
    first, second = np.uint64(seed) & _LOW, np.uint64(seed) >> _HALF
    for place in range(count):
        x0, x1, x2, x3 = c0[place], np.uint64(0), c2[place], np.uint64(c3)
        k0, k1 = first, second
        for _ in range(_ROUNDS):
            product_0, product_1 = _MULTIPLIER_0 * x0, _MULTIPLIER_1 * x2
            x0, x1, x2, x3 = (
                (product_1 >> _HALF) ^ x1 ^ k0,
                product_1 & _LOW,
                (product_0 >> _HALF) ^ x3 ^ k1,
                product_0 & _LOW,
            )
            k0, k1 = (k0 + _WEYL_0) & _LOW, (k1 + _WEYL_1) & _LOW
        words[0, place], words[1, place], words[2, place], words[3, place] = x0, x1, x2, x3


@_compiled
def uniform_32(word: np.uint64) -> float:
    """A number strictly between 0 and 1, of one word."""
    return (np.float64(word) + 0.5) * _STEP_32


@_compiled
def uniform_52(high: np.uint64, low: np.uint64) -> float:
    """A number strictly between 0 and 1, of two words: of 52 bits, because the middle of the last of 53 rounds to 1."""
    bits = (np.uint64(high) << _TOP_BITS) | (np.uint64(low) >> _LOW_SHIFT)
    return (np.float64(bits) + 0.5) * _STEP_52


@_compiled
def normal(p: float) -> float:
    """The value that a standard normal variable stays below with probability `p`, strictly between 0 and 1."""
    q = p - 0.5
    if abs(q) <= 0.425:  # noqa: PLR2004 - where the algorithm changes its polynomial
        return q * _central(0.180625 - q * q)
    r = sqrt(-log(p if q < 0.0 else 1.0 - p))
    value = _shoulder(r - 1.6) if r <= 5.0 else _tail(r - 5.0)  # noqa: PLR2004 - as above
    return -value if q < 0.0 else value


@_compiled
def normals(uniforms: Numbers, scores: Numbers, count: int) -> None:
    """`normal` of many: the middle of the distribution all at once, then the few outside it."""
    for place in range(count):
        q = uniforms[place] - 0.5
        scores[place] = q * _central(0.180625 - q * q)
    for place in range(count):
        if abs(uniforms[place] - 0.5) > 0.425:  # noqa: PLR2004 - where the algorithm changes its polynomial
            scores[place] = normal(uniforms[place])


@_compiled
def _central(r: float) -> float:
    top = (
        ((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
        + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
        + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
    )  # fmt: skip
    bottom = (
        ((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
        + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
        + 4.2313330701600911252e1) * r + 1.0
    )  # fmt: skip
    return top / bottom


@_compiled
def _shoulder(r: float) -> float:
    top = (
        ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
        + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
        + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
    )  # fmt: skip
    bottom = (
        ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
        + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
        + 2.05319162663775882187e0) * r + 1.0
    )  # fmt: skip
    return top / bottom


@_compiled
def _tail(r: float) -> float:
    top = (
        ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
        + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
        + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
    )  # fmt: skip
    bottom = (
        ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
        + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
        + 5.99832206555887937690e-1) * r + 1.0
    )  # fmt: skip
    return top / bottom

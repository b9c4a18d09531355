"""Severity: what share of its customers' assets an exchange loses in one event, over the median share of its group.

A lognormal body up to the quantile `joint`, and above it a generalised Pareto tail of shape `tail`, scaled so that the
density has no step at the joint. The functions that numba compiles are the ones that the simulation draws by; the
methods are their closed forms, by which they are tested.
"""

from dataclasses import dataclass
from math import erf, exp, expm1, inf, log, log1p, pi, sqrt

import numpy as np
from numba import njit

from hikiate.risk.philox import Numbers, normal

_compiled = njit(cache=True, nogil=True, error_model="numpy")  # a check of every divisor would forbid vectors
_FLAT = 1e-9
_FARTHEST = 700.0
_DOUBLINGS = 1 / log(2)
_DOUBLING = float.fromhex("0x1.62e42feep-1")  # ln 2 in two parts, the first short enough to be multiplied exactly
_DOUBLING_REST = float.fromhex("0x1.a39ef35793c76p-33")
_TO_WHOLE = 1.5 * 2.0**52
_EXPONENT = 52


@dataclass(frozen=True, slots=True)
class Severity:
    """`sigma` is the deviation of the body's logarithm, `joint` the probability below the tail, `tail` its shape."""

    sigma: float
    joint: float
    tail: float

    @property
    def threshold(self) -> float:
        """Where the tail begins."""
        return exp(self.sigma * normal(self.joint))

    @property
    def scale(self) -> float:
        """The scale of the tail: what is above the joint over the body's density there."""
        score = normal(self.joint)
        density = exp(-score * score / 2) / sqrt(2 * pi) / (self.sigma * self.threshold)
        return (1 - self.joint) / density

    def below(self, multiple: float) -> float:
        """The probability of at most `multiple` of the median."""
        if multiple <= 0:
            return 0.0
        if multiple <= self.threshold:
            return _standard(log(multiple) / self.sigma)
        return 1 - (1 - self.joint) * self._survival(multiple - self.threshold)

    def quantile(self, probability: float) -> float:
        """The multiple of the median that an event stays below with a probability."""
        return float(drawn(probability, self.sigma, self.joint, self.threshold, self.scale, self.tail))

    def limited_mean(self, limit: float) -> float:
        """The mean of the smaller of an event and `limit`; infinite without a limit where the shape is 1 or more."""
        top = min(limit, self.threshold)
        body = exp(self.sigma**2 / 2) * _standard(log(top) / self.sigma - self.sigma) if top > 0 else 0.0
        if limit <= self.threshold:
            return body + limit * (1 - self.below(limit))
        return body + (1 - self.joint) * (self.threshold + self._limited_excess(limit - self.threshold))

    def _survival(self, excess: float) -> float:
        if abs(self.tail) < _FLAT:
            return exp(-excess / self.scale)
        inside = 1 + self.tail * excess / self.scale
        return exp(-log1p(self.tail * excess / self.scale) / self.tail) if inside > 0 else 0.0

    def _limited_excess(self, limit: float) -> float:
        """The mean of the smaller of an excess over the threshold and `limit`: the integral of its survival."""
        if abs(self.tail) < _FLAT:
            return self.scale * (1 - self._survival(limit))
        if limit == inf:
            return self.scale / (1 - self.tail) if self.tail < 1 else inf
        if abs(self.tail - 1) < _FLAT:
            return self.scale * log(1 + limit / self.scale)
        return self.scale / (1 - self.tail) * (1 - self._survival(limit) ** (1 - self.tail))


def _standard(score: float) -> float:
    """The standard normal distribution."""
    return (1 + erf(score / sqrt(2))) / 2


@_compiled
def drawn(uniform: float, sigma: float, joint: float, threshold: float, scale: float, tail: float) -> float:
    """The multiple of the median that belongs to a uniform number; the functions of `Severity` in one place."""
    if uniform < joint:
        return exp(sigma * normal(uniform))
    return _beyond(uniform, joint, threshold, scale, tail)


@_compiled
def multiples(
    uniforms: Numbers,
    scores: Numbers,
    shape: tuple[float, float, float, float, float],
    count: int,
) -> None:
    """`drawn` of many, into the place of their normal scores: the body all at once, then the few of the tail."""
    sigma, joint, threshold, scale, tail = shape
    exponentials(sigma, scores, count)
    for place in range(count):
        if uniforms[place] >= joint:
            scores[place] = _beyond(uniforms[place], joint, threshold, scale, tail)


@_compiled
def exponentials(factor: float, numbers: Numbers, count: int) -> None:
    """`exp(factor * number)` of many, some eight at a time; `factor * number` stays within 700 of 0, or is taken so.

    The exponent is split into a whole number of halvings or doublings and a rest of at most ln 2 / 2, of which the
    series to the 13th power leaves out less than a double holds.
    """
    for place in range(count):
        wanted = min(max(factor * numbers[place], -_FARTHEST), _FARTHEST)
        shifted = wanted * _DOUBLINGS + _TO_WHOLE  # so large that its last bits are the nearest whole number
        whole = shifted - _TO_WHOLE
        rest = wanted - whole * _DOUBLING - whole * _DOUBLING_REST
        numbers[place] = np.int64(
            np.float64(_series(rest)).view(np.int64) + (np.float64(shifted).view(np.int64) << _EXPONENT)
        ).view(np.float64)


@_compiled
def _series(x: float) -> float:
    return (
        ((((((((((((x * (1.0 / 6227020800.0) + 1.0 / 479001600.0) * x + 1.0 / 39916800.0) * x + 1.0 / 3628800.0) * x
        + 1.0 / 362880.0) * x + 1.0 / 40320.0) * x + 1.0 / 5040.0) * x + 1.0 / 720.0) * x + 1.0 / 120.0) * x
        + 1.0 / 24.0) * x + 1.0 / 6.0) * x + 0.5) * x + 1.0) * x + 1.0
    )  # fmt: skip


@_compiled
def _beyond(uniform: float, joint: float, threshold: float, scale: float, tail: float) -> float:
    left = (1.0 - uniform) / (1.0 - joint)
    if abs(tail) < _FLAT:
        return threshold - scale * log(left)
    return threshold + scale / tail * expm1(-tail * log(left))

"""Severity: what share of its customers' assets an exchange loses in one event, over the median share of its group.

A lognormal body up to the quantile `joint`, and above it a generalised Pareto tail of shape `tail`, scaled so that the
density has no step at the joint. The functions that numba compiles are the ones that the simulation draws by; the
methods are their closed forms, by which they are tested.
"""

from dataclasses import dataclass
from math import erf, exp, expm1, inf, log, log1p, pi, sqrt

from numba import njit

from hikiate.risk.philox import normal

_compiled = njit(cache=True, nogil=True, error_model="numpy")  # a check of every divisor would forbid vectors
_FLAT = 1e-9


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
    return multiple(uniform, normal(uniform) if uniform < joint else 0.0, sigma, joint, threshold, scale, tail)


@_compiled
def multiple(
    uniform: float, score: float, sigma: float, joint: float, threshold: float, scale: float, tail: float
) -> float:
    """The same where the normal score of the uniform number is known."""
    if uniform < joint:
        return exp(sigma * score)
    left = (1.0 - uniform) / (1.0 - joint)
    if abs(tail) < _FLAT:
        return threshold - scale * log(left)
    return threshold + scale / tail * expm1(-tail * log(left))

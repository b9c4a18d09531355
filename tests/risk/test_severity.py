"""The severity against its closed forms: distribution, quantile and what a layer costs, body and tail."""

from math import exp, inf, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.risk.philox import normal
from hikiate.risk.severity import Severity, exponentials, multiples

sigmas, joints, tails = st.floats(0.05, 3), st.floats(0.5, 0.99), st.floats(-0.45, 0.9)
PHI = NormalDist().cdf


@given(sigmas, joints, tails, st.floats(0.001, 0.999))
def test_quantile_and_distribution_are_inverse(sigma: float, joint: float, tail: float, probability: float) -> None:
    """In the body, in the tail and at the joint."""
    severity = Severity(sigma, joint, tail)
    assert severity.below(severity.quantile(probability)) == pytest.approx(probability, abs=1e-9)


@given(sigmas, joints, tails)
def test_the_density_has_no_step_at_the_joint(sigma: float, joint: float, tail: float) -> None:
    """The two sides of the threshold are as steep."""
    severity = Severity(sigma, joint, tail)
    at, step = severity.threshold, severity.threshold * 1e-6
    left = (severity.below(at) - severity.below(at - step)) / step
    right = (severity.below(at + step) - severity.below(at)) / step
    assert left == pytest.approx(right, rel=1e-3)


@pytest.mark.parametrize("sigma", [0.5, 1.0, 1.4])
@pytest.mark.parametrize("limit", [0.2, 1.0, 3.0])
def test_a_layer_on_a_lognormal_body_costs_its_closed_form(sigma: float, limit: float) -> None:
    """Klugman's limited expected value of a lognormal distribution, below the joint."""
    severity = Severity(sigma, 0.999999, 0.0)
    score = np.log(limit) / sigma
    wanted = exp(sigma**2 / 2) * PHI(score - sigma) + limit * (1 - PHI(score))
    assert severity.limited_mean(limit) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("tail", [-0.3, 0.0, 0.25, 0.5, 0.8, 1.0, 1.5])
def test_a_layer_on_the_tail_costs_its_integral(tail: float) -> None:
    """The mean of a limited loss is the integral of the survival, here by the trapezoidal rule."""
    severity = Severity(1.2, 0.9, tail)
    limit = severity.threshold * 8
    grid = np.linspace(0, limit, 400_001)
    survival = np.array([1 - severity.below(float(place)) for place in grid[::20]])
    assert severity.limited_mean(limit) == pytest.approx(float(np.trapezoid(survival, grid[::20])), rel=1e-5)


def test_the_mean_is_infinite_from_a_shape_of_one() -> None:
    """And the Pareto mean below it: threshold plus scale over one less the shape."""
    assert Severity(1.0, 0.9, 1.0).limited_mean(inf) == inf
    severity = Severity(1.0, 0.9, 0.5)
    body = exp(0.5) * PHI(NormalDist().inv_cdf(0.9) - 1.0)
    wanted = body + 0.1 * (severity.threshold + severity.scale / 0.5)
    assert severity.limited_mean(inf) == pytest.approx(wanted, rel=1e-9)
    flat = Severity(1.0, 0.9, 0.0)
    assert flat.limited_mean(inf) == pytest.approx(body + 0.1 * (flat.threshold + flat.scale), rel=1e-9)


def test_nothing_is_below_zero_and_a_short_tail_ends() -> None:
    """A negative shape has a highest loss."""
    severity = Severity(1.0, 0.9, -0.5)
    assert severity.below(0) == severity.below(-1) == 0
    assert severity.limited_mean(0) == 0
    highest = severity.threshold + severity.scale / 0.5
    assert severity.below(highest * 1.01) == 1
    assert severity.quantile(1 - 1e-12) <= highest
    assert severity.scale > 0
    assert sqrt(severity.scale) > 0


@given(
    st.floats(0.01, 3.0),
    st.lists(st.floats(-200.0, 200.0), min_size=1, max_size=40),
)
def test_many_exponentials_are_those_of_the_standard_library(factor: float, numbers: list[float]) -> None:
    """To within two places of a double's last bit."""
    found = np.array(numbers)
    exponentials(factor, found, len(found))
    wanted = [exp(factor * number) for number in numbers]
    np.testing.assert_allclose(found, wanted, rtol=2.0**-51)


def test_an_exponent_too_far_from_zero_is_taken_as_the_farthest() -> None:
    """So that no number is infinite, and none is none."""
    found = np.array([-1e300, -701.0, 0.0, 701.0, 1e300])
    exponentials(1.0, found, len(found))
    np.testing.assert_allclose(found, [exp(-700), exp(-700), 1.0, exp(700), exp(700)], rtol=2.0**-51)


@pytest.mark.parametrize("tail", [-0.3, 0.0, 0.7])
def test_many_severities_are_those_drawn_one_by_one(tail: float) -> None:
    """In the body, at the joint, and in the tail."""
    severity = Severity(1.7, 0.9, tail)
    uniforms = np.array([1e-12, 0.2, 0.5, 0.8999, 0.9, 0.95, 1 - 1e-9])
    found = np.array([normal(uniform) for uniform in uniforms])
    shape = (severity.sigma, severity.joint, severity.threshold, severity.scale, severity.tail)
    multiples(uniforms, found, shape, len(found))
    np.testing.assert_allclose(found, [severity.quantile(float(uniform)) for uniform in uniforms], rtol=2.0**-51)

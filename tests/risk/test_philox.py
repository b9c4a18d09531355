"""The generator against its authors' vectors, and the normal quantile against another implementation."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.risk.philox import normal, philox, uniform_32, uniform_52

ALL_ONES = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("seed", "counter", "wanted"),
    [
        (0, (0, 0, 0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        (2**64 - 1, (ALL_ONES,) * 4, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            0x299F31D0A4093822,
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_the_published_vectors_hold(seed: int, counter: tuple[int, int, int, int], wanted: str) -> None:
    """Random123's known answers for philox4x32-10: counter and key of zeros, of ones, and of the digits of pi."""
    words = philox(np.uint64(seed), *counter)
    assert " ".join(f"{int(word):08x}" for word in words) == wanted


@given(st.floats(1e-300, 1 - 1e-16))
def test_the_normal_quantile_is_that_of_the_standard_library(probability: float) -> None:
    """Both are Wichura's algorithm, written twice."""
    assert normal(probability) == pytest.approx(NormalDist().inv_cdf(probability), rel=1e-12, abs=1e-12)


def test_uniforms_never_reach_their_ends() -> None:
    """A quantile of 0 or 1 would be infinite."""
    for word in (0, ALL_ONES):
        assert 0 < uniform_32(np.uint64(word)) < 1
        assert 0 < uniform_52(np.uint64(word), np.uint64(word)) < 1


def test_words_are_uniform_and_apart() -> None:
    """A mean and a variance of a hundred thousand years' first draws, within five standard errors."""
    drawn = np.array([uniform_32(philox(np.uint64(7), year, 0, 0, 0)[0]) for year in range(100_000)])
    assert abs(drawn.mean() - 0.5) < 5 * (1 / 12 / len(drawn)) ** 0.5
    assert abs(drawn.var() - 1 / 12) < 5 * (1 / 180 / len(drawn)) ** 0.5
    assert len(np.unique(drawn)) > 99_990

"""The estimate: what the shipped incidents are, what is read from them, and that the methods find what is there."""

from dataclasses import replace
from datetime import date
from math import exp

import numpy as np
import pytest

from hikiate.risk.estimate import Interval, fitted, implied_share, pareto, profile
from hikiate.risk.incidents import GROUPS, PERILS, Incident, OperatorYear, counted, operators, shipped
from hikiate.risk.severity import Severity

LATE = date(2026, 11, 20)
SAMPLE = counted(shipped(), LATE)


def test_every_shipped_incident_has_a_source_and_a_standing() -> None:
    """102 rows; those of general knowledge say so, and are left out."""
    assert len(shipped()) == 102
    assert [row.day for row in shipped()] == sorted(row.day for row in shipped())
    for row in shipped():
        assert row.source
        assert row.confidence in {"high", "medium", "low"}
        assert row.peril in PERILS
        assert row.documented == (row.source != "general knowledge")
        assert row.group in GROUPS
    assert sum(not row.documented for row in shipped()) == 26
    assert all(row.documented for row in SAMPLE)
    assert len(counted(shipped(), LATE, general_knowledge=True)) > len(SAMPLE)


def test_published_cases_stand_as_published() -> None:
    """DMM Bitcoin lost half of what it kept, Bitfinex cut every balance by 36.067 %."""
    cases = {row.exchange: row for row in shipped()}
    assert cases["DMM Bitcoin"].share == pytest.approx(48.2 / 96.2, abs=1e-5)
    assert cases["DMM Bitcoin"].group == "provider"
    assert cases["Bitfinex"].share == 0.36067
    assert cases["BTER"].group == "outflow_cold"
    assert cases["FTX Japan"].left_out


def test_the_rate_is_incidents_over_operator_years() -> None:
    """Five incidents at Japan's operators in the years counted, with the profile likelihood's interval."""
    fit = fitted(SAMPLE, operators(), 0)
    assert fit is not None
    exposure = sum(row.operators for row in operators())
    assert fit.rate.value == 5 / exposure
    assert fit.rate.low < fit.rate.value < fit.rate.high
    assert sum(part.value for part in fit.parts.values()) == pytest.approx(1)
    for interval in (*fit.parts.values(), *fit.shares.values(), fit.sigma, fit.tail):
        assert interval.low <= interval.value <= interval.high
    assert fit.losses == len(SAMPLE)
    assert sum(map(sum, fit.by_year.values())) == len(SAMPLE)


def test_the_profile_interval_of_a_poisson_rate_is_where_the_likelihood_falls() -> None:
    """Of five events in one unit of exposure, both ends lie half of chi-square's 95 % point below the best."""
    low, high = profile(lambda rate: 5 * np.log(rate) - rate, 5.0, 1e-9, 100.0)
    for end in (low, high):
        assert 5 * np.log(end / 5) - (end - 5) == pytest.approx(-3.8415 / 2, abs=1e-4)
    assert (low, high) == pytest.approx((1.793, 10.747), abs=0.01)


def test_without_shares_nothing_is_estimated() -> None:
    """Two shares are no line, and no years of operators are no rate."""
    stated = [row for row in SAMPLE if row.share is not None]
    assert fitted([row for row in SAMPLE if row.share is None] + stated[:2], operators(), 0) is None
    bare = fitted(stated, [], 0)
    assert bare is not None
    assert bare.rate == Interval(0.0, 0.0, 0.0, 0)
    quiet = fitted(stated, [OperatorYear(1999, 10, "none")], 0)
    assert quiet is not None
    assert (quiet.rate.value, quiet.rate.rows) == (0.0, 0)
    assert quiet.rate.high > 0


def test_few_shares_have_no_slope_and_few_losses_no_tail() -> None:
    """Four shares are their mean; a handful of losses is taken as exponential above the joint."""
    stated = [row for row in SAMPLE if row.share is not None][:4]
    fit = fitted(stated, operators(), 0, replicates=3)
    assert fit is not None
    wanted = exp(float(np.mean([np.log(row.share or 1) for row in stated])))
    assert fit.shares["outflow_hot"].value == pytest.approx(wanted)
    assert fit.tail.value == 0
    assert fit.tail_scores == ()


def test_a_share_that_is_not_stated_is_read_off_the_line() -> None:
    """A stated share stands; a larger loss has a larger share, and none is above all."""
    stated = next(row for row in SAMPLE if row.share is not None)
    assert implied_share(stated, SAMPLE) == stated.share
    bybit = next(row for row in SAMPLE if row.exchange == "Bybit")
    small = replace(bybit, loss_usd=100_000)
    assert implied_share(small, SAMPLE) < implied_share(bybit, SAMPLE) <= 1
    assert implied_share(replace(bybit, loss_usd=10**14), SAMPLE) == 1


def _drawn(count: int, sigma: float) -> list[Incident]:
    """Incidents whose logarithms are the quantiles of a normal distribution."""
    severity = Severity(sigma, 1 - 1e-12, 0.0)
    return [
        replace(
            SAMPLE[0],
            loss_usd=int(1e9 * severity.quantile((place + 0.5) / count)),
            share=min(1.0, 0.001 * severity.quantile((place + 0.5) / count)),
            day=date(2018 + place % 8, 1, 1),
            country="Japan",
        )
        for place in range(count)
    ]


def test_the_deviation_of_a_lognormal_sample_is_found() -> None:
    """Shares in proportion to losses: the slope is one and the deviation is that of the losses."""
    fit = fitted(_drawn(200, 1.0), operators(), 0, replicates=2)
    assert fit is not None
    assert fit.sigma.value == pytest.approx(1.0, abs=0.03)
    assert fit.shares["outflow_hot"].value == pytest.approx(0.001, rel=0.05)


@pytest.mark.parametrize("shape", [-0.3, 0.1, 0.5, 0.9])
def test_the_shape_of_a_pareto_sample_is_found(shape: float) -> None:
    """Quantiles of a generalised Pareto distribution of scale 2."""
    places = (np.arange(2_000) + 0.5) / 2_000
    excesses = 2.0 / shape * ((1 - places) ** -shape - 1)
    found, scale = pareto(excesses)
    assert found == pytest.approx(shape, abs=0.03)
    assert scale == pytest.approx(2.0, rel=0.05)

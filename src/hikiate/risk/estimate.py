"""The estimate: maximum likelihood of how often and how severely exchanges lose customers' assets, with intervals.

Frequency: incidents at Japan's registered operators over operator-years; the parts of the groups are those of the
world's incidents. Severity: the loss in US dollars is known of every incident, the share of all customers' assets of
few. With both logarithms normal, the likelihood of such monotone missing data factors (Anderson 1957): the mean of each
group and the variance come from all losses, and the share given the loss is a regression over the few. The tail's shape
is that of a generalised Pareto distribution over the highest losses, relative to their group, times the slope of that
regression. Everything has a closed form but the tail, which is searched on a line; there is no general optimiser.

Intervals are of 95 %: by profile likelihood for rates and parts, by a bootstrap over incidents for the rest.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from hikiate.risk.incidents import BANDS_USD, GROUPS, Incident, OperatorYear
from hikiate.risk.philox import normal, philox

Numbers: TypeAlias = npt.NDArray[np.float64]

JOINT = 0.9
"""Where the tail begins, as a probability of the body."""
GROUP_ROWS_MIN = 3
"""A group with fewer losses takes the mean of all groups."""
SHARES_MIN = 3
"""With fewer shares nothing is estimated."""
SLOPE_SHARES_MIN = 5
"""With fewer shares the slope of share on loss is taken as zero."""
TAIL_ROWS_MIN = 5
"""With fewer losses above the joint the tail is taken as exponential."""
REPLICATES = 200
"""How many bootstrap samples give the intervals."""

_LIKELY = 3.841458820694124 / 2
_TAIL_MIN, _TAIL_MAX = -0.5, 3.0
_EDGE = 0.025
_GRID = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its interval of 95 % and the number of incidents that it stands on."""

    value: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True, slots=True)
class Fit:
    """What the incidents before a day say. Shares are medians of all customers' assets, by group."""

    rate: Interval
    parts: dict[str, Interval]
    shares: dict[str, Interval]
    sigma: Interval
    tail: Interval
    trend: Interval
    losses: int
    body_scores: tuple[tuple[float, float], ...]
    tail_scores: tuple[tuple[float, float], ...]
    by_year: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Severities:
    """One reading of a sample of losses: medians by group, the deviation, the tail's shape."""

    shares: dict[str, float]
    sigma: float
    tail: float
    slope: float
    residuals: Numbers


def fitted(
    incidents: Sequence[Incident], years: Sequence[OperatorYear], seed: int, replicates: int = REPLICATES
) -> Fit | None:
    """The estimate from incidents that count; None where too few of them state a share.

    Without replicates the bootstrap's intervals are the estimates themselves.
    """
    if sum(incident.share is not None for incident in incidents) < SHARES_MIN:
        return None
    read = _severities(incidents)
    spread = _bootstrap(incidents, seed, replicates)
    counts = Counter(incident.group for incident in incidents)
    whole = len(incidents)
    body, tail = _scores(read)
    return Fit(
        rate=_rate(incidents, years),
        parts={group: _part(counts[group], whole) for group in GROUPS},
        shares={
            group: _spread(read.shares[group], [one.shares[group] for one in spread], counts[group]) for group in GROUPS
        },
        sigma=_spread(read.sigma, [one.sigma for one in spread], whole),
        tail=_spread(read.tail, [one.tail for one in spread], len(tail)),
        trend=_trend(incidents),
        losses=whole,
        body_scores=body,
        tail_scores=tail,
        by_year=_by_year(incidents),
    )


def implied_share(incident: Incident, incidents: Sequence[Incident]) -> float:
    """The share that a loss took: as stated, or the median of the shares that go with such a loss."""
    if incident.share is not None:
        return incident.share
    alpha, slope, _ = _regression(incidents)
    return min(1.0, exp(alpha + slope * log(incident.loss_usd or 1)))


def profile(likelihood: Callable[[float], float], best: float, low: float, high: float) -> tuple[float, float]:
    """Where a log-likelihood falls below its best by half the 95 % point of chi-square, to both sides within bounds."""
    level = likelihood(best) - _LIKELY
    return _crossing(likelihood, level, best, low), _crossing(likelihood, level, best, high)


def _crossing(likelihood: Callable[[float], float], level: float, inside: float, outside: float) -> float:
    for _ in range(60):
        middle = (inside + outside) / 2
        if likelihood(middle) >= level:
            inside = middle
        else:
            outside = middle
    return inside


def _rate(incidents: Sequence[Incident], years: Sequence[OperatorYear]) -> Interval:
    """Incidents at operators of Japan for each operator-year."""
    counted = {row.year for row in years}
    events = sum(row.country.startswith("Japan") and row.day.year in counted for row in incidents)
    exposure = sum(row.operators for row in years)
    if exposure == 0:
        return Interval(0.0, 0.0, 0.0, 0)
    best = events / exposure

    def likelihood(rate: float) -> float:
        return (events * log(rate) if events else 0.0) - rate * exposure

    low, high = profile(likelihood, best, 1e-12, (events + 10) * 3 / exposure) if events else (0.0, _LIKELY / exposure)
    return Interval(best, low, high, events)


def _part(count: int, whole: int) -> Interval:
    best = count / whole

    def likelihood(part: float) -> float:
        inside = count * log(part) if count else 0.0
        return inside + ((whole - count) * log(1 - part) if whole > count else 0.0)

    low, high = profile(likelihood, best, 1e-12, 1 - 1e-12)
    return Interval(best, low if count else 0.0, high, count)


def _severities(incidents: Sequence[Incident]) -> _Severities:
    losses = _logs(incidents)
    groups = [incident.group for incident in incidents]
    overall = float(losses.mean())
    of_group = {group: losses[[name == group for name in groups]] for group in GROUPS}
    means = {
        group: float(chosen.mean()) if len(chosen) >= GROUP_ROWS_MIN else overall for group, chosen in of_group.items()
    }
    residuals = losses - np.array([means[group] for group in groups])
    alpha, slope, noise = _regression(incidents)
    sigma = (noise + slope * slope * float((residuals**2).mean())) ** 0.5
    return _Severities(
        shares={group: min(1.0, exp(alpha + slope * mean)) for group, mean in means.items()},
        sigma=sigma,
        tail=slope * _tail(residuals),
        slope=slope,
        residuals=residuals,
    )


def _logs(incidents: Sequence[Incident]) -> Numbers:
    return np.log(np.array([incident.loss_usd or 1 for incident in incidents], np.float64))


def _regression(incidents: Sequence[Incident]) -> tuple[float, float, float]:
    """The logarithm of the share on that of the loss: the line's foot, its slope, and the variance around it."""
    stated = [incident for incident in incidents if incident.share is not None]
    losses = _logs(stated)
    shares = np.log(np.array([incident.share for incident in stated], np.float64))
    spread = losses - losses.mean()
    steep = float((spread * (shares - shares.mean())).sum() / max(float((spread**2).sum()), 1e-12))
    slope = max(0.0, steep) if len(stated) >= SLOPE_SHARES_MIN else 0.0
    alpha = float(shares.mean()) - slope * float(losses.mean())
    return alpha, slope, float(((shares - alpha - slope * losses) ** 2).mean())


def _excesses(residuals: Numbers) -> Numbers:
    multiples = np.exp(residuals)
    threshold = float(np.quantile(multiples, JOINT))
    return np.sort(multiples[multiples > threshold] - threshold)


def _tail(residuals: Numbers) -> float:
    """The shape of a generalised Pareto distribution over the highest residuals; 0 where there are too few."""
    excesses = _excesses(residuals)
    return 0.0 if len(excesses) < TAIL_ROWS_MIN else pareto(excesses)[0]


def pareto(excesses: Numbers) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution by maximum likelihood along shape/scale (Grimshaw)."""
    mean, top = float(excesses.mean()), float(excesses.max())
    steps = np.geomspace(1e-4, 1e4, _GRID) / mean
    candidates = np.concatenate([-(1 - np.geomspace(1e-6, 0.99, _GRID)) / top, steps])
    best = _best(candidates, excesses)
    around = abs(best) * np.linspace(0.9, 1.1, _GRID) * (1 if best > 0 else -1)
    best = _best(around[around * top > -1], excesses)
    shape = float(np.log1p(best * excesses).mean())
    return shape, shape / best


def _best(candidates: Numbers, excesses: Numbers) -> float:
    shapes = np.log1p(candidates[:, None] * excesses[None, :]).mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihoods = -np.log(shapes / candidates) - shapes - 1
    likelihoods[(shapes < _TAIL_MIN) | (shapes > _TAIL_MAX) | ~np.isfinite(likelihoods)] = -np.inf
    return float(candidates[int(likelihoods.argmax())])


def _bootstrap(incidents: Sequence[Incident], seed: int, replicates: int) -> list[_Severities]:
    """The sample read again and again with its rows drawn with replacement, by the project's own generator."""
    count = len(incidents)
    read = []
    for replicate in range(replicates):
        words = [word for call in range(-(-count // 4)) for word in philox(np.uint64(seed), replicate, call, 0, 2)]
        chosen = [incidents[int(word) * count >> 32] for word in words[:count]]
        if sum(incident.share is not None for incident in chosen) >= SHARES_MIN:
            read.append(_severities(chosen))
    return read


def _spread(value: float, replicates: Sequence[float], rows: int) -> Interval:
    low, high = np.quantile(np.array([*replicates, value]), [_EDGE, 1 - _EDGE])
    return Interval(value, float(low), float(high), rows)


def _scores(read: _Severities) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    """For the pictures of fit: residuals against normal scores, and excesses against those of the fitted tail."""
    ordered = np.sort(read.residuals) / max(float(read.residuals.std()), 1e-12)
    wanted = [normal((rank + 0.5) / len(ordered)) for rank in range(len(ordered))]
    body = tuple((float(score), float(seen)) for score, seen in zip(wanted, ordered, strict=True))
    excesses = _excesses(read.residuals)
    if len(excesses) < TAIL_ROWS_MIN:
        return body, ()
    shape, scale = pareto(excesses)
    places = [1 - (rank + 0.5) / len(excesses) for rank in range(len(excesses))]
    expected = [scale / shape * (place**-shape - 1) for place in places]
    return body, tuple((wanted_, float(seen)) for wanted_, seen in zip(expected, excesses, strict=True))


def _by_year(incidents: Sequence[Incident]) -> dict[int, tuple[int, ...]]:
    """Incidents of each year by band of size."""
    years = range(min(row.day.year for row in incidents), max(row.day.year for row in incidents) + 1)
    bands = Counter((row.day.year, _band(row.loss_usd or 0)) for row in incidents)
    return {year: tuple(bands[year, band] for band in range(len(BANDS_USD))) for year in years}


def _band(loss: int) -> int:
    return sum(loss >= start for start in BANDS_USD) - 1


def _trend(incidents: Sequence[Incident]) -> Interval:
    """The yearly growth of the number of the world's documented incidents: a Poisson regression on the year."""
    counts = {year: sum(bands) for year, bands in _by_year(incidents).items()}
    seen = np.array(list(counts.values()), np.float64)
    design = np.stack([np.ones(len(seen)), np.arange(len(seen)) - (len(seen) - 1) / 2], axis=1)
    line = np.array([log(max(float(seen.mean()), 1e-9)), 0.0])
    information = np.eye(2)
    for _ in range(30):
        expected = np.exp(design @ line)
        information = design.T @ (design * expected[:, None]) + np.eye(2) * 1e-9
        line = line + np.linalg.solve(information, design.T @ (seen - expected))
    error = float(np.linalg.inv(information)[1, 1]) ** 0.5
    growth = float(line[1])
    return Interval(growth, growth - 1.96 * error, growth + 1.96 * error, int(seen.sum()))

"""Simulated years beside numpy and, where they are installed, PyPI aggregate and gemact; quantiles beside an FFT.

Poisson(2) events of a lognormal loss and one excess layer with an aggregate, in one run on the same machine; then the
99.5 % quantile of the gross loss at ten million years against a discretised convolution by FFT; a tower of two layers
with reinstatements against a direct computation of every year; and `hikiate mix` with three layers. Ends with 1 when a
goal is missed. aggregate and gemact are heavy and no dependency: install them beside Hikiate in an environment that is
thrown away (`pip install aggregate gemact`) and they take part.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from math import ceil, erf, exp, log, sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hikiate.risk.model import counts
from hikiate.risk.simulation import BLOCK_YEARS, CEDED, GROSS, Run, outcomes
from hikiate.risk.years import Chances, Reserve, Tower, events_of

YEARS_A_SECOND_GOAL = 20_000_000
QUANTILE_GOAL = 0.002
MIX_SECONDS_GOAL = 30

RATE, MEDIAN, SIGMA = 2.0, 1_000_000_000, 1.0
ATTACHMENT, LIMIT, AGGREGATE = 2_000_000_000, 8_000_000_000, 16_000_000_000
YEARS = 10_000_000
SEED = 1
CORES = len(os.sched_getaffinity(0))
NO_RESERVE = Reserve(0, 0, 2.0, 0.0, 0.0)
LAYER = (0, ATTACHMENT, 0, LIMIT, AGGREGATE, 1, 1, 0, 0)
QUOTES = """
currency = "JPY"
[[layer]]
id = "primary"
insurer = "A"
attachment = "20000000"
limit = "50000000"
premium = "3000000"
reinstatements = 1
reinstatement_premium = "1"
perils = ["theft", "insider", "provider_failure"]
tiers = ["hot", "cold"]
[[layer]]
id = "first"
insurer = "B"
attachment = "70000000"
limit = "130000000"
premium = "2600000"
perils = ["theft", "insider", "provider_failure"]
tiers = ["hot", "cold"]
[[layer]]
id = "second"
insurer = "C"
attachment = "200000000"
limit = "400000000"
premium = "4000000"
perils = ["theft", "insider", "provider_failure"]
tiers = ["hot", "cold"]
"""


def chances() -> Chances:
    """Poisson events of a lognormal loss in one cell without a cap."""
    shape = (SIGMA, 1.0, 1e300, 1.0, 0.0)
    return Chances(np.array(counts(RATE)), np.array([1.0]), np.array([float(MEDIAN)]), np.array([2**61]), shape)


def tower(*layers: tuple[int, ...]) -> Tower:
    """Layers that cover the cell, of insurers that always answer."""
    terms = np.array(layers, np.int64).reshape(len(layers), 9)
    return Tower(terms, np.zeros((len(layers), 2)), np.ones((len(layers), 1), np.bool_))


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """The seconds of the quickest of three runs, and what it gave."""
    best, given = float("inf"), None
    for _ in range(3):
        start = time.perf_counter()
        given = work()
        best = min(best, time.perf_counter() - start)
    return best, given


def by_numpy(years: int) -> npt.NDArray[np.float64]:
    """The same by numpy, one core: gross and ceded loss of every year."""
    chance = np.random.default_rng(SEED)
    events = chance.poisson(RATE, years)
    losses = MEDIAN * np.exp(SIGMA * chance.standard_normal(int(events.sum())))
    layer = np.clip(losses - ATTACHMENT, 0, LIMIT)
    year = np.repeat(np.arange(years), events)
    gross = np.bincount(year, losses, years)
    return np.stack([gross, np.minimum(np.bincount(year, layer, years), AGGREGATE)])


def by_convolution(step: float, places: int) -> tuple[float, float]:
    """99.5 % quantile of the gross loss and mean of the layer before its aggregate, by FFT on a grid."""
    edges = (np.arange(places + 1) - 0.5) * step
    below = np.array([0.0 if edge <= 0 else (1 + erf(log(edge / MEDIAN) / SIGMA / sqrt(2))) / 2 for edge in edges])
    severity = np.diff(below)
    severity[-1] += 1 - below[-1]
    aggregate = np.fft.irfft(np.exp(RATE * (np.fft.rfft(severity, 2 * places) - 1)), 2 * places)[:places]
    reached = np.cumsum(aggregate)
    place = int(np.searchsorted(reached, 0.995))
    inside = (0.995 - reached[place - 1]) / (reached[place] - reached[place - 1])
    layer = np.clip(np.arange(places) * step - ATTACHMENT, 0, LIMIT)
    return (place - 0.5 + inside) * step, RATE * float((severity * layer).sum())


def speed(pool: ThreadPoolExecutor) -> bool:
    """Years a second, beside numpy."""
    run = Run(YEARS, SEED, pool, CORES)
    outcomes(chances(), tower(LAYER), NO_RESERVE, Run(BLOCK_YEARS, SEED, pool, CORES))
    ours, _ = timed(lambda: outcomes(chances(), tower(LAYER), NO_RESERVE, run))
    peer, _ = timed(lambda: by_numpy(YEARS // 5))
    rate, other = YEARS / ours, YEARS / 5 / peer
    print(f"hikiate, {CORES} cores: {rate / 1e6:6.1f} M years/s")
    print(f"numpy, one core: {other / 1e6:6.1f} M years/s   ratio {rate / other:.1f}")
    return rate >= YEARS_A_SECOND_GOAL


def quantile(pool: ThreadPoolExecutor) -> bool:
    """The 99.5 % quantile of ten million years, and the mean of the layer, against the convolution."""
    found = outcomes(chances(), tower((*LAYER[:4], 2**62, *LAYER[5:])), NO_RESERVE, Run(YEARS, SEED, pool, CORES))
    ordered = np.sort(found.rows[:, GROSS])
    ours = float(ordered[ceil(0.995 * YEARS) - 1 - (YEARS - len(ordered))])
    wanted, layer = by_convolution(MEDIAN / 2_000, 2**18)
    off, layer_off = ours / wanted - 1, float(found.rows[:, CEDED].sum()) / YEARS / layer - 1
    print(
        f"99.5 % quantile: {ours:,.0f}, by FFT {wanted:,.0f}, off by {off:+.4%}; layer's mean off by {layer_off:+.4%}"
    )
    return abs(off) < QUANTILE_GOAL


def direct(pool: ThreadPoolExecutor) -> bool:
    """Two layers with reinstatements, every year computed again in plain Python."""
    years = 100_000
    layers = ((0, 10**9, 0, 3 * 10**9, 6 * 10**9, 4, 5, 0, 0), (0, 4 * 10**9, 0, 10**10, 10**10, 1, 1, 0, 1))
    found = outcomes(chances(), tower(*layers), NO_RESERVE, Run(years, SEED, pool, CORES))
    by_year: dict[int, list[int]] = {}
    for block in range(0, years, BLOCK_YEARS):
        for year, _, loss, _ in events_of(np.uint64(SEED), block, min(BLOCK_YEARS, years - block), chances()).tolist():
            by_year.setdefault(year, []).append(loss)
    same = 0
    for row, losses in zip(found.rows.tolist(), by_year.values(), strict=True):
        used, ceded = [0, 0], 0
        for loss in losses:
            left = loss
            for number, (_, attachment, _, limit, annual, top, bottom, _, _) in enumerate(layers):
                taken = max(0, min(loss - attachment, limit, annual - used[number]))
                pays = min(int(taken * Fraction(top, bottom)), left)
                used[number], left, ceded = used[number] + taken, left - pays, ceded + pays
        same += (sum(losses), ceded) == (row[GROSS], row[CEDED])
    print(f"two layers with reinstatements: {same:,} of {len(by_year):,} years the same as computed directly")
    return same == len(by_year)


def mix() -> bool:
    """`hikiate mix` with three layers, from the command to the answer."""
    hikiate = Path(sys.executable).parent / "hikiate"
    with tempfile.TemporaryDirectory() as folder:
        pack, quotes = Path(folder) / "pack", Path(folder) / "quotes.toml"
        quotes.write_text(QUOTES, encoding="utf-8")
        subprocess.run(
            [hikiate, "example", pack, "--customers", "2000", "--seed", "1"], check=True, capture_output=True
        )
        start = time.perf_counter()
        subprocess.run([hikiate, "mix", pack, "--quotes", quotes, "--json"], check=True, capture_output=True)
        seconds = time.perf_counter() - start
    print(f"hikiate mix, three layers: {seconds:.1f} s")
    return seconds < MIX_SECONDS_GOAL


def peers() -> None:
    """The 99.5 % quantile by aggregate and gemact, where they are installed."""
    if importlib.util.find_spec("aggregate") is not None:
        from aggregate import build  # noqa: PLC0415 - a heavy peer that may not be there

        start = time.perf_counter()
        made = build(
            f"agg A {RATE} claims sev lognorm {exp(SIGMA**2 / 2)} cv {sqrt(exp(SIGMA**2) - 1)} poisson", log2=18
        )
        quantile_ = float(made.q(0.995)) * MEDIAN
        print(f"aggregate: {quantile_:,.0f} in {time.perf_counter() - start:.2f} s")
    if importlib.util.find_spec("gemact") is not None:
        from gemact.lossmodel import Frequency, LossModel, Severity  # noqa: PLC0415 - as above

        start = time.perf_counter()
        model = LossModel(
            frequency=Frequency(dist="poisson", par={"mu": RATE}),
            severity=Severity(dist="lognormal", par={"shape": SIGMA, "scale": 1.0}),
            aggr_loss_dist_method="mc", n_sim=1_000_000, random_state=SEED,
        )  # fmt: skip
        quantile_ = float(np.ravel(model.ppf(0.995))[0]) * MEDIAN
        print(f"gemact: {quantile_:,.0f} at 1 M years in {time.perf_counter() - start:.2f} s")
    if importlib.util.find_spec("aggregate") is None and importlib.util.find_spec("gemact") is None:
        print("aggregate and gemact are not installed here; the FFT stands for them")


def main() -> None:
    """Run everything, and say what is missed."""
    with ThreadPoolExecutor(CORES) as pool:
        reached = {"speed": speed(pool), "quantile": quantile(pool), "direct": direct(pool), "mix": mix()}
    peers()
    missed = [name for name, is_reached in reached.items() if not is_reached]
    if missed:
        sys.exit(f"goals missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()

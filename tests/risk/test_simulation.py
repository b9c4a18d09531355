"""The simulated years: against closed forms, against a direct computation, and the same however they are split."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from math import exp, log, sqrt
from multiprocessing import get_context
from statistics import NormalDist

import exposed
import numpy as np
import pytest
from distributed import Client, LocalCluster
from hypothesis import given
from hypothesis import strategies as st

from hikiate.risk.model import counts
from hikiate.risk.simulation import BLOCK_YEARS, CEDED, DAYS, GROSS, UNCOVERED, Run, outcomes
from hikiate.risk.tower import Layer, arrays
from hikiate.risk.years import NEVER, UNLIMITED, Chances, Reserve, Tower, ceded, events_of

CELL = [("insider", "cold")]
SURE = {"refusal": 0.0, "default": 0.0}
NOTHING = Reserve(0, 0, 2.0, 0.0, 0.0)
PHI = NormalDist().cdf


def layer(number: int = 1, **terms: object) -> Layer:
    """A layer of a hundred above nothing, but for what is said."""
    whole: dict[str, object] = {
        "id": f"L{number}", "insurer": f"I{number}", "kind": "excess", "attachment": 0, "limit": 100,
        "share": Fraction(1), "deductible": 0, "aggregate": None, "reinstatements": None, "waiting_days": 0,
        "perils": ("insider",), "tiers": ("cold",), "premium": None, **terms,
    }  # fmt: skip
    return Layer(**whole)  # type: ignore[arg-type] # a test says terms by name, and some of them are wrong on purpose


def chances(rate: float, median: float, sigma: float, cap: int = 2**60) -> Chances:
    """Poisson events of a lognormal loss in one cell."""
    return Chances(
        np.array(counts(rate)), np.array([1.0]), np.array([median]), np.array([cap]), (sigma, 1.0, 1e300, 1.0, 0.0)
    )


def tower(*layers: Layer, **odds: float) -> Tower:
    """The layers over one cell."""
    return arrays(layers, CELL, {**SURE, **odds})


def test_one_excess_layer_costs_its_closed_form() -> None:
    """Frequency times the difference of two limited expected values, within four standard errors."""
    rate, median, sigma, attachment, limit = 0.8, 1e9, 1.1, 10**9, 3 * 10**9
    found = outcomes(
        chances(rate, median, sigma), tower(layer(attachment=attachment, limit=limit)), NOTHING, exposed.run(400_000)
    )

    def limited(bound: float) -> float:
        score = log(bound / median) / sigma
        return median * exp(sigma**2 / 2) * PHI(score - sigma) + bound * (1 - PHI(score))

    wanted = rate * (limited(attachment + limit) - limited(attachment))
    paid = found.rows[:, CEDED] / found.years
    error = sqrt(float((paid**2).sum()) * found.years - float(paid.sum()) ** 2) / sqrt(found.years)
    assert float(paid.sum()) == pytest.approx(wanted, abs=4 * error)
    assert float(found.rows[:, GROSS].sum()) / found.years == pytest.approx(rate * median * exp(sigma**2 / 2), rel=0.02)


def _direct(losses: Sequence[int], layers: Sequence[Layer]) -> tuple[int, list[int]]:
    """What a year retains and what each layer pays, by the terms as they are written, in plain whole numbers."""
    used, paid, retained = [0] * len(layers), [0] * len(layers), 0
    for loss in losses:
        subject = net = loss
        for number, one in enumerate(layers):
            base = (net if one.kind == "quota_share" else subject) - one.attachment - one.deductible
            taken = max(0, min(base, one.limit, one.annual - used[number]))
            pays = min(int(taken * one.share), net)
            if pays:
                used[number] += taken
                paid[number] += pays
                net -= pays
                subject -= pays if one.kind == "quota_share" else 0
        retained += net
    return retained, paid


def test_two_layers_with_reinstatements_year_by_year() -> None:
    """Every year of a busy tower is the same as by a direct computation on the same events."""
    layers = (
        layer(1, attachment=2 * 10**8, limit=10**9, reinstatements=1, share=Fraction(4, 5)),
        layer(2, attachment=12 * 10**8, limit=3 * 10**9, reinstatements=0, aggregate=25 * 10**8),
    )
    drawn = chances(2.0, 7e8, 1.2)
    found = outcomes(drawn, tower(*layers), NOTHING, exposed.run(5_000))
    events = events_of(np.uint64(1), 0, 5_000, drawn)
    by_year: dict[int, list[int]] = {}
    for year, _, loss, _ in events.tolist():
        by_year.setdefault(year, []).append(loss)
    assert len(found.rows) == len(by_year)
    paid = [0, 0]
    for row, losses in zip(found.rows.tolist(), by_year.values(), strict=True):
        retained, of_year = _direct(losses, layers)
        assert (row[GROSS], row[GROSS] - row[CEDED], row[UNCOVERED]) == (sum(losses), retained, retained)
        paid = [sum(both) for both in zip(paid, of_year, strict=True)]
    assert [one[1] for one in found.of_layers] == paid


amounts = st.integers(0, 10**12)
layers_ = st.lists(
    st.builds(
        layer,
        number=st.integers(1, 9),
        kind=st.sampled_from(("excess", "quota_share")),
        attachment=amounts,
        limit=st.integers(1, 10**12),
        deductible=st.integers(0, 10**9),
        share=st.fractions(Fraction(1, 100), 1, max_denominator=1_000),
        aggregate=st.none() | st.integers(0, 10**12),
        reinstatements=st.none() | st.integers(0, 3),
        waiting_days=st.integers(0, 90),
    ),
    min_size=1,
    max_size=5,
)


@given(st.lists(amounts, min_size=1, max_size=6), layers_)
def test_retained_and_ceded_are_the_loss(losses: list[int], layers: list[Layer]) -> None:
    """For every event, to the last unit, and none of them is below zero."""
    whole = tower(*layers)
    books = np.zeros((3, len(layers)), np.int64)
    retained = 0
    for loss in losses:
        net = int(ceded(loss, 0, whole, books))
        paid = books[1]
        assert net + int(paid.sum()) == loss
        assert net >= 0
        assert (paid >= 0).all()
        retained += net
    assert (retained, [int(amount) for amount in books[2]]) == _direct(losses, layers)
    for used, one in zip(books[0].tolist(), layers, strict=True):
        assert used <= max(one.annual, 0)


@given(st.lists(amounts, min_size=1, max_size=6), amounts, st.integers(1, 10**12), st.integers(1, 10**12),
       st.fractions(Fraction(1, 100), 1, max_denominator=1_000))  # fmt: skip
def test_a_larger_limit_never_retains_more(
    losses: list[int], attachment: int, limit: int, more: int, share: Fraction
) -> None:
    """With the same reinstatements and share; a layer that grows pays at least what it paid."""
    kept = []
    for size in (limit, limit + more):
        whole = tower(layer(attachment=attachment, limit=size, share=share, reinstatements=1))
        books = np.zeros((3, 1), np.int64)
        kept.append(sum(int(ceded(loss, 0, whole, books)) for loss in losses))
    assert kept[1] <= kept[0]


def test_an_excluded_peril_or_tier_is_not_paid() -> None:
    """A layer answers for the perils and tiers that it names."""
    for one in (layer(perils=("theft",)), layer(tiers=("hot",))):
        assert int(ceded(50, 0, tower(one), np.zeros((3, 1), np.int64))) == 50
    assert int(ceded(50, 0, tower(layer()), np.zeros((3, 1), np.int64))) == 0


DRAWN = chances(0.7, 1e9, 1.3, 4 * 10**9)
TERMS = tower(layer(1, limit=10**9, waiting_days=30), layer(2, attachment=10**9, limit=10**9, waiting_days=60),
              refusal=0.1, default=0.05)  # fmt: skip
MIXED = Reserve(3 * 10**8, 10**8, 0.25, 0.2, 0.4)


def _bytes(run: Run) -> tuple[bytes, object, object]:
    found = outcomes(DRAWN, TERMS, MIXED, run)
    return found.rows.tobytes(), found.of_layers, found.of_cells


@pytest.mark.parametrize("workers", [2, 8])
def test_the_same_bytes_for_any_number_of_workers(workers: int) -> None:
    """Blocks are joined in order, and no draw depends on another."""
    years = 5 * BLOCK_YEARS + 1
    assert _bytes(exposed.run(years, workers=workers)) == _bytes(exposed.run(years, workers=1))


def test_the_same_bytes_in_processes_and_on_dask() -> None:
    """Wherever a block is computed."""
    years = 2 * BLOCK_YEARS + 1
    wanted = _bytes(exposed.run(years))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert _bytes(Run(years, 1, pool, 2)) == wanted
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        assert _bytes(Run(years, 1, client.get_executor(), 2)) == wanted


def test_another_seed_gives_other_years() -> None:
    """And the first years of a longer run are those of a shorter one."""
    assert _bytes(exposed.run(70_000, seed=2))[0] != _bytes(exposed.run(70_000))[0]
    assert _bytes(exposed.run(140_000))[0].startswith(_bytes(exposed.run(66_000))[0][:-400])


def test_a_reserve_pays_at_once_and_insurers_after_their_waiting() -> None:
    """A sure loss of the cap: 0 days where the reserve reaches, 30 where the layer is needed, else never."""
    sure = chances(0.5, 1e15, 0.1, 1_000)
    for money, limit, wanted in ((1_000, 0, {0}), (400, 600, {0, 30}), (300, 600, {NEVER})):
        one = layer(limit=limit or 1, waiting_days=30)
        found = outcomes(sure, tower(one), Reserve(money, 0, 0.0, 0.0, 0.0), exposed.run(1_000))
        single = found.rows[found.rows[:, GROSS] == 1_000]
        assert set(single[:, DAYS].tolist()) <= wanted
        assert len(single) > 100
        covered = min(1_000, (limit or 1) + money)
        assert set(single[:, UNCOVERED].tolist()) == {1_000 - covered}


def test_a_refill_in_time_pays_the_next_loss_too() -> None:
    """Refilled at once, the reserve pays every loss of a year; never refilled, only the first."""
    sure = chances(2.0, 1e15, 0.1, 1_000)
    at_once = outcomes(sure, tower(), Reserve(1_000, 0, 0.0, 0.0, 0.0), exposed.run(2_000))
    never = outcomes(sure, tower(), Reserve(1_000, 0, 2.0, 0.0, 0.0), exposed.run(2_000))
    half = outcomes(sure, tower(), Reserve(1_000, 0, 0.5, 0.0, 0.0), exposed.run(2_000))
    assert at_once.rows[:, UNCOVERED].sum() == 0
    assert (never.rows[:, UNCOVERED] == never.rows[:, GROSS] - 1_000).all()
    assert 0 < half.rows[:, UNCOVERED].sum() < never.rows[:, UNCOVERED].sum()


def test_coins_fall_with_the_loss() -> None:
    """A reserve in a coin that falls with thefts covers less than money, and the less the more they go together."""
    drawn = chances(0.5, 5e8, 1.0)
    short = []
    for coins, together in ((0, 0.0), (10**9, 0.0), (10**9, 0.9)):
        reserve = Reserve(10**9 - coins, coins, 2.0, 0.5, together)
        found = outcomes(drawn, tower(), reserve, exposed.run(100_000))
        short.append(int(found.rows[:, UNCOVERED].sum()))
    assert short[0] < short[1] < short[2]


def test_refusals_and_defaults_come_as_often_as_said() -> None:
    """One loss a year at most, wholly insured: the part not paid is the chance of refusal or default."""
    sure = chances(0.05, 1e15, 0.1, 1_000)
    found = outcomes(sure, tower(layer(limit=10**6), refusal=0.2, default=0.1), NOTHING, exposed.run(400_000))
    single = found.rows[found.rows[:, GROSS] == 1_000]
    refused = float((single[:, CEDED] == 0).mean())
    assert refused == pytest.approx(1 - 0.8 * 0.9, abs=5 * sqrt(0.28 * 0.72 / len(single)))


def test_a_tower_without_layers_cedes_nothing() -> None:
    """And a layer without aggregate has none."""
    assert layer().annual == UNLIMITED
    found = outcomes(DRAWN, tower(), NOTHING, exposed.run(2_000))
    assert found.of_layers == ()
    assert (found.rows[:, CEDED] == 0).all()


def test_events_are_in_order_of_time_where_it_counts() -> None:
    """Losses in a year do not depend on whether they are put in order; only the reserve's refill does."""
    ordered = outcomes(DRAWN, tower(), Reserve(0, 0, 0.5, 0.0, 0.0), exposed.run(5_000))
    free = outcomes(DRAWN, tower(), NOTHING, exposed.run(5_000))
    assert (ordered.rows[:, GROSS] == free.rows[:, GROSS]).all()

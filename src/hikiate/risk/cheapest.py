"""The cheapest mix: how much reserve and how much of each layer cost least in a year, and still satisfy.

The yearly cost is the cost of capital times the reserve, plus premiums, plus the mean of what is left unpaid. For given
layers the best reserve needs no search: cost falls with the reserve as long as the chance of needing more is above the
cost of capital, so the reserve is the largest of three: what the rule leaves to be set aside, the loss that is exceeded
with the chosen probability of shortfall, and the loss that is exceeded with a probability of the cost of capital.

Limits are tried on a grid of eighths of what is quoted, every combination, and then in steps of 1/16, 1/32 and 1/64
around the best. A layer bought in part is its lower part, with aggregate and premium in proportion. All combinations
see the same years. The reserve is not refilled within a year.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.risk.adequacy import mean, value_at_risk
from hikiate.risk.simulation import BLOCK_YEARS, Run
from hikiate.risk.tower import Layer, arrays
from hikiate.risk.years import Chances, Tower, Whole, events_of, retained

ROUNDING = Rounding.HALF_UP
"""A yearly cost holds means of simulated losses; it is rounded to the nearest whole unit."""

PARTS = 64
"""Limits are multiples of this part of what is quoted."""
FRONTIER = ("0.1", "0.05", "0.02", "0.01", "0.005", "0.002", "0.001", "0.0005")
"""The probabilities of shortfall for which the frontier is drawn."""

_COARSE = {1: 8, 2: 8, 3: 8, 4: 5}
_FINER = (4, 2, 1)

Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mix has to satisfy: the cost of capital, the probability of shortfall, and what the rule leaves.

    `minimum` gives the least reserve, in minor units, for layers that are bought.
    """

    capital_cost: Fraction
    shortfall: Fraction
    minimum: Callable[[Sequence[Layer]], int]


@dataclass(frozen=True, slots=True)
class Mix:
    """One mix. Money is in minor units; `bound_by` names what the reserve is set by: rule, shortfall or capital."""

    parts: Parts
    layers: tuple[Layer, ...]
    reserve: int
    minimum: int
    premium: int
    uncovered: Fraction
    shortfall: Fraction
    cost: Fraction
    bound_by: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What one combination of limits leaves in the years with events, in ascending order, and its premium in a year."""

    parts: Parts
    layers: tuple[Layer, ...]
    left: Whole
    premium: int


class Market:
    """The layers on offer, the years that they are tried on, and the combinations tried so far."""

    def __init__(
        self,
        offered: Sequence[Layer],
        chances: Chances,
        places: Sequence[tuple[str, str]],
        odds: dict[str, float],
        run: Run,
    ) -> None:
        self.offered, self.run = tuple(offered), run
        self._places, self._odds = places, odds
        self._events = _events(chances, run)
        self._tried: dict[Parts, Trial] = {}

    def cheapest(self, wanted: Wanted) -> Mix:
        """The mix that costs least; among equals the one with the smaller limits."""
        best = self._least(wanted, self._grid())
        for step in _FINER:
            best = self._least(wanted, {best.parts, *self._around(best.parts, step)})
        return best

    def mix(self, parts: Parts, wanted: Wanted) -> Mix:
        """The mix of some limits with its best reserve."""
        return _mixed(self._trial(parts), wanted, self.run.years)

    def _grid(self) -> set[Parts]:
        steps = _COARSE.get(len(self.offered), 1)
        return set(product(*(self._levels(layer, steps) for layer in self.offered)))

    def _levels(self, layer: Layer, steps: int) -> list[int]:
        return [PARTS * step // steps for step in range(steps + 1)] if layer.divisible else [0, PARTS]

    def _around(self, parts: Parts, step: int) -> Iterator[Parts]:
        moves = [(0, -step, step) if layer.divisible else (0,) for layer in self.offered]
        for move in product(*moves):
            moved = tuple(part + by for part, by in zip(parts, move, strict=True))
            if all(0 <= part <= PARTS for part in moved):
                yield moved

    def _least(self, wanted: Wanted, candidates: Iterable[Parts]) -> Mix:
        ordered = sorted(candidates)
        self._try([parts for parts in ordered if parts not in self._tried])
        mixes = [self.mix(parts, wanted) for parts in ordered]
        return min(mixes, key=lambda mix: (mix.cost, mix.parts))

    def _try(self, candidates: Sequence[Parts]) -> None:
        """Try combinations, in as many lots as there are workers."""
        size = max(1, -(-len(candidates) // (4 * self.run.workers)))
        lots = [candidates[start : start + size] for start in range(0, len(candidates), size)]
        executor: Executor = self.run.executor
        towers = [[self._tower(parts) for parts in lot] for lot in lots]
        futures = [executor.submit(tried, self.run.seed, self._events, tower) for tower in towers]
        for lot, future in zip(lots, futures, strict=True):
            for parts, (left, reinstated) in zip(lot, future.result(), strict=True):
                layers = self._bought(parts)
                premium = _premium(layers, reinstated, self.run.years)
                self._tried[parts] = Trial(parts, layers, left, premium)

    def _trial(self, parts: Parts) -> Trial:
        if parts not in self._tried:
            self._try([parts])
        return self._tried[parts]

    def _bought(self, parts: Parts) -> tuple[Layer, ...]:
        return tuple(
            layer.of_limit(layer.limit * part // PARTS) for layer, part in zip(self.offered, parts, strict=True) if part
        )

    def _tower(self, parts: Parts) -> Tower:
        return arrays(self._bought(parts), self._places, self._odds)


def tried(seed: int, events: Whole, towers: Sequence[Tower]) -> list[tuple[Whole, list[int]]]:
    """What each of several towers leaves in the years, ascending, and what was reinstated; wherever this is run."""
    found = []
    for tower in towers:
        left, reinstated = retained(np.uint64(seed), events, tower)
        found.append((np.sort(left), [int(amount) for amount in reinstated]))
    return found


def _events(chances: Chances, run: Run) -> Whole:
    starts = range(0, run.years, BLOCK_YEARS)
    futures = [
        run.executor.submit(drawn_events, run.seed, first, min(BLOCK_YEARS, run.years - first), chances)
        for first in starts
    ]
    return np.concatenate([future.result() for future in futures])


def drawn_events(seed: int, first: int, years: int, chances: Chances) -> Whole:
    """The events of a block of years, wherever this is run."""
    drawn: Whole = events_of(np.uint64(seed), first, years, chances)
    return drawn


def _premium(layers: Sequence[Layer], reinstated: Sequence[int], years: int) -> int:
    """Premiums and the mean of reinstatement premiums, in whole units, half up."""
    whole = Fraction(sum(layer.premium or 0 for layer in layers))
    for layer, amount in zip(layers, reinstated, strict=True):
        whole += Fraction(amount, years * layer.limit) * layer.reinstatement_premium * (layer.premium or 0)
    return int(rounded(whole, 0, ROUNDING))


def _mixed(trial: Trial, wanted: Wanted, years: int) -> Mix:
    minimum = wanted.minimum(trial.layers)
    by_shortfall = value_at_risk(trial.left, years, 1 - wanted.shortfall)
    by_capital = value_at_risk(trial.left, years, max(Fraction(1, years), 1 - wanted.capital_cost))
    reserve = max(minimum, by_shortfall, by_capital)
    bound_by = "rule" if reserve == minimum else "shortfall" if reserve == by_shortfall else "capital"
    beyond = trial.left[int(np.searchsorted(trial.left, reserve, side="right")) :]
    uncovered = mean(beyond - reserve, years)
    return Mix(
        parts=trial.parts,
        layers=trial.layers,
        reserve=reserve,
        minimum=minimum,
        premium=trial.premium,
        uncovered=uncovered,
        shortfall=Fraction(len(beyond), years),
        cost=wanted.capital_cost * reserve + trial.premium + uncovered,
        bound_by=bound_by,
    )

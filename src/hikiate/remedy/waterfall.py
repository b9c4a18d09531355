"""The funding waterfall: which sources bear a need, in which order, and how much of it is there on which day.

A need is an amount of each asset that customers are to get. Sources are drawn in their order: coins of the asset itself
first cover that asset, then money buys what is missing, at the price that the need was valued at. No source gives more
than it has, and together they give no more than is needed.

The order says who bears the loss in the end; the days say when something is there. On each day the sources that are
there by then are drawn in the same order, so that one that comes early advances what a better-placed one bears later,
and gets it back when that one arrives.

Example: 100 needed; insurance pays 60 on day 30 and own funds have 100 on day 0. Own funds advance 100 on day 0 and get
60 back on day 30; in the end insurance bears 60 and own funds 40.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Source:
    """What can be drawn from one place: minor units of `asset`, from a day on. `place` tells it from others."""

    place: str
    kind: str
    asset: str
    amount: int
    day: date


@dataclass(frozen=True, slots=True)
class Draw:
    """What a source gives for the need of an asset: `given` minor units of its own, `covered` of the asset needed."""

    source: Source
    needed: str
    given: int
    covered: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The waterfall on one day: what each source has given by then, and what stays short of each asset."""

    day: date
    draws: tuple[Draw, ...]
    short: Mapping[str, int]

    @property
    def is_complete(self) -> bool:
        """Whether everything that is needed is there."""
        return not any(self.short.values())

    def given(self, place: str) -> int:
        """What a source has given by then, for all assets needed."""
        return sum(draw.given for draw in self.draws if draw.source.place == place)


def drawn(
    needs: Mapping[str, int], sources: Sequence[Source], costs: Mapping[str, Fraction], money: str
) -> tuple[tuple[Draw, ...], dict[str, int]]:
    """The draws on sources in their order, and what stays short of each asset (minor units).

    `costs` is the price of one minor unit of an asset in minor units of `money`; an asset without one cannot be bought.
    Money is rounded up for what it buys, by less than one unit a draw.
    """
    short = dict(needs)
    draws: list[Draw] = []
    left = {source.place: source.amount for source in sources}
    for source in sources:
        covered = min(short.get(source.asset, 0), left[source.place])
        if covered:
            draws.append(Draw(source, source.asset, covered, covered))
            short[source.asset] -= covered
            left[source.place] -= covered
    for source in sources:
        for asset in needs:
            if source.asset != money or asset == money or asset not in costs or not left[source.place]:
                continue
            covered = min(short[asset], floor(left[source.place] / costs[asset]))
            given = ceil(covered * costs[asset])
            if covered:
                draws.append(Draw(source, asset, given, covered))
                short[asset] -= covered
                left[source.place] -= given
    order = {source.place: place for place, source in enumerate(sources)}
    return tuple(sorted(draws, key=lambda draw: order[draw.source.place])), short


def timeline(
    needs: Mapping[str, int], sources: Sequence[Source], costs: Mapping[str, Fraction], money: str, first: date
) -> tuple[Standing, ...]:
    """The waterfall on the first day, and on each later day on which a source becomes there."""
    standings = []
    for day in _days(sources, first):
        there = [source for source in sources if source.day <= day]
        draws, short = drawn(needs, there, costs, money)
        standings.append(Standing(day, draws, short))
    return tuple(standings)


def _days(sources: Iterable[Source], first: date) -> list[date]:
    return sorted({first, *(max(source.day, first) for source in sources)})

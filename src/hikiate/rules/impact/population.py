"""An imagined population of exchanges: published totals shared out by rank, the rest generated and said to be.

The number of exchanges is asked for, the whole of custody and volume is what is published; each gets a share that falls
with its rank and differs by a quarter at most by chance. Shares sum to the whole exactly.

Example: with 40 exchanges the first holds about a quarter of everything, and the last half a hundredth.
"""

from dataclasses import dataclass
from fractions import Fraction

from hikiate.facts.population.records import Records
from hikiate.kernel.amounts import split
from hikiate.rules.impact.chance import below, draws

MONTHS = 12
_SHARES_STREAM = 0xFFFF
_SPREAD = 10_000
"""Weights differ from one over rank by at most a quarter, in steps of a ten-thousandth."""


@dataclass(frozen=True, slots=True)
class ImaginedExchange:
    """One exchange, by rank from 1; custody, yearly volume and own funds in yen."""

    rank: int
    custody: int
    volume: int
    own_funds: int


def population(records: Records, exchanges: int, seed: int) -> tuple[ImaginedExchange, ...]:
    """So many exchanges, the largest ranks first; the same seed makes the same ones."""
    chance = below(draws(seed, _SHARES_STREAM, exchanges)[:, 0], _SPREAD // 2 + 1)
    weights = [(3 * _SPREAD // 4 + int(drawn)) * 1_000_000 // rank for rank, drawn in enumerate(chance, start=1)]
    custody = split(records.statistics["deposits_jpy"].value, weights)
    volume = split(records.statistics["spot_month_jpy"].value * MONTHS, weights)
    own = records.assumptions["own_funds_share"].value
    return tuple(
        ImaginedExchange(rank, held, traded, int(Fraction(held) * own))
        for rank, (held, traded) in enumerate(zip(custody, volume, strict=True), start=1)
    )

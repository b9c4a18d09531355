"""What a requirement does to each exchange and to all: bands over many drawn years, by size, against the casebook.

A year of an exchange: its volume times one of the published months over their mean; an incident with the chance of the
scenario, drawn from the casebook, whose loss is at most what stands in the tier. The reserve, which is as large as own
funds allow, pays first, and the rest of own funds next. Whole yen throughout; a band is the 5th, 50th and 95th of a
hundred parts of the drawn years.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hikiate.facts.population.records import Records, Scenario
from hikiate.kernel.status import Status
from hikiate.rules.impact.chance import below, draws
from hikiate.rules.impact.population import ImaginedExchange

PARTS = (5, 50, 95)
SIZES = ("large", "middle", "small")

Requirement = Callable[[int], int]
"""What a rulebook requires of an exchange with so many yen of yearly volume."""


@dataclass(frozen=True, slots=True)
class Band:
    """The low, the middle and the high of many draws."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class SizeOutcome:
    """A third of the exchanges: what a year asks of each, its cost as a share of revenue, and how many fall below."""

    size: str
    exchanges: int
    required: Band
    cost_share: Fraction
    below: Band


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario's outcome. Money in yen; `below` counts exchanges whose own funds are less than what is required."""

    scenario: Scenario
    required: Band
    cost: Band
    loss: Band
    beyond: Band
    """Losses that are more than the reserve of the exchange that had them."""

    unpaid: Band
    """What is left of them when all own funds are spent too."""

    below: Band
    sizes: tuple[SizeOutcome, ...]
    reserve_of_one: int
    """The reserve of the exchange in the middle, in its middle year."""

    covered: int
    """Incidents of the casebook that the reserve of the exchange in the middle would have paid in full."""

    covered_by_all: int
    """Incidents that all reserves together would have paid in full."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a rulebook does to the population, scenario by scenario; `digest` is the rulebook's, overlays included."""

    rulebook: str
    digest: str
    status: Status
    day: date
    version: str
    exchanges: tuple[ImaginedExchange, ...]
    draws: int
    seed: int
    records: Records
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class _Year:
    """One exchange in one drawn year."""

    volume: int
    required: int
    loss: int
    beyond: int
    unpaid: int


def outcome(
    records: Records,
    exchanges: Sequence[ImaginedExchange],
    scenario: Scenario,
    requirement: Requirement,
    *,
    count: int,
    seed: int,
) -> Outcome:
    """The scenario over `count` drawn years; the same seed and count give the same outcome."""
    years = [_years(records, exchange, scenario, requirement, count=count, seed=seed) for exchange in exchanges]
    own = [int(exchange.own_funds * scenario.factors["custody_factor"]) for exchange in exchanges]
    totals = [[year[draw] for year in years] for draw in range(count)]
    middles = sorted(_band([year.required for year in of_one]).middle for of_one in years)
    losses = [int(case.loss_jpy * scenario.factors["loss_factor"]) for case in records.incidents]
    required = _band([sum(year.required for year in drawn) for drawn in totals])
    return Outcome(
        scenario=scenario,
        required=required,
        cost=_band([sum(int(_cost(records, year)) for year in drawn) for drawn in totals]),
        loss=_band([sum(year.loss for year in drawn) for drawn in totals]),
        beyond=_band([sum(year.beyond for year in drawn) for drawn in totals]),
        unpaid=_band([sum(year.unpaid for year in drawn) for drawn in totals]),
        below=_below(years, own),
        sizes=_by_size(records, years, own),
        reserve_of_one=middles[len(middles) // 2],
        covered=sum(loss <= middles[len(middles) // 2] for loss in losses),
        covered_by_all=sum(loss <= required.middle for loss in losses),
    )


def _years(
    records: Records,
    exchange: ImaginedExchange,
    scenario: Scenario,
    requirement: Requirement,
    *,
    count: int,
    seed: int,
) -> list[_Year]:
    factors = scenario.factors
    chance = draws(seed, exchange.rank, count)
    rate = records.assumptions["incident_rate"].value * factors["incident_factor"]
    months = below(chance[:, 0], len(records.months_million_jpy))
    struck = chance[:, 1] < int(rate * 2**32)
    cases = below(chance[:, 2], len(records.incidents))
    hot = records.assumptions["hot_share"].value * factors["hot_factor"]
    custody = exchange.custody * factors["custody_factor"]
    tiers = {"hot": int(custody * hot), "cold": int(custody * (1 - hot))}
    mean = Fraction(sum(records.months_million_jpy), len(records.months_million_jpy))
    own = int(exchange.own_funds * factors["custody_factor"])
    years = []
    for month, is_struck, place in zip(months, struck, cases, strict=True):
        volume = int(exchange.volume * factors["volume_factor"] * records.months_million_jpy[int(month)] / mean)
        required = requirement(volume)
        loss = 0
        if is_struck:
            case = records.incidents[int(place)]
            loss = min(int(case.loss_jpy * factors["loss_factor"]), tiers[case.tier])
        years.append(_Year(volume, required, loss, max(0, loss - min(required, own)), max(0, loss - own)))
    return years


def _cost(records: Records, year: _Year) -> Fraction:
    """A year's cost: premium on the part that is insured, cost of capital on the rest."""
    insured = records.assumptions["insured_share"].value
    premium, capital = records.assumptions["premium_rate"].value, records.assumptions["capital_cost"].value
    return year.required * (insured * premium + (1 - insured) * capital)


def _by_size(records: Records, years: Sequence[Sequence[_Year]], own: Sequence[int]) -> tuple[SizeOutcome, ...]:
    third = -(-len(years) // len(SIZES))
    found = []
    for place, size in enumerate(SIZES):
        group, funds = years[place * third : (place + 1) * third], own[place * third : (place + 1) * third]
        if not group:
            continue
        drawn = [year for of_one in group for year in of_one]
        revenue = sum(year.volume for year in drawn) * records.assumptions["revenue_rate"].value
        cost = sum((_cost(records, year) for year in drawn), Fraction(0))
        found.append(
            SizeOutcome(
                size=size,
                exchanges=len(group),
                required=_band([year.required for year in drawn]),
                cost_share=cost / revenue if revenue else Fraction(0),
                below=_below(group, funds),
            )
        )
    return tuple(found)


def _below(years: Sequence[Sequence[_Year]], own: Sequence[int]) -> Band:
    """In how many of these exchanges a drawn year requires more than own funds."""
    drawn = zip(*years, strict=True)
    return _band([sum(year.required > funds for year, funds in zip(of_all, own, strict=True)) for of_all in drawn])


def _band(values: Sequence[int]) -> Band:
    ordered = sorted(values)
    return Band(*(ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in PARTS))

"""The loss model of one exchange: how often, where and how much, from parameters, exposure and its own record.

A group of tier and cause reaches the units that it can hit: theft from hot wallets what is hot, theft from cold wallets
what the exchange itself keeps cold, a provider what it keeps, and the exchange's own cold wallets too where a
`wallet_system` moves them; insiders and errors reach everything. Within a group, units are hit in proportion to their
value. A loss is a share of all customers' assets, as the incidents state it, and at most what stands in the unit hit.

The frequency is the industry's, brought to this exchange's size, and then weighed against the exchange's own record by
the rule of gamma and Poisson: (a × part + own events) ÷ (a ÷ frequency + own years), for each peril.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import exp

import numpy as np

from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.risk.exposure import Exposure, Unit
from hikiate.risk.incidents import GROUPS, PERIL_OF, PERIL_TERMS, PERILS
from hikiate.risk.kinds import TOO_FREQUENT, TWO_ON_A_DAY
from hikiate.risk.parameters import Parameter, rounded_number
from hikiate.risk.severity import Severity
from hikiate.risk.years import EVENTS_MAX, Chances
from hikiate.rules.sheet import Sheet

EVENTS_A_YEAR_MAX = 20

_DAYS_OF_A_YEAR = 365
_ENOUGH = 1 - 1e-13


@dataclass(frozen=True, slots=True)
class Cell:
    """One way in which a loss can come: a group that hits a unit, so many times a year."""

    group: str
    unit: Unit
    rate: float

    @property
    def peril(self) -> str:
        """The peril that a policy has to name."""
        return PERIL_OF[self.group]


@dataclass(frozen=True, slots=True)
class LossModel:
    """The model: its frequency as a figure, its cells, its parameters, and how years are drawn."""

    frequency: Figure
    cells: tuple[Cell, ...]
    severity: Severity
    parameters: Mapping[str, Parameter]
    chances: Chances

    @property
    def places(self) -> list[tuple[str, str]]:
        """Peril and tier of each cell."""
        return [(cell.peril, cell.unit.tier) for cell in self.cells]

    @property
    def inputs(self) -> list[str]:
        """The names of all parameters as figures, and of the frequency."""
        return [self.frequency.name, *(f"model.{name}" for name in self.parameters)]

    def number(self, name: str) -> float:
        """A parameter as the simulation takes it."""
        return float(self.parameters[name].value)


def loss_model(sheet: Sheet, exposed: Exposure, parameters: Mapping[str, Parameter]) -> LossModel:
    """Write every parameter and the frequency as figures, and gather the model; Refused where events are too many."""
    for parameter in parameters.values():
        value = decimal_text(parameter.value)
        leaf = Figure(f"model.{parameter.name}", value, "number", Status.ASSUMPTION, parameter.rule, parameter.citation)
        sheet.figures.leaf(leaf)
    record = _own_record(sheet)
    weights = _weights(parameters, record)
    rate = _sized_rate(parameters, exposed)
    prior = float(parameters["frequency.record_events"].value)
    years = float(record.years)
    events = prior + sum(record.events.values())
    frequency = events / (prior / rate + years) if rate > 0 else 0.0
    if frequency > EVENTS_A_YEAR_MAX:
        raise Refused([TOO_FREQUENT.at("frequency", value=f"{frequency:.3f}", limit=EVENTS_A_YEAR_MAX)])
    names = ("frequency.rate", "frequency.size_elasticity", "frequency.size_reference", "frequency.record_events")
    figure = sheet.figures.derive(
        "risk.frequency",
        rounded_number(frequency),
        "number",
        rule=Term(
            "(record_events + own events) ÷ (record_events ÷ (rate × (exposure ÷ reference)^elasticity) + own years)",
            "（業界の重み + 自社の事故件数）÷（業界の重み ÷（頻度 ×（評価額 ÷ 基準額）^弾力性）+ 自社の年数）",
        ),
        citation="",
        inputs=[exposed.total.name, *(f"model.{name}" for name in names), *record.figures],
    )
    severity = Severity(*(float(parameters[f"severity.{name}"].value) for name in ("sigma", "joint", "tail")))
    cells = tuple(_cells(exposed, weights, float(figure.number)))
    return LossModel(figure, cells, severity, parameters, _chances(cells, severity, parameters, exposed))


@dataclass(frozen=True, slots=True)
class _Record:
    """The exchange's own record: events by peril, the years it covers, and the leaves that say so."""

    events: Mapping[str, int]
    years: Fraction
    figures: tuple[str, ...]


def _own_record(sheet: Sheet) -> _Record:
    """The record up to the snapshot, from the first day that any table of the past shows."""
    if sheet.pack.incidents is None:
        without_it = Term("the exchange's own record does not count", "自社の事故記録を考慮していません")
        sheet.absent("incidents", without_it=without_it)
        return _Record({}, Fraction(0), ())
    rows = [row for row in sheet.pack.incidents if row.day <= sheet.day]
    occurrences = Counter((row.day, row.kind) for row in rows)
    for (day, kind), count in occurrences.items():
        if count > 1:
            sheet.find(TWO_ON_A_DAY.at("incidents", count=count, kind=PERIL_TERMS[kind], day=day))
    events = Counter(kind for _, kind in occurrences)
    years = rounded_number((sheet.day - _first_day(sheet, [row.day for row in rows])).days / _DAYS_OF_A_YEAR)
    figures = [sheet.figures.fact("input.record.years", years, "number", "volumes, reserve, incidents")]
    for peril in PERILS:
        of_peril = [row for row in rows if row.kind == peril]
        source = sheet.source("incidents", of_peril)
        figures.append(sheet.figures.fact(f"input.incidents.{peril}", events[peril], "count", source))
    return _Record(events, years, tuple(figures))


def _first_day(sheet: Sheet, incidents: Sequence[date]) -> date:
    known = [*incidents, *(row.fiscal_year for row in sheet.pack.volumes or ())]
    known += [row.day for row in sheet.pack.reserve or ()]
    return min([sheet.day, *known])


def _sized_rate(parameters: Mapping[str, Parameter], exposed: Exposure) -> float:
    size = float(exposed.total.number / parameters["frequency.size_reference"].value)
    elasticity = float(parameters["frequency.size_elasticity"].value)
    return float(parameters["frequency.rate"].value * rounded_number(size**elasticity))


def _weights(parameters: Mapping[str, Parameter], record: _Record) -> dict[str, float]:
    """The part of each group in this exchange's events: the industry's, moved by the exchange's own by peril."""
    parts = {group: float(parameters[f"frequency.part.{group}"].value) for group in GROUPS}
    whole = sum(parts.values()) or 1.0
    prior = float(parameters["frequency.record_events"].value)
    of_peril: dict[str, float] = {}
    for group, part in parts.items():
        of_peril[PERIL_OF[group]] = of_peril.get(PERIL_OF[group], 0.0) + part / whole
    events = prior + sum(record.events.values())
    return {
        group: part
        / whole
        * (prior + record.events.get(PERIL_OF[group], 0) / (of_peril[PERIL_OF[group]] or 1))
        / events
        for group, part in parts.items()
    }


def _cells(exposed: Exposure, weights: Mapping[str, float], frequency: float) -> Iterator[Cell]:
    for group, weight in weights.items():
        reached = [unit for unit in exposed.units if _reaches(group, unit, by_provider=exposed.by_provider)]
        whole = sum(unit.value for unit in reached)
        for unit in reached:
            rate = frequency * weight * unit.value / whole
            if rate > 0:
                yield Cell(group, unit, rate)


def _reaches(group: str, unit: Unit, *, by_provider: bool) -> bool:
    outside = unit.keeper != "self"
    match group:
        case "outflow_hot":
            return unit.tier == "hot"
        case "outflow_cold":
            return unit.tier != "hot" and not outside
        case "provider":
            return outside or by_provider
        case _:
            return True


def _chances(
    cells: Sequence[Cell], severity: Severity, parameters: Mapping[str, Parameter], exposed: Exposure
) -> Chances:
    whole = sum(cell.rate for cell in cells)
    shares = [float(parameters[f"share.{cell.group}"].value) for cell in cells]
    rates = np.cumsum(np.array([cell.rate for cell in cells], np.float64))
    return Chances(
        counts=np.array(counts(whole), np.float64),
        cells=rates / whole if whole > 0 else rates,
        medians=np.array([share * exposed.value for share in shares], np.float64),
        caps=np.array([cell.unit.value for cell in cells], np.int64),
        shape=(severity.sigma, severity.joint, severity.threshold, severity.scale, severity.tail),
    )


def counts(rate: float) -> list[float]:
    """The cumulative probabilities of 0, 1, 2, ... events a year, as far as they can be told from 1."""
    term, whole = exp(-rate), exp(-rate)
    reached = [whole]
    while whole < _ENOUGH and len(reached) < EVENTS_MAX:
        term *= rate / len(reached)
        whole += term
        reached.append(whole)
    return reached

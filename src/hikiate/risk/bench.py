"""The bench: everything that a question about risk is worked on, put together from a pack, its close and overrides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.figures import Figure, ancestry
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.risk.estimate import SHARES_MIN, Fit, fitted
from hikiate.risk.exposure import Exposure, exposure
from hikiate.risk.incidents import Incident, counted, operators, shipped
from hikiate.risk.kinds import NO_RESERVE, OVERRIDDEN, SMALL_SAMPLE, TOO_FEW
from hikiate.risk.model import LossModel, loss_model
from hikiate.risk.parameters import ESTIMATE_SWITCH, Override, parameters
from hikiate.risk.simulation import Outcomes, Run, outcomes
from hikiate.risk.tower import Layer, arrays
from hikiate.risk.years import Reserve
from hikiate.rules.sheet import Sheet

REQUIRED, FUND = "reserve.required", "reserve.fund"

_BOOTSTRAP_SEED = 20_180_126
_DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Bench:
    """What every question about risk is worked on: the sheet, what is exposed, the model, and what is set aside.

    Money is in minor units; `legal` is None where the requirement is not known.
    """

    sheet: Sheet
    exposed: Exposure
    sample: tuple[Incident, ...]
    fit: Fit
    model: LossModel
    money: int
    coins: int
    legal: int | None

    def odds(self) -> dict[str, float]:
        """How often insurers refuse or default where a layer does not say."""
        return {name: self.model.number(f"insurance.{name}") for name in ("refusal", "default")}

    def reserve(self, money: int, coins: int) -> Reserve:
        """A reserve as the simulation takes it."""
        days = self.model.number("price.days")
        return Reserve(
            money,
            coins,
            self.model.number("refill.days") / _DAYS_OF_A_YEAR,
            self.model.number("price.volatility") * (days / _DAYS_OF_A_YEAR) ** 0.5,
            self.model.number("price.correlation"),
        )

    def simulated(self, run: Run, tower: Sequence[Layer], reserve: Reserve) -> Outcomes:
        """The years under a tower and a reserve; the same events whatever these are."""
        return outcomes(self.model.chances, arrays(tower, self.model.places, self.odds()), reserve, run)


def bench(pack: Pack, close: Result, overrides: Mapping[str, Override]) -> Bench:
    """Put the model of a pack together; Refused where nothing is exposed or too little is known."""
    sheet = Sheet(pack)
    stood_on = set(ancestry(close.figures, [name for name in (REQUIRED, FUND) if name in close.figures]))
    for name, figure in close.figures.items():
        if name in stood_on:
            sheet.figures.leaf(figure)
    exposed = exposure(sheet)
    fit, sample = _fit(sheet, overrides)
    known = parameters(fit, {})
    chosen = parameters(fit, overrides)
    for name, override in overrides.items():
        if name in chosen:
            was, now = decimal_text(known[name].value), decimal_text(override.value)
            sheet.find(OVERRIDDEN.at(f"model.{name}", value=now, estimate=was, reason=override.reason))
    model = loss_model(sheet, exposed, chosen)
    scale = 10**pack.exchange.reporting_scale
    fund, legal = sheet.figures.get(FUND), sheet.figures.get(REQUIRED)
    if fund is None:
        sheet.find(NO_RESERVE.at(FUND))
    held = 0 if fund is None else int(fund.number * scale)
    money = _money(sheet, fund, scale)
    legal_minor = None if legal is None or legal.value is None else int(legal.number * scale)
    return Bench(sheet, exposed, sample, fit, model, money, held - money, legal_minor)


def _money(sheet: Sheet, fund: Figure | None, scale: int) -> int:
    """The part of the fund that is money, in minor units; the rest are coins, as they were counted."""
    if fund is None:
        return 0
    assets = sheet.exchange.assets
    parts = [sheet.figures[name] for name in fund.inputs]
    of_money = [part for part in parts if assets[part.name.split(".")[1]].kind == "fiat"]
    return int(sum((part.number for part in of_money), Fraction(0)) * scale)


def _fit(sheet: Sheet, overrides: Mapping[str, Override]) -> tuple[Fit, tuple[Incident, ...]]:
    wide = ESTIMATE_SWITCH in overrides and overrides[ESTIMATE_SWITCH].value == 1
    past = [row for row in shipped() if row.day < sheet.day]
    sample, fit = _estimated(sheet.day, wide)
    shares = sum(row.share is not None for row in sample)
    if fit is None or fit.rate.rows == 0:
        raise Refused([TOO_FEW.at("incidents.csv", shares=shares, day=sheet.day, wanted=SHARES_MIN)])
    undocumented = sum(not row.documented for row in past) * (not wide)
    others = len(past) - len(sample) - undocumented
    sheet.find(SMALL_SAMPLE.at("model", losses=len(sample), shares=shares, undocumented=undocumented, others=others))
    return fit, sample


@cache
def _estimated(day: date, wide: bool) -> tuple[tuple[Incident, ...], Fit | None]:  # noqa: FBT001 - a key of the cache
    """The sample before a day, and what is estimated from it; the same whatever the pack."""
    sample = counted(shipped(), day, general_knowledge=wide)
    return sample, fitted(sample, [row for row in operators() if row.year < day.year], _BOOTSTRAP_SEED)

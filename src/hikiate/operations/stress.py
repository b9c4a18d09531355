"""The stress test: from a pack and its close to the chance that reserve and insurance do not pay for a year's losses.

Data enters as a checked pack, the close of the same pack (whose reserve and requirement are stood on), and a user's
overrides. Room `risk` estimates, sizes and simulates; this verb puts its parts together and writes one result, with
figures and findings of the same shapes as a close. Pure but for the executor, which is handed in and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hikiate import __version__
from hikiate.facts.pack import Pack
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.kernel.amounts import amount_text, decimal_text
from hikiate.kernel.figures import Figure, ancestry
from hikiate.kernel.findings import Refused, Severity
from hikiate.kernel.results import STRESS_SCHEMA, Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.risk.adequacy import Measured, compensation, curve, layers, losses, sufficiency
from hikiate.risk.backtest import Tested, back_test
from hikiate.risk.estimate import SHARES_MIN, Fit, fitted
from hikiate.risk.exposure import Exposure, exposure
from hikiate.risk.factor import risk_factor
from hikiate.risk.incidents import Incident, counted, operators, shipped
from hikiate.risk.kinds import NO_RESERVE, OVERRIDDEN, SMALL_SAMPLE, TOO_FEW
from hikiate.risk.model import LossModel, loss_model
from hikiate.risk.parameters import ESTIMATE_SWITCH, Override, parameters, rounded_number
from hikiate.risk.scenarios import Means, scenarios, settled
from hikiate.risk.simulation import Outcomes, Run, outcomes
from hikiate.risk.tower import Layer, arrays, objections, of_policies
from hikiate.risk.years import Reserve
from hikiate.rules.kinds.reserve import INSURANCE_LAPSED
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


def stress(pack: Pack, close: Result, overrides: Mapping[str, Override], run: Run) -> Result:
    """Answer whether reserve and insurance suffice; Refused where the pack does not allow an answer."""
    work = bench(pack, close, overrides)
    sheet = work.sheet
    tower = in_force(sheet)
    find_objections(work, tower)
    layer_leaves = layer_facts(sheet, tower, "policies")
    held = tuple(name for name in (FUND,) if name in sheet.figures)
    behind = (*work.model.inputs, *layer_leaves)
    base = work.simulated(run, tower, work.reserve(work.money, work.coins))
    measured = Measured(sheet, base, (*behind, *held))
    sufficiency(measured, "risk")
    _error(measured)
    losses(measured)
    compensation(measured)
    layers(measured, [layer.id for layer in tower])
    _variants(work, tower, run, behind, held)
    means = Means(work.money, work.coins, tower, (*layer_leaves, *held))
    shown = [settled(sheet, scenario, means) for scenario in scenarios(work.exposed)]
    risk_factor(sheet, work.exposed, sheet.figures.get(REQUIRED) if work.legal is not None else None)
    last = sheet.day.year
    tested = back_test(work.sample, work.model, means, work.exposed.value, last)
    scale = sheet.exchange.reporting_scale
    annex = {
        "years": run.years,
        "seed": run.seed,
        "scenarios": shown,
        "layers": [layer.id for layer in tower],
        "curve": [[part, *(amount_text(int(minor), scale) for minor in rest)] for part, *rest in curve(base)],
        "fit": _fit_record(sheet, work.fit),
        "backtest": [_tested(row) for row in tested],
    }
    return result(sheet, close, STRESS_SCHEMA, annex)


def result(sheet: Sheet, close: Result, schema: str, annex: Mapping[str, Any]) -> Result:
    """The sheet as a result, its findings the gravest first."""
    order = list(Severity)
    return Result(
        exchange=sheet.exchange.name,
        as_of=sheet.exchange.snapshot_at.isoformat(),
        version=__version__,
        pack_digest=sheet.pack.digest,
        rulebooks=close.rulebooks,
        figures={figure.name: figure for figure in sheet.figures},
        findings=tuple(sorted(sheet.findings, key=lambda finding: order.index(finding.severity))),
        schema=schema,
        annex=annex,
    )


def in_force(sheet: Sheet) -> tuple[Layer, ...]:
    """The pack's policies as layers; one that has no cover on the day is found and left out."""
    if sheet.pack.policies is None:
        sheet.absent("policies", without_it=Term("no insurance is counted", "保険による充当額は 0 としています"))
    standing = []
    for policy in sheet.pack.policies or ():
        if policy.starts <= sheet.day < policy.ends:
            standing.append(policy)
        else:
            where = f"insurance.{policy.id}"
            sheet.find(INSURANCE_LAPSED.at(where, starts=policy.starts, ends=policy.ends, day=sheet.day))
    return of_policies(standing)


def find_objections(work: Bench, tower: Sequence[Layer]) -> None:
    """Find what is doubtful of a tower, against the perils that can come here."""
    exchange = work.sheet.exchange
    perils = dict.fromkeys(cell.peril for cell in work.model.cells)
    for finding in objections(tower, perils, exchange.reporting_currency, exchange.reporting_scale):
        work.sheet.find(finding)


def layer_facts(sheet: Sheet, tower: Iterable[Layer], table: str) -> tuple[str, ...]:
    """Write the terms of layers as leaves; gives their names."""
    currency = sheet.exchange.reporting_currency
    names = []
    for layer in tower:
        prefix, source = f"input.{table}.{layer.id}", layer.source or f"{POLICIES_FILE}: {layer.id}"
        money = {"limit": layer.limit, "aggregate": layer.aggregate, "deductible": layer.deductible}
        money |= {"attachment": layer.attachment} if layer.attachment else {}
        for term, minor in money.items():
            if minor is not None:
                amount = sheet.amount(minor, currency)
                names.append(sheet.figures.fact(f"{prefix}.{term}", amount, currency, source))
        try:
            share, unit = decimal_text(layer.share), "ratio"
        except ValueError:
            share, unit = str(layer.share), "text"
        names.append(sheet.figures.fact(f"{prefix}.share", share, unit, source))
        names.append(sheet.figures.fact(f"{prefix}.waiting_days", layer.waiting_days, "days", source))
    return tuple(names)


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


def _error(measured: Measured) -> None:
    """Write how far the probability of shortfall may be off because so many years and no more were simulated."""
    figures = measured.sheet.figures
    probability = float(figures["risk.shortfall_probability"].number)
    error = (probability * (1 - probability) / measured.found.years) ** 0.5
    figures.derive(
        "risk.shortfall_probability.error",
        rounded_number(error),
        "ratio",
        rule=Term("standard error of the simulation, √(p(1−p) ÷ years)", "シミュレーションの標準誤差 √(p(1−p) ÷ 年数)"),
        citation="",
        inputs=["risk.shortfall_probability"],
    )


def _variants(work: Bench, tower: Sequence[Layer], run: Run, behind: tuple[str, ...], held: tuple[str, ...]) -> None:
    """The chance of shortfall with the reserve held and with the legal one: all policies, without each, without any."""
    bases = [("risk", work.reserve(work.money, work.coins), held)]
    if work.legal is not None:
        bases.append(("risk.legal", work.reserve(work.legal, 0), (REQUIRED,)))
    for prefix, reserve, reached in bases:
        chosen = {f"{prefix}.without.{layer.id}": [one for one in tower if one != layer] for layer in tower}
        chosen[f"{prefix}.uninsured"] = []
        if prefix != "risk":
            chosen[prefix] = list(tower)
        for name, layers_ in chosen.items():
            found = work.simulated(run, layers_, reserve)
            sufficiency(Measured(work.sheet, found, (*behind, *reached)), name)


def _fit_record(sheet: Sheet, fit: Fit) -> dict[str, Any]:
    trend = fit.trend
    said = f"95 % {decimal_text(rounded_number(trend.low))} – {decimal_text(rounded_number(trend.high))}"
    rule = Term(
        f"yearly growth of the world's documented incidents, Poisson regression ({said}); shown and not carried on",
        f"世界の事故件数の年率の伸び（ポアソン回帰、{said}）。参考であり将来には延長していません",
    )
    citation = "incidents.csv, documented rows (文書で確認できる事例)"
    value = decimal_text(rounded_number(trend.value))
    sheet.figures.leaf(Figure("model.frequency.trend", value, "number", Status.ASSUMPTION, rule, citation))
    return {
        "losses": fit.losses,
        "body": [[f"{wanted:.4f}", f"{seen:.4f}"] for wanted, seen in fit.body_scores],
        "tail": [[f"{wanted:.4f}", f"{seen:.4f}"] for wanted, seen in fit.tail_scores],
        "by_year": {str(year): list(bands) for year, bands in fit.by_year.items()},
    }


def _tested(row: Tested) -> dict[str, Any]:
    foretold = None if row.foretold is None else f"{row.foretold:.2f}"
    return {
        "year": row.year,
        "known": row.known,
        "losses": row.losses,
        "sufficed": row.sufficed,
        "foretold": foretold,
    }

"""The stress test: from a pack and its close to the chance that reserve and insurance do not pay for a year's losses.

Data enters as a checked pack, the close of the same pack (whose reserve and requirement are stood on), and a user's
overrides. Room `risk` estimates, sizes and simulates; this verb puts its parts together and writes one result, with
figures and findings of the same shapes as a close. Pure but for the executor, which is handed in and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hikiate import __version__
from hikiate.facts.pack import Pack
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.kernel.amounts import amount_text, decimal_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Severity
from hikiate.kernel.results import STRESS_SCHEMA, Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.risk.adequacy import Measured, compensation, curve, layers, losses, simulation_error, sufficiency
from hikiate.risk.backtest import Tested, back_test
from hikiate.risk.bench import FUND, REQUIRED, Bench, bench
from hikiate.risk.estimate import Fit
from hikiate.risk.factor import risk_factor
from hikiate.risk.parameters import Override, rounded_number
from hikiate.risk.scenarios import Means, scenarios, settled
from hikiate.risk.simulation import Run
from hikiate.risk.tower import Layer, objections, of_policies
from hikiate.rules.kinds.reserve import INSURANCE_LAPSED
from hikiate.rules.sheet import Sheet


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
    simulation_error(measured)
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

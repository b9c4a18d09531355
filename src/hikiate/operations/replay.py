"""Replay: a real incident worked out as any other, beside what was published of its outcome.

The pack and the incident of the case go through the same `compensate`. Its inputs then get the sources of the case, and
every figure the weakest status of what it stands on. Beside each published number stands ours, the difference, and
where they differ the reason.
"""

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from hikiate import __version__
from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.amounts import Rounding, decimal_text, rounded
from hikiate.kernel.figures import Figure, Figures
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import REPLAY_SCHEMA, Result
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Library
from hikiate.operations.close import close
from hikiate.operations.compensate import Beside, Compensation, compensate
from hikiate.operations.counterfactual import Assumed, counterfactual, sourced
from hikiate.remedy.allocation import exact_sum
from hikiate.remedy.case_packs import INCIDENT_FILE, case_pack, open_case, with_credit
from hikiate.remedy.casebook import Balance, Case, Outcome
from hikiate.remedy.replays import Compared, Replay

RESERVE_BOOK = "jp-2026-reported"
SEGREGATION_BOOK = "jp-psa"
IMPLAUSIBLE = "liability.implausible"

_AS_PUBLISHED = Term("as published", "公表値")
_CUT_DECIMALS = 12


def replay(name: str, texts: Mapping[str, str], laws: Library, assumed: Assumed) -> Replay:
    """Replay a case; Refused where its files, or the policies that are assumed, have a fault."""
    opened = open_case(name, texts)
    case, exchange = opened.case, opened.exchange
    raw = case_pack(opened)
    pack = read_pack(raw)
    (book,) = laws.choose([RESERVE_BOOK])
    made = compensate(pack, raw, opened.incident, Beside(INCIDENT_FILE, raw.digest, keyed=False), [book])
    figures = Figures()
    for figure in sourced(made.result.figures, {}, case).values():
        figures.leaf(figure)
    _write_largest(figures, made, exchange)
    if "haircut.rate" in figures:
        _write_cuts(figures, made, exchange)
    alarms: tuple[Finding, ...] = ()
    if case.credited is not None:
        _write_reversed(figures, case, case.credited, exchange)
        alarms = _alarms(read_pack(with_credit(raw, case.credited, exchange)), laws)
    compared = tuple(_compared(figures, outcome) for outcome in case.outcomes)
    other = counterfactual(opened, book, assumed)
    for figure in other.figures:
        figures.leaf(figure)
    result = Result(
        exchange=exchange.name,
        as_of=exchange.snapshot_at.isoformat(),
        version=__version__,
        pack_digest=pack.digest,
        rulebooks=made.result.rulebooks,
        figures={figure.name: figure for figure in figures},
        findings=made.result.findings,
        schema=REPLAY_SCHEMA,
        annex={"case": case.id},
    )
    findings = other.determination.result.findings
    return Replay(case, result, compared, alarms, findings, other.volume is None, other.policies)


def _write_largest(figures: Figures, made: Compensation, exchange: Exchange) -> None:
    """`entitlement.<asset>.largest`: the most that one customer gets."""
    for asset in made.outlay.needs:
        of_asset = made.rows.filter(pl.col("pay_asset") == asset)
        by_customer = of_asset.group_by("customer").agg(pl.col("entitlement").sum())
        figures.derive(
            f"entitlement.{asset}.largest",
            Fraction(by_customer.select(pl.col("entitlement").max()).item(), 10 ** exchange.scale(asset)),
            asset,
            rule=Term("the most that one customer gets", "1名の利用者が受け取る最高額"),
            citation=INCIDENT_FILE,
            inputs=[f"entitlement.{asset}.total"],
        )


def _write_cuts(figures: Figures, made: Compensation, exchange: Exchange) -> None:
    """`haircut.<asset>.cut`, what was cut over what was owed, and `haircut.value`, all of it in money."""
    value = Fraction(0)
    for asset, left in made.outlay.needs.items():
        owed = exact_sum(made.rows.filter(pl.col("asset") == asset)["quantity"])
        value += (owed - left) * made.outlay.costs[asset]
        figures.derive(
            f"haircut.{asset}.cut",
            rounded(1 - Fraction(left, owed), _CUT_DECIMALS, Rounding.HALF_UP),
            "ratio",
            rule=Term("1 − what is left over what was owed", "1 − 削減後の合計 ÷ 債権の合計"),
            citation=INCIDENT_FILE,
            inputs=["haircut.rate", f"entitlement.{asset}.total"],
        )
    figures.derive(
        "haircut.value",
        rounded(value / 10**exchange.reporting_scale, exchange.reporting_scale, Rounding.HALF_UP),
        exchange.reporting_currency,
        rule=Term("all that is cut, at its price", "削減額の評価額の合計"),
        citation=INCIDENT_FILE,
        inputs=["haircut.rate", *(f"input.prices.{asset}" for asset in made.outlay.needs)],
    )


def _write_reversed(figures: Figures, case: Case, credited: Balance, exchange: Exchange) -> None:
    """`replay.reversed`: the share of what was credited in error that did not leave the exchange."""
    amount = Fraction(credited.quantity, 10 ** exchange.scale(credited.asset))
    cited = case.credited_cited
    leaf = figures.leaf(
        Figure("replay.credited", decimal_text(amount), credited.asset, cited.status, _AS_PUBLISHED, cited.citation)
    )
    lost = figures[f"loss.{credited.asset}.quantity"]
    figures.derive(
        "replay.reversed",
        rounded(1 - lost.number / amount, _CUT_DECIMALS, Rounding.HALF_UP),
        "ratio",
        rule=Term("1 − what left the exchange over what was credited", "1 − 流出数量 ÷ 誤付与数量"),
        citation=INCIDENT_FILE,
        inputs=[leaf, lost.name],
    )


def _compared(figures: Figures, outcome: Outcome) -> Compared:
    """An outcome beside ours, with `replay.published.<figure>` and `replay.difference.<figure>`."""
    ours, cited = figures[outcome.figure], outcome.cited
    if outcome.published is None:
        return Compared(outcome, ours)
    name, value = f"replay.published.{outcome.figure}", decimal_text(outcome.published)
    published = Figure(name, value, ours.unit, cited.status, _AS_PUBLISHED, cited.citation)
    difference = figures.derive(
        f"replay.difference.{outcome.figure}",
        ours.number - outcome.published,
        ours.unit,
        rule=Term("ours less the published number", "当方の値 − 公表値"),
        citation=cited.citation,
        inputs=[ours.name, figures.leaf(published)],
    )
    return Compared(outcome, ours, published, difference, abs(difference.number) <= outcome.near)


def _alarms(pack: Pack, laws: Library) -> tuple[Finding, ...]:
    found = close(pack, laws.choose([SEGREGATION_BOOK])).findings
    return tuple(finding for finding in found if finding.code == IMPLAUSIBLE)

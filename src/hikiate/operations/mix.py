"""The cheapest mix: from a pack, its close and quotes to the reserve and the layers that cost least in a year.

Data enters as for a stress test, with layers on offer and what the mix has to satisfy: the cost of capital, a
probability of shortfall, and the share of the requirement that the rulebook lets insurance stand in for. Room `risk`
searches; this verb says in figures and sentences what was found and why it is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import Rounding, amount_text, decimal_text, grouped, percent_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import MIX_SCHEMA, Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition, Rulebook
from hikiate.operations.stress import find_objections, in_force, layer_facts, result
from hikiate.risk.bench import REQUIRED, Bench, bench
from hikiate.risk.cheapest import FRONTIER, PARTS, ROUNDING, Market, Mix, Wanted
from hikiate.risk.kinds import NO_RATE, NOTHING_OFFERED
from hikiate.risk.parameters import Override
from hikiate.risk.quotes import Quotes
from hikiate.risk.scenarios import Means, scenarios, settled
from hikiate.risk.simulation import Run
from hikiate.risk.tower import Layer
from hikiate.rules.sheet import Sheet

CAPITAL_COST = Fraction("0.08")
"""The cost of capital where none is named; an assumption."""
SHORTFALL = Fraction("0.005")
"""The probability of shortfall where none is named; an assumption, after the usual one in 200 years."""

_PLACES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants: None is the assumption in its place."""

    capital_cost: Fraction | None
    shortfall: Fraction | None
    quotes: Quotes | None
    run: Run


def mix(
    pack: Pack, close: Result, rulebooks: Sequence[Rulebook], overrides: Mapping[str, Override], asked: Asked
) -> Result:
    """The cheapest mix; Refused where the pack or the quotes do not allow an answer."""
    work = bench(pack, close, overrides)
    offered, table = _offered(work.sheet, asked.quotes)
    find_objections(work, offered)
    leaves = layer_facts(work.sheet, offered, table)
    terms = (
        _term(work.sheet, "capital_cost", asked.capital_cost, CAPITAL_COST, Term("cost of capital", "資本コスト率")),
        _term(
            work.sheet, "shortfall", asked.shortfall, SHORTFALL, Term("probability of shortfall", "許容する不足確率")
        ),
    )
    minimum, law = _minimum(work, rulebooks)
    wanted = Wanted(asked.capital_cost or CAPITAL_COST, asked.shortfall or SHORTFALL, minimum)
    market = Market(offered, work.model.chances, work.model.places, work.odds(), asked.run)
    best = market.cheapest(wanted)
    inputs = (*work.model.inputs, *leaves, *terms, *law)
    _figures(work.sheet, best, wanted, inputs)
    _layers(work.sheet, offered, best, inputs)
    for name, parts in (("reserve_only", (0,) * len(offered)), ("all_layers", (PARTS,) * len(offered))):
        said = Term("cost of reserve alone", "準備金のみの場合の費用")
        said = (
            said
            if name == "reserve_only"
            else Term("cost with all layers in full", "全レイヤーを満額購入した場合の費用")
        )
        _money(work.sheet, f"mix.{name}.cost", market.mix(parts, wanted).cost, said, inputs)
    means = Means(best.reserve, 0, best.layers, ("mix.reserve", *leaves))
    annex = {
        "years": asked.run.years,
        "seed": asked.run.seed,
        "scenarios": [settled(work.sheet, scenario, means) for scenario in scenarios(work.exposed)],
        "layers": [layer.id for layer in offered],
        "frontier": [
            _point(work.sheet, market, offered, replace(wanted, shortfall=Fraction(part))) for part in FRONTIER
        ],
        "why": _why(work.sheet, market, offered, best, wanted),
    }
    return result(work.sheet, close, MIX_SCHEMA, annex)


def _offered(sheet: Sheet, quotes: Quotes | None) -> tuple[tuple[Layer, ...], str]:
    """The layers on offer, in the reporting currency, and the table that their leaves name."""
    if quotes is None:
        layers = tuple(layer for layer in in_force(sheet) if layer.premium is not None)
        if not layers:
            sheet.find(NOTHING_OFFERED.at("quotes"))
        return layers, "policies"
    exchange, currency = sheet.exchange, quotes.currency
    if currency == exchange.reporting_currency:
        return quotes.layers, "quotes"
    priced = sheet.price(currency) if currency in exchange.assets else None
    if priced is None:
        reporting = exchange.reporting_currency
        raise Refused([NO_RATE.at("quotes key currency", currency=currency, reporting=reporting, day=sheet.day)])
    factor = priced[0] * Fraction(10**exchange.reporting_scale, 10 ** exchange.scale(currency))
    return tuple(_converted(layer, factor) for layer in quotes.layers), "quotes"


def _converted(layer: Layer, factor: Fraction) -> Layer:
    """The layer in the reporting currency, each sum to the nearest whole unit."""

    def money(minor: int | None) -> int | None:
        return None if minor is None else int(rounded(minor * factor, 0, ROUNDING))

    return replace(
        layer,
        attachment=money(layer.attachment) or 0,
        limit=money(layer.limit) or 0,
        deductible=money(layer.deductible) or 0,
        aggregate=money(layer.aggregate),
        premium=money(layer.premium),
    )


def _term(sheet: Sheet, name: str, asked: Fraction | None, assumed: Fraction, said: Term) -> str:
    value, status, citation = (
        (asked, Status.INPUT, f"--{name}") if asked else (assumed, Status.ASSUMPTION, "assumption (仮定)")
    )
    shown = decimal_text(rounded(value, _PLACES, ROUNDING))
    return sheet.figures.leaf(Figure(f"model.mix.{name}", shown, "ratio", status, said, citation))


def _minimum(work: Bench, rulebooks: Sequence[Rulebook]) -> tuple[Any, tuple[str, ...]]:
    """What the rule leaves to be set aside, as a function of the layers bought, and the leaves it stands on."""
    legal = work.legal
    if legal is None:
        return (lambda _layers: 0), ()
    edition = next(found for found in (book.on(work.sheet.day) for book in rulebooks) if "rate" in found)
    share = _share(edition)
    keys = [key for key in ("insurance_offset", "insurance_share_max") if key in edition]
    open_keys = [key for key in keys if edition[key].value is None]
    if open_keys:
        work.sheet.undecided("mix.reserve.minimum", edition, open_keys)
    leaves = [REQUIRED, *(work.sheet.law(edition, key) for key in keys if key not in open_keys)]

    def minimum(layers: Sequence[Layer]) -> int:
        credits_ = sum((_credit(layer, legal) for layer in layers), Fraction(0))
        return legal - int(min(credits_, share * legal))

    return minimum, tuple(leaves)


def _share(edition: Edition) -> Fraction:
    """The highest share of the requirement that insurance may stand in for; 0 where it may not or nobody has said."""
    keys = ("insurance_offset", "insurance_share_max")
    if any(key not in edition or edition[key].value is None for key in keys) or edition[keys[0]].is_off:
        return Fraction(0)
    version = edition[keys[1]]
    return Fraction(1) if version.is_off else version.number


def _credit(layer: Layer, required: int) -> Fraction:
    """What a layer pays on a loss as large as the requirement, as the rule on insurance counts it."""
    return max(0, min(required - layer.start, layer.limit, layer.annual)) * layer.share


def _money(sheet: Sheet, name: str, minor: Fraction | int, rule: Term, inputs: Sequence[str]) -> None:
    exchange = sheet.exchange
    value = rounded(Fraction(minor), 0, ROUNDING) / 10**exchange.reporting_scale
    sheet.figures.derive(name, value, exchange.reporting_currency, rule=rule, citation="", inputs=inputs)


def _figures(sheet: Sheet, best: Mix, wanted: Wanted, inputs: Sequence[str]) -> None:
    _money(
        sheet,
        "mix.reserve.minimum",
        best.minimum,
        Term(
            "requirement − min(insurance credit, share allowed × requirement)",
            "必要額 − min(保険充当額, 上限割合 × 必要額)",
        ),
        inputs,
    )
    _money(
        sheet,
        "mix.reserve",
        best.reserve,
        Term(
            "the largest of: the minimum; the loss after insurance exceeded with the probability of shortfall; that "
            "exceeded with a probability of the cost of capital",
            "最低額、許容する不足確率に当たる保険控除後損失、資本コスト率に当たる保険控除後損失のうち最大の額",
        ),
        [*inputs, "mix.reserve.minimum"],
    )
    rule = Term("premiums, and the mean of reinstatement premiums", "保険料（復元保険料の期待値を含む）")
    _money(sheet, "mix.premium", best.premium, rule, inputs)
    rule = Term("cost of capital × reserve", "資本コスト率 × 準備金")
    _money(sheet, "mix.capital", best.reserve * wanted.capital_cost, rule, ["mix.reserve", "model.mix.capital_cost"])
    rule = Term("mean of what remains unpaid in a year", "年間の未補塡額の平均")
    _money(sheet, "mix.uncovered.mean", best.uncovered, rule, [*inputs, "mix.reserve"])
    rule = Term("capital + premium + uncovered, to the whole unit", "資本コスト + 保険料 + 未補塡額（円未満四捨五入）")
    _money(sheet, "mix.cost", best.cost, rule, ["mix.capital", "mix.premium", "mix.uncovered.mean"])
    sheet.figures.derive(
        "mix.shortfall_probability",
        rounded(best.shortfall, _PLACES, Rounding.HALF_UP),
        "ratio",
        rule=Term("years with a loss beyond reserve and layers ÷ all years", "準備金とレイヤーを超える年数 ÷ 全年数"),
        citation="",
        inputs=[*inputs, "mix.reserve"],
    )


def _layers(sheet: Sheet, offered: Sequence[Layer], best: Mix, inputs: Sequence[str]) -> None:
    bought = {layer.id: layer for layer in best.layers}
    for number, layer in enumerate(offered, start=1):
        chosen = bought.get(layer.id)
        limit, premium = (0, 0) if chosen is None else (chosen.limit, chosen.premium or 0)
        limit_rule = Term(f"what to buy of {layer.id}", f"{layer.id} の購入額（支払限度額）")
        premium_rule = Term(f"its premium, of {layer.id}", f"{layer.id} の保険料")
        _money(sheet, f"mix.layer.{number}.limit", limit, limit_rule, inputs)
        _money(sheet, f"mix.layer.{number}.premium", premium, premium_rule, inputs)


def _point(sheet: Sheet, market: Market, offered: Sequence[Layer], wanted: Wanted) -> dict[str, Any]:
    """A point of the frontier: the cheapest mix for another probability of shortfall."""
    found, scale = market.cheapest(wanted), sheet.exchange.reporting_scale
    bought = {layer.id: layer.limit for layer in found.layers}
    return {
        "shortfall": decimal_text(wanted.shortfall),
        "cost": amount_text(int(rounded(found.cost, 0, ROUNDING)), scale),
        "reserve": amount_text(found.reserve, scale),
        "premium": amount_text(found.premium, scale),
        "reached": decimal_text(rounded(found.shortfall, _PLACES, ROUNDING)),
        "limits": [amount_text(bought.get(layer.id, 0), scale) for layer in offered],
    }


def _why(sheet: Sheet, market: Market, offered: Sequence[Layer], best: Mix, wanted: Wanted) -> list[dict[str, str]]:
    """Why the answer is where it is: what holds the reserve, and what a little more or less of each layer would do."""
    said = [_reserve_reason(sheet, best, wanted)]
    for place, layer in enumerate(offered):
        step = 1 if layer.divisible else PARTS
        for by in (-step, step):
            part = best.parts[place] + by
            if 0 <= part <= PARTS:
                other = market.mix((*best.parts[:place], part, *best.parts[place + 1 :]), wanted)
                more = _sum(sheet, int(rounded(other.cost - best.cost, 0, ROUNDING)))
                moved = _sum(sheet, layer.limit * abs(by) // PARTS)
                said.append(
                    Term(
                        f"{layer.id}: {moved.en} {'more' if by > 0 else 'less'} of its limit would cost {more.en} "
                        "more a year.",
                        f"{layer.id}: 支払限度額を {moved.ja}{'増やす' if by > 0 else '減らす'}と、"
                        f"年間費用が {more.ja}増えます。",
                    )
                )
    return [{"en": term.en, "ja": term.ja} for term in said]


def _sum(sheet: Sheet, minor: int) -> Term:
    """A sum of money as a sentence says it."""
    shown, unit = grouped(amount_text(minor, sheet.exchange.reporting_scale)), sheet.exchange.reporting_currency
    return Term(f"{shown} {unit}", f"{shown} {unit_term(unit).ja}")


def _reserve_reason(sheet: Sheet, best: Mix, wanted: Wanted) -> Term:
    reserve = _sum(sheet, best.reserve)
    chance, cost = percent_text(wanted.shortfall), percent_text(wanted.capital_cost)
    return {
        "rule": Term(
            f"The reserve of {reserve.en} is what the rule leaves to be set aside after insurance; the chosen "
            "probability of shortfall and the cost of capital would be content with no more.",
            f"準備金 {reserve.ja}は、保険充当後に規程上積み立てるべき最低額です。"
            "許容する不足確率と資本コストからは、これを超える額は求められません。",
        ),
        "shortfall": Term(
            f"The reserve of {reserve.en} is set by the chosen probability of shortfall, {chance}: with less, losses "
            "after insurance would exceed it more often; the rule asks for less.",
            f"準備金 {reserve.ja}は、許容する不足確率 {chance}で決まります。"
            "これを下回ると、保険控除後の損失が準備金を超える頻度が許容を上回ります。",
        ),
        "capital": Term(
            f"The reserve of {reserve.en} is where one unit more costs {cost} and would be needed in {cost} of years.",
            f"準備金 {reserve.ja}は、追加の一単位の費用（{cost}）と、それが必要となる確率が釣り合う額です。",
        ),
    }[best.bound_by]

"""The risk factor: what scaling a reserve by risk, and not by size alone, could look like. An assumption, and off.

The plan was reported to scale by volume and by the record of incidents; no weighting is published. This factor follows
the precedent of the commodity-futures reserve, whose rate of accidents is what was paid for them over three years over
the volume of these years, with one change: the record is held against customers' assets, because volume can be made
by trading with oneself, and would then make the record look better.

Tests in order: (1) record: losses of the last three years over what is exposed, times RECORD_WEIGHT; (2) what is hot
above HOT_FREE of the value, times HOT_WEIGHT; (3) what outside keepers keep, times OUTSIDE_WEIGHT; (4) each control
that the pack does not show (statements, signed addresses, registered providers), CONTROL_STEP; (5) one plus all that,
at most FACTOR_MAX, up to four decimals.

Splitting accounts or wallets changes no value by tier and keeper, so it changes nothing; wash volume raises the
requirement, which is proportional to it, and leaves the factor.

Example: 10 % hot, 30 % outside, no losses, all controls: 1 + 0.05 × 2 + 0.3 × 0.5 = 1.25.
"""

from datetime import date
from fractions import Fraction

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.days import years_before
from hikiate.kernel.figures import Figure
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.risk.exposure import Exposure
from hikiate.risk.kinds import FACTOR_OFF
from hikiate.rules.sheet import Sheet

WRITTEN_ON = date(2026, 11, 26)
"""The day of this version of the factor."""
ROUNDING = Rounding.UP
PLACES = 4

_RECORD_YEARS = 3
_WEIGHTS = {
    "record_weight": ("10", Term("how much a record of losses weighs", "事故実績の重み")),
    "hot_weight": ("2", Term("how much value in hot wallets weighs", "ホットウォレット管理分の重み")),
    "hot_free": ("0.05", Term("share in hot wallets that does not weigh", "加算の対象としないホットウォレット割合")),
    "outside_weight": ("0.5", Term("how much value with outside keepers weighs", "外部管理分の重み")),
    "control_step": ("0.05", Term("what each control that is not shown adds", "確認できない統制一つ当たりの加算")),
    "max": ("2", Term("the highest factor", "係数の上限")),
}
_CITATION = f"assumption (仮定), {WRITTEN_ON}; after the commodity-futures reserve (商品取引責任準備金の事故率に倣う)"


def risk_factor(sheet: Sheet, exposed: Exposure, required: Figure | None) -> None:
    """Write `risk.factor`, and `risk.factor.required` where the requirement is known; find that it is off."""
    weights = {
        name: sheet.figures.leaf(Figure(f"model.factor.{name}", value, "number", Status.ASSUMPTION, rule, _CITATION))
        for name, (value, rule) in _WEIGHTS.items()
    }
    weight = {name: Fraction(value) for name, (value, _) in _WEIGHTS.items()}
    whole = Fraction(exposed.value)
    hot = exposed.worth([position for position in exposed.positions if position.tier == "hot"]) / whole
    outside = exposed.worth([position for position in exposed.positions if position.is_kept_outside]) / whole
    lost, lost_leaf = _lost(sheet)
    missing, missing_leaf = _missing_controls(sheet)
    value = 1 + weight["record_weight"] * lost / whole
    value += weight["hot_weight"] * max(Fraction(0), hot - weight["hot_free"])
    value += weight["outside_weight"] * outside + weight["control_step"] * missing
    figure = sheet.figures.derive(
        "risk.factor",
        rounded(min(value, weight["max"]), PLACES, ROUNDING),
        "number",
        rule=Term(
            "1 + record_weight × losses of 3 years ÷ exposure + hot_weight × (hot − hot_free) + outside_weight × "
            "outside + control_step × controls missing, at most max, up to 4 decimals",
            "1 + 事故実績の重み × 3年間の損失 ÷ 評価額 + ホットの重み ×（ホット割合 − 対象外割合）+ 外部管理の重み × "
            "外部管理割合 + 統制の加算 × 不足数（上限あり、小数点以下4桁切上げ）",
        ),
        citation=_CITATION,
        inputs=[exposed.total.name, lost_leaf, missing_leaf, *weights.values()],
    )
    sheet.find(FACTOR_OFF.at("risk.factor", citation=_CITATION))
    if required is not None:
        _required(sheet, figure, required)


def _required(sheet: Sheet, factor: Figure, required: Figure) -> None:
    """The requirement as it would be: the factor works on volume times rate, before the cap."""
    cap = next((name for name in required.inputs if name.endswith(".cap") and _is_number(sheet, name)), None)
    rate = next((name for name in required.inputs if name.endswith(".rate")), None)
    volume = next((name for name in required.inputs if name.startswith("volume.")), None)
    base = required.number
    inputs = [factor.name, required.name]
    if rate is not None and volume is not None:
        base = sheet.figures[volume].number * sheet.figures[rate].number
        inputs += [volume, rate]
    value = base * factor.number
    if cap is not None:
        value = min(value, sheet.figures[cap].number)
        inputs.append(cap)
    sheet.figures.derive(
        "risk.factor.required",
        rounded(value, sheet.exchange.reporting_scale, ROUNDING),
        sheet.exchange.reporting_currency,
        rule=Term(
            "volume × rate × factor, at most the cap, up to the whole unit; a what-if",
            "取引高 × 率 × 係数（上限あり、円未満切上げ）。試算であり適用していません",
        ),
        citation=_CITATION,
        inputs=inputs,
    )


def _is_number(sheet: Sheet, name: str) -> bool:
    return sheet.figures[name].unit != "text"


def _lost(sheet: Sheet) -> tuple[Fraction, str]:
    """What incidents of the last three years cost, in minor units, and its leaf."""
    since = years_before(sheet.day, _RECORD_YEARS)
    rows = [row for row in sheet.pack.incidents or () if since < row.day <= sheet.day]
    lost = sum(row.loss_jpy for row in rows)
    currency = sheet.exchange.reporting_currency
    leaf = sheet.figures.fact(
        "input.record.losses", sheet.amount(lost, currency), currency, sheet.source("incidents", rows)
    )
    return Fraction(lost), leaf


def _missing_controls(sheet: Sheet) -> tuple[int, str]:
    """How many of three controls the pack does not show, and its leaf."""
    pack = sheet.pack
    confirmed = {(row.holding, row.asset) for row in pack.statements or ()}
    registered = {row.provider for row in pack.providers or () if row.number}
    held = [row for row in pack.holdings or () if row.owner == "customer" and row.amount > 0]
    outside = {row.keeper for row in held} - {"self"}
    shown = (
        all((row.holding, row.asset) in confirmed for row in held),
        bool(pack.ownership),
        outside <= registered,
    )
    missing = len(shown) - sum(shown)
    leaf = sheet.figures.fact("input.record.controls_missing", missing, "count", "statements, ownership, providers")
    return missing, leaf

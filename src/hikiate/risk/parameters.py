"""The parameters of the loss model: estimated or assumed, each with its ground, each replaceable with a reason.

Estimates are rounded to six decimals where they enter (`rounded_number`), and what is rounded is what the simulation
draws by: a result can be re-performed from the figures that it shows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hikiate.kernel.amounts import Rounding, decimal_text, rounded
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.wording import Term
from hikiate.risk.estimate import JOINT, Fit, Interval
from hikiate.risk.incidents import GROUPS
from hikiate.risk.kinds import INFINITE_MEAN, MALFORMED

PLACES = 6
ESTIMATE_SWITCH = "estimate.general_knowledge"

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?", re.ASCII)
_KEYS = {"name", "value", "reason"}

GROUP_TERMS = {
    "outflow_hot": Term("theft from hot wallets", "ホットウォレットからの不正流出"),
    "outflow_cold": Term("theft from cold wallets", "コールドウォレットからの不正流出"),
    "provider": Term("failure of a provider", "委託先に起因する流出"),
    "insider": Term("theft by insiders", "内部者による流出"),
    "ledger": Term("error of the ledger", "帳簿の誤り"),
    "operational": Term("operational failure", "業務上の過誤"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `low` and `high` bound its interval of 95 % where it is an estimate."""

    name: str
    value: Fraction
    rule: Term
    citation: str
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A value that a user sets in place of a parameter, and why."""

    name: str
    value: Fraction
    reason: str


_ASSUMED = {
    "frequency.size_elasticity": ("0", Term(
        "how the frequency grows with the exchange's size; no document supports a number",
        "取引所の規模に対する頻度の弾力性（裏付けとなる資料なし）")),
    "frequency.size_reference": ("500000000000", Term(
        "the customers' assets, in the reporting currency, of the exchange that the frequency is of",
        "頻度の基準とする取引所の利用者財産額（報告通貨）")),
    "frequency.record_events": ("1", Term(
        "how many events the industry's frequency weighs against the exchange's own record",
        "自社の事故記録に対する業界頻度の重み（件数換算）")),
    "refill.days": ("366", Term(
        "days after which the reserve is full again; no plan states one, and 366 is not within the year",
        "準備金が補充されるまでの日数（定めがないため年内に補充なしの 366）")),
    "price.volatility": ("0.7", Term(
        "the yearly deviation of a volatile coin's logarithm, on general knowledge",
        "価格変動の大きい暗号資産の年率ボラティリティー（一般知識）")),
    "price.days": ("14", Term(
        "days over which the reserve's coins fall before they are sold, as long as DMM Bitcoin took to procure",
        "準備金の暗号資産を換金するまでの日数（DMM Bitcoin の調達期間）")),
    "price.correlation": ("0.3", Term(
        "how far the size of a theft and the fall of prices go together", "流出の規模と価格下落との相関")),
    "insurance.refusal": ("0.05", Term(
        "how often an insurer refuses a claim, as DB Insurance refused Youbit's",
        "保険金の支払いが拒絶される確率（Youbit の例）")),
    "insurance.default": ("0.01", Term(
        "how often an insurer is insolvent in a year of loss", "損失の年に保険者が支払不能となる確率")),
}  # fmt: skip

_RANGES: dict[str, tuple[Fraction, Fraction]] = {
    "frequency.rate": (Fraction(0), Fraction(20)),
    "frequency.size_elasticity": (Fraction(-2), Fraction(2)),
    "frequency.size_reference": (Fraction(1), Fraction(10**15)),
    "frequency.record_events": (Fraction(1, 1000), Fraction(1000)),
    "severity.sigma": (Fraction(1, 1000), Fraction(5)),
    "severity.tail": (Fraction(-1, 2), Fraction(1)),
    "severity.joint": (Fraction(1, 2), Fraction(999, 1000)),
    "refill.days": (Fraction(0), Fraction(366)),
    "price.volatility": (Fraction(0), Fraction(5)),
    "price.days": (Fraction(0), Fraction(366)),
    "price.correlation": (Fraction(-1), Fraction(1)),
    "insurance.refusal": (Fraction(0), Fraction(1)),
    "insurance.default": (Fraction(0), Fraction(1)),
    ESTIMATE_SWITCH: (Fraction(0), Fraction(1)),
    **{f"frequency.part.{group}": (Fraction(0), Fraction(1)) for group in GROUPS},
    **{f"share.{group}": (Fraction(1, 10**6), Fraction(1)) for group in GROUPS},
}
"""What each parameter may be; every name that may be overridden stands here."""


def parameters(fit: Fit, overrides: Mapping[str, Override]) -> dict[str, Parameter]:
    """All parameters of the model by name, overrides in place."""
    estimates = {parameter.name: parameter for parameter in _estimates(fit)}
    assumed = {
        name: Parameter(name, Fraction(value), rule, "assumption (仮定)") for name, (value, rule) in _ASSUMED.items()
    }
    whole = {**estimates, **assumed}
    return {
        name: parameter if name not in overrides else _overridden(parameter, overrides[name])
        for name, parameter in whole.items()
    }


def _overridden(parameter: Parameter, override: Override) -> Parameter:
    rule = Term(f"override: {override.reason}", f"上書き（理由: {override.reason}）")
    return Parameter(parameter.name, override.value, rule, "override (上書き)")


def _estimates(fit: Fit) -> list[Parameter]:
    known = "incidents.csv, documented rows (文書で確認できる事例)"
    found = [
        _estimate(
            "frequency.rate",
            fit.rate,
            Term("incidents at Japan's operators over operator-years", "国内事業者の事故件数 ÷ 延べ事業者年数"),
            f"{known}; operators.csv",
        ),
        _estimate(
            "severity.sigma",
            fit.sigma,
            Term("deviation of the logarithm of the share lost", "喪失割合の対数の標準偏差"),
            known,
        ),
        _estimate("severity.tail", fit.tail, Term("shape of the tail", "裾の形状母数（一般化パレート分布）"), known),
        Parameter(
            "severity.joint",
            Fraction(str(JOINT)),
            Term("the probability at which the tail begins", "裾が始まる確率"),
            "assumption (仮定)",
        ),
    ]
    for group in GROUPS:
        said = GROUP_TERMS[group]
        part = Term(f"part of all incidents: {said.en}", f"全事故に占める割合: {said.ja}")
        share = Term(
            f"median share of all customers' assets lost: {said.en}", f"利用者財産に対する喪失割合の中央値: {said.ja}"
        )
        found.append(_estimate(f"frequency.part.{group}", fit.parts[group], part, known))
        found.append(_estimate(f"share.{group}", fit.shares[group], share, known))
    return found


def _estimate(name: str, interval: Interval, rule: Term, citation: str) -> Parameter:
    low, high = rounded_number(interval.low), rounded_number(interval.high)
    said = f"95 % {decimal_text(low)} – {decimal_text(high)}, n = {interval.rows}"
    worded = Term(f"maximum likelihood: {rule.en} ({said})", f"最尤推定: {rule.ja}（{said}）")
    return Parameter(name, rounded_number(interval.value), worded, citation, low, high)


def rounded_number(value: float) -> Fraction:
    """A floating-point number as the decimal that the result shows and the simulation draws by."""
    return rounded(Fraction(value), PLACES, Rounding.HALF_UP)


def read_overrides(text: str, where: str) -> dict[str, Override]:
    """Read a file of overrides; Refused with every fault of it."""
    try:
        record = toml_values(text, parse_float=str)
    except ValueError as error:
        raise Refused([malformed(where, f"no TOML: {error}", "TOML", "TOML")]) from error
    entries = record.get("parameter")
    found = [_key(where, key, "parameter") for key in sorted(set(record) - {"parameter"})]
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise Refused([*found, malformed(where, "no [[parameter]]", "[[parameter]] records", "[[parameter]] の節")])
    overrides: dict[str, Override] = {}
    for number, entry in enumerate(entries, start=1):
        place = f"{where} parameter {number}"
        faults = _faults(place, entry)
        if not faults and entry["name"] in overrides:
            faults = [malformed(place, f"{entry['name']} twice", "each parameter once", "各母数につき一度")]
        found += faults
        if not faults:
            value = Fraction(str(entry["value"]))
            overrides[entry["name"]] = Override(entry["name"], value, entry["reason"].strip())
    if found:
        raise Refused(found)
    return overrides


def _faults(where: str, entry: Mapping[str, Any]) -> list[Finding]:
    found = [_key(where, key, ", ".join(sorted(_KEYS))) for key in sorted(set(entry) - _KEYS)]
    name, value, reason = entry.get("name"), entry.get("value"), entry.get("reason")
    is_known = isinstance(name, str) and name in _RANGES
    if not is_known:
        names = ", ".join(_RANGES)
        found.append(malformed(f"{where} key name", str(name), f"one of {names}", f"次のいずれか: {names}"))
    if not isinstance(reason, str) or not reason.strip():
        wanted = "a reason that others can weigh", "第三者が検討できる理由"
        found.append(malformed(f"{where} key reason", str(reason), *wanted))
    if isinstance(value, bool) or not isinstance(value, int | str) or not _NUMBER.fullmatch(str(value)):
        found.append(malformed(f"{where} key value", str(value), 'a number such as "0.03"', '"0.03" のような数'))
    elif is_known:
        found += _range_faults(where, str(name), Fraction(str(value)))
    return found


def _range_faults(where: str, name: str, value: Fraction) -> list[Finding]:
    low, high = _RANGES[name]
    if name == "severity.tail" and value >= 1:
        return [INFINITE_MEAN.at(f"{where} key value", value=decimal_text(value))]
    if low <= value <= high:
        return []
    said = f"{decimal_text(low)} – {decimal_text(high)}"
    return [malformed(f"{where} key value", decimal_text(value), said, said)]


def _key(where: str, key: str, keys: str) -> Finding:
    return malformed(where, f"unknown key {key}", f"only {keys}", f"{keys} のみ")


def malformed(where: str, value: str, wanted: str, wanted_ja: str) -> Finding:
    """The fault that a file of quotes or overrides does not hold what it should at a place."""
    return MALFORMED.at(where, value=value, wanted=wanted, wanted_ja=wanted_ja)

"""The comparison: one exchange on one day under every rulebook, side by side, each on figures of its own.

The pack is read once and every rulebook works on a sheet beside the others over the same facts, because rulebooks that
answer one figure cannot share a close. What a rulebook asks is shown in one currency at the rates of the day; where a
rate, a price or a fact of the firm is missing, the row says so and has no number.
"""

from collections.abc import Sequence
from fractions import Fraction

from hikiate import __version__
from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.wording import Term, Words
from hikiate.law.rulebooks import Edition, Rulebook
from hikiate.operations.close import DUTIES
from hikiate.rules.compared.answers import Comparison, Row, Verdict
from hikiate.rules.compared.terms import DutyTerms, terms
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.standing import find_stale, is_in_force

NO_RATE = FindingKind(
    "compare.no_rate",
    Severity.FAULT,
    Words(
        "no rate of {currency} in {reporting} on {day}",
        "a currency of exchange.toml with one price of that day",
        "add its price to prices, or leave --currency out",
    ),
    Words(
        "{day} の {currency} の {reporting} 建て相場がありません",
        "exchange.toml にあり、当日の価格が一つある通貨",
        "prices に当日の価格を追加するか、--currency を省略してください",
    ),
)

_GUARANTEE, _MISSING = "compare.guarantee_required", "compare.missing"
_ANSWERS = ("reserve.required", "reserve.provision", _GUARANTEE)
"""The figure that says what must be held, by the shape of the duty."""

_RESERVE = "reserve"
_SHORTS = ("reserve.shortfall", "reserve.topup", _MISSING)


def compare(pack: Pack, rulebooks: Sequence[Rulebook], currency: str | None = None) -> Comparison:
    """The pack under each rulebook; Refused where `currency` has no one rate on the day."""
    sheet = Sheet(pack)
    shown = currency or pack.exchange.reporting_currency
    rate = _rate(sheet, shown)
    return Comparison(
        exchange=pack.exchange.name,
        as_of=pack.exchange.snapshot_at.isoformat(),
        version=__version__,
        pack_digest=pack.digest,
        currency=shown,
        rows=tuple(_row(sheet.beside(), book.on(sheet.day), rate, _scale(pack, shown)) for book in rulebooks),
    )


def _scale(pack: Pack, currency: str) -> int:
    return pack.exchange.assets[currency].scale


def _rate(sheet: Sheet, currency: str) -> Fraction:
    if currency in sheet.exchange.assets:
        priced = sheet.beside().price(currency)
        if priced is not None:
            return priced[0]
    reporting = sheet.exchange.reporting_currency
    raise Refused([NO_RATE.at("option --currency", currency=currency, reporting=reporting, day=sheet.day)])


def _row(sheet: Sheet, edition: Edition, rate: Fraction, scale: int) -> Row:
    in_force = is_in_force(sheet, edition)
    if in_force:
        find_stale(sheet, edition)
        for duty in edition.book.duties:
            DUTIES[duty](sheet, edition)
        if "segregation" in edition.book.duties:
            _guarantee_value(sheet, edition)
    answer = next((figure for name in _ANSWERS if (figure := sheet.figures.get(name)) is not None), None)
    findings = tuple(sheet.findings)
    return Row(
        edition=edition,
        verdict=_verdict(answer, findings, in_force=in_force),
        status=edition.status if answer is None else answer.status,
        required=_converted(answer, rate, scale),
        ceiling=_converted(sheet.figures.get("reserve.ceiling"), rate, scale),
        short=_short(sheet, edition, rate, scale),
        terms=terms(edition) if in_force else _NO_TERMS,
        findings=findings,
        figures={figure.name: figure for figure in sheet.figures},
    )


_NOT_YET = Term("not in force on the day", "当日は施行されていません")
_NO_TERMS = DutyTerms(_NOT_YET, _NOT_YET, _NOT_YET, _NOT_YET)


def _verdict(answer: Figure | None, findings: Sequence[Finding], *, in_force: bool) -> Verdict:
    if not in_force:
        return "not_in_force"
    breaches = [finding.code for finding in findings if finding.severity is Severity.BREACH]
    if any(not code.startswith("input.") for code in breaches):
        return "in_breach"
    if breaches:
        return "unanswered"
    return "undecided" if answer is not None and answer.value is None else "in_order"


def _converted(figure: Figure | None, rate: Fraction, scale: int) -> Fraction | None:
    """An amount in the currency of the comparison, rounded up, so that none looks smaller than it is."""
    if figure is None or figure.value is None:
        return None
    return rounded(figure.number / rate, scale, Rounding.UP)


def _short(sheet: Sheet, edition: Edition, rate: Fraction, scale: int) -> Fraction | None:
    """What is missing of what must be held; where no reserve is asked for, the value of what is missing in kind."""
    known = next((figure for name in _SHORTS if (figure := sheet.figures.get(name)) is not None), None)
    if known is not None:
        return _converted(known, rate, scale)
    if _RESERVE in edition.book.answers or "segregation" in edition.book.duties:
        return None
    gaps = [figure for figure in sheet.figures if _is_gap(figure.name)]
    value = Fraction(0)
    for gap in gaps:
        price = sheet.price(gap.unit) if gap.number < 0 else (Fraction(0), "")
        if price is None:
            return None
        value -= min(gap.number, Fraction(0)) * price[0]
    return rounded(value / rate, scale, Rounding.UP) if gaps else None


def _is_gap(name: str) -> bool:
    return name.endswith(".difference") and name.startswith("custody.")


def _guarantee_value(sheet: Sheet, edition: Edition) -> None:
    """Write what the guarantee assets required are worth at the prices of the day, and what is missing.

    Missing are guarantee assets and coins of customers, each at its price.
    """
    required = [figure for figure in sheet.figures if figure.name.endswith(".guarantee_required")]
    whole, missing = Fraction(0), Fraction(0)
    inputs: list[str] = []
    for figure in required:
        held = sheet.figures[figure.name.removesuffix("_required")]
        difference = sheet.figures.get(f"segregation.{figure.unit}.difference")
        gap = Fraction(0) if difference is None else max(Fraction(0), -difference.number)
        price = sheet.price(figure.unit) if figure.number or gap else (Fraction(0), None)
        if price is None:
            return
        whole += figure.number * price[0]
        missing += (max(Fraction(0), figure.number - held.number) + gap) * price[0]
        known = (figure.name, held.name, None if difference is None else difference.name, price[1])
        inputs += [name for name in known if name is not None]
    if not required:
        return
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(Rounding.UP, currency)
    for name, value, rule in (
        (_GUARANTEE, whole, Term("Σ guarantee assets required × price", "Σ 必要な履行保証暗号資産 × 価格")),
        (_MISSING, missing, Term("Σ missing coins × price", "Σ 不足する暗号資産（履行保証を含む）× 価格")),
    ):
        sheet.figures.derive(
            name,
            rounded(value, sheet.exchange.reporting_scale, Rounding.UP),
            currency,
            rule=Term(f"{rule.en}, {rounding.en}", f"{rule.ja}（{rounding.ja}）"),
            citation=edition["guarantee_ratio"].citation.text,
            inputs=inputs,
        )

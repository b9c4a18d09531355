"""The resources that stand against a required reserve: assets set aside, insurance that counts, and what is missing.

Tests in order: (1) per asset, the reserve by its movements and by the holdings that are its; where both are known the
lower counts; (2) valued at the day's price less the haircut of its kind; the exchange's own tokens count as nothing;
(3) insurance credit; (4) held is fund plus credit; (5) shortfall and coverage.

Example: JPY 500,000,000 in the book and at the bank, no insurance, JPY 20,000,000,000 required: short by
19,500,000,000.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from hikiate.facts.tables import Holding, Movement
from hikiate.kernel.amounts import Rounding, grouped_text, percent_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.insurance import insurance_credit
from hikiate.rules.kinds.reserve import (
    NOT_ELIGIBLE,
    RESERVE_NO_TERM,
    RESERVE_SHORT,
    RESERVE_UNFUNDED,
)
from hikiate.rules.reserve_book import balance, movements_up_to_snapshot
from hikiate.rules.roundings import to_places, to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import lacking

ROUNDING = Rounding.DOWN
"""What is held is never rounded up; neither is coverage."""

COVERAGE_PLACES = 8

_KEYS = (
    "insurance_offset",
    "insurance_share_max",
    "insurance_third_party",
    "insurance_term_days_min",
    "insurance_notice_days_min",
    "insurance_perils",
    "haircut_foreign_money",
    "haircut_stablecoin",
    "haircut_crypto",
)
_HAIRCUTS = {"fiat": "haircut_foreign_money", "stablecoin": "haircut_stablecoin", "crypto": "haircut_crypto"}


def resources(sheet: Sheet, edition: Edition, required: Figure | None) -> None:
    """Write `reserve.fund`, `.insurance_credit`, `.held`, `.shortfall`, `.coverage` and `.topup` as far as known."""
    if open_keys := lacking(edition, optional=_KEYS):
        sheet.undecided("reserve.held", edition, open_keys)
        return
    fund = _fund(sheet, edition)
    if required is None or fund is None:
        return
    credit = insurance_credit(sheet, edition, required)
    currency, citation = sheet.exchange.reporting_currency, edition[edition.book.headline].citation.text
    held = sheet.figures.derive(
        "reserve.held",
        fund.number + credit.number,
        currency,
        rule=Term("reserve.fund + reserve.insurance_credit", "責任準備金積立額 + 保険による充当額"),
        citation=citation,
        inputs=[fund.name, credit.name],
    )
    shortfall = shortfall_of(sheet, required, held, citation)
    if required.number > 0:
        places = to_places(ROUNDING, COVERAGE_PLACES)
        sheet.figures.derive(
            "reserve.coverage",
            rounded(held.number / required.number, COVERAGE_PLACES, ROUNDING),
            "ratio",
            rule=Term(f"reserve.held ÷ reserve.required, {places.en}", f"充当額合計 ÷ 必要責任準備金額（{places.ja}）"),
            citation=citation,
            inputs=[held.name, required.name],
        )
    sheet.figures.derive(
        "reserve.topup",
        shortfall.number,
        currency,
        rule=Term("reserve.shortfall, all at once", "不足額の全額"),
        citation=edition["replenishment_days"].citation.text,
        inputs=[shortfall.name],
    )
    if shortfall.number > 0:
        _find_short(sheet, edition, required, held, shortfall)


def _find_short(sheet: Sheet, edition: Edition, required: Figure, held: Figure, shortfall: Figure) -> None:
    term = edition["replenishment_days"]
    due: date | None = None
    if term.value is None:
        no_term = RESERVE_NO_TERM.at(
            "reserve.topup",
            citation=term.citation.text,
            rulebook=edition.book.name,
            keys="replenishment_days",
        )
        sheet.find(no_term)
    elif not term.is_off:
        due = sheet.day + timedelta(days=int(term.number))
    find_short(sheet, required, held, shortfall, citation=edition[edition.book.headline].citation.text, due=due)


def shortfall_of(sheet: Sheet, required: Figure, held: Figure, citation: str) -> Figure:
    """Write `reserve.shortfall`, what is missing of the requirement."""
    return sheet.figures.derive(
        "reserve.shortfall",
        max(Fraction(0), required.number - held.number),
        sheet.exchange.reporting_currency,
        rule=Term("reserve.required − reserve.held, at least 0", "必要責任準備金額 − 充当額合計（下限 0）"),
        citation=citation,
        inputs=[required.name, held.name],
    )


def find_short(
    sheet: Sheet, required: Figure, held: Figure, shortfall: Figure, *, citation: str, due: date | None
) -> None:
    """Find a shortfall, to be made good by `due` where law names a day."""
    sheet.find(
        RESERVE_SHORT.at(
            "reserve.shortfall",
            citation=citation,
            due=due,
            held=grouped_text(held.number),
            required=grouped_text(required.number),
            shortfall=grouped_text(shortfall.number),
            unit=unit_term(sheet.exchange.reporting_currency),
        )
    )


def _fund(sheet: Sheet, edition: Edition) -> Figure | None:
    """The assets set aside; None where neither the movements nor the holdings were handed in."""
    citation = edition[edition.book.headline].citation.text
    movements, holdings = sheet.pack.reserve, sheet.pack.holdings
    if movements is None:
        needed_for = Term("the book of the reserve", "準備金の帳簿残高の算定")
        sheet.missing("reserve", needed_for=needed_for, citation=citation)
    if holdings is None:
        needed_for = Term("the assets of the reserve", "準備金に充てる有高の確認")
        sheet.missing("holdings", needed_for=needed_for, citation=citation)
    if movements is None and holdings is None:
        return None
    reserve_holdings = [holding for holding in holdings or () if holding.owner == "reserve"]
    past = movements_up_to_snapshot(sheet, movements or ())
    currency = sheet.exchange.reporting_currency
    assets = dict.fromkeys([currency, *(m.asset for m in past), *(h.asset for h in reserve_holdings)])
    if sheet.pack.tokens is None and len(assets) > 1:
        without_it = Term("own tokens cannot be told apart", "自社が発行したトークンを判別できません")
        sheet.absent("tokens", without_it=without_it)
    parts = []
    for asset in assets:
        book = None if movements is None else _book(sheet, asset, past)
        held = None if holdings is None else _held(sheet, asset, reserve_holdings)
        parts.append(_eligible(sheet, edition, asset, book, held))
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return sheet.figures.derive(
        "reserve.fund",
        sum((part.number for part in known), Fraction(0)),
        currency,
        rule=Term("sum of the reserve's eligible assets", "準備金に算入できる資産の額の合計"),
        citation=citation,
        inputs=[part.name for part in known],
    )


def _book(sheet: Sheet, asset: str, movements: Sequence[Movement]) -> str:
    rows = [movement for movement in movements if movement.asset == asset]
    source = sheet.source("reserve", rows)
    return sheet.figures.fact(f"input.reserve.{asset}", sheet.amount(balance(rows), asset), asset, source)


def _held(sheet: Sheet, asset: str, holdings: Sequence[Holding]) -> str:
    rows = [holding for holding in holdings if holding.asset == asset]
    source = sheet.source("holdings", rows)
    total = sheet.amount(sum(row.amount for row in rows), asset)
    return sheet.figures.fact(f"input.holdings.{asset}.reserve", total, asset, source)


def _eligible(sheet: Sheet, edition: Edition, asset: str, book: str | None, held: str | None) -> Figure | None:
    """An asset's value in the reserve; None where it counts and has no price."""
    leaves = [name for name in (book, held) if name is not None]
    amounts = [sheet.figures[name].number for name in leaves]
    amount = max(Fraction(0), min(amounts))
    if len(set(amounts)) > 1:
        in_book, in_holdings = (grouped_text(value) for value in amounts)
        unit = unit_term(asset)
        sheet.find(RESERVE_UNFUNDED.at(f"reserve.{asset}", book=in_book, held=in_holdings, unit=unit))
    value, inputs = amount, leaves
    rule = Term("the lower of book and holdings", "帳簿残高と有高のいずれか低い額")
    if asset != sheet.exchange.reporting_currency:
        haircut, reason, key = _haircut(sheet, edition, asset)
        inputs = [*leaves, sheet.law(edition, key)]
        rule = _valued(rule, key, to_the_unit(ROUNDING, sheet.exchange.reporting_currency), reason)
        priced = sheet.price(asset) if haircut < 1 and amount > 0 else (Fraction(0), None)
        if priced is None:
            return None
        price, price_leaf = priced
        inputs += [price_leaf] if price_leaf else []
        value = rounded(amount * price * (1 - haircut), sheet.exchange.reporting_scale, ROUNDING)
        if haircut > 0 and amount > 0:
            rate = percent_text(haircut)
            finding = NOT_ELIGIBLE.at(
                f"reserve.{asset}",
                citation=edition[key].citation.text,
                amount=grouped_text(amount),
                asset=unit_term(asset),
                counted=grouped_text(value),
                unit=unit_term(sheet.exchange.reporting_currency),
                reason=reason or Term(f"a haircut of {rate}", f"評価減率 {rate}"),
            )
            sheet.find(finding)
    currency, citation = sheet.exchange.reporting_currency, edition[edition.book.headline].citation.text
    return sheet.figures.derive(
        f"reserve.{asset}.eligible", value, currency, rule=rule, citation=citation, inputs=inputs
    )


def _valued(lower: Term, key: str, rounding: Term, reason: Term | None) -> Term:
    """The rule of an asset that is not the reporting currency: its price less a haircut, or why it counts as 0."""
    if reason is not None:
        return Term(f"{lower.en}; {reason.en}", f"{lower.ja}（{reason.ja}のため算入額は 0）")
    return Term(
        f"{lower.en} × price × (1 − {key}), {rounding.en}", f"{lower.ja} × 価格 ×（1 − 評価減率）（{rounding.ja}）"
    )


def _haircut(sheet: Sheet, edition: Edition, asset: str) -> tuple[Fraction, Term | None, str]:
    """The haircut of an asset, why it is one of its own (own tokens), and the provision it comes from."""
    key = _HAIRCUTS[sheet.exchange.assets[asset].kind]
    own = {sheet.exchange.name, sheet.exchange.registration}
    if any(token.asset == asset and token.issuer in own for token in sheet.pack.tokens or ()):
        return Fraction(1), Term("a token of the exchange's own", "自社が発行したトークン"), key
    version = edition[key]
    return (Fraction(0) if version.is_off else version.number), None, key

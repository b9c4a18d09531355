"""A fund with a trigger: filled up to its target when it has fallen below a lower level, and not before.

Tests in order: (1) target and trigger at the day's rate of the currency in which they are stated; (2) the fund is what
is set aside as reserve, at the prices of the day; tokens of the exchange's own count as nothing; (3) below the trigger
what is missing up to the target is due; between the two nothing is; (4) each part of it stands at a published address.

Example: a fund of 700 against a trigger of 800 and a target of 1,000 is to be filled up by 300; one of 900 by nothing.
"""

from fractions import Fraction

from hikiate.facts.tables import Holding
from hikiate.kernel.amounts import Rounding, grouped_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.reserve import FUND_BELOW_TRIGGER, FUND_UNPUBLISHED
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import find_undecided, lacking

_KEYS = ("target", "trigger", "fund_assets", "haircut_foreign_money", "haircut_stablecoin", "haircut_crypto")
_HAIRCUTS = {"fiat": "haircut_foreign_money", "stablecoin": "haircut_stablecoin", "crypto": "haircut_crypto"}
_NEEDED_FOR = Term("the value of the fund", "基金の評価額の算定")


def fund_with_trigger(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.required`, `.trigger`, `.fund`, `.held` and `.shortfall`."""
    if open_keys := lacking(edition, needed=_KEYS):
        find_undecided(sheet, edition, open_keys)
        return
    target = _law_figure(sheet, edition, "target", "reserve.required")
    trigger = _law_figure(sheet, edition, "trigger", "reserve.trigger")
    fund = _fund(sheet, edition)
    if target is None or trigger is None or fund is None:
        return
    currency, citation = sheet.exchange.reporting_currency, edition["target"].citation.text
    rule = Term("reserve.fund", "基金の評価額")
    held = sheet.figures.derive("reserve.held", fund.number, currency, rule=rule, citation=citation, inputs=[fund.name])
    below = held.number < trigger.number
    shortfall = sheet.figures.derive(
        "reserve.shortfall",
        target.number - held.number if below else 0,
        currency,
        rule=Term("target − fund below the trigger, else 0", "水準未満なら目標額 − 基金の評価額、それ以外は 0"),
        citation=citation,
        inputs=[target.name, trigger.name, held.name],
    )
    if below:
        sheet.find(
            FUND_BELOW_TRIGGER.at(
                "reserve.shortfall",
                citation=edition["trigger"].citation.text,
                due=sheet.term_end(edition, "replenishment_days"),
                held=grouped_text(held.number),
                trigger=grouped_text(trigger.number),
                target=grouped_text(target.number),
                missing=grouped_text(shortfall.number),
                unit=unit_term(currency),
            )
        )


def _law_figure(sheet: Sheet, edition: Edition, key: str, name: str) -> Figure | None:
    money = sheet.law_money(edition, key)
    if money is None:
        return None
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(Rounding.UP, currency)
    return sheet.figures.derive(
        name,
        rounded(money[0], sheet.exchange.reporting_scale, Rounding.UP),
        currency,
        rule=Term(f"{key} at the day's rate, {rounding.en}", f"当日の為替相場による換算額（{rounding.ja}）"),
        citation=edition[key].citation.text,
        inputs=money[1],
    )


def _fund(sheet: Sheet, edition: Edition) -> Figure | None:
    citation = edition["fund_assets"].citation.text
    if sheet.pack.holdings is None:
        sheet.missing("holdings", needed_for=_NEEDED_FOR, citation=citation)
        return None
    rows = [holding for holding in sheet.pack.holdings if holding.owner == "reserve" and holding.amount]
    _find_unpublished(sheet, edition, rows)
    own = {sheet.exchange.name, sheet.exchange.registration}
    own_tokens = {token.asset for token in sheet.pack.tokens or () if token.issuer in own}
    exact, inputs = Fraction(0), [sheet.law(edition, "fund_assets")]
    for asset in dict.fromkeys(row.asset for row in rows):
        of_asset = [row for row in rows if row.asset == asset]
        amount = sheet.amount(sum(row.amount for row in of_asset), asset)
        inputs.append(
            sheet.figures.fact(f"input.holdings.{asset}.reserve", amount, asset, sheet.source("holdings", of_asset))
        )
        price = (Fraction(0), None) if asset in own_tokens else sheet.price(asset)
        if price is None:
            return None
        key = _HAIRCUTS[sheet.exchange.assets[asset].kind]
        exact += amount * price[0] * (1 - edition[key].number)
        inputs += [name for name in (price[1], sheet.law(edition, key)) if name is not None]
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(Rounding.DOWN, currency)
    return sheet.figures.derive(
        "reserve.fund",
        rounded(exact, sheet.exchange.reporting_scale, Rounding.DOWN),
        currency,
        rule=Term(
            f"Σ holdings of the reserve × price, own tokens at 0, {rounding.en}",
            f"Σ 基金の有高 × 価格（自社発行トークンは 0、{rounding.ja}）",
        ),
        citation=citation,
        inputs=list(dict.fromkeys(inputs)),
    )


def _find_unpublished(sheet: Sheet, edition: Edition, rows: list[Holding]) -> None:
    wanted = edition["public_address"]
    without = [row.holding for row in rows if row.address is None]
    if without and not wanted.is_off and wanted.value is not None:
        shown = ", ".join(without[:5])
        sheet.find(
            FUND_UNPUBLISHED.at(
                "holdings", citation=wanted.citation.text, count=grouped_text(len(without)), shown=shown
            )
        )

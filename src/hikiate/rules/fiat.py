"""Customers' money: calculated every business day, held in trust, short for two business days at most.

Legal tests in order, per currency: (1) required is the sum of what each customer is owed (Order 26(2)); (2) the trust's
money is at least that; (3) what is missing is added within two business days from the day after (Order 26(1)(vi)).

Example: JPY 1,000,000 owed and 999,999 in trust on Friday 18 September 2026: one yen is due by Friday 25 September,
because the three days after the weekend are holidays.
"""

from fractions import Fraction

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.custody import FIAT_OUTSIDE_TRUST, FIAT_SHORT
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import lacking

_NEEDED_FOR = Term("the trust of customers' money", "利用者の金銭の信託の確認")


def fiat(sheet: Sheet, edition: Edition) -> None:
    """Write `fiat.required`, `.trust` and `.difference`; of another than the reporting currency `fiat.<currency>.*`."""
    if open_keys := lacking(edition, needed=["fiat_trust_ratio"]):
        sheet.undecided("fiat.required", edition, open_keys)
        return
    citation = edition["fiat_trust_ratio"].citation.text
    if sheet.pack.balances is None:
        sheet.missing("balances", needed_for=_NEEDED_FOR, citation=citation)
    if sheet.pack.holdings is None:
        sheet.missing("holdings", needed_for=_NEEDED_FOR, citation=citation)
    seen = set(sheet.pack.balances or ())
    seen |= {holding.asset for holding in sheet.pack.holdings or () if holding.owner == "customer"}
    for asset in sheet.exchange.assets.values():
        if asset.kind == "fiat" and (asset.name in seen or asset.name == sheet.exchange.reporting_currency):
            _currency(sheet, edition, asset.name)


def _currency(sheet: Sheet, edition: Edition, asset: str) -> None:
    citation = edition["fiat_trust_ratio"].citation.text
    prefix = "fiat" if asset == sheet.exchange.reporting_currency else f"fiat.{asset}"
    required = trust = None
    if sheet.pack.balances is not None:
        owed = sheet.pack.balances.get(asset)
        source = sheet.column_source("balances", "amount", asset, owed.rows if owed else 0)
        amount = sheet.amount(owed.amount if owed else 0, asset)
        leaf = sheet.figures.fact(f"input.balances.{asset}", amount, asset, source)
        required = sheet.figures.derive(
            f"{prefix}.required",
            amount * edition["fiat_trust_ratio"].number,
            asset,
            rule=Term("sum of customers' balances × fiat_trust_ratio", "利用者残高の合計 × 信託割合"),
            citation=citation,
            inputs=[leaf, sheet.law(edition, "fiat_trust_ratio")],
        )
    if sheet.pack.holdings is not None:
        rows = [holding for holding in sheet.pack.holdings if holding.asset == asset and holding.owner == "customer"]
        in_trust = [row for row in rows if row.tier == "trust"]
        total = sheet.amount(sum(row.amount for row in in_trust), asset)
        source = sheet.source("holdings", in_trust)
        leaf = sheet.figures.fact(f"input.holdings.{asset}.customer.trust", total, asset, source)
        rule = Term("sum of holdings: customer, trust", "有高の合計（利用者分・信託）")
        trust = sheet.figures.derive(f"{prefix}.trust", total, asset, rule=rule, citation=citation, inputs=[leaf])
        _find_outside(sheet, asset, citation, sum(row.amount for row in rows if row.tier != "trust"))
    if required is None or trust is None:
        return
    difference = sheet.figures.derive(
        f"{prefix}.difference",
        trust.number - required.number,
        asset,
        rule=Term("trust − required", "信託財産の元本評価額 − 利用者区分管理必要額"),
        citation=citation,
        inputs=[trust.name, required.name],
    )
    if difference.number < 0:
        sheet.find(
            FIAT_SHORT.at(
                f"{prefix}.difference",
                citation=edition["fiat_topup_days"].citation.text,
                due=sheet.deadline(edition, "fiat_topup_days"),
                trust=grouped_text(trust.number),
                required=grouped_text(required.number),
                unit=unit_term(asset),
                missing=grouped_text(-difference.number),
            )
        )


def _find_outside(sheet: Sheet, asset: str, citation: str, minor: int) -> None:
    amount = sheet.amount(minor, asset)
    if amount > Fraction(0):
        where = f"holdings.{asset}"
        said = grouped_text(amount)
        sheet.find(FIAT_OUTSIDE_TRUST.at(where, citation=citation, amount=said, unit=unit_term(asset)))

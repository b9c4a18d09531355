"""In kind: what customers are owed of each crypto-asset is there in that asset, and nothing is netted across assets.

Tests in order, per asset: (1) owed is the sum of customers' balances times the share that the law wants held; (2) held
is what stands in every tier for customers; (3) held is at least owed; (4) a shortage is cleared within the days that
the law gives.

Example: 10 BTC owed and 9.5 held: 0.5 BTC are short, whatever is held of anything else.
"""

from fractions import Fraction

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.custody import SEGREGATION_SHORT
from hikiate.rules.sheet import Sheet
from hikiate.rules.tier_values import KINDS, held_assets, tier_leaf
from hikiate.rules.undecided import lacking

_NEEDED_FOR = Term("what customers are owed in kind", "利用者に対する同種・同量の保有の確認")


def in_kind(sheet: Sheet, edition: Edition) -> None:
    """Write `custody.<asset>.owed`, `.held` and `.difference`, and find each asset that is short."""
    if open_keys := lacking(edition, needed=["in_kind_ratio"]):
        sheet.undecided("custody", edition, open_keys)
        return
    citation = edition["in_kind_ratio"].citation.text
    for table in ("balances", "holdings"):
        if getattr(sheet.pack, table) is None:
            sheet.missing(table, needed_for=_NEEDED_FOR, citation=citation)
    if sheet.pack.balances is None or sheet.pack.holdings is None:
        return
    owed = {asset for asset, liability in sheet.pack.balances.items() if liability.amount}
    seen = owed | set(held_assets(sheet))
    for asset in sheet.exchange.assets.values():
        if asset.name in seen and asset.kind != "fiat":
            _asset(sheet, edition, asset.name, citation)


def _asset(sheet: Sheet, edition: Edition, asset: str, citation: str) -> None:
    liability = (sheet.pack.balances or {}).get(asset)
    source = sheet.column_source("balances", "amount", asset, liability.rows if liability else 0)
    amount = sheet.amount(liability.amount if liability else 0, asset)
    leaf = sheet.figures.fact(f"input.balances.{asset}", amount, asset, source)
    owed = sheet.figures.derive(
        f"custody.{asset}.owed",
        amount * edition["in_kind_ratio"].number,
        asset,
        rule=Term("sum of customers' balances × in_kind_ratio", "利用者残高の合計 × 実質保有割合"),
        citation=citation,
        inputs=[leaf, sheet.law(edition, "in_kind_ratio")],
    )
    leaves = [tier_leaf(sheet, asset, kind) for kind in KINDS]
    held = sheet.figures.derive(
        f"custody.{asset}.held",
        sum((sheet.figures[name].number for name in leaves), Fraction(0)),
        asset,
        rule=Term("sum of customers' holdings in every tier", "利用者分の有高の合計（全管理区分）"),
        citation=citation,
        inputs=leaves,
    )
    difference = sheet.figures.derive(
        f"custody.{asset}.difference",
        held.number - owed.number,
        asset,
        rule=Term("held − owed", "利用者分の有高 − 利用者に対する債務"),
        citation=citation,
        inputs=[held.name, owed.name],
    )
    if difference.number < 0:
        sheet.find(
            SEGREGATION_SHORT.at(
                f"custody.{asset}.difference",
                citation=citation,
                due=sheet.deadline(edition, "repair_days") if "repair_days" in edition else None,
                held=grouped_text(held.number),
                asset=asset,
                liability=grouped_text(owed.number),
                missing=grouped_text(-difference.number),
            )
        )

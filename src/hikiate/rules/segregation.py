"""Segregation of customers' crypto-assets: every coin there, hot wallets within their limit, guarantees behind them.

Legal tests in order, per asset and never netted across assets: (1) held is at least the liability (PSA 63-11(2)); (2)
guarantee assets, the firm's own and in cold storage, are of the same kind and at least the quantity in hot wallets (PSA
63-11-2(1)); (3) after losing every hot wallet, cold and guarantee assets still cover every customer. Over all assets by
value on the day: (4) hot wallets hold at most 5/100 of customers' crypto-assets (Order 27(2)). Before all: (0) a
liability that is a multiple of what is held is more likely an error of units than a debt, and withholds test 4.

Example: 10 BTC owed, 0.5 in a hot wallet, 9.5 cold, 0.5 guarantee: hot fraction 0.05, nothing short. With 9.4 cold, 0.1
BTC is short, to be cleared within five business days from the day after.
"""

from collections.abc import Sequence
from fractions import Fraction

from hikiate.facts.tables import Holding
from hikiate.kernel.amounts import Rounding, grouped_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.hot_fraction import RATIO_PLACES, Position, hot_fraction
from hikiate.rules.kinds.custody import (
    GUARANTEE_SHORT,
    HOT_LOSS_UNCOVERED,
    IMPLAUSIBLE,
    SEGREGATION_SHORT,
    TIER_UNFIT,
)
from hikiate.rules.roundings import to_places
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import lacking

_COLD_TIERS = {"cold", "trust"}
_NEEDED_FOR = Term("the segregation of customers' crypto-assets", "利用者の暗号資産の分別管理の確認")
_HELD_RULE = Term("hot + cold", "ホットウォレット管理数量 + コールドウォレット管理数量")
_HELD_ELSEWHERE_RULE = Term(f"{_HELD_RULE.en} + other tiers", f"{_HELD_RULE.ja} + その他の管理区分の数量")
_TIERS = {"hot": "ホットウォレット", "cold": "コールドウォレット等"}
_OWNERS = {"customer": Term("customers", "利用者分"), "guarantee": Term("the guarantee", "履行保証暗号資産")}


def segregation(sheet: Sheet, edition: Edition) -> None:
    """Write `segregation.<asset>.*` and `segregation.hot_fraction`, and find what is short or in excess."""
    if open_keys := lacking(edition, needed=["segregation_ratio", "guarantee_ratio"]):
        sheet.undecided("segregation", edition, open_keys)
        return
    citation = edition["segregation_ratio"].citation.text
    if sheet.pack.balances is None:
        sheet.missing("balances", needed_for=_NEEDED_FOR, citation=citation)
    if sheet.pack.holdings is None:
        sheet.missing("holdings", needed_for=_NEEDED_FOR, citation=citation)
    found = [_position(sheet, edition, asset) for asset in _assets(sheet)]
    positions = [position for position in found if position is not None]
    implausible = [position for position in positions if _is_implausible(sheet, edition, position)]
    if not implausible:
        hot_fraction(sheet, edition, positions)


def _assets(sheet: Sheet) -> list[str]:
    """The crypto-assets and stablecoins that are owed to customers or held for them, in the order of the pack."""
    seen = set(sheet.pack.balances or ())
    seen |= {holding.asset for holding in sheet.pack.holdings or () if holding.owner in {"customer", "guarantee"}}
    return [name for name, asset in sheet.exchange.assets.items() if name in seen and asset.kind != "fiat"]


def _position(sheet: Sheet, edition: Edition, asset: str) -> Position | None:
    """Write an asset's figures as far as the tables allow; None unless both what is owed and what is held are known."""
    liability = None if sheet.pack.balances is None else _liability(sheet, edition, asset)
    if sheet.pack.holdings is None:
        return None
    rows = [holding for holding in sheet.pack.holdings if holding.asset == asset]
    customer = [holding for holding in rows if holding.owner == "customer"]
    hot = _holding_sum(sheet, edition, asset, "hot", [h for h in customer if h.tier == "hot"])
    cold = _holding_sum(sheet, edition, asset, "cold", [h for h in customer if h.tier in _COLD_TIERS])
    unfit = [h for h in customer if h.tier not in {"hot", *_COLD_TIERS}]
    other = [_rows_leaf(sheet, asset, "customer.other", unfit)] if unfit else []
    held = sheet.figures.derive(
        f"segregation.{asset}.held",
        hot.number + cold.number + sum((sheet.figures[name].number for name in other), Fraction(0)),
        asset,
        rule=_HELD_ELSEWHERE_RULE if other else _HELD_RULE,
        citation=edition["segregation_ratio"].citation.text,
        inputs=[hot.name, cold.name, *other],
    )
    guarantee = _guarantee(sheet, edition, asset, [h for h in rows if h.owner == "guarantee"], hot)
    _find_unfit(sheet, unfit, Term("cold, hot or trust", "cold・hot・trust のいずれか"))
    if liability is None:
        return None
    _cover(sheet, edition, asset, liability, held)
    _after_hot_loss(sheet, edition, asset, liability, cold, guarantee)
    return Position(asset, liability, held, hot)


def _liability(sheet: Sheet, edition: Edition, asset: str) -> Figure:
    owed = (sheet.pack.balances or {}).get(asset)
    citation = edition["segregation_ratio"].citation.text
    source = sheet.column_source("balances", "amount", asset, owed.rows if owed else 0)
    amount = sheet.amount(owed.amount if owed else 0, asset)
    leaf = sheet.figures.fact(f"input.balances.{asset}", amount, asset, source)
    ratio = sheet.law(edition, "segregation_ratio")
    if owed and owed.debt:
        debt = sheet.amount(owed.debt, asset)
        source = sheet.column_source("balances", "debt", asset, owed.rows)
        debt_leaf = sheet.figures.fact(f"input.balances.{asset}.debt", debt, asset, source)
        rule = Term(
            "what customers owe the exchange, shown beside the liability and never subtracted",
            "利用者が取引所に対して負う債務の合計（参考。利用者預り数量からは差し引かない）",
        )
        name = f"segregation.{asset}.debt"
        sheet.figures.derive(name, debt, asset, rule=rule, citation=citation, inputs=[debt_leaf])
    value = amount * edition["segregation_ratio"].number
    name = f"segregation.{asset}.liability"
    rule = Term("sum of customers' balances × segregation_ratio", "利用者残高の合計 × 分別管理割合")
    return sheet.figures.derive(name, value, asset, rule=rule, citation=citation, inputs=[leaf, ratio])


def _rows_leaf(sheet: Sheet, asset: str, part: str, rows: Sequence[Holding]) -> str:
    total = sheet.amount(sum(row.amount for row in rows), asset)
    return sheet.figures.fact(f"input.holdings.{asset}.{part}", total, asset, sheet.source("holdings", rows))


def _holding_sum(sheet: Sheet, edition: Edition, asset: str, tier: str, rows: Sequence[Holding]) -> Figure:
    leaf = _rows_leaf(sheet, asset, f"customer.{tier}", rows)
    return sheet.figures.derive(
        f"segregation.{asset}.{tier}",
        sheet.figures[leaf].number,
        asset,
        rule=Term(f"sum of holdings: customer, {tier}", f"有高の合計（利用者分・{_TIERS[tier]}）"),
        citation=edition["segregation_ratio"].citation.text,
        inputs=[leaf],
    )


def _cover(sheet: Sheet, edition: Edition, asset: str, liability: Figure, held: Figure) -> None:
    citation = edition["segregation_ratio"].citation.text
    inputs = [held.name, liability.name]
    difference = sheet.figures.derive(
        f"segregation.{asset}.difference",
        held.number - liability.number,
        asset,
        rule=Term("held − liability", "利用者分の有高 − 利用者預り数量"),
        citation=citation,
        inputs=inputs,
    )
    if liability.number > 0:
        places = to_places(Rounding.DOWN, RATIO_PLACES)
        sheet.figures.derive(
            f"segregation.{asset}.coverage",
            rounded(held.number / liability.number, RATIO_PLACES, Rounding.DOWN),
            "ratio",
            rule=Term(f"held ÷ liability, {places.en}", f"利用者分の有高 ÷ 利用者預り数量（{places.ja}）"),
            citation=citation,
            inputs=inputs,
        )
    if difference.number < 0:
        sheet.find(
            SEGREGATION_SHORT.at(
                f"segregation.{asset}",
                citation=f"{citation}; {edition['shortfall_repair_days'].citation.text}",
                due=sheet.deadline(edition, "shortfall_repair_days", sheet.exchange.withdrawal_business_days),
                held=grouped_text(held.number),
                asset=asset,
                liability=grouped_text(liability.number),
                missing=grouped_text(-difference.number),
            )
        )


def _guarantee(sheet: Sheet, edition: Edition, asset: str, rows: Sequence[Holding], hot: Figure) -> Figure:
    citation = edition["guarantee_ratio"].citation.text
    cold = [row for row in rows if row.tier in _COLD_TIERS]
    _find_unfit(sheet, [row for row in rows if row not in cold], Term("cold storage", "コールドウォレットでの管理"))
    leaf = _rows_leaf(sheet, asset, "guarantee.cold", cold)
    guarantee = sheet.figures.derive(
        f"segregation.{asset}.guarantee",
        sheet.figures[leaf].number,
        asset,
        rule=Term("sum of holdings: guarantee, cold", f"有高の合計（履行保証暗号資産・{_TIERS['cold']}）"),
        citation=citation,
        inputs=[leaf],
    )
    required = sheet.figures.derive(
        f"segregation.{asset}.guarantee_required",
        hot.number * edition["guarantee_ratio"].number,
        asset,
        rule=Term("hot × guarantee_ratio", "ホットウォレット管理数量 × 履行保証暗号資産の保有割合"),
        citation=citation,
        inputs=[hot.name, sheet.law(edition, "guarantee_ratio")],
    )
    if guarantee.number < required.number:
        sheet.find(
            GUARANTEE_SHORT.at(
                f"segregation.{asset}.guarantee",
                citation=f"{citation}; {edition['shortfall_repair_days'].citation.text}",
                due=sheet.deadline(edition, "shortfall_repair_days"),
                guarantee=grouped_text(guarantee.number),
                asset=asset,
                hot=grouped_text(hot.number),
                missing=grouped_text(required.number - guarantee.number),
            )
        )
    return guarantee


def _after_hot_loss(  # noqa: PLR0917 - the invariant is over these four figures
    sheet: Sheet, edition: Edition, asset: str, liability: Figure, cold: Figure, guarantee: Figure
) -> None:
    left = sheet.figures.derive(
        f"segregation.{asset}.after_hot_loss",
        cold.number + guarantee.number - liability.number,
        asset,
        rule=Term(
            "cold + guarantee − liability: what is left over when every hot wallet is lost",
            "コールドウォレット管理数量 + 履行保証暗号資産 − 利用者預り数量（ホットウォレット全損後の残余）",
        ),
        citation=edition["guarantee_ratio"].citation.text,
        inputs=[cold.name, guarantee.name, liability.name],
    )
    if left.number < 0:
        missing = grouped_text(-left.number)
        citation = edition["guarantee_ratio"].citation.text
        where = f"segregation.{asset}.after_hot_loss"
        sheet.find(HOT_LOSS_UNCOVERED.at(where, citation=citation, missing=missing, asset=asset))


def _is_implausible(sheet: Sheet, edition: Edition, position: Position) -> bool:
    multiple = edition["liability_multiple_max"]
    if multiple.is_off:
        return False
    if multiple.value is None:
        sheet.undecided("segregation.liability", edition, ["liability_multiple_max"])
        return False
    if position.liability.number <= position.held.number * multiple.number:
        return False
    sheet.find(
        IMPLAUSIBLE.at(
            f"segregation.{position.asset}.liability",
            citation=multiple.citation.text,
            liability=grouped_text(position.liability.number),
            asset=position.asset,
            held=grouped_text(position.held.number),
            multiple=grouped_text(multiple.number),
        )
    )
    return True


def _find_unfit(sheet: Sheet, rows: Sequence[Holding], wanted: Term) -> None:
    for row in rows:
        sheet.find(
            TIER_UNFIT.at(
                f"holdings.{row.holding}.{row.asset}",
                amount=grouped_text(sheet.amount(row.amount, row.asset)),
                asset=row.asset,
                owner=_OWNERS[row.owner],
                tier=row.tier,
                wanted=wanted,
            )
        )

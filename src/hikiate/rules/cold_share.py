"""The cold share: how much of customers' crypto-assets must be kept offline, over all of them or asset by asset.

Tests in order: (1) the value, or per asset the quantity, held for customers; (2) what stands in cold storage over all
of it; (3) at least the share that the law wants. Where each asset counts by itself no price is needed, and an asset
that is mostly hot is a breach however small it is; over all assets together it may hide behind a large one.

Example: 90 BTC cold and 10 hot are exactly nine tenths; with 1 ETH cold and 1 hot beside them, worth little, the
aggregate still passes at 80 % while ETH by itself has 50 %.
"""

from fractions import Fraction

from hikiate.kernel.amounts import Rounding, percent_text, rounded
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.custody import COLD_SHORT, COLD_SHORT_OF_ASSET
from hikiate.rules.roundings import to_places
from hikiate.rules.sheet import Sheet
from hikiate.rules.tier_values import KINDS, NEEDED_FOR, held_assets, tier_leaf, tier_values
from hikiate.rules.undecided import lacking

PLACES = 8
"""Shares are shown at so many decimals, rounded down; the test is on the exact ones."""

PER_ASSET = "per_asset"
_KEYS = ("cold_min", "cold_basis", "price_mean_days")


def cold_share(sheet: Sheet, edition: Edition) -> None:
    """Write `custody.cold_share`, or `custody.<asset>.cold_share` for each asset, and find what is below the law's."""
    if open_keys := lacking(edition, needed=[key for key in _KEYS if key in edition]):
        sheet.undecided("custody.cold_share", edition, open_keys)
        return
    if edition["cold_basis"].value == PER_ASSET:
        _per_asset(sheet, edition)
    else:
        _aggregate(sheet, edition)


def _aggregate(sheet: Sheet, edition: Edition) -> None:
    limit = edition["cold_min"]
    values = tier_values(sheet, edition, limit.citation.text)
    whole = Fraction(0) if values is None else sum((value.exact for value in values.values()), Fraction(0))
    if values is None or whole == 0:
        return
    exact, places = values["cold"].exact / whole, to_places(Rounding.DOWN, PLACES)
    share = sheet.figures.derive(
        "custody.cold_share",
        rounded(exact, PLACES, Rounding.DOWN),
        "ratio",
        rule=Term(
            f"cold value ÷ value of all tiers, {places.en}", f"コールド評価額 ÷ 全管理区分の評価額（{places.ja}）"
        ),
        citation=limit.citation.text,
        inputs=[*(value.figure.name for value in values.values()), sheet.law(edition, "cold_min")],
    )
    if exact < limit.number:
        sheet.find(
            COLD_SHORT.at(
                "custody.cold_share",
                citation=limit.citation.text,
                share=percent_text(share.number),
                wanted=percent_text(limit.number),
            )
        )


def _per_asset(sheet: Sheet, edition: Edition) -> None:
    limit = edition["cold_min"]
    if sheet.pack.holdings is None:
        sheet.missing("holdings", needed_for=NEEDED_FOR, citation=limit.citation.text)
        return
    places = to_places(Rounding.DOWN, PLACES)
    for asset in held_assets(sheet):
        leaves = {kind: tier_leaf(sheet, asset, kind) for kind in KINDS}
        amounts = {kind: sheet.figures[leaf].number for kind, leaf in leaves.items()}
        exact = amounts["cold"] / sum(amounts.values(), Fraction(0))
        share = sheet.figures.derive(
            f"custody.{asset}.cold_share",
            rounded(exact, PLACES, Rounding.DOWN),
            "ratio",
            rule=Term(
                f"cold quantity ÷ quantity of all tiers, {places.en}", f"コールド数量 ÷ 全管理区分の数量（{places.ja}）"
            ),
            citation=limit.citation.text,
            inputs=[*leaves.values(), sheet.law(edition, "cold_min")],
        )
        if exact < limit.number:
            sheet.find(
                COLD_SHORT_OF_ASSET.at(
                    f"custody.{asset}.cold_share",
                    citation=limit.citation.text,
                    asset=asset,
                    share=percent_text(share.number),
                    wanted=percent_text(limit.number),
                )
            )

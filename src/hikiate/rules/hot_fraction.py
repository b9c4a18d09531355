"""The hot fraction: what share of customers' crypto-assets, by value on the day, is in hot wallets.

Legal tests in order: (1) every asset that is owed or held hot has a price of the day; (2) the value in hot wallets over
the value owed to customers, all assets together, is at most 5/100 (Order 27(2)); (3) an excess is moved to cold wallets
within one business day from the day after.

Example: 0.5 BTC of 10 owed in a hot wallet at JPY 10,000,000: 5,000,000 of 100,000,000, which is exactly the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hikiate.kernel.amounts import Rounding, grouped_text, percent_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.custody import HOT_EXCESS
from hikiate.rules.roundings import to_places
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import lacking

RATIO_PLACES = 8
"""Ratios are shown at so many decimals: coverage rounded down, the hot fraction up; tests are on the exact values."""


@dataclass(frozen=True, slots=True)
class Position:
    """What is owed and held of one asset."""

    asset: str
    liability: Figure
    held: Figure
    hot: Figure


def hot_fraction(sheet: Sheet, edition: Edition, positions: Sequence[Position]) -> None:
    """Write `segregation.hot_fraction` where every price is known, and find an excess over the limit."""
    if open_keys := lacking(edition, needed=["hot_fraction_max"]):
        sheet.undecided("segregation.hot_fraction", edition, open_keys)
        return
    standing = [position for position in positions if position.hot.number or position.liability.number]
    prices = [sheet.price(position.asset) for position in standing]
    hot_value, whole_value = Fraction(0), Fraction(0)
    inputs = []
    for position, priced in zip(standing, prices, strict=True):
        if priced is None:
            return
        hot_value += position.hot.number * priced[0]
        whole_value += position.liability.number * priced[0]
        inputs += [position.hot.name, position.liability.name, priced[1]]
    if whole_value == 0:
        return
    citation = edition["hot_fraction_max"].citation.text
    limit, places = edition["hot_fraction_max"].number, to_places(Rounding.UP, RATIO_PLACES)
    fraction = sheet.figures.derive(
        "segregation.hot_fraction",
        rounded(hot_value / whole_value, RATIO_PLACES, Rounding.UP),
        "ratio",
        rule=Term(
            f"Σ hot × price ÷ Σ liability × price, {places.en}",
            f"Σ（ホットウォレット管理数量 × 価格）÷ Σ（利用者預り数量 × 価格）（{places.ja}）",
        ),
        citation=citation,
        inputs=[*dict.fromkeys(inputs), sheet.law(edition, "hot_fraction_max")],
    )
    if hot_value > whole_value * limit:
        excess = rounded(hot_value - whole_value * limit, sheet.exchange.reporting_scale, Rounding.UP)
        sheet.find(
            HOT_EXCESS.at(
                "segregation.hot_fraction",
                citation=f"{citation}; {edition['hot_excess_repair_days'].citation.text}",
                due=sheet.deadline(edition, "hot_excess_repair_days"),
                fraction=percent_text(fraction.number),
                limit=percent_text(limit),
                excess=grouped_text(excess),
                unit=unit_term(sheet.exchange.reporting_currency),
            )
        )

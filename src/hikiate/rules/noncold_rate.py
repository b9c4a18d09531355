"""A rate on what is not cold, at mean prices, and a floor by the sort of market: Korea's shape.

Tests in order: (1) customers' crypto-assets by tier, each at the mean of its daily prices over the days that the law
names, up to the end of the month before; (2) the rate times all that is not cold; (3) at least the floor of the firm's
market, at the day's rate of the currency in which the law states it; the market is not asked for where the rate gives
as much as the highest floor of all; (4) up to the whole unit.

Example: JPY 25,000,000,000 of 500,000,000,000 is not cold: 5 % are JPY 1,250,000,000, above the floor of KRW
3,000,000,000 at JPY 0.1.
"""

from collections.abc import Sequence
from fractions import Fraction

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.firm_facts import firm_class
from hikiate.rules.reserve_resources import resources
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.tier_values import tier_values
from hikiate.rules.undecided import find_undecided, lacking

ROUNDING = Rounding.UP
"""No text states a rounding; a reserve is never short by a fraction."""


def noncold_rate(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.required` and what stands against it."""
    floors = [key for key in edition.versions if key.startswith("floor_")]
    if open_keys := lacking(edition, needed=["rate", "class_by", "price_mean_days", *floors]):
        find_undecided(sheet, edition, open_keys)
        return
    resources(sheet, edition, _required(sheet, edition, floors))


def _required(sheet: Sheet, edition: Edition, floors: Sequence[str]) -> Figure | None:
    citation = edition["rate"].citation.text
    values = tier_values(sheet, edition, citation)
    if values is None:
        return None
    exact = (values["hot"].exact + values["other"].exact) * edition["rate"].number
    floor = _floor(sheet, edition, floors, exact)
    if floor is None:
        return None
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(ROUNDING, currency)
    return sheet.figures.derive(
        "reserve.required",
        rounded(max(exact, floor[0]), sheet.exchange.reporting_scale, ROUNDING),
        currency,
        rule=Term(
            f"max(rate × (hot + other), floor of the market), {rounding.en}",
            f"コールド以外の評価額 × 率と市場区分の最低額のいずれか大きい額（{rounding.ja}）",
        ),
        citation=citation,
        inputs=[
            *(values[kind].figure.name for kind in ("hot", "other")),
            *(sheet.law(edition, key) for key in ("rate", "price_mean_days", "class_by")),
            *dict.fromkeys(floor[1]),
        ],
    )


def _floor(sheet: Sheet, edition: Edition, floors: Sequence[str], exact: Fraction) -> tuple[Fraction, list[str]] | None:
    """The floor of the firm's market and its leaves; the highest of all, whatever the market, where it binds nobody."""
    converted = [sheet.law_money(edition, key) for key in floors]
    known = [money for money in converted if money is not None]
    if len(known) < len(converted):
        return None
    highest = max(money for money, _ in known)
    if exact >= highest:
        return highest, [leaf for _, leaves in known for leaf in leaves]
    market = firm_class(sheet, edition)
    if market is None:
        return None
    money, leaves = known[floors.index(f"floor_{market.value}")]
    return money, [market.leaf, *leaves]

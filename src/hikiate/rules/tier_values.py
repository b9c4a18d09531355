"""What customers' crypto-assets are worth by how they are kept: hot, cold, or neither.

Tests in order: (1) the holdings of customers, fiat money apart, per asset and tier; (2) a tier that is neither hot nor
cold is the third kind, which no rule counts as cold; (3) each at its price: that of the day, or the mean over the days
that the law names, up to the end of the month before; (4) no price, no value.

Example: 2 BTC hot and 8 BTC cold at JPY 10,000,000 are JPY 20,000,000 hot and JPY 80,000,000 cold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hikiate.kernel.amounts import Rounding, grouped_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.inputs import MEAN_PRICE_MISSING
from hikiate.rules.roundings import to_places, to_the_unit
from hikiate.rules.sheet import Sheet

KINDS = ("hot", "other", "cold")
_KIND_TERMS = {"hot": "ホットウォレット", "other": "その他の管理区分", "cold": "コールドウォレット"}
_MEAN_PLACES = 8
_ROUNDING = Rounding.UP
"""Values are shown rounded up to the unit; what stands on them is reached from the exact ones."""

NEEDED_FOR = Term("the value of customers' crypto-assets by tier", "管理区分別の利用者暗号資産の評価")


@dataclass(frozen=True, slots=True)
class TierValue:
    """One kind of keeping: its value to the last fraction, and the figure that shows it."""

    exact: Fraction
    figure: Figure


def tier_values(sheet: Sheet, edition: Edition, citation: str) -> dict[str, TierValue] | None:
    """Write `custody.hot_value`, `.other_value` and `.cold_value`; None where holdings or a price are missing.

    An edition with `price_mean_days` values at mean prices, any other at those of the day.
    """
    assets = held_assets(sheet)
    if sheet.pack.holdings is None:
        sheet.missing("holdings", needed_for=NEEDED_FOR, citation=citation)
        return None
    if not assets:
        nothing = sheet.figures.fact("input.holdings.customer", 0, "count", sheet.source("holdings", []))
        return {kind: TierValue(Fraction(0), _value(sheet, kind, Fraction(0), citation, [nothing])) for kind in KINDS}
    priced = {asset: _price(sheet, edition, asset) for asset in assets}
    values = {}
    for kind in KINDS:
        exact, inputs = Fraction(0), []
        for asset, price in priced.items():
            if price is None:
                return None
            leaf = tier_leaf(sheet, asset, kind)
            amount = sheet.figures[leaf].number
            exact += amount * price[0]
            inputs += [leaf, price[1]] if amount else [leaf]
        values[kind] = TierValue(exact, _value(sheet, kind, exact, citation, inputs))
    return values


def held_assets(sheet: Sheet) -> list[str]:
    """The crypto-assets and stablecoins held for customers, in the order of the pack."""
    seen = {holding.asset for holding in sheet.pack.holdings or () if holding.owner == "customer" and holding.amount}
    return [name for name, asset in sheet.exchange.assets.items() if name in seen and asset.kind != "fiat"]


def tier_leaf(sheet: Sheet, asset: str, kind: str) -> str:
    """What is held for customers of an asset in one kind of keeping, as a leaf."""
    rows = [
        holding
        for holding in sheet.pack.holdings or ()
        if holding.asset == asset and holding.owner == "customer" and _kind(holding.tier) == kind
    ]
    total = sheet.amount(sum(row.amount for row in rows), asset)
    return sheet.figures.fact(
        f"input.holdings.{asset}.customer.tier.{kind}", total, asset, sheet.source("holdings", rows)
    )


def _kind(tier: str) -> str:
    return tier if tier in {"hot", "cold"} else "other"


def _value(sheet: Sheet, kind: str, exact: Fraction, citation: str, inputs: Iterable[str]) -> Figure:
    name = f"custody.{kind}_value"
    if name in sheet.figures:
        return sheet.figures[name]
    rounding = to_the_unit(_ROUNDING, sheet.exchange.reporting_currency)
    return sheet.figures.derive(
        name,
        rounded(exact, sheet.exchange.reporting_scale, _ROUNDING),
        sheet.exchange.reporting_currency,
        rule=Term(
            f"Σ customers' holdings ({kind}) × price, {rounding.en}",
            f"Σ 利用者分の有高（{_KIND_TERMS[kind]}）× 価格（{rounding.ja}）",
        ),
        citation=citation,
        inputs=dict.fromkeys(inputs),
    )


def _price(sheet: Sheet, edition: Edition, asset: str) -> tuple[Fraction, str] | None:
    return _mean_price(sheet, edition, asset) if "price_mean_days" in edition else sheet.price(asset)


def mean_days(sheet: Sheet, edition: Edition) -> list[date]:
    """The days over which a mean price is taken: so many, up to the end of the month before the snapshot's."""
    last = sheet.day.replace(day=1) - timedelta(days=1)
    count = int(edition["price_mean_days"].number)
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]


def _mean_price(sheet: Sheet, edition: Edition, asset: str) -> tuple[Fraction, str] | None:
    """The exact mean of an asset's daily prices, and its figure; None, with a finding, where a day has no one price."""
    citation = edition["price_mean_days"].citation.text
    days, currency = mean_days(sheet, edition), sheet.exchange.reporting_currency
    prices = sheet.daily_prices(asset, days)
    if len(prices) < len(days):
        sheet.find(
            MEAN_PRICE_MISSING.at(
                f"prices.{asset}.mean",
                citation=citation,
                asset=asset,
                currency=currency,
                known=grouped_text(len(prices)),
                wanted=grouped_text(len(days)),
                start=days[0],
                end=days[-1],
            )
        )
        return None
    mean = sum(prices, Fraction(0)) / len(days)
    name = f"custody.{asset}.mean_price"
    if name not in sheet.figures:
        source = f"{sheet.pack.file('prices')}: {asset}, {currency}, {days[0]} – {days[-1]}, {len(days)} days (日)"
        total = sheet.figures.fact(f"input.prices.{asset}.sum", sum(prices, Fraction(0)), currency, source)
        places = to_places(Rounding.HALF_UP, _MEAN_PLACES)
        sheet.figures.derive(
            name,
            rounded(mean, _MEAN_PLACES, Rounding.HALF_UP),
            currency,
            rule=Term(f"sum of daily prices ÷ days, {places.en}", f"日次価格の合計 ÷ 日数（{places.ja}）"),
            citation=citation,
            inputs=[total, sheet.law(edition, "price_mean_days")],
        )
    return mean, name

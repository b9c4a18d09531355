"""Cover of a share of each tier: all that is hot, all that is neither, and a part of what is cold.

Tests in order: (1) customers' crypto-assets by tier at the prices of the day; (2) each times the share that the law
wants covered; (3) up to the whole unit; (4) what is set aside and insured against it.

Example: JPY 25,000,000,000 hot in full and half of JPY 475,000,000,000 cold are JPY 262,500,000,000.
"""

from fractions import Fraction

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.reserve_resources import resources
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.tier_values import KINDS, tier_values
from hikiate.rules.undecided import find_undecided, lacking

ROUNDING = Rounding.UP
"""No text states a rounding; cover is never short by a fraction."""

_KEYS = tuple(f"cover_{kind}" for kind in KINDS)


def cover_of_tiers(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.required` and what stands against it."""
    if open_keys := lacking(edition, needed=_KEYS):
        find_undecided(sheet, edition, open_keys)
        return
    resources(sheet, edition, _required(sheet, edition))


def _required(sheet: Sheet, edition: Edition) -> Figure | None:
    citation = edition[edition.book.headline].citation.text
    values = tier_values(sheet, edition, citation)
    if values is None:
        return None
    exact = sum((values[kind].exact * edition[f"cover_{kind}"].number for kind in KINDS), Fraction(0))
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(ROUNDING, currency)
    return sheet.figures.derive(
        "reserve.required",
        rounded(exact, sheet.exchange.reporting_scale, ROUNDING),
        currency,
        rule=Term(
            f"cover_hot × hot + cover_other × other + cover_cold × cold, {rounding.en}",
            f"ホット・その他・コールドの各評価額 × 補償割合の合計（{rounding.ja}）",
        ),
        citation=citation,
        inputs=[*(value.figure.name for value in values.values()), *(sheet.law(edition, key) for key in _KEYS)],
    )

"""Conditions: what a rulebook lays down beside its numbers, and what of the whole rulebook nobody has published.

Each provision of the rulebook is looked at, so that a condition that is open is said in every close, also where no
figure stands on it: days to repair, forms, terms, intervals of checks. A duty that is decided case by case has no
number for anybody, and its figure has no value.

Example: the days within which Hong Kong's cover must be filled up again are not published: one finding names them.
"""

from fractions import Fraction

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import find_undecided, lacking

_HOUSE = "verified_days_max"
"""Hikiate's own check of age, which `standing` looks at."""


def conditions(sheet: Sheet, edition: Edition) -> None:
    """Find every provision of the rulebook that is open."""
    if open_keys := lacking(edition, optional=[key for key in edition.versions if key != _HOUSE]):
        sheet.undecided(f"rulebooks.{edition.book.name}", edition, open_keys)


def case_by_case(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.required` without a value for as long as capital and bond are fixed firm by firm."""
    if open_keys := lacking(edition, optional=["capital", "surety_bond"]):
        find_undecided(sheet, edition, open_keys)
        return
    parts = [sheet.law_money(edition, key) for key in ("capital", "surety_bond")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(Rounding.UP, currency)
    sheet.figures.derive(
        "reserve.required",
        rounded(sum((money for money, _ in known), Fraction(0)), sheet.exchange.reporting_scale, Rounding.UP),
        currency,
        rule=Term(f"capital + surety bond, {rounding.en}", f"資本の額 + 保証証券等の額（{rounding.ja}）"),
        citation=edition["capital"].citation.text,
        inputs=[leaf for _, leaves in known for leaf in leaves],
    )

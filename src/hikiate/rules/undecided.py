"""What the law leaves open: provisions without a number, said instead of a figure.

Law 64 of 2026 lays a duty whose every number is for an Order that is not published. Its rulebook answers with the
enacted days and with one figure, `reserve.required`, that has no value.

Example: as shipped, `jp-2026-law` leaves eleven provisions open, `rate` and `cap` among them, and
`reserve.required` has no value.
"""

from collections.abc import Sequence

from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.law import NO_FORMULA
from hikiate.rules.sheet import Sheet, keys_term


def lacking(edition: Edition, needed: Sequence[str] = (), optional: Sequence[str] = ()) -> list[str]:
    """The keys from which nothing can be computed: undecided ones, and needed ones that are switched off."""
    undecided = [key for key in (*needed, *optional) if edition[key].value is None]
    return undecided + [key for key in needed if edition[key].is_off]


def find_undecided(sheet: Sheet, edition: Edition, keys: Sequence[str]) -> Figure:
    """Write `reserve.required` without a value, and find which provisions leave it open."""
    sheet.undecided("reserve.required", edition, keys)
    named = keys_term(edition, keys)
    rule = Term(f"undecided: {named.en}", f"未定: {named.ja}")
    return _without_value(sheet, edition, rule, edition[keys[0]].citation.text)


def law_without_numbers(sheet: Sheet, edition: Edition) -> None:
    """The duty of a rulebook whose numbers no Order has published: open for as long as its duty has no formula.

    An overlay may give every provision a value; what is undecided then is how they make a requirement.
    """
    if open_keys := lacking(edition, optional=list(edition.versions)):
        find_undecided(sheet, edition, open_keys)
        return
    citation = edition[edition.book.headline].citation.text
    sheet.find(NO_FORMULA.at("reserve.required", citation=citation, rulebook=edition.book.name))
    rule = Term("undecided: the formula of the reserve", "未定: 責任準備金の算定方法")
    _without_value(sheet, edition, rule, citation)


def _without_value(sheet: Sheet, edition: Edition, rule: Term, citation: str) -> Figure:
    """`reserve.required` without a value, standing on every provision of the rulebook."""
    inputs = [sheet.law(edition, key) for key in edition.versions if key != "verified_days_max"]
    currency = sheet.exchange.reporting_currency
    return sheet.figures.undecided("reserve.required", currency, rule=rule, citation=citation, inputs=inputs)

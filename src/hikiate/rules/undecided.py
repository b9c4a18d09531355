"""What the law leaves open: provisions without a number, said instead of a figure.

Law 64 of 2026 lays a duty whose every number is for an Order that is not published. Its rulebook answers with the
enacted days and with one figure, `reserve.required`, that has no value.

Example: as shipped, `jp-2026-law` leaves ten provisions open, `rate` and `cap` among them, and `reserve.required` has
no value.
"""

from collections.abc import Sequence

from hikiate.kernel.figures import Figure
from hikiate.law.rulebooks import Edition
from hikiate.rules.sheet import Sheet


def lacking(edition: Edition, needed: Sequence[str] = (), optional: Sequence[str] = ()) -> list[str]:
    """The keys from which nothing can be computed: undecided ones, and needed ones that are switched off."""
    undecided = [key for key in (*needed, *optional) if edition[key].value is None]
    return undecided + [key for key in needed if edition[key].is_off]


def find_undecided(sheet: Sheet, edition: Edition, keys: Sequence[str]) -> Figure:
    """Write `reserve.required` without a value, and find which provisions leave it open."""
    names = [sheet.law(edition, key) for key in edition.versions if key != "verified_days_max"]
    sheet.undecided("reserve.required", edition, keys)
    currency, citation = sheet.exchange.reporting_currency, edition[keys[0]].citation.text
    rule = f"undecided: {', '.join(keys)}"
    return sheet.figures.undecided("reserve.required", currency, rule=rule, citation=citation, inputs=names)


def law_without_numbers(sheet: Sheet, edition: Edition) -> None:
    """The duty of a rulebook whose numbers no Order has published: open for as long as its duty has no formula."""
    find_undecided(sheet, edition, lacking(edition, optional=list(edition.versions)) or [edition.book.headline])

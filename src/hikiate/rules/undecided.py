"""What the law leaves open: provisions without a value, said instead of a number.

Law 64 of 2026 lays a duty whose every number is for an Order that is not published. Its rulebook answers with the
enacted days and with one figure, `reserve.required`, that has no value.
"""

from collections.abc import Sequence

from hikiate.kernel.figures import Figure
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.law import UNDECIDED
from hikiate.rules.sheet import Sheet


def find_undecided(sheet: Sheet, edition: Edition, keys: Sequence[str]) -> Figure:
    """Write `reserve.required` without a value, and find which provisions are undecided."""
    names = [sheet.law(edition, key) for key in edition.versions if key != "verified_days_max"]
    citation = edition[keys[0]].citation.text
    sheet.find(UNDECIDED.at("reserve.required", citation=citation, rulebook=edition.book.name, keys=", ".join(keys)))
    rule = f"undecided: {', '.join(keys)}"
    return sheet.figures.undecided(
        "reserve.required", sheet.exchange.reporting_currency, rule=rule, citation=citation, inputs=names
    )


def law_without_numbers(sheet: Sheet, edition: Edition) -> None:
    """The duty of a rulebook whose numbers no Order has published."""
    undecided = [key for key, version in edition.versions.items() if version.value is None]
    if undecided:
        find_undecided(sheet, edition, undecided)

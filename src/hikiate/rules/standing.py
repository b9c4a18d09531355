"""The standing of a rulebook on a day: whether it is in force, and whether its provisions were verified lately.

Tests in order: (1) every provision has a version for the day; (2) none was last verified longer ago than the rulebook's
own `verified_days_max`.

Example: provisions verified on 22 November 2026 are fresh on 21 May 2027, 180 days later, and stale the day after.
"""

from datetime import timedelta

from hikiate.kernel.amounts import grouped_text
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.law import NOT_IN_FORCE, STALE
from hikiate.rules.sheet import Sheet


def is_in_force(sheet: Sheet, edition: Edition) -> bool:
    """Whether every provision of the rulebook is law on the day; finds it where not. Then it answers nothing."""
    if edition.is_in_force:
        return True
    where = f"rulebooks.{edition.book.name}"
    sheet.find(NOT_IN_FORCE.at(where, rulebook=edition.book.name, day=sheet.day))
    return False


def find_stale(sheet: Sheet, edition: Edition) -> None:
    """Find provisions that nobody has verified for longer than the rulebook's own `verified_days_max`."""
    longest = edition["verified_days_max"]
    if longest.value is None:
        sheet.undecided(f"rulebooks.{edition.book.name}", edition, ["verified_days_max"])
        return
    if longest.is_off:
        return
    oldest_allowed = sheet.day - timedelta(days=int(longest.number))
    stale = [version for version in edition.versions.values() if version.verified_on < oldest_allowed]
    if stale:
        sheet.find(
            STALE.at(
                f"rulebooks.{edition.book.name}",
                count=grouped_text(len(stale)),
                rulebook=edition.book.name,
                oldest=min(version.verified_on for version in stale),
                days=longest.value,
            )
        )

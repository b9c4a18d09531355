"""The book of a reserve: its movements up to the snapshot, and the balance that they leave of each asset.

Tests in order: (1) a movement after the snapshot belongs to another day and is not counted; (2) no asset's balance is
below zero.

Example: 500 provided and 200 used before the snapshot and 100 provided after it leave 300.
"""

from collections.abc import Iterable, Sequence

from hikiate.facts.tables import Movement
from hikiate.kernel.amounts import amount_text, grouped, grouped_text
from hikiate.kernel.wording import Term, unit_term
from hikiate.rules.kinds.inputs import WRONG_DAY
from hikiate.rules.kinds.reserve import RESERVE_OVERDRAWN
from hikiate.rules.sheet import Sheet, rows_shown


def movements_up_to_snapshot(sheet: Sheet, movements: Sequence[Movement]) -> list[Movement]:
    """The movements that count; finds those of later days, and each asset of which more left than came."""
    later = [movement for movement in movements if movement.day > sheet.day]
    if later:
        shown = rows_shown([(movement.row, movement.day) for movement in later])
        wanted = Term("movements up to the snapshot", "基準日までの増減")
        sheet.find(WRONG_DAY.at("reserve", count=grouped_text(len(later)), shown=shown, wanted=wanted))
    counted = [movement for movement in movements if movement.day <= sheet.day]
    for asset in dict.fromkeys(movement.asset for movement in counted):
        left = balance(movement for movement in counted if movement.asset == asset)
        if left < 0:
            said = grouped(amount_text(left, sheet.exchange.scale(asset)))
            sheet.find(RESERVE_OVERDRAWN.at(f"reserve.{asset}", balance=said, unit=unit_term(asset)))
    return counted


def balance(movements: Iterable[Movement]) -> int:
    """What movements of one asset leave, in minor units: provisions less uses and releases."""
    return sum(row.amount if row.movement == "provision" else -row.amount for row in movements)

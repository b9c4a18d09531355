"""The requirement as a rate of annual volume, between a floor and a cap: the shape of the plan that was reported.

Tests in order: (1) annual volume of the items of the base; (2) times the rate; (3) times the factor for the record of
incidents, where one is on; (4) at least the floor, where one is on; (5) at most the cap, where one is on; (6) up to
the whole yen.

Example: JPY 1,000,000,000,000 x 2 % = JPY 20,000,000,000; JPY 3,000,000,000,000 x 2 % is above the cap, so JPY
40,000,000,000.
"""

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.law.rulebooks import Edition
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import find_undecided, lacking
from hikiate.rules.volume import annual_volume

ROUNDING = Rounding.UP
"""No text states a rounding; a reserve is rounded so that it is never short by a fraction of a yen."""

_NEEDED = ("rate", "base_items")
_OPTIONAL = ("incident_factor", "floor", "cap")


def required(sheet: Sheet, edition: Edition) -> Figure | None:
    """Write `reserve.required` in the reporting currency; None where volume is unknown or a provision undecided."""
    if open_keys := lacking(edition, _NEEDED, _OPTIONAL):
        find_undecided(sheet, edition, open_keys)
        return None
    volume = annual_volume(sheet, edition)
    if volume is None:
        return None
    value = volume.number * edition["rate"].number
    rule = "volume.annual × rate"
    if not edition["incident_factor"].is_off:
        value *= edition["incident_factor"].number
        rule += " × incident_factor"
    if not edition["floor"].is_off:
        value = max(value, edition["floor"].number)
        rule = f"max({rule}, floor)"
    if not edition["cap"].is_off:
        value = min(value, edition["cap"].number)
        rule = f"min({rule}, cap)"
    inputs = [volume.name, *(sheet.law(edition, key) for key in ("rate", *_OPTIONAL))]
    return sheet.figures.derive(
        "reserve.required",
        rounded(value, sheet.exchange.reporting_scale, ROUNDING),
        sheet.exchange.reporting_currency,
        rule=f"{rule}, rounded {ROUNDING.value}",
        citation=edition["rate"].citation.text,
        inputs=inputs,
    )

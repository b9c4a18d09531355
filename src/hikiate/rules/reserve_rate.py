"""The requirement as a rate of annual volume, between a floor and a cap: the shape of the plan that was reported.

Tests in order: (1) annual volume of the items of the base; (2) times the rate; (3) times the factor for the record of
incidents, where one is on; (4) at least the floor, where one is on; (5) at most the cap, where one is on, both at the
day's rate where the pack reports in another currency; (6) up to the whole yen.

Example: JPY 1,000,000,000,000 x 2 % = JPY 20,000,000,000; JPY 3,000,000,000,000 x 2 % is above the cap, so JPY
40,000,000,000.
"""

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.roundings import to_the_unit
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
    inputs = [volume.name, *(sheet.law(edition, key) for key in ("rate", *_OPTIONAL))]
    bounds = {key: sheet.law_money(edition, key) for key in ("floor", "cap") if not edition[key].is_off}
    value = volume.number * edition["rate"].number
    if not edition["incident_factor"].is_off:
        value *= edition["incident_factor"].number
    for key, money in bounds.items():
        if money is None:
            return None
        value = max(value, money[0]) if key == "floor" else min(value, money[0])
        inputs += [leaf for leaf in money[1] if leaf not in inputs]
    return sheet.figures.derive(
        "reserve.required",
        rounded(value, sheet.exchange.reporting_scale, ROUNDING),
        sheet.exchange.reporting_currency,
        rule=_rule(sheet, edition),
        citation=edition["rate"].citation.text,
        inputs=inputs,
    )


def _rule(sheet: Sheet, edition: Edition) -> Term:
    """The formula with the parts that are on, such as 年間取引高 × 率（上限あり、円未満切上げ）."""
    on = [key for key in _OPTIONAL if not edition[key].is_off]
    rounding = to_the_unit(ROUNDING, sheet.exchange.reporting_currency)
    en, ja = "volume.annual × rate", "年間取引高 × 率"
    if "incident_factor" in on:
        en, ja = f"{en} × incident_factor", f"{ja} × 事故実績による係数"
    en = f"max({en}, floor)" if "floor" in on else en
    en = f"min({en}, cap)" if "cap" in on else en
    bounds = [said for key, said in (("floor", "下限あり"), ("cap", "上限あり")) if key in on]
    return Term(f"{en}, {rounding.en}", f"{ja}（{'、'.join([*bounds, rounding.ja])}）")

"""The requirement as a flow up to a ceiling: the shape of Art. 175 of the Order on financial instruments business.

Legal tests in order: (1) flow: each item's volume of the year times its first rate (item 1); (2) ceiling: each item's
highest volume among the year and the fiscal years begun within two years before its first day, times its second rate;
the highest year is taken item by item (item 2); (3) room: the ceiling less the balance brought forward, net of what was
used or released since (item 2 wo); (4) provision: the lower of flow and room, never below zero; (5) releasable: what
the balance at the year's end has above the ceiling (para. 2), which is permitted, not compulsory.

Example: stocks 3, 1 and 1 trillion yen, 200 million brought forward: flow 20 million, ceiling 240 million, room 40
million, provision 20 million, nothing releasable.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from hikiate.facts.tables import Movement, Volume
from hikiate.kernel.amounts import Rounding, amount_text, decimal_text, rounded
from hikiate.kernel.days import years_before
from hikiate.kernel.figures import Figure
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.inputs import ITEM_MISSING, VOLUME_MISSING, WRONG_DAY, YEAR_MISSING
from hikiate.rules.kinds.reserve import NOT_ELIGIBLE, RESERVE_OPEN
from hikiate.rules.sheet import Sheet
from hikiate.rules.volume import find_later_years, volume_leaf

ROUNDING = Rounding.DOWN
"""Art. 175 states no rounding; flow and ceiling are taken down to the whole yen, each once, on its sum."""


def flow_and_ceiling(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.flow`, `.ceiling`, `.room`, `.provision`, `.releasable` and the balances they stand on."""
    if sheet.pack.volumes is None:
        needed_for = ("the reserve by volume", "取引高に応じた準備金の算定")
        sheet.missing("volumes", needed_for=needed_for, citation=edition["window_years"].citation.text)
        return
    find_later_years(sheet, sheet.pack.volumes)
    items = [key.removeprefix("flow_") for key in edition.versions if key.startswith("flow_")]
    rows = _window_rows(sheet, edition, items)
    if rows is None:
        return
    flow = _flow(sheet, edition, rows)
    ceiling = _ceiling(sheet, edition, rows)
    if sheet.pack.reserve is None:
        needed_for = ("the balance brought forward", "前期繰越残高の算定")
        sheet.missing("reserve", needed_for=needed_for, citation=edition["window_years"].citation.text)
        return
    _provision(sheet, edition, flow, ceiling, sheet.pack.reserve)


def _window_rows(sheet: Sheet, edition: Edition, items: Sequence[str]) -> list[Volume] | None:
    """The rows of the years that count; None where the year itself has no row of any item."""
    year = sheet.exchange.fiscal_year.start
    first = years_before(year, int(edition["window_years"].number))
    rows = [row for row in sheet.pack.volumes or () if row.item in items and first <= row.fiscal_year <= year]
    years = {row.fiscal_year for row in rows}
    if year not in years:
        sheet.find(VOLUME_MISSING.at("volumes", items=", ".join(items), year=year))
        return None
    for missing in _years_without_rows(first, year, years):
        sheet.find(YEAR_MISSING.at(f"volumes.{missing}", year=missing))
    for item in dict.fromkeys(row.item for row in rows):
        for missing in sorted(years - {row.fiscal_year for row in rows if row.item == item}):
            sheet.find(ITEM_MISSING.at(f"volumes.{missing}.{item}", item=item, year=missing))
    return rows


def _years_without_rows(first: date, year: date, years: set[date]) -> list[date]:
    """The regular fiscal years of the window in which no row's year begins; a changed year-end may fill them twice."""
    missing = []
    start = first
    while start < year:
        end = years_before(start, -1)
        if not any(start <= begun < end for begun in years):
            missing.append(start)
        start = end
    return missing


def _flow(sheet: Sheet, edition: Edition, rows: Sequence[Volume]) -> Figure:
    year = sheet.exchange.fiscal_year.start
    value, inputs = Fraction(0), []
    for row in rows:
        if row.fiscal_year == year:
            key = f"flow_{row.item}"
            value += sheet.amount(row.amount, sheet.exchange.reporting_currency) * edition[key].number
            inputs += [volume_leaf(sheet, row), sheet.law(edition, key)]
    return _derive(sheet, edition, "reserve.flow", value, "sum over items of the year's volume × flow rate", inputs)


def _ceiling(sheet: Sheet, edition: Edition, rows: Sequence[Volume]) -> Figure:
    value, inputs = Fraction(0), [sheet.law(edition, "window_years")]
    for item in dict.fromkeys(row.item for row in rows):
        years = [row for row in rows if row.item == item]
        highest = max(years, key=lambda row: row.amount)
        key = f"ceiling_{item}"
        value += sheet.amount(highest.amount, sheet.exchange.reporting_currency) * edition[key].number
        inputs += [*(volume_leaf(sheet, row) for row in years), sheet.law(edition, key)]
    rule = "sum over items of the highest year's volume × ceiling rate"
    return _derive(sheet, edition, "reserve.ceiling", value, rule, inputs)


def _provision(sheet: Sheet, edition: Edition, flow: Figure, ceiling: Figure, movements: Sequence[Movement]) -> None:
    brought = _sum(sheet, "brought_forward", movements)
    used = _sum(sheet, "used", movements)
    made = _sum(sheet, "provided", movements)
    room_value = ceiling.number - brought.number + used.number
    room = _derive(
        sheet,
        edition,
        "reserve.room",
        room_value,
        "ceiling − (brought forward − used or released in the year)",
        [ceiling.name, brought.name, used.name],
    )
    provision = _derive(
        sheet,
        edition,
        "reserve.provision",
        max(Fraction(0), min(flow.number, room.number)),
        "the lower of flow and room, at least 0",
        [flow.name, room.name],
    )
    year_end = _derive(
        sheet,
        edition,
        "reserve.year_end_balance",
        brought.number - used.number + max(provision.number, made.number),
        "brought forward − used or released + the higher of provision and provided",
        [brought.name, used.name, provision.name, made.name],
    )
    release = sheet.law(edition, "excess_release")
    above = max(Fraction(0), year_end.number - ceiling.number)
    rule = "year-end balance − ceiling, at least 0"
    _derive(sheet, edition, "reserve.releasable", above, rule, [year_end.name, ceiling.name, release])
    left = max(Fraction(0), provision.number - made.number)
    rule = "provision − provided in the year, at least 0"
    open_ = _derive(sheet, edition, "reserve.topup", left, rule, [provision.name, made.name])
    if left > 0:
        sheet.find(
            RESERVE_OPEN.at(
                "reserve.topup",
                citation=edition["window_years"].citation.text,
                due=sheet.exchange.fiscal_year.end - timedelta(days=1),
                made=made.value,
                provision=provision.value,
                open=open_.value,
            )
        )


def _sum(sheet: Sheet, part: str, movements: Sequence[Movement]) -> Figure:
    """A sum of the reserve's movements in the reporting currency up to the snapshot, as a leaf figure."""
    year, currency = sheet.exchange.fiscal_year, sheet.exchange.reporting_currency
    _find_uncounted(sheet, movements)
    counted = [m for m in movements if m.asset == currency and m.day <= sheet.day]
    before = [m for m in counted if m.day < year.start]
    within = [m for m in counted if m.day >= year.start]
    chosen = {
        "brought_forward": before,
        "used": [m for m in within if m.movement != "provision"],
        "provided": [m for m in within if m.movement == "provision"],
    }[part]
    total = sum((m.amount if m.movement == "provision" or part == "used" else -m.amount) for m in chosen)
    source = sheet.source("reserve", chosen)
    name = sheet.figures.fact(f"input.reserve.{part}", sheet.amount(total, currency), currency, source)
    return sheet.figures[name]


def _find_uncounted(sheet: Sheet, movements: Sequence[Movement]) -> None:
    later = [m for m in movements if m.day > sheet.day]
    if later:
        shown = ", ".join(f"row {m.row} {m.day}" for m in later)
        wanted, wanted_ja = "movements up to the snapshot", "基準日までの増減"
        sheet.find(WRONG_DAY.at("reserve", count=len(later), shown=shown, wanted=wanted, wanted_ja=wanted_ja))
    for asset in dict.fromkeys(m.asset for m in movements if m.asset != sheet.exchange.reporting_currency):
        amount = amount_text(sum(m.amount for m in movements if m.asset == asset), sheet.exchange.scale(asset))
        reason, reason_ja = "this reserve is a sum of money", "この準備金は金額で積み立てるものです"
        sheet.find(
            NOT_ELIGIBLE.at(
                f"reserve.{asset}", amount=amount, asset=asset, counted=0, reason=reason, reason_ja=reason_ja
            )
        )


def _derive(  # noqa: PLR0917 - the six are a figure's parts, in the order in which a figure is read
    sheet: Sheet, edition: Edition, name: str, value: Fraction, rule: str, inputs: Sequence[str]
) -> Figure:
    exact = rounded(value, sheet.exchange.reporting_scale, ROUNDING)
    shown = rule if exact == value else f"{rule}, {decimal_text(value)} rounded {ROUNDING.value}"
    citation = edition["window_years"].citation.text
    currency = sheet.exchange.reporting_currency
    return sheet.figures.derive(name, exact, currency, rule=shown, citation=citation, inputs=inputs)

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
from hikiate.kernel.amounts import Rounding, amount_text, grouped, grouped_text, rounded
from hikiate.kernel.days import years_before
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.inputs import ITEM_MISSING, VOLUME_MISSING, YEAR_MISSING
from hikiate.rules.kinds.reserve import NOT_ELIGIBLE, RESERVE_OPEN
from hikiate.rules.reserve_book import balance, movements_up_to_snapshot
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import lacking
from hikiate.rules.volume import find_later_years, items_term, volume_leaf

ROUNDING = Rounding.DOWN
"""Art. 175 states no rounding; flow and ceiling are taken down to the whole yen, each once, on its sum."""


def flow_and_ceiling(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.flow`, `.ceiling`, `.room`, `.provision`, `.releasable` and the balances they stand on."""
    rates = [key for key in edition.versions if key.startswith(("flow_", "ceiling_"))]
    if open_keys := lacking(edition, needed=["window_years", *rates]):
        sheet.undecided("reserve.flow", edition, open_keys)
        return
    if sheet.pack.volumes is None:
        needed_for = Term("the reserve by volume", "取引高に応じた準備金の算定")
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
        needed_for = Term("the balance brought forward", "前期繰越残高の算定")
        sheet.missing("reserve", needed_for=needed_for, citation=edition["window_years"].citation.text)
        return
    _provision(sheet, edition, flow, ceiling, movements_up_to_snapshot(sheet, sheet.pack.reserve))


def _window_rows(sheet: Sheet, edition: Edition, items: Sequence[str]) -> list[Volume] | None:
    """The rows of the years that count; None where the year itself has no row of any item."""
    year = sheet.fiscal_year().start
    first = years_before(year, int(edition["window_years"].number))
    rows = [row for row in sheet.pack.volumes or () if row.item in items and first <= row.fiscal_year <= year]
    years = {row.fiscal_year for row in rows}
    if year not in years:
        sheet.find(VOLUME_MISSING.at("volumes", items=items_term(items), year=year))
        return None
    for missing in _years_without_rows(first, year, years):
        sheet.find(YEAR_MISSING.at(f"volumes.{missing}", year=missing))
    for item in dict.fromkeys(row.item for row in rows):
        for missing in sorted(years - {row.fiscal_year for row in rows if row.item == item}):
            sheet.find(ITEM_MISSING.at(f"volumes.{missing}.{item}", item=items_term([item]), year=missing))
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
    year = sheet.fiscal_year().start
    value, inputs = Fraction(0), []
    for row in rows:
        if row.fiscal_year == year:
            key = f"flow_{row.item}"
            value += sheet.amount(row.amount, sheet.exchange.reporting_currency) * edition[key].number
            inputs += [volume_leaf(sheet, row), sheet.law(edition, key)]
    rule = Term(
        "sum over items of the year's volume × flow rate", "項目ごとの当期の取引高 × 当期の取引に係る率（第1号）の合計"
    )
    return _derive(sheet, edition, "reserve.flow", value, rule, inputs)


def _ceiling(sheet: Sheet, edition: Edition, rows: Sequence[Volume]) -> Figure:
    value, inputs = Fraction(0), [sheet.law(edition, "window_years")]
    for item in dict.fromkeys(row.item for row in rows):
        years = [row for row in rows if row.item == item]
        highest = max(years, key=lambda row: row.amount)
        key = f"ceiling_{item}"
        value += sheet.amount(highest.amount, sheet.exchange.reporting_currency) * edition[key].number
        inputs += [*(volume_leaf(sheet, row) for row in years), sheet.law(edition, key)]
    rule = Term(
        "sum over items of the highest year's volume × ceiling rate",
        "項目ごとの対象期間中の最高年間取引高 × 積立限度額に係る率（第2号）の合計",
    )
    return _derive(sheet, edition, "reserve.ceiling", value, rule, inputs)


def _provision(sheet: Sheet, edition: Edition, flow: Figure, ceiling: Figure, movements: Sequence[Movement]) -> None:
    brought, used, made = _movements(sheet, movements)
    room_value = ceiling.number - brought.number + used.number
    room = _derive(
        sheet,
        edition,
        "reserve.room",
        room_value,
        Term(
            "ceiling − (brought forward − used or released in the year)",
            "積立限度額 −（前期繰越残高 − 当期の使用・取崩額）",
        ),
        [ceiling.name, brought.name, used.name],
    )
    provision = _derive(
        sheet,
        edition,
        "reserve.provision",
        max(Fraction(0), min(flow.number, room.number)),
        Term(
            "the lower of flow and room, at least 0",
            "当期の取引に係る算定額と積立限度額までの余裕額のいずれか低い額（下限 0）",
        ),
        [flow.name, room.name],
    )
    year_end = _derive(
        sheet,
        edition,
        "reserve.year_end_balance",
        brought.number - used.number + max(provision.number, made.number),
        Term(
            "brought forward − used or released + the higher of provision and provided",
            "前期繰越残高 − 当期の使用・取崩額 + 当期要積立額と当期の積立済額のいずれか高い額",
        ),
        [brought.name, used.name, provision.name, made.name],
    )
    _releasable(sheet, edition, year_end, ceiling)
    _open(sheet, edition, provision, made)


def _releasable(sheet: Sheet, edition: Edition, year_end: Figure, ceiling: Figure) -> None:
    release = edition["excess_release"]
    inputs = [year_end.name, ceiling.name, sheet.law(edition, "excess_release")]
    rule = Term("year-end balance − ceiling, at least 0", "期末の積立残高 − 積立限度額（下限 0）")
    above = max(Fraction(0), year_end.number - ceiling.number)
    if release.value is None:
        sheet.undecided("reserve.releasable", edition, ["excess_release"])
        currency, citation = sheet.exchange.reporting_currency, release.citation.text
        sheet.figures.undecided("reserve.releasable", currency, rule=rule, citation=citation, inputs=inputs)
    elif release.is_off:
        off = Term("excess_release is off", "超過額の取崩しの定め（excess_release）は適用なし")
        _derive(sheet, edition, "reserve.releasable", Fraction(0), off, inputs)
    else:
        _derive(sheet, edition, "reserve.releasable", above, rule, inputs)


def _open(sheet: Sheet, edition: Edition, provision: Figure, made: Figure) -> None:
    """What of the year's provision is still to be made; its finding is of this year, whatever stood the year before."""
    left = max(Fraction(0), provision.number - made.number)
    rule = Term("provision − provided in the year, at least 0", "当期要積立額 − 当期の積立済額（下限 0）")
    open_ = _derive(sheet, edition, "reserve.topup", left, rule, [provision.name, made.name])
    if left > 0:
        sheet.find(
            RESERVE_OPEN.at(
                "reserve.topup",
                citation=edition["window_years"].citation.text,
                due=sheet.fiscal_year().end - timedelta(days=1),
                since=sheet.fiscal_year().start,
                made=grouped_text(made.number),
                provision=grouped_text(provision.number),
                open=grouped_text(open_.number),
                unit=unit_term(sheet.exchange.reporting_currency),
            )
        )


def _movements(sheet: Sheet, movements: Sequence[Movement]) -> tuple[Figure, Figure, Figure]:
    """Brought forward, used or released in the year, and provided in the year, in the reporting currency."""
    year, currency = sheet.fiscal_year(), sheet.exchange.reporting_currency
    _find_other_assets(sheet, movements)
    counted = [movement for movement in movements if movement.asset == currency]
    before = [movement for movement in counted if movement.day < year.start]
    provided = [m for m in counted if m.day >= year.start and m.movement == "provision"]
    used = [m for m in counted if m.day >= year.start and m.movement != "provision"]
    return (
        _leaf(sheet, "brought_forward", balance(before), before),
        _leaf(sheet, "used", -balance(used), used),
        _leaf(sheet, "provided", balance(provided), provided),
    )


def _leaf(sheet: Sheet, part: str, minor: int, rows: Sequence[Movement]) -> Figure:
    currency = sheet.exchange.reporting_currency
    source = sheet.source("reserve", rows)
    name = sheet.figures.fact(f"input.reserve.{part}", sheet.amount(minor, currency), currency, source)
    return sheet.figures[name]


def _find_other_assets(sheet: Sheet, movements: Sequence[Movement]) -> None:
    for asset in dict.fromkeys(m.asset for m in movements if m.asset != sheet.exchange.reporting_currency):
        left = balance(movement for movement in movements if movement.asset == asset)
        sheet.find(
            NOT_ELIGIBLE.at(
                f"reserve.{asset}",
                amount=grouped(amount_text(left, sheet.exchange.scale(asset))),
                asset=unit_term(asset),
                counted=0,
                unit=unit_term(sheet.exchange.reporting_currency),
                reason=Term("this reserve is a sum of money", "この準備金は報告通貨の金額で積み立てるものです"),
            )
        )


def _derive(  # noqa: PLR0917 - the six are a figure's parts, in the order in which a figure is read
    sheet: Sheet, edition: Edition, name: str, value: Fraction, rule: Term, inputs: Sequence[str]
) -> Figure:
    exact = rounded(value, sheet.exchange.reporting_scale, ROUNDING)
    currency, citation = sheet.exchange.reporting_currency, edition["window_years"].citation.text
    shown, rounding, whole = rule, to_the_unit(ROUNDING, currency), grouped_text(value)
    if exact != value:
        shown = Term(f"{rule.en}, {whole} {rounding.en}", f"{rule.ja}（{whole} を{rounding.ja}）")
    return sheet.figures.derive(name, exact, currency, rule=shown, citation=citation, inputs=inputs)

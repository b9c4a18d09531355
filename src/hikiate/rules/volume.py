"""Volume: what an exchange traded in a fiscal year, item by item, in the reporting currency.

Legal tests in order: (1) the fiscal year is the one that holds the snapshot; (2) of `volumes`, the year's rows of the
items that count; (3) only without `volumes`, and for spot alone, the sum of `trades` of the year up to the snapshot:
for a market in the reporting currency price times size, for any other price times size times that day's price of its
quote asset. No price of that very day, no volume.

Example: 0.3 BTC at 1,000,000 JPY and 0.5 ETH at 0.04 BTC on a day when 1 BTC was 1,100,000 JPY make 300,000 + 22,000
JPY.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby

from hikiate.facts.tables import Volume
from hikiate.facts.turnover import Turnover
from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.items import ITEMS
from hikiate.rules.kinds.inputs import VOLUME_FROM_TRADES, VOLUME_MISSING, WRONG_DAY
from hikiate.rules.sheet import Sheet

_TRADED = "spot"
"""The one item that the table of trades is."""

_NEEDED_FOR = Term("the volume of the year", "年間取引高の算定")


def annual_volume(sheet: Sheet, edition: Edition) -> Figure | None:
    """Write `volume.annual`, the year's volume of the items of the rulebook's base; None where it is unknown."""
    base = sheet.law(edition, "base_items")
    items = [item.strip() for item in (edition["base_items"].value or "").split(",")]
    if sheet.pack.volumes is not None:
        inputs = _year_rows(sheet, items)
    elif sheet.pack.trades is not None:
        inputs = _turnover(sheet, items, sheet.pack.trades)
    else:
        sheet.missing("volumes", needed_for=_NEEDED_FOR, citation=edition["base_items"].citation.text)
        return None
    if inputs is None:
        return None
    total = sum((sheet.figures[name].number for name in inputs), Fraction(0))
    named, start = items_term(items), sheet.fiscal_year().start
    rule = Term(
        f"sum of {named.en} over the fiscal year begun {start}", f"{start} に始まる事業年度の取引高（{named.ja}）の合計"
    )
    citation = edition["base_items"].citation.text
    currency = sheet.exchange.reporting_currency
    return sheet.figures.derive("volume.annual", total, currency, rule=rule, citation=citation, inputs=[*inputs, base])


def items_term(items: Sequence[str]) -> Term:
    """Items as a sentence names them: as the table does, and in Japanese by what they are called."""
    return Term(", ".join(items), "・".join(ITEMS[item].ja if item in ITEMS else item for item in items))


def volume_leaf(sheet: Sheet, row: Volume) -> str:
    """A row of `volumes` as a leaf, `input.volumes.<fiscal year>.<item>`."""
    source = sheet.source("volumes", [row])
    value = sheet.amount(row.amount, sheet.exchange.reporting_currency)
    return sheet.figures.fact(
        f"input.volumes.{row.fiscal_year}.{row.item}", value, sheet.exchange.reporting_currency, source
    )


def find_later_years(sheet: Sheet, rows: Sequence[Volume]) -> None:
    """Find rows of a fiscal year that begins after the snapshot; they belong to no year that counts."""
    start = sheet.fiscal_year().start
    later = [row for row in rows if row.fiscal_year > start]
    if later:
        shown = ", ".join(sorted({f"{row.fiscal_year}" for row in later}))
        wanted = Term(f"fiscal years begun by {start}", f"{start} までに始まる事業年度")
        sheet.find(WRONG_DAY.at("volumes", count=grouped_text(len(later)), shown=shown, wanted=wanted))


def _year_rows(sheet: Sheet, items: Sequence[str]) -> list[str] | None:
    year = sheet.fiscal_year().start
    rows = sheet.pack.volumes or ()
    find_later_years(sheet, rows)
    counted = [row for row in rows if row.fiscal_year == year and row.item in items]
    without = [item for item in items if item not in {row.item for row in counted}]
    if without:
        sheet.find(VOLUME_MISSING.at("volumes", items=items_term(without), year=year))
        return None
    return [volume_leaf(sheet, row) for row in counted]


def _turnover(sheet: Sheet, items: Sequence[str], trades: Sequence[Turnover]) -> list[str] | None:
    period = sheet.fiscal_year()
    if beyond := [item for item in items if item != _TRADED]:
        sheet.find(VOLUME_MISSING.at("volumes", items=items_term(beyond), year=period.start))
        return None
    counted = [turnover for turnover in trades if period.start <= turnover.day <= sheet.day]
    outside = [turnover for turnover in trades if not period.start <= turnover.day <= sheet.day]
    if outside:
        shown = f"{min(turnover.day for turnover in outside)} – {max(turnover.day for turnover in outside)}"
        wanted = Term(f"trades from {period.start} on", f"{period.start} 以降の約定")
        count = grouped_text(sum(turnover.trades for turnover in outside))
        sheet.find(WRONG_DAY.at("trades", count=count, shown=shown, wanted=wanted))
    _remark_from_trades(sheet, counted)
    by_market = {market: list(days) for market, days in groupby(counted, key=lambda turnover: turnover.market)}
    figures = [_market_turnover(sheet, market, days) for market, days in by_market.items()]
    names = [figure.name for figure in figures if figure is not None]
    return names if len(names) == len(figures) else None


def _remark_from_trades(sheet: Sheet, counted: Sequence[Turnover]) -> None:
    days: list[date] = [turnover.day for turnover in counted]
    first, last = (min(days), max(days)) if days else ("-", "-")
    count = grouped_text(sum(turnover.trades for turnover in counted))
    sheet.find(VOLUME_FROM_TRADES.at("trades", trades=count, first=first, last=last))


def _market_turnover(sheet: Sheet, market: str, days: Sequence[Turnover]) -> Figure | None:
    """A market's turnover in the reporting currency; None where a day's price of its quote asset is missing."""
    currency, quote = sheet.exchange.reporting_currency, days[0].quote
    file = sheet.pack.file("trades")
    citation = f"{file}: {days[0].day} – {days[-1].day}, {_trades(sum(day.trades for day in days))}"
    if quote == currency:
        value = sum((day.value for day in days), Fraction(0))
        leaf = sheet.figures.fact(f"input.trades.{market}", value, currency, citation)
        rule, inputs = Term("sum of price times size", "約定価格 × 数量の合計"), [leaf]
    else:
        value, inputs = Fraction(0), []
        prices = [sheet.price(quote, day.day) for day in days]
        for day, price in zip(days, prices, strict=True):
            if price is None:
                return None
            source = f"{file}: {day.day}, {_trades(day.trades)}"
            leaf = sheet.figures.fact(f"input.trades.{market}.{day.day}", day.value, quote, source)
            value += day.value * price[0]
            inputs += [leaf, price[1]]
        rule = Term(
            f"sum over days of price times size times that day's price of {quote}",
            f"日ごとの約定価格 × 数量 × 当日の {quote} 価格の合計",
        )
    return sheet.figures.derive(
        f"volume.{market}.turnover", value, currency, rule=rule, citation=citation, inputs=inputs
    )


def _trades(count: int) -> str:
    """A count of trades in a citation, which is one text for both languages."""
    return f"{grouped_text(count)} {'trade' if count == 1 else 'trades'} (約定)"

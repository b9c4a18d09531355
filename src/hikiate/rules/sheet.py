"""The working sheet of a close: the facts, the figures reached so far, and the findings on the way.

A rule takes the sheet and one edition of a rulebook, and writes figures and findings on it. What it reads from the pack
and from law it first writes as a leaf, so that every number can be followed down to its inputs and articles.
"""

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from hikiate.facts.pack import Pack
from hikiate.facts.tables import Price
from hikiate.kernel.amounts import decimal_text, grouped_text
from hikiate.kernel.days import BusinessCalendar, Period
from hikiate.kernel.figures import Figure, Figures
from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.law.provisions import Version
from hikiate.law.rulebooks import Edition
from hikiate.rules.kinds.inputs import ABSENT, MISSING, PRICE_AMBIGUOUS, PRICE_MISSING, YEAR_END_CHANGED
from hikiate.rules.kinds.law import UNDECIDED

_ROWS_SHOWN_MAX = 20


class _Numbered(Protocol):
    """A record that knows its row."""

    @property
    def row(self) -> int:
        """The row as the user counts."""


class Sheet:
    """One close at work. `figures` and `findings` are its result."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.exchange = pack.exchange
        self.day = pack.exchange.day
        self._prices: dict[tuple[str, date], list[Price]] = {}
        for price in pack.prices or ():
            if not self.is_later(price.on):
                self._prices.setdefault((price.asset, self.day_of(price.on)), []).append(price)
        self._calendar = BusinessCalendar(pack.exchange.jurisdiction)
        self.begin()

    def begin(self) -> None:
        """Begin again, with no figure and no finding but those of the pack's importers."""
        self.figures = Figures()
        self._found: dict[Finding, None] = dict.fromkeys(self.pack.import_findings)

    def beside(self) -> "Sheet":
        """A further sheet over the same facts, with figures and findings of its own: another answer to one question."""
        other = copy(self)
        other.begin()
        return other

    def fiscal_year(self) -> Period:
        """The fiscal year that holds the snapshot.

        The exchange names the first day of its years; where `volumes` has a year that begins after it and by the
        snapshot, the year-end was changed, and that year is the one. It is found, because it may as well be a slip.
        """
        regular = self.exchange.fiscal_year
        begun = [row.fiscal_year for row in self.pack.volumes or () if regular.start < row.fiscal_year <= self.day]
        if not begun:
            return regular
        self.find(YEAR_END_CHANGED.at("volumes", start=max(begun), regular=regular.start))
        return Period(max(begun), regular.end)

    @property
    def findings(self) -> list[Finding]:
        """What was found so far, each finding once, in order."""
        return list(self._found)

    def find(self, finding: Finding) -> None:
        """Add a finding, once."""
        self._found[finding] = None

    def term_end(self, edition: Edition, key: str) -> date | None:
        """The last day of a term in days from the snapshot's; None where the law gives none or leaves it open."""
        version = edition[key]
        if version.value is None or version.is_off:
            return None
        return self.day + timedelta(days=int(version.number))

    def deadline(self, edition: Edition, key: str, at_most: int | None = None) -> date | None:
        """The last day to repair what the snapshot shows, by a provision in business days from the day after.

        `at_most` is a shorter number of business days that the exchange has promised. None where neither says a number;
        a provision that is undecided is found.
        """
        version = edition[key]
        if version.value is None:
            self.undecided(f"law.{edition.book.name}.{key}", edition, [key])
        days = [] if version.value is None or version.is_off else [int(version.number)]
        days += [] if at_most is None else [at_most]
        return self._calendar.deadline(self.day, min(days)) if days else None

    def law(self, edition: Edition, key: str) -> str:
        """Write a provision as a leaf; gives its name, `law.<rulebook>.<key>`."""
        version = edition[key]
        unit = edition.book.provisions[key].unit
        rule = edition.book.provisions[key].title
        value = _law_text(version, unit)
        shown_unit = "text" if version.is_off else unit
        name = f"law.{edition.book.name}.{key}"
        return self.figures.leaf(Figure(name, value, shown_unit, version.status, rule, version.citation.text))

    def law_money(self, edition: Edition, key: str) -> tuple[Fraction, list[str]] | None:
        """A sum that the law states, in the reporting currency at the rate of the day, and the leaves it stands on.

        None, with a finding, where there is no rate of that very day: a sum is never converted by guess.
        """
        leaf, currency = self.law(edition, key), edition.book.provisions[key].unit
        if currency == self.exchange.reporting_currency:
            return edition[key].number, [leaf]
        rate = self.price(currency)
        return None if rate is None else (edition[key].number * rate[0], [leaf, rate[1]])

    def undecided(self, where: str, edition: Edition, keys: Sequence[str]) -> None:
        """Find that provisions needed at a place have no number: nobody has published one, or it is switched off."""
        citation, named = edition[keys[0]].citation.text, keys_term(edition, keys)
        self.find(UNDECIDED.at(where, citation=citation, rulebook=edition.book.name, keys=named))

    def missing(self, table: str, *, needed_for: Term, citation: str = "") -> None:
        """Find that a table needed for a duty was not handed in; a duty that cannot be shown counts as breached."""
        self.find(MISSING.at(table, citation=citation, table=table, needed_for=needed_for))

    def absent(self, table: str, *, without_it: Term) -> None:
        """Remark that an optional table was not handed in, and what that means for the figures."""
        self.find(ABSENT.at(table, table=table, without_it=without_it))

    def source(self, table: str, rows: Sequence[_Numbered]) -> str:
        """Where a sum of rows stands in the pack, as one text for both languages: `holdings.csv: rows (行) 2, 5`."""
        if not rows:
            return f"{self.pack.file(table)}: no rows (該当行なし)"
        shown = ", ".join(str(row.row) for row in rows[:_ROWS_SHOWN_MAX])
        more = f", … (+{grouped_text(len(rows) - _ROWS_SHOWN_MAX)})" if len(rows) > _ROWS_SHOWN_MAX else ""
        return f"{self.pack.file(table)}: {'row' if len(rows) == 1 else 'rows'} (行) {shown}{more}"

    def column_source(self, table: str, column: str, asset: str, rows: int) -> str:
        """Where a sum over many rows stands: `balances.csv: BTC, amount, 12,000 rows (行)`."""
        counted = f"{grouped_text(rows)} {'row' if rows == 1 else 'rows'} (行)" if rows else "no rows (該当行なし)"
        return f"{self.pack.file(table)}: {asset}, {column}, {counted}"

    def amount(self, minor: int, asset: str) -> Fraction:
        """Whole minor units as units of the asset."""
        return Fraction(minor, 10 ** self.exchange.scale(asset))

    def price(self, asset: str, day: date | None = None) -> tuple[Fraction, str] | None:
        """The price of an asset in the reporting currency on a day (the snapshot's), and its leaf.

        None, with a finding, where there is no price of that very day, or where sources differ and none is named by
        `price_source`. A price is never taken from another day or made by crossing two others.
        """
        currency = self.exchange.reporting_currency
        if asset == currency:
            return Fraction(1), self.figures.fact(f"input.prices.{asset}", 1, currency, "reporting currency (報告通貨)")
        on = day or self.day
        where = f"prices.{asset}.{on}"
        if self.pack.prices is None:
            self.missing("prices", needed_for=Term("the value of assets in money", "資産の評価額の算定"))
            return None
        known = self._prices.get((asset, on), [])
        prices = [price for price in known if price.currency == currency]
        if self.exchange.price_source is not None:
            prices = [price for price in prices if price.source == self.exchange.price_source]
        if not prices:
            others = ", ".join(sorted({f"{price.currency} ({price.source})" for price in known})) or Term(
                "none", "なし"
            )
            self.find(PRICE_MISSING.at(where, asset=asset, currency=currency, on=on, others=others))
            return None
        latest = _latest(prices)
        if len({price.price for price in latest}) > 1:
            shown = ", ".join(f"{price.source} {grouped_text(price.price)}" for price in latest)
            self.find(PRICE_AMBIGUOUS.at(where, asset=asset, prices=shown))
            return None
        source = f"{self.source('prices', latest)} ({', '.join(price.source for price in latest)})"
        name = f"input.prices.{asset}" if day is None else f"input.prices.{asset}.{on}"
        return latest[0].price, self.figures.fact(name, latest[0].price, currency, source)

    def daily_prices(self, asset: str, days: Sequence[date]) -> list[Fraction]:
        """The prices of an asset on those of the days that have one price and no more, in the reporting currency."""
        currency, source = self.exchange.reporting_currency, self.exchange.price_source
        found = []
        for day in days:
            known = [price for price in self._prices.get((asset, day), []) if price.currency == currency]
            latest = _latest([price for price in known if source in {None, price.source}])
            if len({price.price for price in latest}) == 1:
                found.append(latest[0].price)
        return found

    def day_of(self, on: date | datetime) -> date:
        """The calendar day of a day or moment on the clock of the snapshot."""
        return on.astimezone(self.exchange.snapshot_at.tzinfo).date() if isinstance(on, datetime) else on

    def is_later(self, on: date | datetime) -> bool:
        """Whether a day or moment is after the snapshot; the day of the snapshot as a whole is not."""
        return on > self.exchange.snapshot_at if isinstance(on, datetime) else on > self.day


def ratio_text(ratio: Fraction) -> tuple[str, str]:
    """A ratio as a figure shows it, and its unit; one whose decimals never end stands as the fraction it is."""
    try:
        return decimal_text(ratio), "ratio"
    except ValueError:
        return str(ratio), "text"


def keys_term(edition: Edition, keys: Sequence[str]) -> Term:
    """Provisions as a sentence names them: by their keys, and in Japanese by their titles beside the keys."""
    titles = {key: edition.book.provisions[key].title.ja for key in keys}
    return Term(
        ", ".join(f"{key} (off)" if edition[key].is_off else key for key in keys),
        "、".join(f"{titles[key]}（{key}{'、適用なし' if edition[key].is_off else ''}）" for key in keys),
    )


def rows_shown(rows: Sequence[tuple[int, date]], most: int | None = None) -> Term:
    """Rows with their days as a sentence names them, at most so many: `row 3 2026-09-21`, 3 行目 2026-09-21."""
    more = f" +{len(rows) - most}" if most is not None and len(rows) > most else ""
    return Term(
        ", ".join(f"row {row} {day}" for row, day in rows[:most]) + more,
        "、".join(f"{row} 行目 {day}" for row, day in rows[:most]) + more,
    )


def _latest(prices: list[Price]) -> list[Price]:
    """The prices of the latest moment; a price of the whole day counts only where no moment is given."""
    moments = [price.on for price in prices if isinstance(price.on, datetime)]
    return [price for price in prices if price.on == max(moments)] if moments else prices


def _law_text(version: Version, unit: str) -> str | None:
    """A provision's value as a figure shows it: rates as decimal text, words as they are."""
    if version.value is None or version.is_off or unit in {"names", "switch", "day"}:
        return version.value
    return decimal_text(version.number)

"""Reference prices: the one price at which a lost asset becomes money, by a formula that was published.

`fixed` is a price as announced. `spot` is the volume-weighted mean of the trades of the last moment by the moment
asked for, at most a day before it, or the pack's price of a day. `vwap` is the sum of price times size over the sum of
sizes of the trades of a window, its end not included. `mean` is the mean of what named venues say, each counted once.
Each is rounded half up at the decimals that the file states, 12 where it states none.

Example: 2 XEM at 90 and 1 at 84 in the window make 88.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from hikiate.facts.raw import RawTable
from hikiate.kernel.amounts import Rounding, grouped_text, rounded
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.remedy.executions import Executions, Market
from hikiate.remedy.incident import PriceTerms
from hikiate.remedy.kinds.price import (
    NO_LISTED_PRICE,
    NO_TRADES,
    NO_TRADES_TABLE,
    OTHER_MARKET,
    PRICE_OLD,
    PRICE_TOO_SMALL,
)
from hikiate.rules.sheet import Sheet

ROUNDING = Rounding.HALF_UP
"""Neither side is favoured by the price itself."""
SPOT_AGE_MAX = timedelta(days=1)
SPOT_AGE_REMARKED = timedelta(hours=1)

TradesOf = Callable[[str | None], RawTable | None]
"""The table of trades of a file that an incident names, or the pack's where it names none."""


@dataclass(frozen=True, slots=True)
class ReferencePrice:
    """The price of one whole unit of `asset` in whole units of `currency`."""

    asset: str
    currency: str
    price: Fraction
    figure: str


def reference_prices(
    sheet: Sheet, terms: Mapping[str, PriceTerms], trades_of: TradesOf, citation: str
) -> dict[str, ReferencePrice]:
    """The prices by asset, each with its figure `reference_price.<asset>`; Refused where one cannot be found."""
    prices: dict[str, ReferencePrice] = {}
    found: list[Finding] = []
    for asset, wanted in terms.items():
        try:
            prices[asset] = _Priced(sheet, asset, wanted, trades_of, citation).price()
        except Refused as refused:
            found += refused.faults
    if found:
        raise Refused(found)
    return prices


@dataclass(frozen=True, slots=True)
class _Priced:
    """One price in the making."""

    sheet: Sheet
    asset: str
    terms: PriceTerms
    trades_of: TradesOf
    citation: str

    def price(self) -> ReferencePrice:
        by_kind = {"fixed": self._mean, "mean": self._mean, "vwap": self._vwap, "spot": self._spot}
        exact, rule, inputs = by_kind[self.terms.kind]()
        price = rounded(exact, self.terms.decimals, ROUNDING)
        if price == 0:
            raise Refused([PRICE_TOO_SMALL.at(self.terms.where, decimals=self.terms.decimals)])
        figure = self.sheet.figures.derive(
            f"reference_price.{self.asset}",
            price,
            self.terms.currency,
            rule=_with_rounding(rule, exact != price, self.terms.decimals),
            citation=self.citation,
            inputs=inputs,
        )
        return ReferencePrice(self.asset, self.terms.currency, price, figure.name)

    def _mean(self) -> tuple[Fraction, Term, list[str]]:
        quotes = self.terms.quotes
        inputs = [
            self._fact(f"quote.{quote.source}", quote.price, self.terms.currency, self.citation) for quote in quotes
        ]
        rule = Term("as announced", "公表された価格")
        if self.terms.kind == "mean":
            rule = Term(f"mean of {len(quotes)} venues", f"{len(quotes)} 取引所の価格の平均")
        return sum((quote.price for quote in quotes), Fraction(0)) / len(quotes), rule, inputs

    def _vwap(self) -> tuple[Fraction, Term, list[str]]:
        market, (start, end) = self._market(), self._window()
        executions = self._trades(market).between(start, end)
        if executions is None:
            raise Refused([NO_TRADES.at(self.terms.where, market=market, start=start.isoformat(), end=end.isoformat())])
        rule = Term(
            f"sum of price × size over sum of sizes, {market}, from {start.isoformat()} up to {end.isoformat()}",
            f"{market} の {start.isoformat()} 以後 {end.isoformat()} 前の約定の、価格×数量の合計 ÷ 数量の合計",
        )
        return executions.mean_price, rule, self._summed(market, executions)

    def _spot(self) -> tuple[Fraction, Term, list[str]]:
        at = self.terms.at
        if self.terms.market is None or not isinstance(at, datetime):
            return self._listed()
        market = self._market()
        executions = self._trades(market).last(at, SPOT_AGE_MAX)
        if executions is None:
            start = (at - SPOT_AGE_MAX).isoformat()
            raise Refused([NO_TRADES.at(self.terms.where, market=market, start=start, end=at.isoformat())])
        last = executions.last_at.astimezone(at.tzinfo)
        if at - last > SPOT_AGE_REMARKED:
            self.sheet.find(
                PRICE_OLD.at(f"reference_price.{self.asset}", market=market, last=last.isoformat(), at=at.isoformat())
            )
        rule = Term(
            f"last trades of {market} by {at.isoformat()}, at {last.isoformat()}",
            f"{at.isoformat()} までの {market} の直近の約定（{last.isoformat()}）",
        )
        return executions.mean_price, rule, self._summed(market, executions)

    def _listed(self) -> tuple[Fraction, Term, list[str]]:
        """The price that the pack's table has for the day, or for the very moment."""
        at, currency = self.terms.at, self.terms.currency
        rows = [
            row
            for row in self.sheet.pack.prices or ()
            if (row.asset, row.currency, row.on) == (self.asset, currency, at)
        ]
        if len({row.price for row in rows}) != 1:
            shown = ", ".join(f"{row.source} {grouped_text(row.price)}" for row in rows) or Term("none", "なし")
            raise Refused(
                [NO_LISTED_PRICE.at(self.terms.where, asset=self.asset, currency=currency, at=_text(at), shown=shown)]
            )
        source = f"{self.sheet.source('prices', rows)} ({', '.join(row.source for row in rows)})"
        rule = Term(f"the pack's price on {_text(at)}", f"{_text(at)} の価格（提出データ）")
        return rows[0].price, rule, [self._fact("listed", rows[0].price, currency, source)]

    def _market(self) -> str:
        market, wanted = self.terms.market or "", f"{self.asset}/{self.terms.currency}"
        if market != wanted:
            raise Refused([OTHER_MARKET.at(f"{self.terms.where} key market", market=market, wanted=wanted)])
        return market

    def _window(self) -> tuple[datetime, datetime]:
        """The window of a vwap, which the reader of the file made sure of."""
        start, end = self.terms.start, self.terms.end
        assert start is not None and end is not None  # noqa: S101, PT018 - narrows what the reader has checked
        return start, end

    def _trades(self, market: str) -> Market:
        raw = self.trades_of(self.terms.trades)
        if raw is None:
            raise Refused([NO_TRADES_TABLE.at(self.terms.where, market=market)])
        return Market(raw, self.sheet.exchange, market)

    def _summed(self, market: str, executions: Executions) -> list[str]:
        trades = grouped_text(executions.trades)
        source = f"{self.terms.trades or self.sheet.pack.file('trades')}: {market}, {trades} trades (約定)"
        return [
            self._fact("value", executions.value, self.terms.currency, source),
            self._fact("size", executions.size, self.asset, source),
        ]

    def _fact(self, name: str, value: Fraction, unit: str, source: str) -> str:
        return self.sheet.figures.fact(f"input.reference_price.{self.asset}.{name}", value, unit, source)


def _with_rounding(rule: Term, was_rounded: bool, decimals: int) -> Term:  # noqa: FBT001 - one call, by place
    if not was_rounded:
        return rule
    return Term(
        f"{rule.en}, rounded half up to {decimals} decimals", f"{rule.ja}（小数点以下 {decimals} 桁に四捨五入）"
    )


def _text(at: date | datetime | None) -> str:
    return "" if at is None else at.isoformat()

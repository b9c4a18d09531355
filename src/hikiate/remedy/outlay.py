"""The outlay of an incident: what customers are to get, held against the sources, as figures and as a timeline.

What is needed is what customers are entitled to, pending payments included: nobody's share is spent while it waits.
Coins are valued at the reference price where there is one in the reporting currency, at the snapshot's price otherwise.
A haircut is paid from what is left in custody first; what is left of an asset beyond what is needed counts as money.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from hikiate.kernel.amounts import Rounding, amount_text, decimal_text, grouped, rounded
from hikiate.kernel.wording import Term
from hikiate.remedy.claims import Claims
from hikiate.remedy.incident import CUSTODY, Incident
from hikiate.remedy.kinds.funding import MARKET_RISK, SHORT, VALUE_UNKNOWN
from hikiate.remedy.reference_prices import ReferencePrice
from hikiate.remedy.waterfall import Draw, Source, Standing, timeline
from hikiate.rules.sheet import Sheet

POLICY = "the exchange's published policy (公表された方針)"


@dataclass(frozen=True, slots=True)
class Outlay:
    """What is needed of each asset, the standings by day, and the cost of a minor unit of each asset in money."""

    needs: Mapping[str, int]
    standings: tuple[Standing, ...]
    costs: Mapping[str, Fraction]

    @property
    def last(self) -> Standing:
        """The standing once every source is there."""
        return self.standings[-1]

    @property
    def complete_on(self) -> date | None:
        """The first day on which all that is needed is there."""
        return next((standing.day for standing in self.standings if standing.is_complete), None)

    def funded_on(self, asset: str, amount: int) -> date | None:
        """The first day on which so much of an asset is there."""
        needed = self.needs[asset]
        return next((standing.day for standing in self.standings if needed - standing.short[asset] >= amount), None)

    def covered(self, asset: str) -> dict[str, int]:
        """What each kind of source covers of an asset in the end, in the order of the sources."""
        by_kind: dict[str, int] = {}
        for draw in self.last.draws:
            if draw.needed == asset:
                by_kind[draw.source.kind] = by_kind.get(draw.source.kind, 0) + draw.covered
        return by_kind


def costs_of(sheet: Sheet, assets: Sequence[str], prices: Mapping[str, ReferencePrice]) -> dict[str, Fraction]:
    """The price of a minor unit of each asset in minor units of the reporting currency, where one can be had."""
    currency, scale = sheet.exchange.reporting_currency, sheet.exchange.reporting_scale
    costs = {}
    for asset in assets:
        reference = prices.get(asset)
        if reference is not None and reference.currency == currency:
            price: Fraction | None = reference.price
        else:
            quoted = sheet.price(asset)
            price = None if quoted is None else quoted[0]
        if price is not None:
            costs[asset] = price * Fraction(10**scale, 10 ** sheet.exchange.scale(asset))
    return costs


def custody_sources(
    claims: Mapping[str, Claims],
    incident: Incident,
    needs: Mapping[str, int],
    costs: Mapping[str, Fraction],
    money: str,
) -> list[Source]:
    """What is left in custody to pay a haircut from: each asset's own coins, and as money what is left of others.

    Coins are exchanged for coins, whose units are finer than the money's, so the money is rounded up.
    """
    day = incident.noticed_on
    sources, surplus = [], Fraction(0)
    for asset, claim in claims.items():
        left = max(0, claim.total - incident.net(asset))
        used = min(left, needs.get(asset, 0))
        sources.append(Source(f"{CUSTODY}.{asset}", CUSTODY, asset, used, day))
        surplus += (left - used) * costs.get(asset, Fraction(0))
    return [*sources, Source(f"{CUSTODY}.rest", CUSTODY, money, ceil(surplus), day)]


def outlay(
    sheet: Sheet, incident: Incident, needs: Mapping[str, int], sources: Sequence[Source], costs: Mapping[str, Fraction]
) -> Outlay:
    """The waterfall over its days, with `funding.*` written on the sheet and what is short found."""
    money = sheet.exchange.reporting_currency
    laid = Outlay(needs, timeline(needs, sources, costs, money, incident.noticed_on), costs)
    inputs = [f"entitlement.{asset}.total" for asset in needs]
    stated = {source.place: _stated(sheet, source) for source in sources}
    for kind in dict.fromkeys(source.kind for source in sources):
        _write_kind(sheet, laid, kind, [*inputs, *(stated[source.place] for source in sources if source.kind == kind)])
    _write_short(sheet, laid, [*inputs, *stated.values()])
    if laid.complete_on is not None:
        _write_day(sheet, incident, laid.complete_on, [*inputs, *stated.values()])
    for asset in needs:
        _find_risk(sheet, laid, asset)
    return laid


def _stated(sheet: Sheet, source: Source) -> str:
    name = f"input.funding.{source.place.replace(' ', '.')}"
    return sheet.figures.fact(
        name, sheet.amount(source.amount, source.asset), source.asset, f"{source.place}, {source.day}"
    )


def _write_kind(sheet: Sheet, laid: Outlay, kind: str, inputs: Sequence[str]) -> None:
    """`funding.<source>` in the reporting currency: what a kind of source bears in the end."""
    draws = [draw for draw in laid.last.draws if draw.source.kind == kind]
    value = _value(sheet, laid, draws)
    if value is None:
        return
    sheet.figures.derive(
        f"funding.{kind}",
        sheet.amount(value, sheet.exchange.reporting_currency),
        sheet.exchange.reporting_currency,
        rule=Term(
            "what this source bears of what is needed, in the order of the sources, coins at their value",
            "原資の順序に従い、この原資が負担する額（暗号資産は評価額）",
        ),
        citation=POLICY,
        inputs=inputs,
    )


def _value(sheet: Sheet, laid: Outlay, draws: Sequence[Draw]) -> int | None:
    money, value = sheet.exchange.reporting_currency, Fraction(0)
    for draw in draws:
        cost = Fraction(1) if draw.source.asset == money else laid.costs.get(draw.source.asset)
        if cost is None:
            sheet.find(VALUE_UNKNOWN.at(f"funding.{draw.source.asset}", asset=draw.source.asset))
            return None
        value += draw.given * cost
    return ceil(value)


def _write_short(sheet: Sheet, laid: Outlay, inputs: Sequence[str]) -> None:
    """`funding.short` in the reporting currency, and what is short of each asset found."""
    money, value, known = sheet.exchange.reporting_currency, Fraction(0), True
    for asset, short in laid.last.short.items():
        if not short:
            continue
        needed, missing = (grouped(amount_text(n, sheet.exchange.scale(asset))) for n in (laid.needs[asset], short))
        sheet.find(SHORT.at(f"funding.{asset}", citation=POLICY, short=missing, needed=needed, asset=asset))
        if asset != money and asset not in laid.costs:
            sheet.find(VALUE_UNKNOWN.at(f"funding.{asset}", asset=asset))
            known = False
        else:
            value += short * (Fraction(1) if asset == money else laid.costs[asset])
    if known:
        sheet.figures.derive(
            "funding.short",
            sheet.amount(ceil(value), money),
            money,
            rule=Term(
                "what is needed less what the sources give, coins at their value",
                "必要額から原資の合計を控除した額（暗号資産は評価額）",
            ),
            citation=POLICY,
            inputs=inputs,
        )


def _write_day(sheet: Sheet, incident: Incident, day: date, inputs: Sequence[str]) -> None:
    days = max(0, (day - incident.occurred_at.date()).days)
    sheet.figures.derive(
        "funding.day_complete",
        days,
        "days",
        rule=Term(
            f"days from the incident to {day}, the first day on which all that is needed is there",
            f"事故の発生から、必要額の全額がそろう最初の日（{day}）までの日数",
        ),
        citation=POLICY,
        inputs=inputs,
    )


def _find_risk(sheet: Sheet, laid: Outlay, asset: str) -> None:
    money = sheet.exchange.reporting_currency
    bought = sum(draw.covered for draw in laid.last.draws if draw.needed == asset and draw.source.asset != asset)
    if bought:
        scale = sheet.exchange.scale(asset)
        whole = laid.costs[asset] * Fraction(10**scale, 10**sheet.exchange.reporting_scale)
        shown = grouped(decimal_text(rounded(whole, sheet.exchange.reporting_scale + 3, Rounding.HALF_UP)))
        covered = grouped(amount_text(bought, scale))
        sheet.find(MARKET_RISK.at(f"funding.{asset}", covered=covered, asset=asset, price=shown, currency=money))

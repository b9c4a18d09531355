"""Entitlements: what each customer is to get for a loss, by one of four published methods, to the smallest unit.

The loss that customers bear of an asset is what was lost less what came back, and never more than they were owed. It is
shared in proportion to their claims (the law of average: nobody's coins can be told apart in a pool), by largest
remainder. Then, for each customer:

- `in_kind`: the lost quantity, in the same asset;
- `cash`: the lost quantity times the reference price; the total of an asset is rounded up to the whole unit;
- `mixed`: a stated share of the lost quantity in kind (its total rounded down), the rest in cash;
- `haircut`: every claim less a cut at one rate for all. The first units of each may be left uncut (convenience). The
  rate is as stated, or loss over liabilities; what is left after it is rounded down in total, since no more is there.

A cap bounds what one customer gets of an asset paid; what is above it is cut from the later rows of that customer.

Example: 1,000 XEM lost by a customer at 88.549 yen is 88,549 yen in cash; mixed at 603/1000 it is 603 XEM and 35,154
yen.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import MINOR_UNITS_MAX, Rounding
from hikiate.kernel.findings import Refused
from hikiate.remedy.allocation import WHOLE, apportioned, divided_among, exact_sum, total_of, whole
from hikiate.remedy.claims import Claims
from hikiate.remedy.incident import Incident, Method
from hikiate.remedy.kinds.incident import TOO_LARGE
from hikiate.remedy.reference_prices import ReferencePrice

CASH_ROUNDING = Rounding.UP
"""What is owed in money is rounded in the customers' favour, by less than one unit for all of them together."""
IN_KIND_ROUNDING = Rounding.DOWN
"""The share in kind; what it loses is paid in cash."""
LEFT_ROUNDING = Rounding.DOWN
"""What a haircut leaves; no more is there."""

SCHEMA = {
    "customer": pl.String(),
    "asset": pl.String(),
    "quantity": WHOLE(),
    "method": pl.String(),
    "pay_asset": pl.String(),
    "entitlement": WHOLE(),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How entitlements are reached: the incident's method, the prices, and the rate of a haircut."""

    incident: Incident
    exchange: Exchange
    prices: Mapping[str, ReferencePrice]
    rate: Fraction = Fraction(0)


def borne(claims: Claims, lost: int) -> int:
    """What customers bear of a loss; the rest was the exchange's own."""
    return min(lost, claims.total)


def entitlements(claims: Sequence[Claims], lost: Mapping[str, int], terms: Terms) -> pl.DataFrame:
    """Every customer's entitlements, sorted by customer, as SCHEMA says; quantities are minor units.

    `lost` is the loss of each asset after what came back. Refused where a number does not fit 127 bits.
    """
    with ThreadPoolExecutor() as pool:
        begun = {claim.asset: pool.submit(_of_asset, claim, lost.get(claim.asset, 0), terms) for claim in claims}
    frames, found = [], []
    for asset, worked_out in begun.items():
        try:
            frames += worked_out.result()
        except OverflowError:
            found.append(TOO_LARGE.at(f"entitlement.{asset}", asset=asset))
    rows = pl.concat(frames).sort("customer", maintain_order=True) if frames else pl.DataFrame(schema=SCHEMA)
    found += [
        TOO_LARGE.at(f"entitlement.{pay_asset}", asset=pay_asset)
        for pay_asset in rows["pay_asset"].unique(maintain_order=True)
        if exact_sum(rows.filter(pl.col("pay_asset") == pay_asset)["entitlement"]) > MINOR_UNITS_MAX
    ]
    if found:
        raise Refused(found)
    return _capped(rows, terms.incident.caps)


def _of_asset(claims: Claims, lost: int, terms: Terms) -> list[pl.DataFrame]:
    method, asset = terms.incident.method, claims.asset
    if method == "haircut":
        uncut = terms.incident.conveniences.get(asset, 0)
        left = after_haircut(claims.frame["claim"], terms.rate, uncut)
        return [_rows(claims, method, asset, claims.frame["claim"], left)]
    if claims.total == 0:
        return []
    quantity = divided_among(claims.frame["claim"], borne(claims, lost))
    if method == "in_kind":
        return [_rows(claims, method, asset, quantity, quantity)]
    kept, frames = quantity, []
    if method == "mixed":
        share = terms.incident.in_kind_shares[asset]
        in_kind = apportioned(quantity, share, total_of(quantity, share, IN_KIND_ROUNDING))
        frames.append(_rows(claims, method, asset, in_kind, in_kind))
        kept = quantity.to_frame("q").select(pl.col("q") - in_kind).to_series()
    price = terms.prices[asset]
    per_unit = price.price * Fraction(10 ** terms.exchange.scale(price.currency), 10 ** terms.exchange.scale(asset))
    money = apportioned(kept, per_unit, total_of(kept, per_unit, CASH_ROUNDING))
    frames.append(_rows(claims, method, price.currency, kept, money))
    return frames


def after_haircut(claims: pl.Series, rate: Fraction, uncut: int) -> pl.Series:
    """What a cut at `rate` of what is above `uncut` leaves of each claim."""
    below = claims.to_frame("c").select(pl.min_horizontal(pl.col("c"), whole(uncut)).alias("c")).to_series()
    above = claims.to_frame("c").select((pl.col("c") - below).alias("c")).to_series()
    kept = 1 - rate
    left = apportioned(above, kept, total_of(above, kept, LEFT_ROUNDING))
    return below.to_frame("c").select(pl.col("c") + left).to_series()


def _rows(claims: Claims, method: Method, pay_asset: str, quantity: pl.Series, entitlement: pl.Series) -> pl.DataFrame:
    return claims.frame.select(
        pl.col("customer"),
        pl.lit(claims.asset).alias("asset"),
        quantity.alias("quantity"),
        pl.lit(method).alias("method"),
        pl.lit(pay_asset).alias("pay_asset"),
        entitlement.alias("entitlement"),
    )


def _capped(rows: pl.DataFrame, caps: Mapping[str, int]) -> pl.DataFrame:
    """The rows with what one customer gets of a capped asset bounded."""
    for pay_asset, cap in caps.items():
        of_asset = pl.col("pay_asset") == pay_asset
        before = (pl.col("entitlement").cum_sum() - pl.col("entitlement")).over("customer", "pay_asset")
        room = pl.max_horizontal(whole(cap) - before, whole(0))
        bounded = (
            pl.when(of_asset).then(pl.min_horizontal(pl.col("entitlement"), room)).otherwise(pl.col("entitlement"))
        )
        rows = rows.with_columns(bounded.alias("entitlement"))
    return rows

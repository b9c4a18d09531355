"""The rate of a generalised haircut: the same cut on every claim, so that what is left covers what is left to be paid.

As stated in the incident file, or loss over liabilities: in quantities where one asset was lost and that asset alone is
cut, in money at the snapshot's prices otherwise. What is left uncut of each claim (convenience) is not among the
liabilities that are cut.

Example: 36 BTC lost of 100 owed: 36 %. With the first 1 BTC of each of 20 customers uncut, it is 36 of 80, 45 %.
"""

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.remedy.allocation import exact_sum, whole
from hikiate.remedy.claims import Claims
from hikiate.remedy.incident import Incident
from hikiate.remedy.kinds.incident import HAIRCUT_UNPRICED
from hikiate.rules.sheet import Sheet

SHOWN_DECIMALS = 12
"""So many decimals of a rate are shown where they never end; it is used exactly."""


def haircut_rate(
    sheet: Sheet, incident: Incident, claims: Mapping[str, Claims], costs: Mapping[str, Fraction], citation: str
) -> Fraction:
    """The rate, with its figure `haircut.rate`; Refused where it needs a price that is not there.

    `costs` is the price of a minor unit of each asset in minor units of the reporting currency.
    """
    stated = incident.haircut.rate
    if stated is not None:
        sheet.figures.fact("haircut.rate", _shown(stated), "ratio", citation)
        return stated
    cut = {asset: _above(claim, incident.conveniences.get(asset, 0)) for asset, claim in claims.items()}
    by_quantity = set(incident.lost_assets) == set(claims) and len(claims) == 1
    if not by_quantity:
        unpriced = [asset for asset in {**dict.fromkeys(incident.lost_assets), **cut} if asset not in costs]
        if unpriced:
            raise Refused([HAIRCUT_UNPRICED.at("haircut", assets=", ".join(unpriced))])
    weight = dict.fromkeys(cut, Fraction(1)) if by_quantity else costs
    liabilities = sum((amount * weight[asset] for asset, amount in cut.items()), Fraction(0))
    lost = sum((incident.net(asset) * weight[asset] for asset in incident.lost_assets), Fraction(0))
    exact = min(Fraction(1), lost / liabilities) if liabilities else Fraction(0)
    rule = Term("loss over the liabilities that are cut", "損失額 ÷ 削減対象の債務額")
    shown = _shown(exact)
    if shown != exact:
        rule = Term(
            f"{rule.en}; shown to {SHOWN_DECIMALS} decimals, used exactly",
            f"{rule.ja}（{SHOWN_DECIMALS} 桁まで表示。計算には端数のない値を使用）",
        )
    inputs = [name for asset in incident.lost_assets for name in (f"loss.{asset}.quantity", f"loss.{asset}.recovered")]
    inputs += [f"claims.{asset}.total" for asset in claims if f"claims.{asset}.total" in sheet.figures]
    sheet.figures.derive("haircut.rate", shown, "ratio", rule=rule, citation=citation, inputs=inputs)
    return exact


def _above(claims: Claims, uncut: int) -> int:
    column = claims.frame.select((pl.col("claim") - pl.min_horizontal(pl.col("claim"), whole(uncut))).alias("above"))
    return exact_sum(column.to_series())


def _shown(exact: Fraction) -> Fraction:
    return rounded(exact, SHOWN_DECIMALS, Rounding.HALF_UP)

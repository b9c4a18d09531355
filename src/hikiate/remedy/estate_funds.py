"""Funds: pools that pay the same claims in the same asset, with those claims round by round.

In kind there is one fund for each asset that is claimed. In money there is one for what customers come first over, one
for the trust of money, and the general estate. What the first funds leave open of a claim is claimed from the general
estate, in money, in the last round: only then is it known how much that is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from hikiate.remedy.allocation import WHOLE, exact_sum, whole
from hikiate.remedy.distribution import Outcome, Tier, Turn, distributed
from hikiate.remedy.estate import Pool

GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Share:
    """A pool of a fund, and what it brings after its costs, in minor units of the fund's asset."""

    pool: Pool
    net: int


@dataclass(frozen=True, slots=True)
class Claimants:
    """Who claims from a fund: in order of their names, each with the place of its class."""

    customers: pl.Series
    places: pl.Series
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Fund:
    """One fund that was paid out. `counted` and `ceilings` are of claims that no other fund has counted already.

    `brought` is what the funds before it, by their names, had left over for it.
    """

    name: str
    asset: str
    shares: tuple[Share, ...]
    claimants: Claimants
    outcome: Outcome
    counted: pl.Series
    ceilings: pl.Series
    brought: Mapping[str, int] = field(default_factory=dict)

    @property
    def estate(self) -> int:
        """All that it had by the last round."""
        return self.outcome.totals[-1].estate

    @property
    def surplus(self) -> int:
        """What nobody claims of it."""
        return self.outcome.totals[-1].surplus

    def rows(self) -> pl.DataFrame:
        """The claimants with what they have, for the plan."""
        frame = self.outcome.frame
        classes = pl.Series("class", [tier.name for tier in self.claimants.tiers], dtype=pl.String)
        return pl.DataFrame(
            {
                "customer": self.claimants.customers,
                "asset": pl.Series("asset", [self.asset]).new_from_index(0, len(frame)),
                "class": classes.gather(self.claimants.places),
                "claim": self.counted,
                "ceiling": self.ceilings,
                **{name: frame[name] for name in ("base", "pro_rata", "reserved", "paid", "now")},
            }
        )

    def open_claims(self, reserved: pl.Series) -> tuple[pl.Series, pl.Series]:
        """What the fund leaves open of each claim, and what of that is reserved: as much of it as of the claim."""
        frame = self.outcome.frame
        left = frame.select(
            pl.max_horizontal(pl.col("ceiling") - pl.col("base") - pl.col("pro_rata"), whole(0)).alias("open")
        ).to_series()
        held = reserved.to_frame("n").select((pl.col("n") > 0).arg_true()).to_series()
        rows = zip(left.gather(held), reserved.gather(held), frame["claim"].gather(held), strict=True)
        kept = [-(-amount * of_claim // claim) for amount, of_claim, claim in rows]
        nothing = left.to_frame("n").select(pl.col("n") * whole(0)).to_series().alias("reserved")
        return left, nothing.scatter(held, pl.Series(kept, dtype=WHOLE))


def paid_out(
    name: str,
    asset: str,
    shares: Sequence[Share],
    claimants: Claimants,
    turns: Sequence[Turn],
    *,
    made: pl.Series | None,
    minimum: int,
    brought: Mapping[str, int] | None = None,
    counted: pl.Series | None = None,
) -> Fund:
    """Pay a fund out; without `counted`, all of its claims are counted here."""
    outcome = distributed(claimants.places, claimants.tiers, turns, made, minimum)
    frame = outcome.frame
    ceilings = frame["ceiling"] if counted is None else counted.alias("ceiling")
    return Fund(
        name,
        asset,
        tuple(shares),
        claimants,
        outcome,
        frame["claim"] if counted is None else counted.alias("claim"),
        ceilings,
        brought or {},
    )


def summed(parts: Sequence[pl.DataFrame], columns: Sequence[str]) -> pl.DataFrame:
    """Rows of customers with amounts, one row for each customer, in order of their names."""
    empty = pl.DataFrame(schema={"customer": pl.String(), **dict.fromkeys(columns, WHOLE)})
    rows = pl.concat([empty, *(part.select("customer", *columns) for part in parts)])
    if len(parts) > 1:
        rows = rows.group_by("customer").agg(pl.col(*columns).sum())
    return rows.sort("customer")


def pool_rows(funds: Sequence[Fund]) -> list[tuple[Fund, Share, int]]:
    """Every pool with how much of it is paid or reserved: a fund draws on its pools in their order."""
    rows = []
    for fund in funds:
        used = exact_sum(fund.outcome.frame["paid"]) + exact_sum(fund.outcome.frame["reserved"])
        used = max(0, used - sum(fund.brought.values()))
        for share in fund.shares:
            drawn = min(used, share.net)
            used -= drawn
            rows.append((fund, share, drawn))
    return rows

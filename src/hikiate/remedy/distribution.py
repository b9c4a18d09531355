"""Distribution: one fund paid out to its claimants over any number of rounds, by classes, without losing a unit.

A round does not divide what came in since the last one. It asks what everybody would have if all that ever came in were
divided once among all claims as they are known now, and pays the difference to what was paid; so a claim that was
admitted late is brought up to the others, and no order of admission matters at the end. In each rank: (1) the base
payment, the first N of each, and small claims; (2) the rest in proportion, all classes of the rank in step, each until
its percentage or its cap is reached. The next rank gets what is left. Nobody gives back what was paid: who has more
than that keeps it, and the others share what remains.

Every division is by largest remainder, so a part is within a unit of its exact share, and a larger estate pays nobody
less than a smaller one by more than that unit.

What is disputed, or cannot be reached, has its full share set aside: its part of the money is reserved and not paid.
Example: 142 for claims of 700 and 100 pays 124.25 and 17.75; in whole units 124 and 18.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from hikiate.remedy.allocation import WHOLE, divided_among, exact_sum, parts_of, raised_to, rounded_down, whole

_ROW = "row number"


@dataclass(frozen=True, slots=True)
class Tier:
    """The terms of a class in one fund, in its minor units.

    `rate` is the share of a claim at which the class is paid off, None for the whole claim; `base` the first so much of
    each claim, `small` the claim up to which all of it comes first, and `cap` what nobody gets more than.
    """

    name: str
    rank: int = 1
    rate: Fraction | None = None
    base: int = 0
    small: int | None = None
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a round stands on: all that ever came in, every claim as known now, and how much of each is reserved."""

    estate: int
    claims: pl.Series
    reserved: pl.Series


@dataclass(frozen=True, slots=True)
class Totals:
    """What a round came to: the estate so far, what was paid in it, what is set aside after it, what nobody claims."""

    estate: int
    paid: int
    reserved: int
    surplus: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What every claimant has after the last round, in the order of the claims.

    `frame` has `claim`, `ceiling` (what the claim may get at most), `base` and `pro_rata` (its share of the estate, in
    two parts), `paid` and `reserved` (the same share, in two other parts) and `now` (paid in the last round). `over` is
    how much those were paid above their share who were paid more than a unit above it.
    """

    frame: pl.DataFrame
    totals: tuple[Totals, ...]
    over: pl.Series


def distributed(
    tier: pl.Series, tiers: Sequence[Tier], turns: Sequence[Turn], made: pl.Series | None = None, minimum: int = 0
) -> Outcome:
    """Pay a fund out. `tier` has the place of each claimant's class; `made` is what was paid before the first round.

    A payment below `minimum` is set aside until it is at least that. ValueError where `made` is above the estate.
    """
    zeros = pl.Series("paid", [0], dtype=WHOLE).new_from_index(0, len(tier))
    paid = zeros if made is None else made.alias("paid")
    if turns and exact_sum(paid) > turns[0].estate:
        raise ValueError("more was paid than there was")
    totals = []
    frame, over = pl.DataFrame(), zeros.clear()
    for turn in turns:
        rows = _terms(turn.claims, tier, tiers)
        share, over = _standing(rows, turn.estate, paid)
        payable = _payable(rows, share, turn)
        due = pl.DataFrame({"payable": payable, "paid": paid}).select(
            pl.max_horizontal(pl.col("payable") - pl.col("paid"), whole(0)).alias("now")
        )
        if minimum > 1:
            due = due.select(
                pl.when(pl.col("now") < whole(minimum)).then(whole(0)).otherwise(pl.col("now")).alias("now")
            )
        frame = pl.concat([rows.select("claim", "ceiling"), share, due, paid.to_frame()], how="horizontal").select(
            "claim",
            "ceiling",
            "base",
            "pro_rata",
            (pl.col("paid") + pl.col("now")).alias("paid"),
            (pl.col("base") + pl.col("pro_rata") - pl.col("paid") - pl.col("now")).alias("reserved"),
            "now",
        )
        paid = frame["paid"]
        reserved = exact_sum(frame["reserved"])
        surplus = turn.estate - exact_sum(paid) - reserved
        totals.append(Totals(turn.estate, exact_sum(frame["now"]), reserved, surplus))
    return Outcome(frame, tuple(totals), over)


def _terms(claims: pl.Series, tier: pl.Series, tiers: Sequence[Tier]) -> pl.DataFrame:
    """What each claim may get: `ceiling`; `first` of it before others; then `rest`, in proportion to `weight`."""
    rows = pl.DataFrame({"claim": claims, "tier": tier}).with_row_index(_ROW)
    parts = [
        _of_tier(rows.filter(pl.col("tier") == place) if len(tiers) > 1 else rows, terms)
        for place, terms in enumerate(tiers)
    ]
    return (pl.concat(parts).sort(_ROW) if len(parts) > 1 else parts[0]).drop("tier")


def _of_tier(rows: pl.DataFrame, terms: Tier) -> pl.DataFrame:
    rows = rows.with_columns(pl.min_horizontal("claim", whole(terms.base)).alias("first"))
    rows = rows.with_columns((pl.col("claim") - pl.col("first")).alias("weight"))
    rest = rows["weight"] if terms.rate is None else rounded_down(rows["weight"], terms.rate)
    rows = rows.with_columns(rest.alias("rest"), pl.lit(terms.rank, dtype=pl.Int64).alias("rank"))
    if terms.small is not None:
        is_small = pl.col("claim") <= whole(terms.small)
        rows = rows.with_columns(
            pl.when(is_small).then(pl.col("first") + pl.col("rest")).otherwise(pl.col("first")).alias("first"),
            *(pl.when(is_small).then(whole(0)).otherwise(pl.col(name)).alias(name) for name in ("weight", "rest")),
        )
    if terms.cap is not None:
        rows = rows.with_columns(pl.min_horizontal("first", whole(terms.cap)).alias("first"))
        rows = rows.with_columns(pl.min_horizontal("rest", whole(terms.cap) - pl.col("first")).alias("rest"))
    return rows.with_columns((pl.col("first") + pl.col("rest")).alias("ceiling"))


def _standing(rows: pl.DataFrame, estate: int, paid: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Everybody's share of the estate as `base` and `pro_rata`; who was paid more than a share keeps what was paid.

    Beside it, what was paid above a share, where that is more than a unit.
    """
    left = rows.with_columns(paid.alias("paid"))
    share = _filled(left, estate)
    above = share.select((pl.col("paid") - pl.col("base") - pl.col("pro_rata")).alias("over")).to_series()
    kept = left.clear()
    while above.to_frame().select((pl.col("over") > 0).any()).item():
        over = above.to_frame().select(pl.col("over") > 0).to_series()
        kept = pl.concat([kept, left.filter(over)])
        left = left.filter(~over)
        share = _filled(left, max(0, estate - exact_sum(kept["paid"])))
        above = share.select((pl.col("paid") - pl.col("base") - pl.col("pro_rata")).alias("over")).to_series()
    if len(kept) == 0:
        return share.select("base", "pro_rata"), above.clear()
    base = pl.min_horizontal("first", "paid")
    keeping = kept.with_columns(base.alias("base"), (pl.col("paid") - base).alias("pro_rata"))
    both = pl.concat([share.select(_ROW, "base", "pro_rata"), keeping.select(_ROW, "base", "pro_rata")]).sort(_ROW)
    fair = _filled(rows.with_columns(paid.alias("paid")), estate)
    beyond = fair.select((pl.col("paid") - pl.col("base") - pl.col("pro_rata")).alias("over")).filter(
        pl.col("over") > 1
    )
    return both.select("base", "pro_rata"), beyond.to_series()


def _filled(rows: pl.DataFrame, estate: int) -> pl.DataFrame:
    """The rows with `base` and `pro_rata` as if the estate were divided once among them, rank after rank."""
    parts = []
    ranks = sorted(rows["rank"].unique())
    for rank in ranks:
        part = rows if len(ranks) == 1 else rows.filter(pl.col("rank") == rank)
        given = min(estate, exact_sum(part["first"]))
        base = _divided(part["first"], given)
        estate -= given
        given = min(estate, exact_sum(part["rest"]))
        rest = _in_step(part["weight"], part["rest"], given)
        estate -= given
        parts.append(part.with_columns(base.alias("base"), rest.alias("pro_rata")))
    if len(parts) == 1:
        return parts[0]
    empty = rows.clear().with_columns(pl.col("claim").alias("base"), pl.col("claim").alias("pro_rata"))
    return pl.concat([empty, *parts]).sort(_ROW)


def _divided(demands: pl.Series, given: int) -> pl.Series:
    return demands if given == exact_sum(demands) else divided_among(demands, given)


def _in_step(weights: pl.Series, limits: pl.Series, given: int) -> pl.Series:
    """`given` divided in proportion to the weights, nobody above his limit; what one cannot take goes to the others."""
    if given == exact_sum(limits):
        return limits
    rows = pl.DataFrame({"weight": weights, "limit": limits}).with_row_index(_ROW)
    full, open_rows = rows.clear(), rows.filter(pl.col("limit") > 0)
    while True:
        parts = parts_of(open_rows["weight"], given)
        reached = open_rows.select(parts["part"] >= pl.col("limit")).to_series()
        if not reached.any():
            break
        given -= exact_sum(open_rows.filter(reached)["limit"])
        full = pl.concat([full, open_rows.filter(reached)])
        open_rows = open_rows.filter(~reached)
    if len(full) == 0 and len(open_rows) == len(rows):
        return raised_to(parts, given)
    taken = open_rows.select(_ROW).with_columns(raised_to(parts, given).alias("share"))
    filled = pl.concat([full.select(_ROW, pl.col("limit").alias("share")), taken])
    shares = rows.join(filled, on=_ROW, how="left", maintain_order="left")
    return shares.select(pl.col("share").fill_null(whole(0))).to_series()


def _payable(rows: pl.DataFrame, share: pl.DataFrame, turn: Turn) -> pl.Series:
    """What of each share may be paid: of a claim that is reserved in part, the share of the rest of it alone."""
    payable = share.select((pl.col("base") + pl.col("pro_rata")).alias("payable")).to_series()
    held = turn.reserved.to_frame("n").select((pl.col("n") > 0).arg_true()).to_series()
    if len(held) == 0:
        return payable
    of_rows = zip(
        *(rows[name].gather(held) for name in ("claim", "first", "weight")),
        *(share[name].gather(held) for name in ("base", "pro_rata")),
        turn.reserved.gather(held),
        strict=True,
    )
    free = [
        _free(claim, claim - kept, (first, base), (weight, rest)) for claim, first, weight, base, rest, kept in of_rows
    ]
    return payable.scatter(held, pl.Series(free, dtype=WHOLE))


def _free(claim: int, undisputed: int, early: tuple[int, int], later: tuple[int, int]) -> int:
    """What an undisputed claim of this size has by the same rates: those of its first part, and of the rest."""
    (first, base), (weight, rest) = early, later
    if weight == 0:
        return base * undisputed // claim
    before = min(undisputed, first)
    return (base * before // first if first else 0) + rest * (undisputed - before) // weight

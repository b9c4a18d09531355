"""Classes of an estate: who belongs to which, and what its terms are in the units of what is paid.

A customer's own choice comes first, then the lists of members, then the rules in the order of the file. Whom none of
them names belongs to a class of its own, which is paid last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from hikiate.remedy.allocation import whole
from hikiate.remedy.distribution import Tier
from hikiate.remedy.estate import CUSTOMERS, ClassTerms, Rule, amount_for

PLACE = pl.UInt16


@dataclass(frozen=True, slots=True)
class Measure:
    """Every customer's whole claim, by which rules tell small claims from large ones, and the scale of its unit."""

    claims: pl.DataFrame
    scale: int


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of an estate, the last of them that of everybody else; `chosen` has the place of those named."""

    terms: tuple[ClassTerms, ...]
    chosen: Mapping[str, int]
    measured: Callable[[], Measure]

    def places(self, customers: pl.Series) -> pl.Series:
        """The place of each customer's class."""
        if len(self.terms) == 1:
            return pl.Series("tier", [0], dtype=PLACE).new_from_index(0, len(customers))
        rows = customers.alias("customer").to_frame()
        named = pl.DataFrame(
            {"customer": list(self.chosen), "chosen": list(self.chosen.values())},
            schema={"customer": pl.String, "chosen": PLACE},
        )
        rows = rows.join(named, on="customer", how="left", maintain_order="left")
        if any(terms.rule is not None and terms.rule.kind != "all" for terms in self.terms):
            measure = self.measured()
            rows = rows.join(measure.claims, on="customer", how="left", maintain_order="left")
            rows = rows.with_columns(pl.col("claim").fill_null(whole(0)))
            by_rule = [_matches(terms.rule, measure.scale) for terms in self.terms]
        else:
            by_rule = [_matches(terms.rule, 0) for terms in self.terms]
        placed = pl.coalesce(
            pl.col("chosen"),
            *(pl.when(matches).then(pl.lit(place, dtype=PLACE)) for place, matches in enumerate(by_rule)),
            pl.lit(len(self.terms) - 1, dtype=PLACE),
        )
        return rows.select(placed.alias("tier")).to_series()

    def tiers(self, asset: str, scale: int) -> list[Tier]:
        """The terms of each class where an asset is paid."""
        return [
            Tier(
                terms.name,
                terms.rank,
                terms.percentage,
                amount_for(terms.base_payment, asset, scale) or 0,
                amount_for(terms.small_first, asset, scale),
                amount_for(terms.cap, asset, scale),
            )
            for terms in self.terms
        ]

    @property
    def has_rest(self) -> bool:
        """Whether the last class is that of customers whom no class of the file names."""
        return len(self.terms) > 1

    @property
    def usual(self) -> int:
        """The class of claims whose claimant nobody knows yet: the first that takes everybody."""
        return next(
            (place for place, terms in enumerate(self.terms) if terms.rule is not None and terms.rule.kind == "all"),
            len(self.terms) - 1,
        )


def classes_of(
    terms: Sequence[ClassTerms], chosen: Mapping[str, int], measured: Callable[[], Measure], *, elections: bool
) -> Classes:
    """The classes with that of everybody else; a class with neither rule, members nor elections takes everybody."""
    if not terms:
        return Classes((ClassTerms(CUSTOMERS, CUSTOMERS, rule=Rule("all")),), {}, measured)
    stated = tuple(
        replace(of_class, rule=Rule("all"))
        if of_class.rule is None and not (of_class.members or of_class.file or elections)
        else of_class
        for of_class in terms
    )
    rest = ClassTerms(CUSTOMERS, f"{CUSTOMERS} (no class)", max(of_class.rank for of_class in terms) + 1)
    return Classes((*stated, rest), chosen, measured)


def _matches(rule: Rule | None, scale: int) -> pl.Expr:
    if rule is None:
        return pl.lit(value=False)
    if rule.kind == "all":
        return pl.lit(value=True)
    limit = whole(int(rule.limit * 10**scale))
    return pl.col("claim") <= limit if rule.kind == "up_to" else pl.col("claim") > limit

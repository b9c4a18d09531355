"""The exchange's own exclusions: frozen (凍結), disputed (係争), deceased (死亡), under investigation (調査中).

Each is a table of `customer` and `reason`, the reason in the exchange's own words, which may be blank.
"""

from typing import Literal, get_args

import polars as pl

from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.survey import duplicates, faults_of, filled, of_the_table
from hikiate.kernel.findings import Refused

Exclusion = Literal["frozen", "disputed", "deceased", "investigation"]
EXCLUSIONS: tuple[Exclusion, ...] = get_args(Exclusion)

PENDING_REASON = {
    "frozen": "frozen",
    "disputed": "disputed",
    "deceased": "deceased",
    "investigation": "under_investigation",
}
"""The reason for which the payments of those on a table wait."""


def exclusion_spec(kind: Exclusion) -> TableSpec:
    """The table of one kind."""
    columns = (Column("customer", Kind.KEY), Column("reason", Kind.TEXT, may_be_absent=True, may_be_blank=True))
    return TableSpec(kind, columns, ("customer",), bulk=True)


def read_exclusions(kind: Exclusion, raw: RawTable, exchange: Exchange) -> pl.DataFrame:
    """The table as reasons to wait, for every asset: `customer`, `pay_asset` (null), `reason`, `detail`.

    Refused with every fault of the table.
    """
    spec = exclusion_spec(kind)
    raw = of_the_table(spec, raw)
    sound = filled(raw, "customer")
    blank = int(collected(raw, raw.frame.select((~sound.fill_null(value=False)).sum())).item() or 0)
    found = [*(faults_of(spec, raw, exchange, sound) if blank else []), *duplicates(spec, raw)]
    if found:
        raise Refused(found)
    told = pl.col("reason").fill_null("") if "reason" in raw.schema else pl.lit("")
    return collected(
        raw,
        raw.frame.select(
            pl.col("customer").cast(pl.String),
            pl.lit(None, dtype=pl.String).alias("pay_asset"),
            pl.lit(PENDING_REASON[kind]).alias("reason"),
            told.alias("detail"),
        ),
    )

"""The determination: every customer's entitlement with what pays it, when it is paid and why it waits, as one table.

Payments of an asset are made in two tranches at most: amounts up to the convenience amount first, as soon as all of
them are funded; then all others, as soon as those are. Nobody is paid before another of the same tranche. What waits
for a reason keeps its place: its money is not spent on others.
"""

from collections.abc import Mapping

import polars as pl

from hikiate.remedy.allocation import WHOLE, divided_among, exact_sum, whole
from hikiate.remedy.outlay import Outlay

STATUSES = ("payable", "pending")
UNFUNDED = "unfunded"
_KEYS = ["customer", "pay_asset"]


def with_status(entitlements: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Entitlements with `status` and `reason`; `reasons` has one row for each customer and asset that waits."""
    if reasons.is_empty():
        return entitlements.with_columns(pl.lit("payable").alias("status"), pl.lit("").alias("reason"))
    held = reasons.select(*_KEYS, "reason").unique(_KEYS, keep="first", maintain_order=True)
    return entitlements.join(held, on=_KEYS, how="left", maintain_order="left").with_columns(
        pl.when(pl.col("reason").is_null()).then(pl.lit("payable")).otherwise(pl.lit("pending")).alias("status"),
        pl.col("reason").fill_null(""),
    )


def with_sources(rows: pl.DataFrame, outlay: Outlay) -> tuple[pl.DataFrame, list[str]]:
    """The table with a column `from_<source>` for each kind of source and `unfunded`, in minor units of what is paid.

    Each source's part of an asset is divided among what is still to be covered of each entitlement, so that the columns
    of a row sum to its entitlement and those of an asset to what the source covers. Gives the names of the columns.
    """
    by_asset = {asset: outlay.covered(asset) for asset in outlay.needs}
    order = dict.fromkeys(draw.source.kind for draw in outlay.last.draws)
    columns = [f"from_{kind}" for kind in order if any(kind in covered for covered in by_asset.values())]
    numbered = rows.with_row_index("place")
    parts = []
    for asset, covered in by_asset.items():
        part = numbered.filter(pl.col("pay_asset") == asset)
        left = part["entitlement"]
        shares: dict[str, pl.Series] = {}
        for name in columns:
            given = covered.get(name.removeprefix("from_"), 0)
            shares[name] = _share(left, given)
            left = left.to_frame("n").select(pl.col("n") - shares[name]).to_series()
        parts.append(part.with_columns(*(share.alias(name) for name, share in shares.items()), left.alias(UNFUNDED)))
    if not parts:
        return rows.with_columns(pl.lit(0, dtype=WHOLE).alias(UNFUNDED)), [UNFUNDED]
    return pl.concat(parts).sort("place").drop("place"), [*columns, UNFUNDED]


def scheduled(payments: pl.DataFrame, outlay: Outlay, conveniences: Mapping[str, int]) -> pl.DataFrame:
    """Payments with `pay_on`, the first day on which their tranche is funded; null where it never is.

    What was paid before was paid first, from what was funded first.
    """
    days = []
    for (asset,), part in payments.group_by("pay_asset", maintain_order=True):
        name, limit = str(asset), conveniences.get(str(asset))
        small = part.filter(pl.col("amount") <= whole(limit)) if limit is not None else part.clear()
        before = outlay.needs[name] - exact_sum(part["amount"])
        first = outlay.funded_on(name, before + exact_sum(small["amount"])) if len(small) else None
        rest = outlay.funded_on(name, outlay.needs[name])
        is_small = pl.lit(value=False) if limit is None else pl.col("amount") <= whole(limit)
        pay_on = pl.when(is_small).then(pl.lit(first, dtype=pl.Date)).otherwise(pl.lit(rest, dtype=pl.Date))
        days.append(part.with_columns(pay_on.alias("pay_on")))
    empty = payments.clear().with_columns(pl.lit(None, dtype=pl.Date).alias("pay_on"))
    return pl.concat([empty, *days]).sort(_KEYS)


def claims_funded(rows: pl.DataFrame) -> pl.DataFrame:
    """The determination with `funded`, what of each entitlement the sources cover."""
    return rows.with_columns((pl.col("entitlement") - pl.col(UNFUNDED)).alias("funded"))


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What differs between two determinations: entitlement and status before and after, blank where there was none.

    Both have `customer`, `asset`, `pay_asset`, `entitlement` (decimal text), `status` and `reason`.
    """
    keys = ["customer", "asset", "pay_asset"]
    told = ["entitlement", "status", "reason"]
    joined = (
        before.select(*keys, *told)
        .rename({name: f"{name}_before" for name in told})
        .join(after.select(*keys, *told), on=keys, how="full", coalesce=True)
        .with_columns(pl.col(*(f"{name}_before" for name in told), *told).fill_null(""))
    )
    differs = pl.any_horizontal(pl.col(f"{name}_before") != pl.col(name) for name in told)
    return joined.filter(differs).sort(keys)


def _share(left: pl.Series, given: int) -> pl.Series:
    if given == 0:
        return left.to_frame("n").select(pl.col("n") * whole(0)).to_series()
    return left if given == exact_sum(left) else divided_among(left, given)

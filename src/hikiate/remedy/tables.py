"""The tables of a determination as people and other systems read them: amounts as decimal text of their asset."""

from collections.abc import Mapping, Sequence

import polars as pl

from hikiate.remedy.payouts.files import amount_texts

DETERMINATION = ("customer", "asset", "quantity", "method", "pay_asset", "entitlement", "status", "reason")
"""The columns of the determination; a column for each source and `unfunded` follow."""
PAYMENTS = ("customer", "pay_asset", "amount", "key", "pay_on")
PAID = ("customer", "pay_asset", "amount", "key", "iteration")
PENDING = ("customer", "pay_asset", "amount", "reason", "detail")


def as_text(rows: pl.DataFrame, units: Mapping[str, str], scales: Mapping[str, int]) -> pl.DataFrame:
    """The rows with columns of minor units as decimal text; `units` names the column that has the asset of each."""
    texts = [_text(name, unit, rows[unit].unique().to_list(), scales) for name, unit in units.items()]
    return rows.with_columns(texts)


def determination_text(rows: pl.DataFrame, sources: Sequence[str], scales: Mapping[str, int]) -> pl.DataFrame:
    """The determination as it is written."""
    units = {"quantity": "asset", "entitlement": "pay_asset", **dict.fromkeys(sources, "pay_asset")}
    return as_text(rows, units, scales).select(*DETERMINATION, *sources)


def _text(name: str, unit: str, assets: Sequence[str], scales: Mapping[str, int]) -> pl.Expr:
    by_scale: dict[int, list[str]] = {}
    for asset in sorted(assets):
        by_scale.setdefault(scales[asset], []).append(asset)
    texts = [
        pl.when(pl.col(unit).is_in(of_scale)).then(amount_texts(pl.col(name), scale))
        for scale, of_scale in by_scale.items()
    ]
    return pl.coalesce(*texts).alias(name) if texts else pl.col(name).cast(pl.String)

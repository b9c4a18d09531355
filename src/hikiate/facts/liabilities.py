"""Liabilities: what customers are owed and owe, per asset, surveyed from the table `balances`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from hikiate.facts.exact import ExactColumn, exact_column, sum_fits
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.survey import duplicates, faults_of, filled, of_the_table, prepared, refuse, unfit
from hikiate.facts.tables import BALANCES
from hikiate.kernel.findings import Refused


@dataclass(frozen=True, slots=True)
class Liability:
    """What customers are owed in an asset and what they owe in it, in minor units; `rows` counts the balances."""

    asset: str
    amount: int
    debt: int
    rows: int


def survey_balances(raw: RawTable, exchange: Exchange) -> dict[str, Liability]:
    """Liabilities per asset; Refused with the faults of the table."""
    raw = of_the_table(BALANCES, raw)
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    amount = exact_column(raw, "amount", "asset", scales, measured=False)
    debt = exact_column(raw, "debt", "asset", scales, measured=False) if "debt" in raw.schema else None
    raw = prepared(raw, [amount] if debt is None else [amount, debt])
    sound = filled(raw, "customer") & amount.sound
    # A key that begins with a visible character is not blank, and that is told sooner than by taking its blanks off.
    amounts = _by_asset(raw, amount, _begins_plainly(raw) & amount.sound, scales)
    amounts = amounts if amounts is not None else _by_asset(raw, amount, sound, scales)
    debts = {} if debt is None else _by_asset(_owing_alone(raw), debt, debt.sound, scales)
    repeated = duplicates(BALANCES, raw)
    if amounts is None or debts is None:
        sound &= pl.col("asset").is_in(list(scales)) & ~unfit(amount, "asset", scales)
        if debt is not None:
            sound &= (debt.sound & ~unfit(debt, "asset", scales)) | ~_owing(raw).fill_null(value=False)
        raise Refused([*faults_of(BALANCES, raw, exchange, sound), *repeated])
    refuse(repeated)
    return {
        asset: Liability(asset, total, debts[asset][1] if asset in debts else 0, rows)
        for asset, (rows, total) in amounts.items()
    }


def all_liabilities(parts: Sequence[dict[str, Liability]]) -> dict[str, Liability]:
    """The liabilities of the parts of a table as those of the whole."""
    whole: dict[str, Liability] = {}
    for asset in sorted({asset for part in parts for asset in part}):
        found = [part[asset] for part in parts if asset in part]
        sums = (sum(values) for values in zip(*((one.amount, one.debt, one.rows) for one in found), strict=True))
        whole[asset] = Liability(asset, *sums)
    return whole


def _begins_plainly(raw: RawTable) -> pl.Expr:
    """Whether a customer's key begins with a visible ASCII character."""
    customer = pl.col("customer")
    return (
        customer.is_between(pl.lit("!"), pl.lit("~")) if raw.schema["customer"] == pl.String else customer.is_not_null()
    )


def _owing_alone(raw: RawTable) -> RawTable:
    """The rows of the customers who owe something: few, so that their debts are summed at little cost."""
    return replace(raw, frame=raw.frame.filter(_owing(raw)))


def _owing(raw: RawTable) -> pl.Expr:
    """Whether the column debt says more than nothing."""
    return filled(raw, "debt") if raw.schema["debt"] == pl.String else pl.col("debt") != 0


def _by_asset(
    raw: RawTable, column: ExactColumn, sound: pl.Expr, scales: Mapping[str, int]
) -> dict[str, tuple[int, int]] | None:
    """Rows, and the exact sum of a column in minor units, by asset; None where a row cannot be counted."""
    finest = sorted(set(scales.values()))
    aggregates = [
        pl.len().alias("rows"),
        sound.sum().alias("sound"),
        column.integers.sum().alias("sum"),
        column.integers.max().alias("max"),
        *(column.unfit_for(scale).sum().alias(f"unfit {scale}") for scale in finest),
    ]
    sums: dict[str, tuple[int, int]] = {}
    for group in collected(raw, raw.frame.group_by("asset").agg(aggregates)).sort("asset").iter_rows(named=True):
        scale = scales.get(group["asset"])
        if scale is None or group["sound"] < group["rows"] or group[f"unfit {scale}"]:
            return None
        total = _column_sum(raw, column, group)
        sums[group["asset"]] = (group["rows"], _rescaled(total, column.scale_for(scale), scale))
    return sums


def _column_sum(raw: RawTable, column: ExactColumn, group: Mapping[str, Any]) -> int:
    """The exact sum of a group's column; a plain sum that might have wrapped is made again, number by number."""
    if sum_fits(group["max"], group["rows"]):
        return int(group["sum"])
    rows = collected(raw, raw.frame.filter(pl.col("asset") == group["asset"]).select(column.integers.alias("n")))
    return sum(rows["n"])


def _rescaled(integer: int, scale: int, wanted: int) -> int:
    """An integer at `scale` decimals as one at `wanted`; exact, because finer rows were refused before."""
    finer, coarser = 10 ** max(wanted - scale, 0), 10 ** max(scale - wanted, 0)
    return int(integer * finer // coarser)

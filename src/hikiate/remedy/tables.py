"""The tables of a determination as people and other systems read them: amounts as decimal text of their asset."""

from collections.abc import Mapping, Sequence

import polars as pl

from hikiate.kernel.amounts import amount_text
from hikiate.remedy.outlay import Outlay
from hikiate.remedy.payouts.files import amounts_of
from hikiate.remedy.waterfall import Draw

DETERMINATION = ("customer", "asset", "quantity", "method", "pay_asset", "entitlement", "status", "reason")
"""The columns of the determination; a column for each source and `unfunded` follow."""
PAYMENT_COLUMNS = ("customer", "pay_asset", "amount", "key", "pay_on")
OVERPAID_AMOUNTS = ("entitlement", "paid", "over")
PAID_COLUMNS = ("customer", "pay_asset", "amount", "key", "iteration")
TIMELINE_COLUMNS = ("day", "source", "place", "asset", "given", "change", "pay_asset", "covered", "short")
PENDING_COLUMNS = ("customer", "pay_asset", "amount", "reason", "detail")


def as_text(rows: pl.DataFrame, units: Mapping[str, str], scales: Mapping[str, int]) -> pl.DataFrame:
    """The rows with columns of minor units as decimal text; `units` names the column that has the asset of each.

    Columns that say the same, as an entitlement and the one source that pays it all, have their text made once.
    """
    first = {
        name: next(other for other in units if units[other] == unit and rows[other].equals(rows[name]))
        for name, unit in units.items()
    }
    texts = [amounts_of(rows, name, units[name], scales).alias(name) for name in dict.fromkeys(first.values())]
    alike = [pl.col(other).alias(name) for name, other in first.items() if name != other]
    return rows.lazy().with_columns(texts).with_columns(alike).collect(engine="streaming")


def determination_text(rows: pl.DataFrame, sources: Sequence[str], scales: Mapping[str, int]) -> pl.DataFrame:
    """The determination as it is written."""
    units = {"quantity": "asset", "entitlement": "pay_asset", **dict.fromkeys(sources, "pay_asset")}
    return as_text(rows, units, scales).select(*DETERMINATION, *sources)


def timeline_rows(outlay: Outlay, scales: Mapping[str, int]) -> pl.DataFrame:
    """The standing of every day: what each source has given by then, the change since the day before, what is short.

    A row whose source is `total` says how much of what is paid in an asset is covered, and how much is short.
    """
    rows: list[tuple[str, ...]] = []
    before: dict[tuple[str, str], int] = {}
    for standing in outlay.standings:
        given = {(draw.source.place, draw.needed): draw for draw in standing.draws}
        for key in dict.fromkeys([*given, *before]):
            draw = given.get(key) or _given_back(outlay, key)
            now = draw.given if key in given else 0
            change, scale = now - before.get(key, 0), scales[draw.source.asset]
            told = (amount_text(now, scale), f"{'-' if change < 0 else ''}{amount_text(abs(change), scale)}")
            covered = amount_text(draw.covered if key in given else 0, scales[draw.needed])
            source = draw.source
            rows.append((str(standing.day), source.kind, source.place, source.asset, *told, draw.needed, covered, ""))
            before[key] = now
        for asset, needed in outlay.needs.items():
            short = standing.short[asset]
            told = (amount_text(needed - short, scales[asset]), amount_text(short, scales[asset]))
            rows.append((str(standing.day), "total", "", "", "", "", asset, *told))
    return pl.DataFrame(rows, schema=dict.fromkeys(TIMELINE_COLUMNS, pl.String), orient="row")


def _given_back(outlay: Outlay, key: tuple[str, str]) -> Draw:
    """The draw that a source made on an earlier day and has back by now."""
    return next(
        draw for standing in outlay.standings for draw in standing.draws if (draw.source.place, draw.needed) == key
    )

"""The tables of an estate: those that are handed in beside its file, and those that a distribution is written as."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.entries import wrong
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable
from hikiate.facts.rows import read_table
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.remedy.allocation import WHOLE
from hikiate.remedy.estate import METHODS, ClaimEntry
from hikiate.remedy.estate_funds import Fund, pool_rows
from hikiate.remedy.tables import as_text

ELECTIONS = TableSpec(
    "elections",
    (Column("customer", Kind.KEY), Column("class", Kind.KEY), Column("elected_on", Kind.DAY)),
    ("customer",),
)
"""Which class each customer chose, and when."""
REGISTER = TableSpec(
    "register",
    (
        Column("customer", Kind.KEY),
        Column("asset", Kind.ASSET),
        Column("day", Kind.DAY),
        Column("claim", Kind.AMOUNT),
        Column("disputed", Kind.AMOUNT),
        Column("evidence", Kind.TEXT, may_be_blank=True),
    ),
    ("customer", "asset", "day"),
)
"""The register of claims: from a day on, an account claims so much, of which so much is disputed or not examined."""
MEMBERS = TableSpec("members", (Column("customer", Kind.KEY),), ("customer",))
"""The customers of a class, or those who have not asked for what is theirs."""
MADE = TableSpec(
    "made",
    (Column("customer", Kind.KEY), Column("asset", Kind.ASSET), Column("amount", Kind.AMOUNT)),
    ("customer", "asset"),
)
"""What was paid out of the pools before the first round of the file."""

PLAN = ("customer", "asset", "class", "claim", "base", "pro_rata", "reserved", "paid", "remaining", "now")
"""The columns of the plan: base + pro_rata = reserved + paid; `now` is what the last round pays."""
_PLAN_AMOUNTS = PLAN[3:]
_CLASS_AMOUNTS = ("claim", "base", "pro_rata", "reserved", "paid", "remaining", "now")
_POOL_COLUMNS = ("pool", "kind", "asset", "amount", "cost", "realised", "fund", "unit", "net", "used", "left")
_ROUND_COLUMNS = ("round", "day", "fund", "asset", "estate", "paid", "reserved", "surplus")


def read_elections(raw: RawTable, exchange: Exchange) -> dict[str, tuple[str, date]]:
    """The class and the day by customer; Refused with the faults of the table."""
    return {row["customer"]: (row["class"], row["elected_on"]) for row in read_table(ELECTIONS, raw, exchange)}


def read_register(raw: RawTable, exchange: Exchange) -> tuple[ClaimEntry, ...]:
    """The claims of a register; Refused with the faults of the table, and where more is disputed than is claimed."""
    rows = read_table(REGISTER, raw, exchange)
    wanted = Term("at most the claim", "債権額以下の数量")
    found = [
        wrong(
            f"{raw.file} row {row['row']} column disputed",
            amount_text(row["disputed"], exchange.scale(row["asset"])),
            wanted,
        )
        for row in rows
        if row["disputed"] > row["claim"]
    ]
    if found:
        raise Refused(found)
    return tuple(
        ClaimEntry(
            f"{raw.file} row {row['row']}",
            row["customer"],
            row["asset"],
            row["claim"],
            row["day"],
            row["evidence"] or None,
            row["disputed"],
        )
        for row in rows
    )


def read_members(raw: RawTable, exchange: Exchange) -> tuple[str, ...]:
    """The customers of a list; Refused with the faults of the table."""
    return tuple(row["customer"] for row in read_table(MEMBERS, raw, exchange))


def read_made(raw: RawTable, exchange: Exchange) -> dict[tuple[str, str], int]:
    """What was paid before, by customer and asset; Refused with the faults of the table."""
    return {(row["customer"], row["asset"]): row["amount"] for row in read_table(MADE, raw, exchange)}


def plan_text(plan: pl.DataFrame, scales: Mapping[str, int]) -> pl.DataFrame:
    """The plan as it is written."""
    return as_text(plan, dict.fromkeys(_PLAN_AMOUNTS, "asset"), scales).select(*PLAN)


def class_rows(plan: pl.DataFrame, scales: Mapping[str, int]) -> pl.DataFrame:
    """Each class in each asset: how many claims, and their totals."""
    totals = plan.group_by("class", "asset", maintain_order=True).agg(
        pl.len().alias("claims"), *(pl.col(name).cast(WHOLE).sum() for name in _CLASS_AMOUNTS)
    )
    return as_text(totals, dict.fromkeys(_CLASS_AMOUNTS, "asset"), scales)


def pool_table(funds: Sequence[Fund], scales: Mapping[str, int]) -> pl.DataFrame:
    """Each pool: what it held, cost and brought, and how much of it is paid or reserved."""
    rows = []
    for fund, share, used in pool_rows(funds):
        pool, unit = share.pool, scales[fund.asset]
        realised = "" if pool.realised is None else amount_text(pool.realised, unit)
        cost_scale = scales[pool.asset] if pool.realised is None else unit
        texts = (amount_text(pool.amount, scales[pool.asset]), amount_text(pool.cost, cost_scale), realised)
        ends = (amount_text(minor, unit) for minor in (share.net, used, share.net - used))
        rows.append((pool.name, pool.kind, pool.asset, *texts, fund.name, fund.asset, *ends))
    return pl.DataFrame(rows, schema=dict.fromkeys(_POOL_COLUMNS, pl.String), orient="row")


def round_table(funds: Sequence[Fund], days: Sequence[date], scales: Mapping[str, int]) -> pl.DataFrame:
    """Each round of each fund: what there was by then, what was paid in it, what is set aside, what nobody claims."""
    rows = []
    for fund in funds:
        totals = fund.outcome.totals
        first = len(days) - len(totals)
        for number, (day, of_round) in enumerate(zip(days[first:], totals, strict=True), start=first + 1):
            amounts = (of_round.estate, of_round.paid, of_round.reserved, of_round.surplus)
            texts = (amount_text(minor, scales[fund.asset]) for minor in amounts)
            rows.append((str(number), str(day), fund.name, fund.asset, *texts))
    return pl.DataFrame(rows, schema=dict.fromkeys(_ROUND_COLUMNS, pl.String), orient="row")


def methods_text(methods: pl.DataFrame, scales: Mapping[str, int]) -> pl.DataFrame:
    """What each method would give every customer, as it is written."""
    return as_text(methods, dict.fromkeys(METHODS, "currency"), scales)

"""Claims: what each customer was owed of an asset at the moment of an incident, and whose it was that was lost.

Balances are those of the snapshot, rolled forward by the movements between the snapshot and the moment where they are
handed in. Where only some accounts were hit, the others bear nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import polars as pl

from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.ledger_rows import balances_of
from hikiate.facts.liabilities import Liability
from hikiate.facts.raw import RawTable
from hikiate.facts.rows import read_table
from hikiate.kernel.amounts import MINOR_UNITS_MAX, amount_text
from hikiate.kernel.findings import Finding, Refused
from hikiate.remedy.allocation import WHOLE, whole
from hikiate.remedy.kinds.incident import ACCOUNT_WITHOUT_CLAIM, OVERDRAWN, TOO_LARGE

DIRECTIONS = ("credit", "debit")
ACCOUNTS = TableSpec(
    "accounts",
    (
        Column("customer", Kind.KEY),
        Column("asset", Kind.ASSET),
        Column("quantity", Kind.AMOUNT, may_be_absent=True, may_be_blank=True),
    ),
    ("customer", "asset"),
)
MOVEMENTS = TableSpec(
    "movements",
    (
        Column("at", Kind.MOMENT),
        Column("customer", Kind.KEY),
        Column("asset", Kind.ASSET),
        Column("movement", Kind.CHOICE, DIRECTIONS),
        Column("amount", Kind.AMOUNT),
    ),
)


class Account(NamedTuple):
    """An account that was hit; `quantity` is what it lost, 0 where that is its share of the whole loss."""

    row: int
    customer: str
    asset: str
    quantity: int


class Movement(NamedTuple):
    """A movement of one customer's balance after the snapshot."""

    row: int
    at: datetime
    customer: str
    asset: str
    movement: str
    amount: int

    @property
    def change(self) -> int:
        """What it adds to the balance."""
        return self.amount if self.movement == "credit" else -self.amount


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims on one asset, sorted by customer: `frame` has `customer` and `claim` (Int128), every claim above zero."""

    asset: str
    frame: pl.DataFrame
    total: int


def read_accounts(raw: RawTable, exchange: Exchange) -> tuple[Account, ...]:
    """The accounts that were hit; Refused with the faults of the table."""
    rows = read_table(ACCOUNTS, raw, exchange)
    return tuple(Account(row["row"], row["customer"], row["asset"], row["quantity"]) for row in rows)


def read_movements(raw: RawTable, exchange: Exchange) -> tuple[Movement, ...]:
    """The movements of customers' balances; Refused with the faults of the table."""
    rows = read_table(MOVEMENTS, raw, exchange)
    return tuple(Movement(row["row"], *(row[column.name] for column in MOVEMENTS.columns)) for row in rows)


def claims_on(
    assets: Sequence[str],
    balances: RawTable,
    liabilities: Mapping[str, Liability],
    exchange: Exchange,
    movements: Sequence[Movement],
) -> dict[str, Claims]:
    """The claims on some assets, of which a survey found the balances sound.

    Refused where a movement takes more from a customer than was there.
    """
    claims, found = {}, []
    for asset, rows in balances_of(balances, exchange, assets).items():
        frame = rows.rename({"minor": "claim"})
        moved = [movement for movement in movements if movement.asset == asset]
        total = (liabilities[asset].amount if asset in liabilities else 0) + sum(row.change for row in moved)
        if moved:
            frame, below = _rolled_forward(frame, moved)
            found += [_overdrawn(moved, customer, exchange) for customer in below]
            frame = frame.filter(pl.col("claim") > 0)
        ordered = frame if frame["customer"].is_sorted() else frame.sort("customer")
        claims[asset] = Claims(asset, ordered, total)
        if total > MINOR_UNITS_MAX:
            found.append(TOO_LARGE.at(balances.file, asset=asset))
    if found:
        raise Refused(found)
    return claims


def only_accounts(claims: Claims, accounts: Sequence[Account], file: str) -> Claims:
    """The claims of the accounts that were hit; Refused for an account without a claim, or that lost more than it had.

    Where the accounts say what they lost, that is their claim.
    """
    hit = [account for account in accounts if account.asset == claims.asset]
    stated = pl.DataFrame(
        {"customer": [account.customer for account in hit], "stated": [account.quantity for account in hit]},
        schema={"customer": pl.String, "stated": WHOLE},
    )
    joined = stated.join(claims.frame, on="customer", how="left", maintain_order="left")
    faulty = joined.select((pl.col("claim").is_null() | (pl.col("stated") > pl.col("claim"))).arg_true()).to_series()
    found = [
        ACCOUNT_WITHOUT_CLAIM.at(f"{file} row {hit[place].row}", customer=hit[place].customer, asset=claims.asset)
        for place in faulty
    ]
    if found:
        raise Refused(found)
    claim = pl.when(pl.col("stated") > 0).then(pl.col("stated")).otherwise(pl.col("claim")).alias("claim")
    frame = joined.select("customer", claim).sort("customer")
    return Claims(claims.asset, frame, sum(frame["claim"]))


def _rolled_forward(frame: pl.DataFrame, moved: Sequence[Movement]) -> tuple[pl.DataFrame, list[str]]:
    """Balances after movements, and the customers who would have less than nothing."""
    net: dict[str, int] = {}
    for movement in moved:
        net[movement.customer] = net.get(movement.customer, 0) + movement.change
    changes = pl.DataFrame(
        {"customer": list(net), "change": list(net.values())}, schema={"customer": pl.String, "change": WHOLE}
    )
    joined = frame.join(changes, on="customer", how="full", coalesce=True).select(
        "customer", (pl.col("claim").fill_null(whole(0)) + pl.col("change").fill_null(whole(0))).alias("claim")
    )
    return joined, sorted(joined.filter(pl.col("claim") < 0)["customer"])


def _overdrawn(moved: Sequence[Movement], customer: str, exchange: Exchange) -> Finding:
    last = max((movement for movement in moved if movement.customer == customer), key=lambda movement: movement.row)
    amount = amount_text(sum(row.change for row in moved if row.customer == customer), exchange.scale(last.asset))
    return OVERDRAWN.at(f"movements row {last.row}", customer=customer, change=f"{amount} {last.asset}")

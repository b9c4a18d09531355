"""Demands: what is claimed from a fund, round by round, by customers of the ledger, late claimants and unknown ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from hikiate.remedy.allocation import WHOLE, whole
from hikiate.remedy.claims import Claims
from hikiate.remedy.estate import Estate, Round
from hikiate.remedy.estate_claims import Account, History, State, patched
from hikiate.remedy.estate_classes import Measure
from hikiate.remedy.estate_funds import summed
from hikiate.remedy.estate_prices import Valuer

NO_CUSTOMER = "* "
"""So begin the names of claimants who are no customers."""
_UNKNOWN = f"{NO_CUSTOMER}unknown "


@dataclass(frozen=True, slots=True)
class Demand:
    """Claims on a fund: those of the ledger, in order of customers, and what differs from them in each round.

    `silent` are the customers whom nobody has reached; from round `over` on, what is theirs goes to the others.
    """

    customers: pl.Series
    ledger: pl.Series
    changes: Sequence[Mapping[str, int]]
    held: Sequence[Mapping[str, int]]
    silent: pl.Series
    over: int

    def at(self, number: int) -> tuple[pl.Series, pl.Series]:
        """The claims in a round, and how much of each is reserved."""
        claims = patched(self.customers, self.ledger, self.changes[number]).alias("claim")
        reserved = spread(self.customers, self.held[number])
        if not self.silent.any():
            return claims, reserved
        rows = pl.DataFrame({"silent": self.silent, "claim": claims, "reserved": reserved})
        kept = whole(0) if number >= self.over else pl.col("claim")
        rows = rows.select(
            pl.when(pl.col("silent")).then(kept).otherwise(pl.col(name)).alias(name) for name in ("claim", "reserved")
        )
        return rows["claim"], rows["reserved"]


@dataclass(frozen=True, slots=True)
class Demands:
    """All claims on an estate, of which each fund takes those that it pays."""

    estate: Estate
    claims: Mapping[str, Claims]
    past: History
    valuer: Valuer
    turns: Sequence[Round]
    unclaimed: pl.Series

    def in_kind(self, asset: str) -> Demand:
        """The claims in an asset, as they are."""
        return self._of(self.frame(asset), [asset], valued=False)

    def in_money(self, assets: Sequence[str]) -> Demand:
        """The claims in some assets, each valued, one for each customer."""
        parts = [
            rows.with_columns(self.valuer.values(rows["claim"], asset).alias("claim"))
            for asset in assets
            if len(rows := self.frame(asset))
        ]
        return self._of(summed(parts, ("claim",)), assets, valued=True)

    def measure(self, asset: str | None, assets: Sequence[str], scale: int) -> Measure:
        """Every customer's claim by which classes are told apart: in the one asset, or in money."""
        demand = self.in_money(assets) if asset is None else self.in_kind(asset)
        latest = patched(demand.customers, demand.ledger, demand.changes[-1])
        return Measure(pl.DataFrame({"customer": demand.customers, "claim": latest}), scale)

    def frame(self, asset: str) -> pl.DataFrame:
        """The ledger's claims in an asset."""
        if asset in self.claims:
            return self.claims[asset].frame
        return pl.DataFrame(schema={"customer": pl.String, "claim": WHOLE})

    def unknown_number(self, name: str) -> int | None:
        """Which estimate of unknown claims a claimant stands for; None where it stands for none."""
        return int(name.removeprefix(_UNKNOWN).partition(" ")[0]) - 1 if name.startswith(_UNKNOWN) else None

    def _of(self, rows: pl.DataFrame, assets: Sequence[str], *, valued: bool) -> Demand:
        accounts = [account for account in self.past.accounts if account[1] in assets]
        unknown = {
            f"{_UNKNOWN}{number} {entry.asset}": entry
            for number, entry in enumerate(self.estate.unknown, start=1)
            if entry.asset in assets
        }
        names = sorted({*unknown, *(customer for customer, _ in accounts)})
        others = pl.DataFrame({"customer": names}, schema={"customer": pl.String})
        strangers = others.join(rows, on="customer", how="anti").with_columns(pl.lit(0, dtype=WHOLE).alias("claim"))
        both = pl.concat([rows, strangers]).sort("customer") if len(strangers) else rows
        ledger: dict[str, int] = dict(both.filter(pl.col("customer").is_in(names)).iter_rows()) if names else {}
        changes, held = [], []
        for turn in self.turns:
            claims, reserved = dict(ledger), dict.fromkeys(ledger, 0)
            for account in accounts:
                self._change(account, self.past.at(account, turn.day), claims, reserved, valued=valued)
            for name, entry in unknown.items():
                amount = self.valuer.value(entry.amount, entry.asset) if valued else entry.amount
                claims[name] = reserved[name] = amount if entry.until is None or turn.day < entry.until else 0
            changes.append(claims)
            held.append(reserved)
        silent = both["customer"].is_in(self.unclaimed.implode())
        return Demand(both["customer"], both["claim"], changes, held, silent, self._over())

    def _over(self) -> int:
        """The number of the first round after the last day to ask for what is one's own."""
        last = self.estate.unclaimed_after
        return sum(last is None or turn.day <= last for turn in self.turns)

    def _change(
        self, account: Account, state: State, claims: dict[str, int], reserved: dict[str, int], *, valued: bool
    ) -> None:
        customer, asset = account
        before, claim, free = self.past.ledger[account], state.claim, state.claim - state.reserved
        if valued:
            before, claim, free = (self.valuer.value(amount, asset) for amount in (before, claim, free))
        claims[customer] += claim - before
        reserved[customer] += claim - free


def spread(customers: pl.Series, amounts: Mapping[str, int]) -> pl.Series:
    """Amounts of some customers as a column of all, zero for the others."""
    zeros = pl.Series("reserved", [0], dtype=WHOLE).new_from_index(0, len(customers))
    return patched(customers, zeros, {name: amount for name, amount in amounts.items() if amount})

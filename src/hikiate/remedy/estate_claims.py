"""Claims on an estate over time: what the ledger says, late and corrected claims, disputes, and what nobody asks for.

A claim is that of the ledger until an entry of the file, which has evidence where it is above the ledger, says another.
Of a dispute the part in question is reserved until it is decided, and falls away as far as it is not allowed; the
register of claims says day by day what stands and what of it is reserved. From the day after the last day to ask for
it, what nobody asked for is no claim any more; until then it is reserved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from hikiate.kernel.amounts import MINOR_UNITS_MAX, amount_text, grouped
from hikiate.kernel.findings import Finding
from hikiate.remedy import estate_kinds as kinds
from hikiate.remedy.allocation import WHOLE
from hikiate.remedy.claims import Claims
from hikiate.remedy.estate import ClaimEntry, Dispute, Estate, Round

Account = tuple[str, str]
"""A customer and an asset."""


class State(NamedTuple):
    """An account's claim at a time, and how much of it is reserved."""

    claim: int
    reserved: int


@dataclass(frozen=True, slots=True)
class History:
    """What the file says of some accounts, beside what the ledger says of them."""

    ledger: Mapping[Account, int]
    entries: Mapping[Account, Sequence[ClaimEntry]]
    disputes: Mapping[Account, Dispute]

    @property
    def accounts(self) -> list[Account]:
        """The accounts of which the file says something, in order."""
        return sorted(self.ledger)

    def at(self, account: Account, day: date) -> State:
        """The claim of an account on a day."""
        admitted = [entry for entry in self.entries.get(account, ()) if entry.admitted_on <= day]
        claim = admitted[-1].amount if admitted else self.ledger[account]
        dispute = self.disputes.get(account)
        if dispute is None:
            return State(claim, admitted[-1].reserved if admitted else 0)
        if dispute.decided_on is not None and dispute.decided_on <= day:
            return State(max(0, claim - (dispute.amount - dispute.allowed)), 0)
        return State(claim, min(claim, dispute.amount))


def history(estate: Estate, claims: Mapping[str, Claims]) -> History:
    """The accounts that the file speaks of, with what the ledger says of each; `claims` has the assets of all."""
    entries: dict[Account, list[ClaimEntry]] = {}
    for entry in sorted(estate.claims, key=lambda entry: entry.admitted_on):
        entries.setdefault((entry.customer, entry.asset), []).append(entry)
    disputes = {(dispute.customer, dispute.asset): dispute for dispute in estate.disputes}
    accounts = {*entries, *disputes}
    return History(_ledger(accounts, claims), entries, disputes)


def possible(past: History, scales: Mapping[str, int], file: str) -> list[Finding]:
    """Claims and disputes above the ledger without evidence, and those that no number can hold."""
    found = []
    for account, ledger in past.ledger.items():
        customer, asset = account
        entries = past.entries.get(account, ())
        claimed = [(entry.where, entry.amount) for entry in entries if entry.evidence is None]
        most = max([ledger, *(entry.amount for entry in entries if entry.evidence is not None)])
        dispute = past.disputes.get(account)
        claimed += [(dispute.where, dispute.amount)] if dispute else []
        for where, amount in claimed:
            limit = most if dispute is not None and where == dispute.where else ledger
            if amount > limit:
                said, stands = (grouped(amount_text(minor, scales[asset])) for minor in (amount, limit))
                found.append(kinds.ABOVE_LEDGER.at(where, customer=customer, claimed=said, asset=asset, ledger=stands))
        if len({entry.where.partition(" ")[0] for entry in (*entries, *((dispute,) if dispute else ()))}) > 1:
            found.append(kinds.TWO_CLAIMS.at(entries[-1].where, customer=customer, asset=asset))
        if most > MINOR_UNITS_MAX // 2:
            found.append(kinds.TOO_LARGE.at(file, asset=asset))
    return found


def turns_of(estate: Estate) -> tuple[Round, ...]:
    """The rounds; where the file has none, one of the latest day that it names, which pays out what is there."""
    if estate.rounds:
        return estate.rounds
    days = [estate.commencement_on, *(entry.admitted_on for entry in estate.claims)]
    days += [dispute.decided_on for dispute in estate.disputes if dispute.decided_on is not None]
    return (Round("round", max(days)),)


def pools_by_turn(estate: Estate) -> list[list[str]]:
    """The names of the pools that are distributed by each round, those of the rounds before included."""
    used: list[str] = []
    by_turn = []
    for turn in turns_of(estate):
        named = turn.pools if turn.pools is not None else tuple(pool.name for pool in estate.pools)
        used = [*used, *(name for name in named if name not in used)]
        by_turn.append(used)
    return by_turn


def _ledger(accounts: Iterable[Account], claims: Mapping[str, Claims]) -> dict[Account, int]:
    by_asset: dict[str, list[str]] = {}
    for customer, asset in sorted(accounts):
        by_asset.setdefault(asset, []).append(customer)
    known: dict[Account, int] = {}
    for asset, customers in by_asset.items():
        known |= dict.fromkeys(((customer, asset) for customer in customers), 0)
        rows = claims[asset].frame.filter(pl.col("customer").is_in(customers))
        known |= {(customer, asset): claim for customer, claim in rows.iter_rows()}
    return known


def patched(customers: pl.Series, claims: pl.Series, changes: Mapping[str, int]) -> pl.Series:
    """The claims with other numbers for some customers; `customers` is in order and holds all of them."""
    if not changes:
        return claims
    wanted = pl.Series("customer", list(changes), dtype=pl.String)
    places = customers.search_sorted(wanted)
    return claims.scatter(places, pl.Series(list(changes.values()), dtype=WHOLE))

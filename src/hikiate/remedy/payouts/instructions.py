"""From what is due to what is ordered: every payment in a file, or pending with one reason.

The tests in order: whatever holds a customer back (screening, exclusions, an open confirmation) comes as a table of
reasons; then each way of paying says what it cannot write; then the payments are divided once, and files are written of
those for which nothing speaks. So the files and the pending payments together are always exactly what is due.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from hikiate.facts.exchange import Exchange
from hikiate.kernel.findings import Finding
from hikiate.remedy.payees import PayoutTables
from hikiate.remedy.payouts.banks import bank_directory, directory_note
from hikiate.remedy.payouts.custodian import address_notes, coin_reasons, coin_rows, custodian_files
from hikiate.remedy.payouts.files import PayoutFile
from hikiate.remedy.payouts.terms import PayoutTerms
from hikiate.remedy.payouts.travel_rule import COLUMNS, travel_reasons, travel_records
from hikiate.remedy.payouts.zengin import JPY, transfer_reasons, transfer_rows, zengin_files
from hikiate.remedy.pending import Divided, all_reasons, divided, reason_rows


@dataclass(frozen=True, slots=True)
class Instructions:
    """What is ordered: the payments divided, the travel rule's records, and notes; `files()` writes the files."""

    divided: Divided
    travel_records: pl.DataFrame
    findings: tuple[Finding, ...]
    transfers: pl.DataFrame
    coins: pl.DataFrame
    terms: PayoutTerms
    scales: Mapping[str, int]

    def only(self, made: pl.DataFrame) -> "Instructions":
        """The instructions for some of the payable payments: those that are made now."""
        if len(made) == len(self.divided.payable):
            return self
        transfers, coins = (_among(rows, made) for rows in (self.transfers, self.coins))
        records = self.travel_records
        if self.terms.coins is not None:
            records = travel_records(coins, self.terms.coins, self.scales)
        parted = Divided(_among(self.divided.payable, made), self.divided.pending)
        return replace(self, divided=parted, travel_records=records, transfers=transfers, coins=coins)

    def files(self) -> Iterator[PayoutFile]:
        """The files of the payable payments, one at a time: transfers in yen, then batches in coins."""
        if self.terms.jpy is not None:
            yield from zengin_files(self.transfers, self.terms.jpy, bank_directory())
        if self.terms.coins is not None and not self.coins.is_empty():
            yield from custodian_files(self.coins, self.terms.coins, self.scales)


def _among(rows: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    keys = ["customer", "pay_asset"]
    return rows.join(made, on=keys, how="semi", maintain_order="left") if rows.width else rows


def instructed(
    payments: pl.DataFrame,
    tables: PayoutTables,
    terms: PayoutTerms,
    exchange: Exchange,
    held_back: Iterable[pl.DataFrame] = (),
) -> Instructions:
    """Divide what is due (`payments` of remedy.payouts.ledger) and order what is payable.

    `held_back` are tables of reasons (remedy.pending) found elsewhere. An asset is paid as a coin unless it is fiat;
    yen are transferred, and no other money has a way of being paid.
    """
    scales = {asset.name: asset.scale for asset in exchange.assets.values() if asset.kind != "fiat"}
    coin_terms = terms.coins if scales else None
    ways = [*([JPY] if terms.jpy else []), *(scales if coin_terms else [])]
    reasons = [*held_back, reason_rows(payments.filter(~pl.col("pay_asset").is_in(ways)), "no_route")]
    transfers, coins, records = pl.DataFrame(), pl.DataFrame(), pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    notes: list[Finding] = []
    if terms.jpy is not None:
        transfers = transfer_rows(payments, tables.payees, bank_directory())
        reasons.append(transfer_reasons(transfers, terms.jpy))
        notes.append(directory_note(bank_directory()))
    if coin_terms is not None:
        coins = coin_rows(payments, tables, scales)
        reasons += [coin_reasons(coins, coin_terms), travel_reasons(coins, coin_terms)]
        notes += address_notes(tables.destinations)
    told = all_reasons(reasons)
    if terms.jpy is not None:
        transfers = divided(transfers, told).payable
    if coin_terms is not None:
        coins = divided(coins, told).payable
        records = travel_records(coins, coin_terms, scales)
    return Instructions(divided(payments, told), records, tuple(notes), transfers, coins, terms, scales)

"""From what is due to what is ordered: every payment in a file, or pending with one reason.

The tests in order: whatever holds a customer back (screening, exclusions, an open confirmation) comes as a table of
reasons; then each way of paying says what it cannot write; then the payments are divided once, and files are written of
those for which nothing speaks. So the files and the pending payments together are always exactly what is due.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from hikiate.facts.exchange import Exchange
from hikiate.kernel.findings import Finding
from hikiate.remedy.payees import PayoutTables
from hikiate.remedy.payouts.banks import bank_directory, directory_note
from hikiate.remedy.payouts.custodian import address_notes, coin_reasons, coin_rows, custodian_files
from hikiate.remedy.payouts.files import PayoutFile
from hikiate.remedy.payouts.terms import CoinTerms, JpyTerms, PayoutTerms
from hikiate.remedy.payouts.travel_rule import COLUMNS, travel_reasons, travel_records
from hikiate.remedy.payouts.zengin import JPY, transfer_reasons, transfer_rows, zengin_files
from hikiate.remedy.pending import Divided, all_reasons, divided, reason_rows, waiting


@dataclass(frozen=True, slots=True)
class Instructions:
    """What is ordered: the payments divided, the travel rule's records, and notes; `ways()` writes the files."""

    divided: Divided
    travel_records: pl.DataFrame
    findings: tuple[Finding, ...]
    transfers: pl.LazyFrame | None
    coins: pl.LazyFrame | None
    terms: PayoutTerms

    def only(self, made: pl.DataFrame) -> "Instructions":
        """The instructions for some of the payable payments: those that are made now."""
        if len(made) == len(self.divided.payable):
            return self
        transfers, coins = (_among(rows, made) for rows in (self.transfers, self.coins))
        records = self.travel_records
        if self.terms.coins is not None and coins is not None:
            records = travel_records(coins, self.terms.coins)
        keys = ["customer", "pay_asset"]
        payable = self.divided.payable.join(made, on=keys, how="semi", maintain_order="left")
        parted = Divided(payable, self.divided.pending)
        return replace(self, divided=parted, travel_records=records, transfers=transfers, coins=coins)

    def ways(self) -> tuple[Iterator[PayoutFile], ...]:
        """The files of the payable payments by the way they go, transfers in yen and batches in coins.

        Each way gives one file at a time, and none needs another.
        """
        made: list[Iterator[PayoutFile]] = []
        if self.terms.jpy is not None and self.transfers is not None:
            made.append(zengin_files(self.transfers, self.terms.jpy, bank_directory()))
        if self.terms.coins is not None and self.coins is not None:
            made.append(custodian_files(self.coins, self.terms.coins))
        return tuple(made)

    def files(self) -> Iterator[PayoutFile]:
        """The files of all ways, one after the other."""
        return chain.from_iterable(self.ways())


def _among(rows: pl.LazyFrame | None, made: pl.DataFrame) -> pl.LazyFrame | None:
    keys = ["customer", "pay_asset"]
    return None if rows is None else rows.join(made.lazy(), on=keys, how="semi", maintain_order="left")


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
    routeless = reason_rows(payments.filter(~pl.col("pay_asset").is_in(ways)), "no_route")
    # Yen and coins have nothing to do with each other, and each lets go of the interpreter while columns are made.
    with ThreadPoolExecutor() as pool:
        in_yen = pool.submit(_in_yen, payments, tables, terms.jpy)
        in_coins = pool.submit(_in_coins, payments, tables, coin_terms, scales)
        transfers, coins = in_yen.result(), in_coins.result()
        told = all_reasons([*held_back, routeless, *transfers.reasons, *coins.reasons])
        all_divided = pool.submit(divided, payments, told)
        yen = pool.submit(transfers.payable, told)
        payable = coins.payable(told)
        records = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
        if coin_terms is not None and payable is not None:
            records = travel_records(payable, coin_terms)
    notes = transfers.notes + coins.notes
    return Instructions(all_divided.result(), records, notes, yen.result(), payable, terms)


@dataclass(frozen=True, slots=True)
class _Way:
    """The payments that go one way, why some of them wait, and notes; no rows where the way is not open."""

    rows: pl.DataFrame | None = None
    reasons: tuple[pl.DataFrame, ...] = ()
    notes: tuple[Finding, ...] = ()

    def payable(self, told: pl.DataFrame) -> pl.LazyFrame | None:
        """The rows for which no reason speaks; lazily, as what is written of them needs some columns alone."""
        return None if self.rows is None else self.rows.lazy().filter(~waiting(self.rows, told))


def _in_yen(payments: pl.DataFrame, tables: PayoutTables, terms: JpyTerms | None) -> _Way:
    if terms is None:
        return _Way()
    rows = transfer_rows(payments, tables.payees, bank_directory())
    return _Way(rows, (transfer_reasons(rows, terms),), (directory_note(bank_directory()),))


def _in_coins(payments: pl.DataFrame, tables: PayoutTables, terms: CoinTerms | None, scales: Mapping[str, int]) -> _Way:
    if terms is None:
        return _Way()
    rows = coin_rows(payments, tables, scales)
    reasons = coin_reasons(rows, terms), travel_reasons(rows, terms)
    return _Way(rows, reasons, tuple(address_notes(tables.destinations)))

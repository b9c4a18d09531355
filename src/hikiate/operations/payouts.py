"""Payouts: which payments may be made, and the files for those who make them.

A payment waits where the payee is on a list, excluded, or not known well enough to be paid; everything else is payable,
and what is funded by the day of payment goes into the files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from hikiate.remedy import kinds
from hikiate.remedy.payees import PayoutTables
from hikiate.remedy.payouts.banks import bank_directory, directory_note
from hikiate.remedy.payouts.custodian import address_notes, coin_reasons, custodian_files
from hikiate.remedy.payouts.files import PayoutFile
from hikiate.remedy.payouts.terms import PayoutTerms
from hikiate.remedy.payouts.travel_rule import travel_reasons, travel_records
from hikiate.remedy.payouts.zengin import transfer_reasons, zengin_files
from hikiate.remedy.pending import PENDING_SCHEMA, all_reasons, divided
from hikiate.rules.sheet import Sheet

_JPY = "JPY"


@dataclass(frozen=True, slots=True)
class Paperwork:
    """What is known of the payees: their tables, the terms of payment, who is held back and what came back.

    `held` is a table of reasons (remedy.pending); `screened` says whether lists were handed in; `returned` are the keys
    of earlier payments that did not arrive.
    """

    tables: PayoutTables | None = None
    terms: PayoutTerms = field(default_factory=PayoutTerms)
    held: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PENDING_SCHEMA))
    screened: bool = False
    returned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clearance:
    """Payments divided: `payable` (as remedy.payouts.ledger has them), and `pending` with `reason` and `detail`."""

    payable: pl.DataFrame
    pending: pl.DataFrame


def cleared(sheet: Sheet, payments: pl.DataFrame, paperwork: Paperwork) -> Clearance:
    """Which payments may be made; what was not looked at is found on the sheet."""
    if not paperwork.screened:
        sheet.find(kinds.NOT_SCREENED.at("screening"))
    reasons = [paperwork.held]
    if paperwork.tables is None:
        sheet.find(kinds.NO_PAYEES.at("payees"))
    else:
        reasons += _of_payees(sheet, payments, paperwork.tables, paperwork.terms)
    parted = divided(payments, all_reasons(reasons))
    return Clearance(parted.payable, parted.pending)


def may_be_made(payments: pl.DataFrame, terms: PayoutTerms, coins: Mapping[str, int]) -> pl.DataFrame:
    """The scheduled payments that are funded by the day on which they are to be paid."""
    day = pl.lit(None, dtype=pl.Date)
    if terms.jpy is not None:
        day = pl.when(pl.col("pay_asset") == _JPY).then(pl.lit(terms.jpy.value_day)).otherwise(day)
    if terms.coins is not None:
        day = pl.when(pl.col("pay_asset").is_in(list(coins))).then(pl.lit(terms.coins.pay_day)).otherwise(day)
    return payments.filter(pl.col("pay_on").is_not_null() & (day.is_null() | (pl.col("pay_on") <= day)))


def payment_files(payments: pl.DataFrame, paperwork: Paperwork, coins: Mapping[str, int]) -> Iterator[PayoutFile]:
    """The files of payments that may be made: transfers in yen, batches of coins, and the travel rule's records."""
    tables, terms = paperwork.tables, paperwork.terms
    if tables is None:
        return
    if terms.jpy is not None:
        yield from zengin_files(payments, tables.payees, terms.jpy, bank_directory())
    if terms.coins is not None:
        yield from custodian_files(payments, tables.destinations, terms.coins, coins)
        records = travel_records(payments, tables.payees, tables.destinations, terms.coins, coins)
        if len(records):
            yield PayoutFile("travel-rule.csv", records.write_csv().encode(), "", len(records), 0)


def coins_of(sheet: Sheet) -> dict[str, int]:
    """The decimals of each asset that is paid on a chain."""
    return {name: asset.scale for name, asset in sheet.exchange.assets.items() if asset.kind != "fiat"}


def _of_payees(sheet: Sheet, payments: pl.DataFrame, tables: PayoutTables, terms: PayoutTerms) -> list[pl.DataFrame]:
    reasons, coins = [], coins_of(sheet)
    if terms.jpy is not None:
        directory = bank_directory()
        reasons.append(transfer_reasons(payments, tables.payees, terms.jpy, directory))
        sheet.find(directory_note(directory))
    if terms.coins is not None:
        reasons.append(coin_reasons(payments, tables.destinations, terms.coins, coins))
        reasons.append(travel_reasons(payments, tables.payees, tables.destinations, terms.coins, coins))
        for note in address_notes(tables.destinations):
            sheet.find(note)
    return reasons

"""Payouts: which payments may be made, and the files for those who make them.

A payment waits where the payee is on a list, excluded, or not known well enough to be paid; everything else is payable,
and what is funded by the day of payment goes into the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import polars as pl

from hikiate.conduct.screening.lists import ScreeningList, age_findings
from hikiate.conduct.screening.screened import Screening, screened
from hikiate.remedy.kinds.payout import NO_PAYEES
from hikiate.remedy.payees import PayoutTables, read_payout_tables
from hikiate.remedy.payouts.files import PayoutFile, csv_bytes
from hikiate.remedy.payouts.instructions import Instructions, instructed
from hikiate.remedy.payouts.terms import PayoutTerms
from hikiate.remedy.payouts.zengin import JPY
from hikiate.remedy.pending import PENDING_SCHEMA, Divided, all_reasons, divided
from hikiate.rules.sheet import Sheet

LIST_DAYS_MAX = 30
"""A sanctions list older than so many days is remarked."""


@dataclass(frozen=True, slots=True)
class Paperwork:
    """What is known of the payees: their tables, the terms of payment, the lists, who is held back, what came back.

    `held` is a table of reasons (remedy.pending), `returned` the keys of earlier payments that did not arrive.
    """

    tables: PayoutTables | None = None
    terms: PayoutTerms = field(default_factory=PayoutTerms)
    lists: tuple[ScreeningList, ...] = ()
    held: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PENDING_SCHEMA))
    returned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clearance:
    """Payments divided, with every match of a list; `instructions` is None where no payees were handed in."""

    divided: Divided
    screening: Screening
    instructions: Instructions | None

    def ways(self, made: pl.DataFrame) -> tuple[Iterator[PayoutFile], ...]:
        """The files of the payments that are made now, by the way they go; no way needs another."""
        if self.instructions is None:
            return ()
        ordered = self.instructions.only(made)
        return (*ordered.ways(), _travel_files(ordered.travel_records))

    def files(self, made: pl.DataFrame) -> Iterator[PayoutFile]:
        """The files of all ways, one after the other."""
        return chain.from_iterable(self.ways(made))


def _travel_files(records: pl.DataFrame) -> Iterator[PayoutFile]:
    if len(records):
        yield PayoutFile("travel-rule.csv", csv_bytes(records), "", len(records), 0)


def cleared(sheet: Sheet, payments: pl.DataFrame, paperwork: Paperwork, on: date) -> Clearance:
    """Which payments may be made; `on` is the day on which lists have to be fresh."""
    tables = paperwork.tables or read_payout_tables(None, None, sheet.exchange)
    named = paperwork.tables or paperwork.lists
    to_screen = payments["customer"] if named else payments["customer"].clear()
    looked_up = screened(to_screen, tables.payees, tables.destinations, paperwork.lists)
    for finding in (*looked_up.findings, *age_findings(list(paperwork.lists), on, LIST_DAYS_MAX)):
        sheet.find(finding)
    held = [paperwork.held, *([looked_up.reasons] if named else [])]
    if paperwork.tables is None:
        sheet.find(NO_PAYEES.at("payees"))
        return Clearance(divided(payments, all_reasons(held)), looked_up, None)
    ordered = instructed(payments, tables, paperwork.terms, sheet.exchange, held)
    for note in ordered.findings:
        sheet.find(note)
    return Clearance(ordered.divided, looked_up, ordered)


def on_their_days(funded: pl.DataFrame, terms: PayoutTerms) -> pl.DataFrame:
    """The scheduled payments, `pay_on` no longer the day on which they are funded but that on which they are paid.

    That is the day of the files where they are funded by then, else the day on which they are.
    """
    day = _stated_day(terms)
    return funded.with_columns(pl.when(pl.col("pay_on") < day).then(day).otherwise("pay_on").alias("pay_on"))


def may_be_made(payments: pl.DataFrame, terms: PayoutTerms) -> pl.DataFrame:
    """The scheduled payments that are funded by the day on which they are to be paid."""
    day = _stated_day(terms)
    return payments.filter(pl.col("pay_on").is_not_null() & (day.is_null() | (pl.col("pay_on") <= day)))


def _stated_day(terms: PayoutTerms) -> pl.Expr:
    """The day on which the files pay, null where no terms state one."""
    is_yen = pl.col("pay_asset") == JPY
    day = pl.lit(None, dtype=pl.Date)
    if terms.coins is not None:
        day = pl.when(~is_yen).then(pl.lit(terms.coins.pay_day)).otherwise(day)
    if terms.jpy is not None:
        day = pl.when(is_yen).then(pl.lit(terms.jpy.value_day)).otherwise(day)
    return day

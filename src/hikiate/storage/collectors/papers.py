"""Statements that come as files: a custodian's CSV, and a bank's camt.053 with the balance that it closes with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from hikiate.facts.moments import read_moment
from hikiate.kernel.findings import Refused
from hikiate.storage.collectors.answers import Answer, NoAnswer, Stated, Wanted
from hikiate.storage.workspace.bank_statements import read_bank_file
from hikiate.storage.workspace.tables import text_table

COLUMNS = ("holding", "asset", "amount", "as_of")
DAY = "{day}"
"""What stands for the day of the snapshot in the name of a file."""

_DECIMAL = re.compile(r"[0-9]{1,38}(?:\.[0-9]{1,38})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CustodianSource:
    """A custodian's CSV: the name of its file, its own names of our columns, and its own names of our holdings."""

    name: str
    folder: Path
    file: str
    columns: Mapping[str, str]
    holdings: Mapping[str, str]

    def ask(self, wanted: Wanted) -> Answer:
        """Every line of the day's file whose holding is named; NoAnswer where it cannot be worked with."""
        path = _one_file(self.folder, self.file, wanted.at)
        names = [self.columns.get(column, column) for column in COLUMNS]
        try:
            rows = text_table(path, names).select(names).rows()
        except Refused as refused:
            raise NoAnswer(_codes(refused)) from None
        stated = []
        for account, asset, amount, as_of in rows:
            holding = self.holdings.get(account, "" if self.holdings else account)
            if not holding:
                continue
            if not _DECIMAL.fullmatch(amount) or not _is_time(as_of):
                raise NoAnswer(f"{path.name}: {account} {asset} {amount} {as_of}")
            stated.append(Stated(holding, asset, amount, as_of, self.name))
        return Answer(tuple(stated))


@dataclass(frozen=True, slots=True)
class BankSource:
    """A bank's statements: the name of the day's file, and which holding each account is."""

    name: str
    folder: Path
    file: str
    accounts: Mapping[str, str]

    def ask(self, wanted: Wanted) -> Answer:
        """The closing balance of each account that is named."""
        path = _one_file(self.folder, self.file, wanted.at)
        try:
            statements = read_bank_file(path).statements
        except Refused as refused:
            raise NoAnswer(_codes(refused)) from None
        stated = []
        for one in statements:
            holding = self.accounts.get(one.account)
            if holding is None or not one.closing:
                continue
            balance = Decimal(one.closing)
            if balance < 0 or not _is_time(one.as_of):
                raise NoAnswer(f"{path.name}: {one.closing} {one.currency} {one.as_of}")
            stated.append(Stated(holding, one.currency, f"{balance:f}", one.as_of, self.name))
        return Answer(tuple(stated))


def _one_file(folder: Path, pattern: str, at: datetime) -> Path:
    """The one file of a name; NoAnswer where there is none, or more than one."""
    named = pattern.replace(DAY, at.date().isoformat())
    found = sorted(folder.glob(named))
    if len(found) != 1:
        raise NoAnswer(f"{len(found)} files {named}")
    return found[0]


def _codes(refused: Refused) -> str:
    return "; ".join(f"{fault.where} [{fault.code}]" for fault in refused.faults[:3])


def _is_time(text: str) -> bool:
    for read in (date.fromisoformat, read_moment):
        try:
            read(text)
        except ValueError:
            continue
        return True
    return False

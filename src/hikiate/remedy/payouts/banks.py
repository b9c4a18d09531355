"""Banks and branches of Japan by their codes, and the days on which banks are open.

The directory is the one that the package zengin-code carries; it is as old as its date says, and a bank opened since is
not in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import polars as pl

from hikiate.kernel.days import BusinessCalendar
from hikiate.kernel.findings import Finding, FindingKind, Severity
from hikiate.kernel.wording import Words
from hikiate.remedy.payouts.kana import transfer_kana, unencodable

NAME_BYTES = 15
"""The place that a record has for the name of a bank or a branch."""

DIRECTORY_DATED = FindingKind(
    "payout.bank_directory",
    Severity.NOTE,
    Words(
        "bank and branch codes are held against the directory of {day}",
        "a directory of about the day of payment",
        "where a code is reported as unknown, look whether the bank or branch was opened, renamed or merged since",
    ),
    Words(
        "金融機関番号・店舗番号は {day} 時点の一覧と照合しています",
        "支払日に近い時点の一覧",
        "実在しないとされた番号は、その後の新設・統廃合・名称変更がないか確認してください",
    ),
)

_IN_RECORD = ("bank_code", "bank_name", "branch_code", "branch_name")
_CLOSED = {(12, 31), (1, 1), (1, 2), (1, 3)}


@dataclass(frozen=True, slots=True)
class BankDirectory:
    """The banks and branches of a day: `bank_code`, `branch_code`, `bank_name` and `branch_name` in half-width kana.

    A name that its place in a record cannot hold is blank: it is the code that a transfer goes by. `place` is all four
    as they stand in a record.
    """

    as_of: date
    branches: pl.DataFrame

    def names(self, bank_code: str, branch_code: str) -> tuple[str, str] | None:
        """The names of a bank and its branch; None where there is no such branch."""
        found = self.branches.filter(pl.col("bank_code") == bank_code, pl.col("branch_code") == branch_code)
        return None if found.is_empty() else found.select("bank_name", "branch_name").row(0)


@cache
def bank_directory() -> BankDirectory:
    """The directory that is installed."""
    import zengin_code  # noqa: PLC0415 - it reads a thousand files when imported, and only a transfer file needs them

    rows = [
        (bank.code, branch.code, bank.kana, branch.kana)
        for bank in zengin_code.Bank.all.values()
        for branch in bank.branches.values()
    ]
    columns = ["bank_code", "branch_code", "bank_name", "branch_name"]
    branches = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    as_of = datetime.strptime(zengin_code.__version__.rpartition(".")[2], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    named = branches.with_columns(_name("bank_name"), _name("branch_name"))
    padded = [pl.col(name).str.pad_end(NAME_BYTES) if name.endswith("name") else pl.col(name) for name in _IN_RECORD]
    return BankDirectory(as_of, named.with_columns(pl.concat_str(padded).alias("place")))


def _name(column: str) -> pl.Expr:
    name = transfer_kana(pl.col(column))
    fits = (unencodable(name) == "") & (name.str.len_chars() <= NAME_BYTES)
    return pl.when(fits).then(name).otherwise(pl.lit("")).alias(column)


def directory_note(directory: BankDirectory) -> Finding:
    """The note that says of which day the directory is."""
    return DIRECTORY_DATED.at("payout.jpy", day=directory.as_of)


def is_bank_day(day: date) -> bool:
    """Whether banks in Japan are open: no weekend, no public holiday, and not 31 December to 3 January.

    Banking Act Art. 15 (1), Order Art. 5 (1) (銀行法第15条第1項、同法施行令第5条第1項).
    """
    return (day.month, day.day) not in _CLOSED and BusinessCalendar("JP").is_business_day(day)

"""Transfers in yen as files of the Zengin form 総合振込: records of 120 bytes that every bank in Japan takes.

A file is a header (データ区分 1), the transfers (2), a trailer with their number and sum (8) and an end (9), in JIS X
0201: half-width kana, capitals and digits. The form is the one that the Japanese Bankers Association laid down and that
banks print in their manuals (全銀協制定ファイルフォーマット 総合振込, 種別コード 21). Digits stand to the right behind
zeros, letters to the left before blanks.

Nothing is cut to make it fit. What cannot be written, and an amount above the ten digits of its place, stays pending: a
transfer of ten billion yen and more is not one to be split by a program, but one that the bank is asked about.
"""

from collections.abc import Iterator

import polars as pl

from hikiate.remedy.payees import with_details
from hikiate.remedy.payouts.banks import BankDirectory
from hikiate.remedy.payouts.files import PayoutFile, batches
from hikiate.remedy.payouts.kana import transfer_kana, unencodable
from hikiate.remedy.payouts.terms import TRANSFER_YEN_MAX, JpyTerms
from hikiate.remedy.pending import all_reasons, reason_rows

JPY = "JPY"
HOLDER_BYTES = 30
RECORD_BYTES = 120
KEY_DIGITS = 20
"""So many digits of a payment's key stand in the transfer as EDI information, and come back with what is returned."""

ENCODING = "shift_jis"  # its single bytes are JIS X 0201
_ACCOUNT_TYPES = {"ordinary": "1", "current": "2", "savings": "4"}
_DETAILS = ("bank_code", "branch_code", "account_type", "account_number", "account_holder")


def transfer_rows(payments: pl.DataFrame, payees: pl.DataFrame, directory: BankDirectory) -> pl.DataFrame:
    """The payments in yen with what is known of their payees, in order of customer.

    Beside the columns of both: `known` where there is a payee, bank and branch as a record has them (`place`), and the
    `holder` as written.
    """
    due = payments.filter(pl.col("pay_asset") == JPY)
    known = payees.select("customer", *_DETAILS).with_columns(pl.lit(value=True).alias("known"))
    places = directory.branches.lazy().select("bank_code", "branch_code", "place")
    rows = (
        with_details(due, known, [*_DETAILS, "known"])
        .lazy()
        .join(places, on=["bank_code", "branch_code"], how="left", maintain_order="left")
        .with_columns(transfer_kana(pl.col("account_holder")).alias("holder"))
        .collect()
    )
    return rows if rows["customer"].is_sorted() else rows.sort("customer")


def transfer_reasons(rows: pl.DataFrame, terms: JpyTerms) -> pl.DataFrame:
    """Why transfers wait: a table of reasons (remedy.pending) for rows of `transfer_rows`."""
    every = rows.lazy()
    known = every.filter(pl.col("known"))
    missing = pl.concat_str(
        (pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in _DETAILS), separator=", ", ignore_nulls=True
    )
    both = pl.col("bank_code") + "-" + pl.col("branch_code")
    unpayable = ~pl.col("amount").is_between(1, min(TRANSFER_YEN_MAX, terms.yen_max))
    letters = unencodable(pl.col("holder"))
    return all_reasons(
        [
            reason_rows(every.filter(pl.col("known").is_null()), "no_payee"),
            reason_rows(known.filter(missing != ""), "no_bank_details", missing),
            reason_rows(known.filter(both.is_not_null() & pl.col("place").is_null()), "bank_unknown", both),
            reason_rows(known.filter(letters != ""), "kana_unencodable", letters),
            reason_rows(
                known.filter(pl.col("holder").str.len_chars() > HOLDER_BYTES), "kana_too_long", pl.col("holder")
            ),
            reason_rows(every.filter(unpayable), "amount_unpayable", pl.col("amount")),
        ]
    )


def zengin_files(rows: pl.DataFrame | pl.LazyFrame, terms: JpyTerms, directory: BankDirectory) -> Iterator[PayoutFile]:
    """The files of the rows of `transfer_rows` that wait for no reason, in their order.

    ValueError where a payment cannot be written: its reason was not asked for.
    """
    end = _end_of_line(terms)
    needed = ["place", "account_type", "account_number", "holder", "amount", "key"]
    written = rows.lazy().select(needed).collect()
    for number, batch in enumerate(batches(written, terms.records_max, terms.yen_max), start=1):
        records = batch.select(_transfer().alias("record"))
        if records.filter(pl.col("record").str.len_chars().fill_null(0) != RECORD_BYTES).height:
            raise ValueError("a payment that ought to be pending is among the payable ones")
        total = int(batch["amount"].sum())
        transfers = records.select(pl.col("record").str.join(end)).item()
        last = [f"8{len(batch):06d}{total:012d}".ljust(RECORD_BYTES), "9".ljust(RECORD_BYTES)]
        texts = [_header(terms, directory), transfers, *last, ""]
        name = f"zengin-{terms.value_day:%Y%m%d}-{number:04d}.txt"
        yield PayoutFile(name, end.encode().join(text.encode(ENCODING) for text in texts), JPY, len(batch), total)


def _end_of_line(terms: JpyTerms) -> str:
    return "\r\n" if terms.line_ends else ""


def _header(terms: JpyTerms, directory: BankDirectory) -> str:
    bank, branch = directory.names(terms.bank_code, terms.branch_code) or ("", "")
    parts = [
        "1210",
        terms.originator_code,
        terms.originator_name.ljust(40),
        f"{terms.value_day:%m%d}",
        terms.bank_code,
        bank.ljust(15),
        terms.branch_code,
        branch.ljust(15),
        _ACCOUNT_TYPES[terms.account_type],
        terms.account_number.rjust(7, "0"),
    ]
    return "".join(parts).ljust(RECORD_BYTES)


def _transfer() -> pl.Expr:
    """A data record: 振込指定区分 7 (by wire), 識別表示 Y (the twenty bytes before it are EDI information)."""
    return pl.concat_str(
        pl.lit("2"),
        pl.col("place"),
        pl.lit("0000"),
        pl.col("account_type").replace_strict(_ACCOUNT_TYPES, default=None, return_dtype=pl.String),
        pl.col("account_number").str.zfill(7),
        pl.col("holder").str.pad_end(HOLDER_BYTES),
        pl.col("amount").cast(pl.String).str.zfill(10),
        pl.lit("0"),
        pl.col("key").str.head(KEY_DIGITS).str.to_uppercase(),
        pl.lit("7Y" + " " * 7),
    )

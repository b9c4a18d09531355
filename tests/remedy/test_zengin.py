"""Zengin files: read back by byte offsets, totalled, split within limits, and what cannot be written stays pending."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from payout_tables import PERSON, payments, tables
from zengin_reader import read

from hikiate.remedy.payouts.banks import bank_directory, directory_note, is_bank_day
from hikiate.remedy.payouts.kana import encoded, transfer_kana, unencodable
from hikiate.remedy.payouts.terms import JpyTerms
from hikiate.remedy.payouts.zengin import transfer_reasons, transfer_rows, zengin_files
from hikiate.remedy.pending import divided

TERMS = JpyTerms(
    originator_code="0123456789",
    originator_name="ｶ)ﾐﾎﾝﾄﾘﾋｷｼﾞﾖ",
    bank_code="0005",
    branch_code="001",
    account_type="current",
    account_number="765432",
    value_day=date(2026, 12, 1),
)
DIRECTORY = bank_directory()


def why(amount: int = 1, details: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Reason and detail of one payment to the sound payee with other details."""
    due = payments([("c1", "JPY", amount)])
    rows = transfer_rows(due, tables([PERSON | dict(details or {})]).payees, DIRECTORY)
    return transfer_reasons(rows, TERMS).select("reason", "detail").rows()


def test_a_file_is_read_back_by_its_byte_offsets() -> None:
    """Every field of the header and of a transfer, and the trailer's number and sum."""
    payees = tables([PERSON, PERSON | {"customer": "c2", "account_type": "savings", "account_number": "42"}]).payees
    due = payments([("c2", "JPY", 9_999_999_999), ("c1", "JPY", 88_549), ("c1", "BTC", 5)])
    (made,) = zengin_files(transfer_rows(due, payees, DIRECTORY), TERMS, DIRECTORY)
    got = read(made.content, line_ends=True)
    assert (got.originator_code, got.month_and_day, got.kind, got.number) == ("0123456789", "1201", "2", "0765432")
    assert got.originator_name == bytes.fromhex("b629d0ceddc4d8cbb7bcded6").ljust(40)  # ｶ)ﾐﾎﾝﾄﾘﾋｷｼﾞﾖ
    assert (got.bank, got.branch) == ("0005", "001")
    first, second = got.transfers
    assert (first.bank, first.bank_name, first.branch, first.branch_name) == ("0001", "ﾐｽﾞﾎ", "001", "ﾄｳｷﾖｳ")
    assert (first.kind, first.number, first.amount) == ("1", "1234567", 88_549)
    assert first.holder == bytes.fromhex("d4cfc0de20c0dbb3").ljust(30)  # ﾔﾏﾀﾞ ﾀﾛｳ
    assert first.information == due["key"][1][:20].upper()
    assert (second.kind, second.number, second.amount) == ("4", "0000042", 9_999_999_999)
    assert (made.name, made.records, made.total, made.asset) == ("zengin-20261201-0001.txt", 2, 10_000_088_548, "JPY")


def test_without_line_ends_the_records_stand_one_after_the_other() -> None:
    """Some banks take the file so."""
    terms = replace(TERMS, line_ends=False)
    rows = transfer_rows(payments([("c1", "JPY", 1)]), tables([PERSON]).payees, DIRECTORY)
    (made,) = zengin_files(rows, terms, DIRECTORY)
    assert len(made.content) == 480
    assert read(made.content, line_ends=False).transfers[0].amount == 1


def test_no_payment_in_yen_makes_no_file() -> None:
    """A file without transfers would be refused by the bank."""
    rows = transfer_rows(payments([("c1", "BTC", 1)]), tables([PERSON]).payees, DIRECTORY)
    assert list(zengin_files(rows, TERMS, DIRECTORY)) == []


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=30), st.integers(1, 7), st.integers(1_000, 3_000))
def test_files_keep_both_limits_and_lose_no_yen(amounts: list[int], records_max: int, yen_max: int) -> None:
    """Each file within both, none that the next payment would have fitted, each payment in one file once."""
    customers = [f"c{number:02d}" for number in range(len(amounts))]
    payees = tables([PERSON | {"customer": customer} for customer in customers]).payees
    due = payments([(customer, "JPY", amount) for customer, amount in zip(customers, amounts, strict=True)])
    terms = replace(TERMS, records_max=records_max, yen_max=yen_max)
    files = list(zengin_files(transfer_rows(due, payees, DIRECTORY), terms, DIRECTORY))
    parts = [[transfer.amount for transfer in read(made.content, line_ends=True).transfers] for made in files]
    assert [amount for part in parts for amount in part] == amounts
    assert all(len(part) <= records_max and sum(part) <= yen_max for part in parts)
    assert all(len(part) == records_max or sum(part) + later[0] > yen_max for part, later in pairwise(parts))
    assert [(made.records, made.total) for made in files] == [(len(part), sum(part)) for part in parts]
    assert len({made.name for made in files}) == len(files)


@pytest.mark.parametrize(
    ("details", "reason", "detail"),
    [
        ({"bank_code": "", "account_holder": "　"}, "no_bank_details", "bank_code, account_holder"),
        ({"bank_code": "9999"}, "bank_unknown", "9999-001"),
        ({"branch_code": "000"}, "bank_unknown", "0001-000"),
        ({"account_holder": "山田太郎"}, "kana_unencodable", "山田太郎"),
        ({"account_holder": "マイケル・ヤマダ"}, "kana_unencodable", "・"),
        ({"account_holder": "ヤマダ,タロウ"}, "kana_unencodable", ","),
        ({"account_holder": "ガ" * 16}, "kana_too_long", "ｶﾞ" * 16),
    ],
)
def test_what_cannot_be_written_is_pending_with_its_reason(details: dict[str, str], reason: str, detail: str) -> None:
    """Never cut, never guessed, never dropped."""
    assert why(1, details) == [(reason, detail)]


def test_an_amount_beyond_its_place_is_pending() -> None:
    """Ten digits are the place of a transfer; a smaller limit of the terms counts too; nothing is no transfer."""
    assert why(9_999_999_999) == []
    assert why(10_000_000_000) == [("amount_unpayable", "10000000000")]
    assert why(0) == [("amount_unpayable", "0")]
    due = payments([("c1", "JPY", 101)])
    found = transfer_reasons(transfer_rows(due, tables([PERSON]).payees, DIRECTORY), replace(TERMS, yen_max=100))
    assert found["reason"].to_list() == ["amount_unpayable"]


def test_a_customer_who_is_no_payee_is_pending() -> None:
    """In yen; whether coins can be paid does not hang on a bank account."""
    due = payments([("c9", "JPY", 1), ("c9", "BTC", 1)])
    found = transfer_reasons(transfer_rows(due, tables([PERSON]).payees, DIRECTORY), TERMS)
    assert found.rows() == [("c9", "JPY", "no_payee", "")]


def test_a_payment_that_ought_to_wait_is_not_written() -> None:
    """A caller who forgets to ask for the reasons gets an error and no file."""
    payees = tables([PERSON | {"account_holder": "ガ" * 16}, PERSON | {"customer": "c2", "bank_code": ""}]).payees
    for customer in ("c1", "c2", "c3"):
        with pytest.raises(ValueError, match="pending"):
            list(zengin_files(transfer_rows(payments([(customer, "JPY", 1)]), payees, DIRECTORY), TERMS, DIRECTORY))


def test_what_waits_and_what_is_written_together_are_all_payments() -> None:
    """Nothing is lost between the table of reasons and the files."""
    people = [PERSON | {"customer": f"c{number}", "branch_code": "001" if number % 3 else "000"} for number in range(9)]
    payees = tables(people).payees
    due = payments([(f"c{number}", "JPY", number + 1) for number in range(10)])
    rows = transfer_rows(due, payees, DIRECTORY)
    parted = divided(rows, transfer_reasons(rows, TERMS))
    files = list(zengin_files(parted.payable, TERMS, DIRECTORY))
    assert sum(made.total for made in files) + parted.pending["amount"].sum() == 55
    assert Counter(parted.pending["reason"]) == {"bank_unknown": 3, "no_payee": 1}


@pytest.mark.parametrize(
    ("written", "half"),
    [
        ("やまだ　たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("キョウトショウジ（カ", "ｷﾖｳﾄｼﾖｳｼﾞ(ｶ"),
        ("スーパー", "ｽ-ﾊﾟ-"),
        ("ｶ)ﾊﾟｰｸ", "ｶ)ﾊﾟ-ｸ"),
        ("ａｂｃ　１２３", "ABC 123"),
        ("ヴィヰヱヮゐゑゎ", "ｳﾞｲｲｴﾜｲｴﾜ"),
        ("「ア」／Ｂ．", "｢ｱ｣/B."),
        ("プパ", "ﾌﾟﾊﾟ"),
    ],
)
def test_kana_is_written_in_half_width(written: str, half: str) -> None:
    """Whatever width, script and size it was written in."""
    assert encoded(written) == half


def test_every_branch_of_the_directory_has_names_that_fit() -> None:
    """They are in the letters of the network already, the long vowel mark among them a hyphen."""
    branches = DIRECTORY.branches
    assert len(branches) > 25_000
    assert branches.select("bank_code", "branch_code").is_unique().all()
    assert branches.filter(pl.col("bank_name").is_in(["", None]) | pl.col("branch_name").is_in(["", None])).is_empty()
    assert DIRECTORY.names("0005", "001") == ("ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ", "ﾎﾝﾃﾝ")
    assert DIRECTORY.names("0005", "xxx") is None


def test_the_directory_says_its_day() -> None:
    """A code that is unknown may be newer than the directory."""
    note = directory_note(DIRECTORY)
    assert date(2026, 8, 24) <= DIRECTORY.as_of
    assert DIRECTORY.as_of.isoformat() in note.en.found


def test_banks_are_closed_at_the_turn_of_the_year() -> None:
    """31 December 2026 is a Thursday and no public holiday; 4 January 2027 is a Monday, 11 January a holiday."""
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 11)]
    assert [is_bank_day(day) for day in days] == [True, False, False, True, False]
    assert [is_bank_day(date(2029, 1, day)) for day in (2, 3, 4)] == [False, False, True]
    assert not is_bank_day(date(2026, 11, 28))


LETTERS = st.text("アガヴヮヲンァーｱｶｳﾊｦｰｧﾞﾟ　 0Aaａ()-./,・漢か゛\u3099", max_size=6)


@given(LETTERS)
def test_a_text_that_is_only_looked_at_comes_out_as_one_that_is_composed(text: str) -> None:
    """Letters of either width with marks that belong to them or do not: a letter more takes the longer way."""
    apart = f"{text},"
    assert encoded(text) == encoded(apart).removesuffix(",").strip()
    column = pl.select(unencodable(transfer_kana(pl.lit(apart)))).item()
    assert column == pl.select(unencodable(transfer_kana(pl.lit(text)))).item() + ","

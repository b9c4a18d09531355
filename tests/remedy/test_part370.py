"""The four files after 12 CFR Part 370: split at their pipes, re-read, and totalled against the determination."""

import io
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from payout_tables import PERSON, SCALES, tables

from hikiate.remedy.payouts.part370 import ACCOUNT, CUSTOMER, PARTICIPANT, PENDING, part370_files

Claim = tuple[str, str, str, int, int, str, str]
NAMES = ("customer", "asset", "pay_asset", "entitlement", "funded", "status", "reason")


def claims(*rows: Claim) -> pl.DataFrame:
    """Claims of customer, asset, pay asset, entitlement, funded, status and reason."""
    amounts = {"entitlement": pl.Int128, "funded": pl.Int128}
    return pl.DataFrame(list(rows), schema={name: amounts.get(name, pl.String) for name in NAMES}, orient="row")


def records(content: bytes) -> list[dict[str, str]]:
    """A file as its reader has it: split at every pipe, then the escapes undone."""
    header, *lines = content.decode("utf-8").removesuffix("\n").split("\n")
    return [dict(zip(header.split("|"), map(plain, line.split("|")), strict=True)) for line in lines]


def whole(claims: pl.DataFrame, payees: pl.DataFrame, scales: dict[str, int]) -> dict[str, bytes]:
    """The files with their pieces put together."""
    files: dict[str, bytes] = {}
    for name, piece in part370_files(claims, payees, scales):
        files[name] = files.get(name, b"") + piece
    return files


def plain(value: str) -> str:
    """A value without its escapes."""
    letters, text = iter(value), io.StringIO()
    for letter in letters:
        text.write({"\\": "\\", "p": "|", "n": "\n", "r": "\r"}[next(letters)] if letter == "\\" else letter)
    return text.getvalue()


def test_payable_and_pending_claims_stand_in_their_files() -> None:
    """With the fields of Appendix B in their order, and the customer once."""
    payees = tables([PERSON, PERSON | {"customer": "c2", "kind": "company", "name": "株式会社見本"}]).payees
    files = whole(
        claims(
            ("c2", "BTC", "BTC", 150_000_000, 50_000_000, "payable", ""),
            ("c1", "BTC", "JPY", 88_549, 88_549, "payable", ""),
            ("c1", "ETH", "JPY", 7, 0, "pending", "frozen"),
        ),
        payees,
        SCALES,
    )
    assert list(files) == ["customer.txt", "account.txt", "account-participant.txt", "pending.txt"]
    assert files["customer.txt"].decode().split("\n")[0].split("|") == list(CUSTOMER)
    assert files["account-participant.txt"].decode().split("\n") == ["|".join(PARTICIPANT), ""]
    first, second = records(files["customer.txt"])
    assert (first["CS_Unique_ID"], first["CS_Type"], first["CS_Last_Name"], first["CS_Entity_Name"]) == (
        "c1", "IND", "山田 太郎", "",
    )  # fmt: skip
    assert (second["CS_Type"], second["CS_Last_Name"], second["CS_Entity_Name"]) == ("BUS", "", "株式会社見本")
    assert (first["CS_Street_Add_Ln1"], first["CS_Country"]) == ("東京都千代田区1-1", "JP")
    part, paid = records(files["account.txt"])
    assert list(paid) == list(ACCOUNT)
    assert paid["DP_Acct_Identifier"] == "c1/BTC/JPY"
    assert (paid["DP_Right_Capacity"], paid["DP_Insured_Amount"], paid["DP_Uninsured_Amount"]) == ("SGL", "88549", "0")
    assert (part["DP_Right_Capacity"], part["DP_Prod_Category"]) == ("BUS", "BTC")
    assert (part["DP_Total_PI"], part["DP_Insured_Amount"], part["DP_Uninsured_Amount"]) == ("1.5", "0.5", "1")
    (waits,) = records(files["pending.txt"])
    assert list(waits) == list(PENDING)
    assert (waits["Pending_Reason"], waits["DP_Cur_Bal"], waits["CS_Last_Name"]) == ("frozen", "7", "山田 太郎")


def test_a_customer_without_payee_details_is_there_all_the_same() -> None:
    """With nothing where nothing is known."""
    files = whole(claims(("c9", "BTC", "BTC", 1, 0, "pending", "no_payee")), tables().payees, SCALES)
    (customer,) = records(files["customer.txt"])
    assert {name: value for name, value in customer.items() if value} == {"CS_Unique_ID": "c9"}


@pytest.mark.parametrize("odd", ["a|b", "a\nb", "a\r\nb", "a\\pb", "\\", "|||", 'say "x"', "a\\\\n", "，｜"])
def test_a_value_cannot_break_its_line(odd: str) -> None:
    """A name with a pipe or a line break is escaped, and read back as it was."""
    payees = tables([PERSON | {"customer": f"c{odd}", "name": odd, "address": odd}]).payees
    files = whole(claims((f"c{odd}", "BTC", "JPY", 1, 1, "payable", "")), payees, SCALES)
    (customer,) = records(files["customer.txt"])
    assert (customer["CS_Unique_ID"], customer["CS_Last_Name"], customer["CS_Street_Add_Ln1"]) == (f"c{odd}", odd, odd)
    assert records(files["account.txt"])[0]["CS_Unique_ID"] == f"c{odd}"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (("c1", "BTC", "JPY", 1, 1, "paid", ""), "neither payable nor pending"),
        (("c1", "BTC", "JPY", 1, 1, "pending", ""), "without a reason"),
        (("c1", "BTC", "JPY", 1, 2, "payable", ""), "more funded than owed"),
        (("c1", "BTC", "JPY", 1, -1, "payable", ""), "less than nothing"),
    ],
)
def test_a_claim_that_cannot_be_is_an_error(claim: Claim, said: str) -> None:
    """The files would state what the determination does not."""
    with pytest.raises(ValueError, match=said):
        whole(claims(claim), tables().payees, SCALES)


def test_a_claim_that_stands_twice_is_an_error() -> None:
    """It would be paid for twice by whoever sums the file."""
    claim = ("c1", "BTC", "JPY", 1, 1, "payable", "")
    with pytest.raises(ValueError, match="twice"):
        whole(claims(claim, ("c0", "BTC", "JPY", 1, 1, "payable", ""), claim), tables().payees, SCALES)


one_claim = st.tuples(
    st.sampled_from("ABCDE"), st.sampled_from(["BTC", "ETH"]), st.sampled_from(["JPY", "BTC", "ETH"]),
    st.integers(0, 2**100), st.integers(0, 2**100), st.booleans(),
)  # fmt: skip


@given(st.lists(one_claim, max_size=10, unique_by=lambda claim: claim[:3]), st.randoms())
def test_the_files_come_to_what_the_determination_comes_to(
    drawn: list[tuple[str, str, str, int, int, bool]], chance: object
) -> None:
    """Every claim in exactly one of Account and Pending, its parts its whole, whatever the order of rows."""
    rows: list[Claim] = [
        (who, hit, paid, amount, min(amount, funded), *(("pending", "frozen") if waits else ("payable", "")))
        for who, hit, paid, amount, funded, waits in drawn
    ]
    files = whole(claims(*rows), tables().payees, SCALES)
    accounts, pending = records(files["account.txt"]), records(files["pending.txt"])
    known = {f"{who}/{hit}/{paid}" for who, hit, paid, *_ in rows}
    assert sorted(row["DP_Acct_Identifier"] for row in accounts + pending) == sorted(known)
    assert {row["CS_Unique_ID"] for row in records(files["customer.txt"])} == {who for who, *_ in rows}
    for asset, scale in SCALES.items():
        of_asset = [row for row in accounts + pending if row["DP_Prod_Category"] == asset]
        assert sum(Fraction(row["DP_Total_PI"]) * 10**scale for row in of_asset) == sum(
            amount for _, _, paid, amount, *_ in rows if paid == asset
        )
    for row in accounts:
        parts = Fraction(row["DP_Insured_Amount"]) + Fraction(row["DP_Uninsured_Amount"])
        assert parts == Fraction(row["DP_Total_PI"])
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands in its own random.Random
    assert whole(claims(*shuffled), tables().payees, SCALES) == files

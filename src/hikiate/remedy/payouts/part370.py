r"""The determination as the four pipe-delimited files of 12 CFR Part 370, Appendix B.

They are Customer, Account, Account Participant and Pending.

The FDIC has a bank's whole deposit insurance determined within 24 hours and handed over in this form, again in each
iteration as more data comes in; an account whose coverage cannot be determined goes to the Pending file with a reason.
Names and order of the fields are Appendix B's; what they hold is the nearest thing that an exchange has:

- an account is a customer's claim in one asset hit, paid in one asset; its identifier joins the two;
- the amounts are the entitlement, and as "insured" what of it is funded; the remainder is "uninsured";
- a right and capacity is SGL for a person and BUS for a company, and nothing where the kind is not known;
- a reason is one of remedy.pending, as the FDIC's own are about deposits;
- a claim has one holder, so the Participant file has its header alone.

UTF-8, one record a line, LF, a header line, nothing padded, empty where there is no value. In a value a backslash is
written `\\`, a pipe `\p`, a line feed `\n` and a carriage return `\r`, so that a line splits at its pipes.
"""

import io
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from hikiate.remedy.payees import with_details
from hikiate.remedy.payouts.files import amount_texts

CUSTOMER = (
    "CS_Unique_ID", "CS_Govt_ID", "CS_Govt_ID_Type", "CS_Type", "CS_First_Name", "CS_Middle_Name", "CS_Last_Name",
    "CS_Name_Suffix", "CS_Entity_Name", "CS_Street_Add_Ln1", "CS_Street_Add_Ln2", "CS_Street_Add_Ln3", "CS_City",
    "CS_State", "CS_ZIP", "CS_Country", "CS_Telephone", "CS_Email", "CS_Outstanding_Debt_Flag",
    "CS_Security_Pledge_Flag",
)  # fmt: skip
ACCOUNT = (
    "CS_Unique_ID", "DP_Acct_Identifier", "DP_Right_Capacity", "DP_Prod_Category", "DP_Allocated_Amt", "DP_Acc_Int",
    "DP_Total_PI", "DP_Hold_Amount", "DP_Insured_Amount", "DP_Uninsured_Amount", "DP_Prepaid_Account_Flag",
    "DP_PT_Account_Flag", "DP_PT_Trans_Flag",
)  # fmt: skip
PARTICIPANT = (
    "CS_Unique_ID", "DP_Acct_Identifier", "DP_Right_Capacity", "DP_Prod_Category", "AP_Allocated_Amount",
    "AP_Participant_ID", "AP_Govt_ID", "AP_Govt_ID_Type", "AP_First_Name", "AP_Middle_Name", "AP_Last_Name",
    "AP_Entity_Name", "AP_Participant_Type",
)  # fmt: skip
PENDING = (
    "CS_Unique_ID", "Pending_Reason", "DP_Acct_Identifier", "DP_Right_Capacity", "DP_Prod_Category", "DP_Cur_Bal",
    "DP_Acc_Int", "DP_Total_PI", "DP_Hold_Amount", *CUSTOMER[1:2], *CUSTOMER[4:],
)  # fmt: skip
"""The fields of each file, in the order of Appendix B."""
FILES = {
    "customer.txt": CUSTOMER,
    "account.txt": ACCOUNT,
    "account-participant.txt": PARTICIPANT,
    "pending.txt": PENDING,
}
"""The files, in the order of Appendix B."""

_ROWS_AT_ONCE = 131_072
"""So many records at a time: their columns are made where those before them were."""
_ESCAPES = {"\\": "\\\\", "|": "\\p", "\n": "\\n", "\r": "\\r"}


def part370_files(claims: pl.DataFrame, payees: pl.DataFrame, scales: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """The four files in pieces, each with its file's name; claims by asset, pay asset and customer, customers in order.

    `claims` has `customer`, `asset`, `pay_asset`, `entitlement` and `funded` (minor units of `pay_asset`), `status`
    (payable or pending) and `reason`. A claim is payable, and in Account, or pending, and in Pending. ValueError for
    another status, a pending claim without a reason, more funded than owed, or a claim that stands twice.
    """
    _require_sound(claims)
    groups = [
        (pay_asset, _in_order(claims.filter(pl.col("asset") == asset, pl.col("pay_asset") == pay_asset)))
        for asset, pay_asset in claims.select("asset", "pay_asset").unique().sort("asset", "pay_asset").iter_rows()
    ]
    everybody = with_details(_customers([rows for _, rows in groups]), payees, _OF_PAYEE[1:]).with_columns(
        _escaped("customer").alias("id")
    )
    for name, fields in FILES.items():
        yield name, ("|".join(fields) + "\n").encode()
    for few in everybody.iter_slices(_ROWS_AT_ONCE):
        yield _piece("customer.txt", few, [pl.col("id").alias("CS_Unique_ID"), *_of_customer()])
    for pay_asset, rows in groups:
        for few in with_details(rows, everybody, _OF_PAYEE).iter_slices(_ROWS_AT_ONCE):
            waits = few["status"] == "pending"
            claim = _of_claim(few, scales[pay_asset])
            yield _piece("account.txt", few.filter(~waits), claim)
            if waits.any():
                yield _piece("pending.txt", few.filter(waits), claim + _of_customer())


_OF_CLAIM = ("customer", "asset", "pay_asset", "entitlement", "funded", "status", "reason")
_OF_PAYEE = ("id", "kind", "name", "address", "country")


def _require_sound(claims: pl.DataFrame) -> None:
    waits = pl.col("status") == "pending"
    faults = {
        "a status that is neither payable nor pending": ~pl.col("status").is_in(["payable", "pending"]),
        "a pending claim without a reason": waits & (pl.col("reason").fill_null("") == ""),
        "more funded than owed, or less than nothing": ~pl.col("funded").is_between(0, pl.col("entitlement")),
    }
    found = claims.select(fault.fill_null(value=True).any().alias(name) for name, fault in faults.items()).row(0)
    if any(found):
        raise ValueError("; ".join(name for name, is_so in zip(faults, found, strict=True) if is_so))


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The claims of one asset and pay asset by customer, each once."""
    rows = rows.select(*_OF_CLAIM)
    ordered = rows if rows["customer"].is_sorted() else rows.sort("customer")
    if (ordered["customer"] == ordered["customer"].shift(1)).any():
        raise ValueError("a claim that stands twice")
    return ordered


def _customers(groups: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Everybody who has a claim, in order."""
    lists = [rows["customer"] for rows in groups]
    if lists and all(one.equals(lists[0]) for one in lists):
        return lists[0].to_frame()
    empty = pl.Series("customer", [], dtype=pl.String)
    return pl.concat([empty, *lists]).unique().sort().to_frame()


def _of_claim(rows: pl.DataFrame, scale: int) -> list[pl.Expr]:
    """The fields that hold something of the claims `rows`."""
    customer = pl.col("id")
    entitlement, funded = pl.col("entitlement"), pl.col("funded")
    owed, zero, no = amount_texts(entitlement, scale), pl.lit("0"), pl.lit("N")
    insured, uninsured = owed, zero
    if not rows["funded"].equals(rows["entitlement"]):
        insured, uninsured = amount_texts(funded, scale), amount_texts(entitlement - funded, scale)
    fields = {
        "CS_Unique_ID": customer,
        # The name of an asset has no letter that is escaped, and no stroke.
        "DP_Acct_Identifier": pl.concat_str(customer, "asset", "pay_asset", separator="/"),
        "DP_Right_Capacity": _kind("SGL", "BUS"),
        "DP_Prod_Category": pl.col("pay_asset"),
        "DP_Allocated_Amt": owed,
        "DP_Cur_Bal": owed,
        "DP_Acc_Int": zero,
        "DP_Total_PI": owed,
        "DP_Hold_Amount": zero,
        "DP_Insured_Amount": insured,
        "DP_Uninsured_Amount": uninsured,
        "DP_Prepaid_Account_Flag": no,
        "DP_PT_Account_Flag": no,
        "DP_PT_Trans_Flag": no,
        "Pending_Reason": pl.col("reason"),
    }
    return [value.alias(name) for name, value in fields.items()]


def _of_customer() -> list[pl.Expr]:
    """The fields that hold something of the payee."""
    company = pl.col("kind") == "company"
    fields = {
        "CS_Type": _kind("IND", "BUS"),
        # A Japanese name has no sure boundary between its parts, and stands whole.
        "CS_Last_Name": pl.when(~company.fill_null(value=False)).then(_escaped("name")),
        "CS_Entity_Name": pl.when(company).then(_escaped("name")),
        "CS_Street_Add_Ln1": _escaped("address"),
        "CS_Country": _escaped("country"),
    }
    return [value.alias(name) for name, value in fields.items()]


def _kind(person: str, company: str) -> pl.Expr:
    """A code for a person and one for a company, none where the kind is not known."""
    of_company = pl.when(pl.col("kind") == "company").then(pl.lit(company))
    return pl.when(pl.col("kind") == "person").then(pl.lit(person)).otherwise(of_company)


def _escaped(name: str) -> pl.Expr:
    return pl.col(name).str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))


def _piece(name: str, rows: pl.DataFrame, made: Sequence[pl.Expr]) -> tuple[str, bytes]:
    """Some rows as records of a file, the fields that are not made empty."""
    names, fields = {field.meta.output_name() for field in made}, FILES[name]
    empty = [pl.lit(None, dtype=pl.String).alias(name) for name in fields if name not in names]
    written, records = rows.lazy().select(*made, *empty).select(fields).collect(), io.BytesIO()
    written.write_csv(records, include_header=False, separator="|", quote_style="never", line_terminator="\n")
    return name, records.getvalue()

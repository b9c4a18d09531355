"""One customer's rows of a determination, read from its folder without reading the others' into memory."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from mmap import ACCESS_READ, mmap
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.parsing import json_values
from hikiate.kernel.results import COMPENSATION_SCHEMA, Result
from hikiate.remedy.announcement import Announcement, read_announcement
from hikiate.remedy.pending import PENDING_CODES
from hikiate.remedy.statements import Due, Entitled, Made, Statement, Waiting
from hikiate.storage.iterations import DETERMINATION, PAID, not_as_written, require_unaltered
from hikiate.storage.results import SUMMARY_FILE, read_result

ANNOUNCEMENT_FILE = "announcement.json"
PAYMENTS = "payments"
PENDING = "pending"
_TABLES = (DETERMINATION, PAYMENTS, PENDING, PAID)
"""The last only says what earlier iterations paid."""


def read_statement(folder: Path, customer: str) -> Statement:
    """What a folder says of one customer.

    Refused where the folder is none that `compensate` wrote, where a file that is read is not as it was written, or
    where the customer is not in it.
    """
    result = read_result(folder, (COMPENSATION_SCHEMA,))
    require_unaltered(folder, [SUMMARY_FILE, ANNOUNCEMENT_FILE])
    try:
        iteration = int(result.annex["iteration"])
    except (TypeError, ValueError) as error:
        raise not_as_written(folder, error) from error
    tables = _TABLES if iteration > 1 else _TABLES[:-1]
    files = {name: _file(folder, name) for name in tables}
    with ThreadPoolExecutor() as pool:
        checked = pool.submit(require_unaltered, folder, files.values())
        rows = {name: _rows(folder / file, customer) for name, file in files.items()}
        checked.result()
    if not rows[DETERMINATION]:
        wanted = "a customer of this determination"
        raise Refused(
            [faults.WRONG_VALUE.at(Given("customer"), value=customer, wanted=wanted, wanted_ja="この算定にある利用者")]
        )
    try:
        return _statement(folder, customer, result, rows)
    except (KeyError, ValueError, StopIteration) as error:
        raise not_as_written(folder, error) from error


def _statement(folder: Path, customer: str, result: Result, rows: Mapping[str, list[dict[str, str]]]) -> Statement:
    keys, iteration = ("asset", "quantity", "method", "pay_asset", "entitlement"), int(result.annex["iteration"])
    return Statement(
        customer=customer,
        result=result,
        told=_announcement(folder),
        entitled=[Entitled(*(row[key] for key in keys)) for row in rows[DETERMINATION]],
        due=[Due(row["pay_asset"], row["amount"], _day(row["pay_on"])) for row in rows[PAYMENTS]],
        waiting=[
            Waiting(row["pay_asset"], row["amount"], next(code for code in PENDING_CODES if code == row["reason"]))
            for row in rows[PENDING]
        ],
        made=[
            Made(row["pay_asset"], row["amount"], int(row["iteration"]))
            for row in rows.get(PAID, [])
            if int(row["iteration"]) < iteration
        ],
    )


def _announcement(folder: Path) -> Announcement:
    try:
        return read_announcement(json_values((folder / ANNOUNCEMENT_FILE).read_bytes()))
    except (OSError, ValueError) as error:
        wanted = "the announcement that `hikiate compensate` wrote"
        raise Refused(
            [faults.UNREADABLE.at(ANNOUNCEMENT_FILE, value=error, wanted=wanted, wanted_ja="補償の告知内容")]
        ) from error


def _file(folder: Path, name: str) -> str:
    return f"{name}.csv" if (folder / f"{name}.csv").exists() else f"{name}.parquet"


def _rows(path: Path, customer: str) -> list[dict[str, str]]:
    """The customer's rows as text; none where the file cannot be read, which the check of its bytes then says."""
    try:
        frame = _lines(path, customer) if path.suffix == ".csv" else pl.scan_parquet(path, glob=False)
        found = frame.filter(pl.col("customer") == customer).collect()
        return found.cast(pl.String).fill_null("").to_dicts()
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return []


def _lines(path: Path, customer: str) -> pl.LazyFrame:
    """The lines of a CSV that begin with the customer, found as bytes: parsing all lines would take ten times as long.

    A line that only looks like one, inside a quoted cell, is parsed too and has another customer.
    """
    key = pl.DataFrame({"customer": [customer]}).write_csv(include_header=False).encode().rstrip(b"\n")
    begins = b"\n" + key + b","
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as text:
        lines = [text[: text.find(b"\n")]]
        start = text.find(begins)
        while start >= 0:
            end = text.find(b"\n", start + len(begins))
            lines.append(text[start + 1 : end if end >= 0 else len(text)])
            start = text.find(begins, end) if end >= 0 else end
    return pl.read_csv(b"\n".join(lines), infer_schema=False).lazy()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

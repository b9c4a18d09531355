"""Everybody who is to be paid, held against every list: by name, by kana, by receiver, and by address.

Names are scored (conduct.screening.names); addresses are listed or not, once written alike: hexadecimal and bech32 ones
without regard to case. A match holds back every payment of the customer, in all assets, until a person has decided; a
customer without a name could match anybody and is held back too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from hikiate.conduct.screening import faults
from hikiate.conduct.screening.lists import ScreeningList
from hikiate.conduct.screening.names import THRESHOLD, alike, without_letters
from hikiate.kernel.findings import Finding

HITS = {
    "customer": pl.String(),
    "list": pl.String(),
    "entry": pl.String(),
    "listed": pl.String(),
    "matched": pl.String(),
    "score": pl.UInt8(),
    "by": pl.String(),
}
"""A match: customer, list and entry, the text on the list and the customer's, the score, and by name or address."""

_ADDRESS_SCORE = 100
_CASELESS = r"^(?i)(0x[0-9a-f]+|(bc|tb|ltc)1[0-9a-z]+)$"


@dataclass(frozen=True, slots=True)
class Screening:
    """What a screening found: every match (HITS), why payments wait (`customer`, `pay_asset`, `reason`, `detail`)."""

    hits: pl.DataFrame
    reasons: pl.DataFrame
    findings: tuple[Finding, ...]


def screened(
    customers: pl.Series,
    payees: pl.DataFrame,
    destinations: pl.DataFrame,
    lists: Sequence[ScreeningList],
    threshold: int = THRESHOLD,
) -> Screening:
    """Screen those who are to be paid, by their rows of `payees` and `destinations`.

    `threshold` is the score (1 to 100) from which on two names are taken for alike.
    """
    due = pl.LazyFrame({"customer": customers.unique()}, schema={"customer": pl.String})
    named = _texts(due, payees, "name", "name_kana")
    received = _texts(due, destinations, "beneficiary")
    names = pl.concat([_listed(one.file, one.names) for one in lists] or [_listed("", _NOTHING)])
    addresses = pl.concat([_listed(one.file, one.addresses) for one in lists] or [_listed("", _NOTHING)])
    by_name = alike(pl.concat([named, received]).unique(), names, threshold)
    by_address = _listed_addresses(_texts(due, destinations, "address"), addresses)
    hits = pl.concat(
        [by_name.with_columns(pl.lit("name").alias("by")), by_address.with_columns(pl.lit("address").alias("by"))]
    ).sort("customer", "list", "entry", "by")
    nameless = without_letters(due.join(named.lazy(), on="customer", how="left").collect())
    reasons = pl.concat(
        [
            _reasons(hits, "sanctions_match", pl.col("list") + " " + pl.col("entry")),
            _reasons(nameless, "not_screened", pl.lit("")),
        ]
    ).unique(maintain_order=True)
    return Screening(hits, reasons, tuple(_findings(hits, lists, threshold)))


_NOTHING = pl.DataFrame(schema={"entry": pl.String, "text": pl.String})


def _texts(due: pl.LazyFrame, rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The texts of some columns, of those who are to be paid."""
    kept = due.join(rows.lazy(), on="customer")
    parts = [kept.select("customer", pl.col(column).alias("text")) for column in columns]
    return pl.concat(parts).filter(pl.col("text").is_not_null()).unique().collect()


def _listed(file: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.lit(file).alias("list"), "entry", "text")


def _listed_addresses(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text").str.strip_chars()
    written = pl.when(text.str.contains(_CASELESS)).then(text.str.to_lowercase()).otherwise(text).alias("written")
    return (
        ours.lazy()
        .with_columns(written)
        .join(theirs.lazy().with_columns(written).rename({"text": "listed"}), on="written")
        .sort("customer", "list", "entry", "text", "listed")
        .unique(["customer", "list", "entry"], keep="first", maintain_order=True)
        .select(
            "customer",
            "list",
            "entry",
            "listed",
            pl.col("text").alias("matched"),
            pl.lit(_ADDRESS_SCORE, dtype=pl.UInt8).alias("score"),
        )
        .collect()
    )


def _reasons(rows: pl.DataFrame, reason: str, detail: pl.Expr) -> pl.DataFrame:
    return rows.select(
        "customer",
        pl.lit(None, dtype=pl.String).alias("pay_asset"),
        pl.lit(reason).alias("reason"),
        detail.alias("detail"),
    )


def _findings(hits: pl.DataFrame, lists: Sequence[ScreeningList], threshold: int) -> list[Finding]:
    if not lists:
        return [faults.NO_LIST.at("screening")]
    counted = hits.group_by("list").agg(pl.col("customer").n_unique()).sort("list")
    return [faults.MATCH.at(file, count=count, threshold=threshold) for file, count in counted.iter_rows()]

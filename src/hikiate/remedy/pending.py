"""Why a payment waits: one closed list of reasons, in the order in which they win, and how it divides payments.

A payment that must not or cannot be made is never dropped: it stays pending with one reason. Where several hold, the
one that forbids the payment wins over the one that only lacks a detail, so that nobody mends an address for a customer
who may not be paid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from hikiate.kernel.wording import Term

PendingCode = Literal[
    "sanctions_match",
    "frozen",
    "disputed",
    "deceased",
    "under_investigation",
    "no_route",
    "no_payee",
    "not_screened",
    "no_bank_details",
    "bank_unknown",
    "kana_unencodable",
    "kana_too_long",
    "no_destination",
    "address_invalid",
    "not_whitelisted",
    "travel_rule_incomplete",
    "purpose_missing",
    "amount_unpayable",
]
"""Every reason for which a payment waits; where several hold, the earlier wins."""

PENDING_CODES: tuple[PendingCode, ...] = get_args(PendingCode)

WORDS: dict[PendingCode, Term] = {
    "sanctions_match": Term("matches an entry of a sanctions list", "制裁対象者リストの記載と一致"),
    "frozen": Term("account frozen by order or by the exchange", "口座凍結中"),
    "disputed": Term("claim disputed", "請求額につき係争中"),
    "deceased": Term("account holder deceased; heirs to be established", "名義人死亡（相続人の確認待ち）"),
    "under_investigation": Term("under investigation", "調査中"),
    "no_route": Term("no terms of payment stated for this asset", "この資産の支払条件の定めなし"),
    "no_payee": Term("no payee details handed in", "受取人情報なし"),
    "not_screened": Term("no name to be held against the sanctions lists", "氏名がなく制裁対象者リストとの照合が不能"),
    "no_bank_details": Term("bank details incomplete", "振込先口座の情報に不足あり"),
    "bank_unknown": Term("no such bank or branch", "金融機関または店舗の番号が実在しない"),
    "kana_unencodable": Term("account holder cannot be written in a transfer file", "口座名義に使用できない文字あり"),
    "kana_too_long": Term("account holder longer than a transfer file allows", "口座名義が規定の文字数を超過"),
    "no_destination": Term("no destination handed in for this asset", "当該資産の送付先なし"),
    "address_invalid": Term("address malformed or its checksum wrong", "送付先アドレスの形式または検査符号が不正"),
    "not_whitelisted": Term("destination not whitelisted by the day of payment", "送付先が支払日までに未登録"),
    "travel_rule_incomplete": Term("travel-rule record incomplete", "トラベルルールの通知事項に不足あり"),
    "purpose_missing": Term(
        "purpose of a transfer to an own wallet not stated", "自己管理ウォレットへの移転目的が未申告"
    ),
    "amount_unpayable": Term("amount cannot be paid by this route", "この支払方法では支払えない金額"),
}
"""Each reason as it is said to people."""

PENDING_SCHEMA = {"customer": pl.String(), "pay_asset": pl.String(), "reason": pl.String(), "detail": pl.String()}
"""A table of reasons: `pay_asset` is null where the reason holds for every asset of the customer, `detail` is data such
as the letter that cannot be written, and may be empty."""

_RANK = "rank"
_ROW = "row number"


@dataclass(frozen=True, slots=True)
class Divided:
    """Payments divided: `payable` has the columns of the payments, `pending` those and `reason` and `detail`."""

    payable: pl.DataFrame
    pending: pl.DataFrame


def reason_rows(
    rows: pl.LazyFrame | pl.DataFrame, reason: PendingCode, detail: pl.Expr | None = None, *, every_asset: bool = False
) -> pl.DataFrame:
    """The rows of a frame as a table of reasons, all with one reason, which may hold for every asset of a customer."""
    asset = pl.lit(None, dtype=pl.String) if every_asset else pl.col("pay_asset")
    said = pl.lit("") if detail is None else detail.cast(pl.String).fill_null("")
    return (
        rows.lazy()
        .select(
            pl.col("customer"),
            asset.alias("pay_asset"),
            pl.lit(reason).alias("reason"),
            said.alias("detail"),
        )
        .collect()
    )


def all_reasons(tables: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables of reasons as one, with the columns of PENDING_SCHEMA."""
    empty = pl.DataFrame(schema=PENDING_SCHEMA)
    return pl.concat([empty, *(table.select(*PENDING_SCHEMA) for table in tables)])


def divided(payments: pl.DataFrame, reasons: pl.DataFrame) -> Divided:
    """Payments (at least `customer` and `pay_asset`) divided by a table of reasons; the order of rows is kept.

    Of several reasons the first of PENDING_CODES wins, and of several details of that one the first in order of text,
    so that the order of the reasons never matters. Raises ValueError for a reason that is not on the list.
    """
    won = _won(payments, reasons)
    if won.is_empty():
        return Divided(payments, payments.clear().with_columns(reason=pl.lit(""), detail=pl.lit("")))
    pending = payments[won[_ROW]].with_columns(won["reason"], won["detail"])
    return Divided(payments.filter(~_mask(won, len(payments))), pending)


def waiting(payments: pl.DataFrame, reasons: pl.DataFrame) -> pl.Series:
    """Of each payment, whether `divided` would have it wait."""
    return _mask(_won(payments, reasons), len(payments))


def _mask(won: pl.DataFrame, rows: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, rows).scatter(won[_ROW], values=True)


def _won(payments: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """The rows that wait, by their number and in its order, each with the reason and the detail that won."""
    unknown = sorted(set(reasons["reason"].unique()) - set(PENDING_CODES))
    if unknown:
        raise ValueError(f"no reason of the closed list: {', '.join(unknown)}")
    # Few are held back, so whoever has no reason at all is told apart first and looked at no further.
    named = reasons.lazy().select("customer").unique()
    numbered = payments.lazy().select("customer", "pay_asset").with_row_index(_ROW)
    keys = numbered.join(named, on="customer", how="semi").collect().lazy()
    ranks = {code: rank for rank, code in enumerate(PENDING_CODES)}
    ranked = reasons.lazy().with_columns(
        pl.col("reason").replace_strict(ranks, return_dtype=pl.UInt8, default=None).alias(_RANK)
    )
    of_customer = ranked.filter(pl.col("pay_asset").is_null()).drop("pay_asset")
    of_asset = ranked.filter(pl.col("pay_asset").is_not_null())
    return (
        pl.concat(
            [
                keys.join(of_customer, on="customer").select(_ROW, _RANK, "reason", "detail"),
                keys.join(of_asset, on=["customer", "pay_asset"]).select(_ROW, _RANK, "reason", "detail"),
            ]
        )
        .sort(_ROW, _RANK, "detail")
        .unique(_ROW, keep="first", maintain_order=True)
        .select(_ROW, "reason", "detail")
        .collect()
    )

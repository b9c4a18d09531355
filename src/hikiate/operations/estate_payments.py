"""What a round of an estate pays to whom: what each has by now, less what earlier rounds really paid.

What waited in an earlier round, or came back, is due again in this one, for only what was paid is taken off. Where no
earlier round is handed in, all that the rounds before this one divided counts as paid.
"""

from dataclasses import dataclass

import polars as pl

from hikiate.kernel.amounts import amount_text, grouped, grouped_text
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.payouts import Clearance, Paperwork, cleared, may_be_made
from hikiate.remedy.allocation import exact_sum
from hikiate.remedy.estate import Estate
from hikiate.remedy.estate_claims import turns_of
from hikiate.remedy.estate_demands import NO_CUSTOMER
from hikiate.remedy.estate_rounds import EarlierRound
from hikiate.remedy.kinds.payout import EARLIER_OF_ANOTHER, PENDING, RETURNED_UNKNOWN
from hikiate.remedy.payouts.ledger import PAID_SCHEMA, due
from hikiate.remedy.pending import PENDING_CODES, WORDS
from hikiate.rules.sheet import Sheet

_STATUSES = {
    "payable": Term("what is due in this round and nothing speaks against", "今回の弁済額のうち支払可能な額の合計"),
    "pending": Term("what is due in this round and waits for a reason", "今回の弁済額のうち保留中の額の合計"),
}


@dataclass(frozen=True, slots=True)
class RoundPayments:
    """A round's payments, divided into what may be paid and what waits; `made` is paid now, `paid` all by now."""

    clearance: Clearance
    made: pl.DataFrame
    paid: pl.DataFrame


def round_payments(
    sheet: Sheet, estate: Estate, plan: pl.DataFrame, paperwork: Paperwork, earlier: EarlierRound | None
) -> RoundPayments:
    """The payments of the last round; Refused where the earlier round is none of this estate's."""
    turns = turns_of(estate)
    number, scales = len(turns), {asset: sheet.exchange.scale(asset) for asset in sheet.exchange.assets}
    customers = plan.filter(~pl.col("customer").str.starts_with(NO_CUSTOMER)).rename({"asset": "pay_asset"})
    before = _before(sheet, estate, customers, paperwork, earlier)
    entitled = customers.select("customer", "pay_asset", pl.col("paid").alias("entitlement"))
    owing = due(estate.id, number, entitled, before, scales)
    for finding in owing.findings:
        sheet.find(finding)
    day = turns[-1].day
    clearance = cleared(sheet, owing.payments, paperwork, day)
    payable = clearance.divided.payable.with_columns(pl.lit(day, dtype=pl.Date).alias("pay_on"))
    made = may_be_made(payable, paperwork.terms)
    now = made.drop("pay_on").with_columns(pl.lit(number, dtype=pl.UInt32).alias("iteration"))
    return RoundPayments(clearance, made, pl.concat([before, now.select(before.columns)]))


def _before(
    sheet: Sheet, estate: Estate, customers: pl.DataFrame, paperwork: Paperwork, earlier: EarlierRound | None
) -> pl.DataFrame:
    """What was paid before this round (PAID_SCHEMA); Refused for what came back and nobody paid."""
    number, scales = len(turns_of(estate)), {asset: sheet.exchange.scale(asset) for asset in sheet.exchange.assets}
    if earlier is None:
        divided = customers.filter(pl.col("paid") > pl.col("now")).select(
            "customer", "pay_asset", (pl.col("paid") - pl.col("now")).alias("entitlement")
        )
        paid = due(estate.id, number - 1, divided, None, scales).payments
        paid = paid.with_columns(pl.lit(number - 1, dtype=pl.UInt32).alias("iteration")).select(*PAID_SCHEMA)
    elif (earlier.estate, earlier.exchange) != (estate.id, sheet.exchange.name):
        named = EARLIER_OF_ANOTHER.at(
            Given("earlier"), incident=earlier.estate, exchange=earlier.exchange, wanted=estate.id
        )
        raise Refused([named])
    else:
        paid = earlier.paid
    unknown = sorted(paperwork.returned - set(paid["key"])) if paperwork.returned else []
    if unknown:
        raise Refused(RETURNED_UNKNOWN.at(f"{estate.files.returned}", key=key) for key in unknown)
    return paid.filter(~pl.col("key").is_in(list(paperwork.returned))) if paperwork.returned else paid


def write_statuses(sheet: Sheet, clearance: Clearance, file: str) -> None:
    """Write `payable.<asset>.total` and `pending.<asset>.total` of this round, and find what waits for each reason."""
    parts = {"payable": clearance.divided.payable, "pending": clearance.divided.pending}
    for asset in sorted({*parts["payable"]["pay_asset"], *parts["pending"]["pay_asset"]}):
        for status, rule in _STATUSES.items():
            total = exact_sum(parts[status].filter(pl.col("pay_asset") == asset)["amount"])
            name, inputs = f"{status}.{asset}.total", [f"distribution.{asset}.paid"]
            amount = sheet.amount(total, asset)
            sheet.figures.derive(name, amount, asset, rule=rule, citation=file, inputs=inputs)
        waiting = parts["pending"].filter(pl.col("pay_asset") == asset)
        for (reason,), part in waiting.group_by("reason", maintain_order=True):
            total_said = grouped(amount_text(exact_sum(part["amount"]), sheet.exchange.scale(asset)))
            words = WORDS[next(code for code in PENDING_CODES if code == reason)]
            where, count = f"pending.{asset}.{reason}", grouped_text(len(part))
            sheet.find(PENDING.at(where, count=count, total=total_said, asset=asset, reason=words))

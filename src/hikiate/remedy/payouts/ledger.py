"""What is to be paid in this iteration: what a customer is entitled to, less what earlier iterations paid.

A determination is made again as more data comes in. Each iteration pays the difference and never below zero, so that
all payments together never exceed the largest entitlement that any iteration reached. Worked example: entitled to 100,
then to 130, then to 120; the iterations pay 100, 30 and nothing, and the third tells that 10 too much was paid.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from hikiate.facts.exact import sum_fits
from hikiate.facts.ledger_rows import of_assets
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.digests import digest
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.wording import Words
from hikiate.remedy.payouts.keys import last_hashed

PAYMENT_SCHEMA = {"customer": pl.String(), "pay_asset": pl.String(), "amount": pl.Int128(), "key": pl.String()}
"""Payments: whole minor units of `pay_asset`, and the key under which whoever pays will pay only once."""

PAID_SCHEMA = PAYMENT_SCHEMA | {"iteration": pl.UInt32()}
"""Payments made by earlier iterations."""

OVERPAID = FindingKind(
    "payout.overpaid",
    Severity.WARNING,
    Words(
        "{count} customers were paid more in {asset} than they are now entitled to, by {over} {asset} in all",
        "payments within the entitlement",
        "look up the customers in the overpaid table; hold the excess against later payments, or claim it back",
    ),
    Words(
        "{asset} で {count} 名に、現在の請求額を合計 {over} {asset} 上回る支払が行われています",
        "請求額以内の支払",
        "過払いの一覧で対象者を確認し、以後の支払と調整するか、返還を求めてください",
    ),
)
KEY_REPEATED = FindingKind(
    "payout.key_repeated",
    Severity.FAULT,
    Words(
        "the key {key} stands {count} times among the payments made",
        "each payment once",
        "restore the record of earlier iterations from its backup; nothing is paid on a record that contradicts itself",
    ),
    Words(
        "支払済みの記録に鍵 {key} が {count} 回あります",
        "各支払は1回",
        "過去の支払記録をバックアップから復元してください。矛盾した記録に基づく支払は行いません",
    ),
)
ITERATION_USED = FindingKind(
    "payout.iteration_used",
    Severity.FAULT,
    Words(
        "iteration {iteration}, while iteration {last} has paid already",
        "a number above {last}",
        "number the iterations upwards; a number used again would give two payments one key",
    ),
    Words(
        "第 {iteration} 回（第 {last} 回まで支払済み）",
        "{last} より大きい番号",
        "回次は順に大きくしてください。同じ番号では異なる支払の鍵が重複します",
    ),
)

_KEYS = ["customer", "pay_asset"]
_OVERPAID_SCHEMA = dict.fromkeys(_KEYS, pl.String()) | dict.fromkeys(("entitlement", "paid", "over"), pl.Int128())
_DOMAIN = "payment/1"
_KEYS_SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class Due:
    """What an iteration pays, and what earlier ones overpaid.

    `payments` has PAYMENT_SCHEMA; `overpaid` has `customer`, `pay_asset`, `entitlement`, `paid` and `over`. Both are
    in order of asset and customer.
    """

    payments: pl.DataFrame
    overpaid: pl.DataFrame
    findings: tuple[Finding, ...]


def payment_key(incident: str, customer: str, pay_asset: str, iteration: int) -> str:
    """The idempotency key (64 hex digits) of what an iteration pays a customer in an asset."""
    return digest(_DOMAIN, [incident, str(iteration), pay_asset, customer])


def due(
    incident: str,
    iteration: int,
    entitlements: pl.DataFrame,
    paid: pl.DataFrame | None,
    scales: Mapping[str, int],
    *,
    keyed: bool = True,
) -> Due:
    """What is to be paid now for `entitlements` (`customer`, `pay_asset`, `entitlement` in minor units).

    Several rows of one customer and asset are summed, whatever their status: which payment waits is told afterwards by
    the table of reasons. `paid` (PAID_SCHEMA) are the payments of earlier iterations that were not sent back, None in
    the first; `scales` the decimals of each asset. Where nobody will pay, `keyed` is false and the keys are empty.
    Refused where that record contradicts itself or the iteration has been used; ValueError where amounts are negative
    or their sum could leave 127 bits.
    """
    before = pl.DataFrame(schema=PAID_SCHEMA) if paid is None else paid
    _require_sound(before, iteration)
    owed = _summed(entitlements, "entitlement")
    payments, overpaid = owed.rename({"entitlement": "amount"}), pl.DataFrame(schema=_OVERPAID_SCHEMA)
    if not before.is_empty():
        payments, overpaid = _less(owed, _summed(before, "amount").rename({"amount": "paid"}))
    if payments["amount"].min() == 0:
        payments = payments.filter(pl.col("amount") > 0)
    payments = _with_keys(payments, incident, iteration) if keyed else payments.with_columns(key=pl.lit(""))
    return Due(payments, overpaid, tuple(_overpaid(overpaid, scales)))


def _less(owed: pl.DataFrame, made: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is owed less what was paid, from zero on; and where more was paid than is owed."""
    met = owed.join(made, on=_KEYS, how="full", coalesce=True).sort("pay_asset", "customer")
    both = met.with_columns(pl.col("entitlement", "paid").fill_null(pl.lit(0, dtype=pl.Int128))).with_columns(
        (pl.col("entitlement") - pl.col("paid")).alias("amount")
    )
    overpaid = both.filter(pl.col("amount") < 0).select(
        *_KEYS, "entitlement", "paid", (pl.col("paid") - pl.col("entitlement")).alias("over")
    )
    return both.filter(pl.col("amount") >= 0).select(*_KEYS, "amount"), overpaid


def _with_keys(payments: pl.DataFrame, incident: str, iteration: int) -> pl.DataFrame:
    """The payments with their keys; those of one asset share all of the key's fields but the last."""

    def keyed(asset: str, part: pl.DataFrame) -> pl.DataFrame:
        keys = last_hashed(_DOMAIN, [incident, str(iteration), asset], part["customer"])
        return part.with_columns(keys.alias("key"))

    parts = of_assets(payments, "pay_asset")
    with ThreadPoolExecutor() as pool:
        return pl.concat([pl.DataFrame(schema=PAYMENT_SCHEMA), *pool.map(keyed, parts, parts.values())])


def _summed(rows: pl.DataFrame, amount: str) -> pl.DataFrame:
    """One row for each customer and asset, in order of asset and, within it, of customer."""
    largest, smallest = rows[amount].max(), rows[amount].min()
    if isinstance(smallest, int) and smallest < 0:
        raise ValueError(f"a negative {amount}")
    if isinstance(largest, int) and not sum_fits(largest, len(rows)):
        raise ValueError(f"the sum of {amount} could leave 127 bits")
    kept = rows.select(*_KEYS, pl.col(amount).cast(pl.Int128))
    return pl.concat([kept.clear(), *(_once_in_order(part, amount) for part in of_assets(kept, "pay_asset").values())])


def _once_in_order(part: pl.DataFrame, amount: str) -> pl.DataFrame:
    """The rows of one asset summed by customer, in order; `part` is put in order only where it is not yet."""
    ordered = part if part["customer"].is_sorted() else part.sort("customer")
    customer = ordered["customer"]
    starts = (customer != customer.shift(1)).fill_null(value=True).arg_true()
    if len(starts) == len(ordered):
        return ordered
    ends = starts.shift(-1, fill_value=len(ordered))
    by_then = ordered[amount].cum_sum()
    summed = by_then.gather(ends - 1).to_frame().select(pl.col(amount) - pl.col(amount).shift(1, fill_value=0))
    return ordered[starts].with_columns(summed[amount])


def _require_sound(paid: pl.DataFrame, iteration: int) -> None:
    repeated = paid.group_by("key").len().filter(pl.col("len") > 1).sort("key").head(_KEYS_SHOWN_MAX)
    found = [KEY_REPEATED.at("payments", key=key, count=count) for key, count in repeated.iter_rows()]
    last = paid["iteration"].max()
    if isinstance(last, int) and iteration <= last:
        found.append(ITERATION_USED.at("iteration", iteration=iteration, last=last))
    if found:
        raise Refused(found)


def _overpaid(overpaid: pl.DataFrame, scales: Mapping[str, int]) -> list[Finding]:
    by_asset = overpaid.group_by("pay_asset").agg(pl.len(), pl.col("over").sum()).sort("pay_asset")
    return [
        OVERPAID.at(f"payments.{asset}", asset=asset, count=count, over=grouped(amount_text(over, scales[asset])))
        for asset, count, over in by_asset.iter_rows()
    ]

"""Payments in coins as CSV batches for whoever keeps the keys: one file an asset and batch, each payment with its key.

A batch names the customer by the exchange's own number and never by name: the custodian needs no more. The key makes a
batch that is sent twice pay once. Columns: `key`, `customer`, `asset`, `amount` (decimal text in units of the asset),
`address`, `memo`.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from hikiate.facts.ledger_rows import of_assets
from hikiate.kernel.findings import Finding, FindingKind, Severity
from hikiate.kernel.wording import Words
from hikiate.remedy.payees import PayoutTables, with_details
from hikiate.remedy.payouts.files import PayoutFile, amount_texts, batches, csv_bytes
from hikiate.remedy.payouts.terms import CoinTerms
from hikiate.remedy.pending import all_reasons, reason_rows

_OF_PAYEE = ("name", "kind", "birth", "address")

UNLOOKED_AT = FindingKind(
    "payout.address_unchecked",
    Severity.NOTE,
    Words(
        "{count} destinations have addresses of a form that is not known here",
        "a form with a checksum that can be computed",
        "have the custodian check them before the batch is released, or send a small amount first",
    ),
    Words(
        "{count} 件の送付先は、検査方法のない形式のアドレスです",
        "検査符号を確認できる形式",
        "バッチを承認する前にカストディアンに確認を依頼するか、少額の試験送付を行ってください",
    ),
)


def coin_rows(payments: pl.DataFrame, tables: PayoutTables, scales: Mapping[str, int]) -> pl.DataFrame:
    """The payments in coins with what is known of their payees and destinations, by asset and customer.

    `scales` are the decimals of each coin. The columns are the payments', their amount as decimal `text`, of the payee
    `name`, `kind`, `birth` and `address`, and of the destination all but its asset, its address as `destination`.
    """
    kept = [name for name in tables.destinations.columns if name not in {"customer", "asset", "address"}]
    parts = []
    owed, known = of_assets(payments, "pay_asset"), of_assets(tables.destinations, "asset")
    for asset in sorted(scales):
        due = owed.get(asset, payments.clear()).with_columns(
            amount_texts(pl.col("amount"), scales[asset]).alias("text")
        )
        where = known.get(asset, tables.destinations.clear()).rename({"address": "destination"})
        part = with_details(with_details(due, tables.payees, _OF_PAYEE), where, [*kept, "destination"])
        parts.append(part if part["customer"].is_sorted() else part.sort("customer"))
    return pl.concat(parts)


def coin_reasons(rows: pl.DataFrame, terms: CoinTerms) -> pl.DataFrame:
    """Why payments in coins wait: a table of reasons (remedy.pending) for rows of `coin_rows`."""
    from hikiate.remedy.payouts.addresses import unsound_addresses  # noqa: PLC0415 - its libraries are slow to load

    every = rows.lazy()
    addressed = every.filter(pl.col("destination").is_not_null())
    unsound = unsound_addresses(addressed.select(asset="pay_asset", address="destination").collect())
    wrong = every.limit(0)
    if len(unsound):
        unsound = unsound.rename({"asset": "pay_asset", "address": "destination"})
        wrong = addressed.join(unsound.lazy(), on=["pay_asset", "destination"], how="semi")
    listed = pl.col("whitelisted_on")
    late = addressed.filter(listed.is_null() | (listed > terms.pay_day)) if terms.whitelist_required else every.limit(0)
    limits = pl.Series(list(terms.amount_max.values()), dtype=pl.Int128)
    largest = pl.col("pay_asset").replace_strict(list(terms.amount_max), limits, default=None)
    unpayable = (pl.col("amount") < 1) | (pl.col("amount") > largest).fill_null(value=False)
    return all_reasons(
        [
            reason_rows(every.filter(pl.col("destination").is_null()), "no_destination"),
            reason_rows(wrong, "address_invalid", pl.col("destination")),
            reason_rows(late, "not_whitelisted", listed),
            reason_rows(every.filter(unpayable), "amount_unpayable", pl.col("amount")),
        ]
    )


def address_notes(destinations: pl.DataFrame) -> list[Finding]:
    """The note that says how many addresses nobody looked at; none where all were."""
    from hikiate.remedy.payouts.addresses import unlooked_at  # noqa: PLC0415 - as above

    count = unlooked_at(destinations)
    return [UNLOOKED_AT.at("destinations", count=count)] if count else []


def custodian_files(rows: pl.DataFrame | pl.LazyFrame, terms: CoinTerms) -> Iterator[PayoutFile]:
    """The batches of the rows of `coin_rows` that wait for no reason, in their order.

    ValueError where a payment has no address: its reason was not asked for.
    """
    needed = ["key", "customer", "pay_asset", "amount", "text", "destination", "memo"]
    for asset in rows.lazy().select(pl.col("pay_asset").unique(maintain_order=True)).collect()["pay_asset"]:
        part = rows.lazy().filter(pl.col("pay_asset") == asset).select(needed).collect()
        if part["destination"].null_count():
            raise ValueError("a payment that ought to be pending is among the payable ones")
        for number, batch in enumerate(batches(part, terms.records_max, terms.amount_max.get(asset)), start=1):
            written = batch.select(
                "key",
                "customer",
                pl.col("pay_asset").alias("asset"),
                pl.col("text").alias("amount"),
                pl.col("destination").alias("address"),
                "memo",
            )
            name = f"custodian-{asset}-{terms.pay_day:%Y%m%d}-{number:04d}.csv"
            yield PayoutFile(name, csv_bytes(written), asset, len(batch), int(batch["amount"].sum()))

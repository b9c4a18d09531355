"""The travel rule (トラベルルール): what the provider that receives coins for a customer is told of both sides.

Act on Prevention of Transfer of Criminal Proceeds Art. 10-5 (1) and its Ordinance Art. 31-7 (1), in force whatever the
amount: there is no threshold. The tests in order:

1. No other provider keeps the coins for the receiver (own wallet, アンホステッド): no notification; but the purpose of
   the transfer is asked for, because the risk of such transfers is the exchange's own to judge.
2. The provider is in a country that the notice exempts because its law has no equal duty: none either. The countries
   are stated by the incident file, as the notice changes.
3. Otherwise, of the originator (item 1): a person's name, and address, birth or customer number; a company's name, and
   address or customer number; and what identifies the transfer. Of the receiver (item 2): name, and address of the
   wallet. The customer number is always there, and the payment's key identifies the transfer.

What is missing is told, and the payment waits. Worked example: 1 JPY worth of BTC to a provider in Japan for a customer
whose `kind` is blank waits for `kind`.
"""

import polars as pl

from hikiate.remedy.payouts.terms import CoinTerms
from hikiate.remedy.pending import all_reasons, reason_rows

CITATION = (
    "Act on Prevention of Transfer of Criminal Proceeds (Act No. 22 of 2007) Art. 10-5 (1); "
    "its Ordinance for Enforcement Art. 31-7 (1)"
)

COLUMNS = (
    "key",
    "provider",
    "provider_country",
    "asset",
    "amount",
    "originator_kind",
    "originator_name",
    "originator_address",
    "originator_birth",
    "originator_customer",
    "beneficiary_name",
    "beneficiary_address",
    "beneficiary_memo",
)
"""The columns of a record: `key`, which identifies the transfer, the originator's other items, and the receiver's."""

_NEEDED = {
    "kind": pl.col("kind"),
    "name": pl.col("name"),
    "provider_country": pl.col("provider_country"),
    "beneficiary": pl.col("beneficiary"),
    "address": pl.col("destination"),
}


def travel_reasons(rows: pl.DataFrame, terms: CoinTerms) -> pl.DataFrame:
    """Why rows of `coin_rows` wait: records that are incomplete, with what is missing, and purposes not stated.

    A payment without a destination is not among them; that is a reason of its own.
    """
    every = rows.lazy()
    missing = pl.concat_str(
        (pl.when(cell.is_null()).then(pl.lit(name)) for name, cell in _NEEDED.items()),
        separator=", ",
        ignore_nulls=True,
    )
    own = pl.col("provider").is_null() & pl.col("destination").is_not_null() & pl.col("purpose").is_null()
    return all_reasons(
        [
            reason_rows(every.filter(_is_notified(terms) & (missing != "")), "travel_rule_incomplete", missing),
            reason_rows(every.filter(own), "purpose_missing"),
        ]
    )


def travel_records(rows: pl.DataFrame | pl.LazyFrame, terms: CoinTerms) -> pl.DataFrame:
    """The records (COLUMNS, all text but the day of birth) of rows that wait for no reason, by provider."""
    company = pl.col("kind") == "company"
    notified = rows.lazy().filter(_is_notified(terms))
    records = notified.select(
        "key",
        "provider",
        "provider_country",
        pl.col("pay_asset").alias("asset"),
        pl.col("text").alias("amount"),
        pl.col("kind").alias("originator_kind"),
        pl.col("name").alias("originator_name"),
        pl.col("address").alias("originator_address"),
        pl.when(~company).then("birth").alias("originator_birth"),
        pl.col("customer").alias("originator_customer"),
        pl.col("beneficiary").alias("beneficiary_name"),
        pl.col("destination").alias("beneficiary_address"),
        pl.col("memo").alias("beneficiary_memo"),
    ).collect()
    return records if records["provider"].is_sorted() else records.sort("provider", maintain_order=True)


def _is_notified(terms: CoinTerms) -> pl.Expr:
    exempt = pl.col("provider_country").is_in(list(terms.countries_without_duty)).fill_null(value=False)
    return pl.col("provider").is_not_null() & ~exempt

"""Payout tables and payments made by hand for the tests: an exchange, raw tables from rows, and frames of payments."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from hikiate.facts.exchange import read_exchange
from hikiate.facts.raw import RawTable
from hikiate.remedy.payees import DESTINATIONS, PAYEES, PayoutTables, read_payout_tables

EXCHANGE = read_exchange("""
name = "見本取引所"
registration = "00001"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-11-20T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
[assets.ETH]
scale = 18
kind = "crypto"
[assets.XRP]
scale = 6
kind = "crypto"
""")
SCALES = {asset.name: asset.scale for asset in EXCHANGE.assets.values()}

PERSON = {
    "customer": "c1",
    "name": "山田 太郎",
    "name_kana": "ヤマダ タロウ",
    "kind": "person",
    "country": "JP",
    "birth": "1980-04-01",
    "address": "東京都千代田区1-1",
    "bank_code": "0001",
    "branch_code": "001",
    "account_type": "ordinary",
    "account_number": "1234567",
    "account_holder": "ヤマダ　タロウ",
}
HOSTED = {
    "customer": "c1",
    "asset": "BTC",
    "address": "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
    "memo": "",
    "provider": "他社取引所",
    "provider_country": "JP",
    "beneficiary": "山田 太郎",
    "purpose": "",
    "whitelisted_on": "2026-01-05",
}


def raw(name: str, rows: Sequence[Mapping[str, object]], file: str | None = None) -> RawTable:
    """Rows as storage hands a CSV of them on."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return RawTable(file or f"{name}.csv", frame.lazy(), frame.schema, 2)


def tables(
    payees: Sequence[Mapping[str, object]] = (), destinations: Sequence[Mapping[str, object]] = ()
) -> PayoutTables:
    """Both tables as read."""
    return read_payout_tables(
        raw(PAYEES.name, payees) if payees else None,
        raw(DESTINATIONS.name, destinations) if destinations else None,
        EXCHANGE,
    )


def payments(rows: Iterable[tuple[str, str, int]]) -> pl.DataFrame:
    """Payments of customer, asset and amount, each with a key that is its own."""
    return pl.DataFrame(
        [
            (customer, asset, amount, f"{customer}:{asset}".encode().hex().ljust(64, "0"))
            for customer, asset, amount in rows
        ],
        schema={"customer": pl.String, "pay_asset": pl.String, "amount": pl.Int128, "key": pl.String},
        orient="row",
    )

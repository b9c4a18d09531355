"""Packs made by hand for the tests: a sound row of every table, and folders written from texts and frames."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.packs import open_pack

EXCHANGE = """
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
"""

SOUND: dict[str, dict[str, str]] = {
    "balances": {"customer": "c1", "asset": "BTC", "amount": "1.5", "debt": "0.25"},
    "holdings": {
        "holding": "h1",
        "asset": "BTC",
        "amount": "2",
        "owner": "customer",
        "tier": "cold",
        "keeper": "self",
        "address": "bc1q",
        "observed_at": "2026-11-20T23:59:59+09:00",
    },
    "statements": {"holding": "h1", "asset": "BTC", "amount": "2", "as_of": "2026-11-20", "source": "chain"},
    "ownership": {"address": "bc1q", "scheme": "bip322", "message": "m", "signature": "AkcwRAIg"},
    "published": {"asset": "BTC", "amount": "1.25"},
    "trades": {
        "id": "t1",
        "executed_at": "2026-11-20T10:00:00+09:00",
        "market": "BTC/JPY",
        "side": "buy",
        "price": "15000000",
        "size": "0.01",
        "buyer": "a1",
        "seller": "a2",
    },
    "accounts": {"account": "a1", "owner": "o1"},
    "volumes": {"fiscal_year": "2026-04-01", "item": "spot", "amount": "1000000000000"},
    "prices": {
        "day": "2026-11-20",
        "at": "",
        "asset": "BTC",
        "currency": "JPY",
        "price": "15000000.5",
        "source": "own",
    },
    "reserve": {
        "day": "2026-04-01",
        "movement": "provision",
        "asset": "JPY",
        "amount": "100",
        "memo": "m",
        "approval": "a",
    },
    "providers": {
        "provider": "p1",
        "name": "Trust",
        "role": "custodian",
        "number": "1",
        "notified_on": "2026-01-05",
        "ends_on": "",
        "jurisdiction": "JP",
    },
    "withdrawals": {
        "withdrawal": "w1",
        "requested_at": "2026-11-20T10:00:00+09:00",
        "customer": "c1",
        "asset": "BTC",
        "amount": "1",
        "address": "bc1q",
        "platform": "",
        "platform_country": "",
        "wallet": "unhosted",
        "purpose": "p",
        "warned_at": "2026-11-20T10:01:00+09:00",
        "sent_at": "2026-11-20T11:00:00+09:00",
    },
    "deposits": {
        "deposit": "d1",
        "received_at": "2026-11-20T10:00:00+09:00",
        "customer": "c1",
        "asset": "BTC",
        "amount": "1",
        "address": "bc1q",
        "platform": "Other",
        "platform_country": "JP",
        "wallet": "provider",
        "credited_at": "2026-11-20T11:00:00+09:00",
    },
    "travel_records": {
        "transfer": "w1",
        "direction": "sent",
        "transmitted_at": "2026-11-20T10:59:00+09:00",
        "originator_kind": "natural",
        "originator_name": "Mihon",
        "originator_given": "Taro",
        "originator_local_name": "見本太郎",
        "originator_number": "c1",
        "originator_address": "1-1",
        "originator_country": "JP",
        "originator_identity": "1",
        "originator_birth_date": "1990-01-01",
        "originator_birth_place": "Kyoto",
        "originator_wallet": "bc1q",
        "beneficiary_kind": "legal",
        "beneficiary_name": "Aoba",
        "beneficiary_given": "",
        "beneficiary_local_name": "",
        "beneficiary_number": "",
        "beneficiary_wallet": "bc1q",
        "originating_provider": "Us",
        "beneficiary_provider": "Other",
    },
    "wallet_proofs": {
        "customer": "c1",
        "address": "bc1q",
        "signed_on": "2026-11-20",
        "message": "m",
        "signature": "s",
    },
    "tokens": {
        "asset": "XYZ",
        "name": "X",
        "issuer": "I",
        "peg": "",
        "raises_funds": "no",
        "listed_on": "2025-01-01",
        "identifier": "X1",
        "unique": "no",
        "security": "no",
        "redeemable": "no",
        "audited": "yes",
        "anonymous": "no",
        "illiquid": "no",
        "largest_share": "0.1",
        "evidence": "e",
    },
    "incidents": {
        "day": "2018-01-26",
        "kind": "unauthorised_outflow",
        "asset": "ETH",
        "amount": "0.000000000000000001",
        "loss_jpy": "5",
        "compensated_jpy": "5",
    },
    "secrets": {"customer": "c1", "secret": "00" * 16},
}
"""A sound row of every table, as the text of a CSV has it."""

POLICY = """
[[policy]]
id = "P1"
insurer = "見本損害保険"
third_party = true
perils = ["theft"]
tiers = ["hot"]
limit = "5000000000"
starts = 2026-04-01
ends = 2027-04-01
"""


def csv_text(rows: list[dict[str, str]]) -> str:
    """Rows of plain text as a CSV."""
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def text_frame(rows: list[dict[str, str]]) -> pl.DataFrame:
    """The same rows as a table of text columns, blank cells as nulls."""
    return pl.DataFrame(
        [{name: cell or None for name, cell in row.items()} for row in rows], infer_schema_length=None
    ).cast(pl.String)


def hand_in(
    folder: Path, files: Mapping[str, str | bytes | pl.DataFrame] | None = None, exchange: str = EXCHANGE
) -> Path:
    """Write a pack of these files; a frame as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"exchange.toml": exchange, **(files or {})}.items():
        if isinstance(content, pl.DataFrame):
            content.write_parquet(folder / name)
        else:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read(folder: Path, *, with_secrets: bool = False) -> Pack:
    """Open and read a pack as the commands do."""
    return read_pack(open_pack(folder), with_secrets=with_secrets)


def faults(folder: Path) -> list[Finding]:
    """Every fault for which a pack is refused, secrets included; empty where it is not."""
    try:
        read(folder, with_secrets=True)
    except Refused as refused:
        return list(refused.faults)
    return []


def told(folder: Path) -> list[tuple[str, str]]:
    """The codes of the faults without their first word, and their places."""
    return [(fault.code.removeprefix("input."), fault.where) for fault in faults(folder)]

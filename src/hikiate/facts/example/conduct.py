"""The example's conduct: transfers, accounts and the two sides of trades, either every duty kept or every one broken.

Everything is made up, and the parties are named for what they do. What is broken is planted where a command finds it:
providers (`hikiate registry`), tokens (`tokens classify`), trades (`surveil`) and transfers (`transfers`). The one real
thing is the signature of a wallet, made with a key that anybody knows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import polars as pl

from hikiate.facts.columns import TableSpec
from hikiate.facts.example.market import ASSETS, JST
from hikiate.facts.example.mix import key, mixed_column
from hikiate.facts.example.trades import TRADES_SCHEMA
from hikiate.facts.example.wallets import CLOUD, CUSTODIAN, SIGNING_SYSTEM, TRUST_BANK
from hikiate.facts.transfer_tables import DEPOSITS, TRAVEL_RECORDS, WALLET_PROOFS, WITHDRAWALS

Conduct = Literal["kept", "broken"]

INSIDER, WASHER, FIRST_OF_PAIR, SECOND_OF_PAIR = "insider-1", "washer-1", "pair-1", "pair-2"
LINKED = ("washer-2", "washer-3")
OTHER_PLATFORM = "Aozora Coin (synthetic)"

_ACCOUNTS = 997
_PAIR_TRADES = 24
_BITCOIN = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
_UNSOUND = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx"
_WALLET = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
_OFFSHORE = "bc1qsyntheticoffshore"
_SIGNED_ON = date(2026, 11, 18)
_SIGNATURE = (
    "e341fa1877f950bd927864dee0b08c54e917769ef2fb15a4e777c69f532ef9d34896a47623c3ae2d100a9900b0cd2aad592f5087e68e563c2c"
    "1cc5defc6293f61b"
)
_CUSTOMER, _NEIGHBOUR = "C000000001", "C000000002"
_ROW = dict[str, str]


def conduct_tables(exchange: str, conduct: Conduct) -> dict[str, pl.LazyFrame]:
    """The tables about transfers and accounts that a pack of an exchange has besides the others."""
    broken = conduct == "broken"
    sent, received, records = [*_sent()], [*_received()], [*_records()]
    if broken:
        more_sent, more_records = zip(*_broken_sent(), strict=True)
        sent, records = [*sent, *more_sent], [*records, *(row for row in more_records if row), *_stray()]
        received = [*received, *_broken_received()]
    owners = [(name, name) for name in (INSIDER, FIRST_OF_PAIR, SECOND_OF_PAIR, WASHER)]
    owners += [(name, "washer") for name in LINKED] if broken else []
    accounts = pl.DataFrame(owners, schema={"account": pl.String, "owner": pl.String}, orient="row")
    return {
        "withdrawals": _frame(WITHDRAWALS, sent),
        "deposits": _frame(DEPOSITS, received),
        "travel_records": _frame(TRAVEL_RECORDS, records),
        "wallet_proofs": _frame(WALLET_PROOFS, [*_proofs(exchange, broken=broken)]),
        "accounts": accounts.lazy(),
    }


def with_parties(trades: pl.LazyFrame, count: int, seed: int, conduct: Conduct) -> pl.LazyFrame:
    """So many trades with made-up sides; where duties are broken, an insider's and washers' come after them."""
    counter = pl.col("id").cast(pl.UInt64)
    buyer = mixed_column(key(seed, "buyer"), counter) % _ACCOUNTS
    # Never the same account: the seller is one to 996 places further round.
    seller = (buyer + 1 + mixed_column(key(seed, "seller"), counter) % (_ACCOUNTS - 1)) % _ACCOUNTS
    named = trades.with_columns(
        buyer=pl.format("A{}", buyer.cast(pl.String).str.zfill(3)),
        seller=pl.format("A{}", seller.cast(pl.String).str.zfill(3)),
    )
    return named if conduct == "kept" else pl.concat([named, _planted(count)])


def _planted(count: int) -> pl.LazyFrame:
    """Trades in BTC/JPY on the snapshot's day: a pair's to and fro, three with oneself, an insider's one."""
    to, fro = (FIRST_OF_PAIR, SECOND_OF_PAIR), (SECOND_OF_PAIR, FIRST_OF_PAIR)
    sides = [*[to, fro] * (_PAIR_TRADES // 2), (WASHER, WASHER), LINKED, LINKED[::-1], (INSIDER, "A000")]
    price = Decimal(next(asset.sen for asset in ASSETS if asset.symbol == "BTC") // 100)
    began = datetime(2026, 11, 20, 10, tzinfo=JST)
    rows = [
        (
            count + 1 + number,
            began + timedelta(minutes=7 * number),
            "BTC/JPY",
            "buy",
            price,
            _size(buyer),
            buyer,
            seller,
        )
        for number, (buyer, seller) in enumerate(sides)
    ]
    schema = {**TRADES_SCHEMA, "buyer": pl.String(), "seller": pl.String()}
    return pl.LazyFrame(rows, schema=schema, orient="row")


def _size(buyer: str) -> Decimal:
    return Decimal(2) if buyer == INSIDER else Decimal("0.1")


def broken_registry(text: str) -> str:
    """The registry with a contract ended, a certificate lapsed, a review late, no substitute, and a keeper left out."""
    entries = text.split("[[provider]]")
    kept = [entry for entry in entries if f'id = "{TRUST_BANK}"' not in entry]
    made = "[[provider]]".join(kept)
    return (
        made.replace("contract_ends = 2028-04-01", "contract_ends = 2026-10-31")
        .replace("ends = 2027-06-30", "ends = 2026-06-30")
        .replace("last_review = 2026-02-02", "last_review = 2025-02-02")
        .replace('substitute = "self"\n', "", 1)
    )


def broken_providers(providers: pl.DataFrame) -> pl.DataFrame:
    """The providers with a custodian whose notification ended, and a signing system without a number."""
    name = pl.col("provider")
    return providers.with_columns(
        ends_on=pl.when(name == CUSTODIAN).then(pl.date(2026, 11, 1)).otherwise("ends_on"),
        number=pl.when(name == SIGNING_SYSTEM).then(None).otherwise("number"),
        jurisdiction=pl.when(name == CLOUD).then(pl.lit("US")).otherwise("jurisdiction"),
    )


def broken_tokens(tokens: pl.DataFrame) -> pl.DataFrame:
    """The tokens with one that bears every high-risk mark, and one of which nobody knows anything."""
    risky = {
        "asset": "DARKMIHON",
        "name": "Dark Mihon (made up)",
        "issuer": "Nobody Foundation (made up)",
        "peg": "none",
        "raises_funds": "true",
        "listed_on": date(2026, 11, 2),
        "identifier": "synthetic:darkmihon",
        "unique": "no",
        "security": "no",
        "redeemable": "no",
        "audited": "no",
        "anonymous": "yes",
        "illiquid": "yes",
        "largest_share": "0.6",
        "evidence": "synthetic",
    }
    unknown = {"asset": "MYSTERY", "name": "Mystery (made up)"}
    return pl.concat([tokens, pl.DataFrame([risky, unknown], schema=tokens.schema)])


def _sent() -> Iterator[_ROW]:
    """Withdrawals in order: to another provider, to an unhosted wallet, and one that may go now."""
    yield _to_provider("W001")
    yield _to_wallet("W002")
    yield _to_wallet("W003") | {"sent_at": ""}


def _received() -> Iterator[_ROW]:
    yield _coins("D001", "deposit", "received_at") | {"platform": OTHER_PLATFORM, "platform_country": "JP"}
    yield _coins("D002", "deposit", "received_at") | {"asset": "ETH", "address": _WALLET, "wallet": "unhosted"}


def _records() -> Iterator[_ROW]:
    yield _record("W001")
    yield _record("D001", "received")


def _broken_sent() -> Iterator[tuple[_ROW, _ROW | None]]:
    """A withdrawal and its record for each way in which one is out of order."""
    yield _to_provider("W101"), None
    yield _to_provider("W102") | {"sent_at": ""}, None
    yield _to_provider("W103"), _record("W103") | {"originator_number": ""}
    yield _to_provider("W104"), _record("W104") | {"transmitted_at": "2026-11-19T12:00:00+09:00"}
    yield _to_provider("W105"), _record("W105") | {"beneficiary_wallet": _OFFSHORE}
    yield _to_provider("W106") | {"platform": "", "platform_country": ""}, None
    yield _to_provider("W107") | {"address": _UNSOUND}, _record("W107") | {"beneficiary_wallet": _UNSOUND}
    yield _to_provider("W108") | {"platform": "Offshore Mihon (synthetic)", "platform_country": "XX"}, None
    yield _to_wallet("W109") | {"purpose": ""}, None
    yield _to_wallet("W110") | {"warned_at": ""}, None
    yield _to_wallet("W111") | {"sent_at": "2026-11-18T11:00:00+09:00"}, None
    late = {"requested_at": "2026-11-20T20:00:00+09:00", "warned_at": "2026-11-20T20:05:00+09:00", "sent_at": ""}
    yield _to_wallet("W112") | {"customer": _NEIGHBOUR}, None
    yield _to_wallet("W114") | late, None
    yield _to_provider("W113"), _record("W113") | {"originator_local_name": "ﾐﾎﾝ ﾜﾙｵ"}


def _broken_received() -> Iterator[_ROW]:
    yield _coins("D101", "deposit", "received_at") | {"platform": OTHER_PLATFORM, "platform_country": "JP"}


def _stray() -> Iterator[_ROW]:
    yield _record("W999")


def _proofs(exchange: str, *, broken: bool) -> Iterator[_ROW]:
    """A wallet signed for by the first customer; the neighbour claims it with the same signature."""
    message = f"{exchange} {_SIGNED_ON} {_CUSTOMER} {_WALLET}"
    for customer in (_CUSTOMER, *([_NEIGHBOUR] if broken else [])):
        yield {
            "customer": customer,
            "address": _WALLET,
            "signed_on": _SIGNED_ON.isoformat(),
            "message": message,
            "signature": _SIGNATURE,
        }


def _to_provider(name: str) -> _ROW:
    other = {"platform": OTHER_PLATFORM, "platform_country": "JP", "sent_at": "2026-11-19T11:00:00+09:00"}
    return _coins(name, "withdrawal", "requested_at") | other


def _to_wallet(name: str) -> _ROW:
    """Asked for at ten on the 18th, and sent a day and an hour later."""
    return _coins(name, "withdrawal", "requested_at") | {
        "asset": "ETH",
        "address": _WALLET,
        "wallet": "unhosted",
        "purpose": "own wallet",
        "warned_at": "2026-11-18T10:05:00+09:00",
        "sent_at": "2026-11-19T11:00:00+09:00",
    }


def _coins(name: str, key_column: str, moment: str) -> _ROW:
    row = {"customer": _CUSTOMER, "asset": "BTC", "amount": "0.01", "address": _BITCOIN}
    return {key_column: name, moment: "2026-11-18T10:00:00+09:00", **row}


def _record(name: str, direction: str = "sent") -> _ROW:
    return {
        "transfer": name,
        "direction": direction,
        "transmitted_at": "2026-11-19T10:59:00+09:00",
        "originator_kind": "natural",
        "originator_name": "Mihon",
        "originator_given": "Taro",
        "originator_local_name": "見本太郎",
        "originator_number": _CUSTOMER,
        "originator_wallet": f"{_CUSTOMER} (synthetic)",
        "beneficiary_kind": "natural",
        "beneficiary_name": "Mihon",
        "beneficiary_given": "Hanako",
        "beneficiary_wallet": _BITCOIN,
        "beneficiary_number": _CUSTOMER if direction == "received" else "",
        "originating_provider": OTHER_PLATFORM if direction == "received" else "",
        "beneficiary_provider": OTHER_PLATFORM if direction == "sent" else "",
    }


def _frame(spec: TableSpec, rows: Sequence[_ROW]) -> pl.LazyFrame:
    """Rows of text as a table of text; a blank cell is null."""
    texts = {column.name: pl.String() for column in spec.columns}
    return pl.LazyFrame([{name: row.get(name) or None for name in texts} for row in rows], schema=texts)

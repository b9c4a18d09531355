"""Where the example keeps what it owes: wallets, trust and bank, what their keepers say, and who the keepers are.

Every coin: 4 % in a hot wallet, 30 % cold with a custodian, the rest cold at the exchange, and guarantee assets of the
exchange's own equal to what is hot. Customers' yen stands in trust, the reserve at a bank. All of it agrees.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import polars as pl

from hikiate.facts.example.market import ASSETS, COINS, MOMENT, SNAPSHOT_AT
from hikiate.kernel.amounts import amount_text

HOT_PERCENT = 4
CUSTODIAN_PERCENT = 30
CUSTODIAN = "mihon-custody"
TRUST_BANK = "mihon-trust"
RESERVE_BANK = "mihon-bank"
SIGNING_SYSTEM = "mihon-signing"
CLOUD = "mihon-cloud"

_SCALES = {asset.symbol: asset.scale for asset in ASSETS}
_Holding = tuple[str, str, int, str, str, str]


def holdings_table(liabilities: Mapping[str, int], reserve_yen: int, at: datetime = SNAPSHOT_AT) -> pl.DataFrame:
    """The pack's `holdings` at a moment; `liabilities` are what customers are owed, by asset in minor units."""
    rows = [
        (holding, asset, amount_text(minor, _SCALES[asset]), owner, tier, keeper, at)
        for holding, asset, minor, owner, tier, keeper in _holdings(liabilities, reserve_yen)
    ]
    texts = dict.fromkeys(("holding", "asset", "amount", "owner", "tier", "keeper"), pl.String())
    return pl.DataFrame(rows, schema={**texts, "observed_at": MOMENT}, orient="row")


def statements_table(holdings: pl.DataFrame) -> pl.DataFrame:
    """The pack's `statements`: every chain, custodian and bank confirms the books."""
    source = pl.when(pl.col("keeper") == "self").then(pl.lit("chain (synthetic)")).otherwise("keeper")
    return holdings.select("holding", "asset", "amount", as_of="observed_at", source=source)


def published_table(liabilities: Mapping[str, int]) -> pl.DataFrame:
    """The pack's `published`: the totals that the example publishes are what its customers are owed."""
    rows = [(symbol, amount_text(minor, _SCALES[symbol])) for symbol, minor in liabilities.items()]
    return pl.DataFrame(rows, schema={"asset": pl.String, "amount": pl.String}, orient="row")


def providers_table() -> pl.DataFrame:
    """The pack's `providers`: every keeper, each notified before it was used."""
    rows = [
        (CUSTODIAN, "Mihon Custody (synthetic)", "custodian", "SYN-001", date(2024, 6, 3), None, "JP"),
        (SIGNING_SYSTEM, "Mihon Wallet Systems (synthetic)", "wallet_system", "SYN-004", date(2025, 4, 1), None, "JP"),
        (CLOUD, "Mihon Cloud (synthetic)", "cloud", None, None, None, "JP"),
        (TRUST_BANK, "Mihon Trust Bank (synthetic)", "custodian", "SYN-002", date(2018, 4, 2), None, "JP"),
        (RESERVE_BANK, "Mihon Bank (synthetic)", "custodian", "SYN-003", date(2018, 4, 2), None, "JP"),
    ]
    texts = dict.fromkeys(("provider", "name", "role", "number"), pl.String())
    schema = {**texts, "notified_on": pl.Date(), "ends_on": pl.Date(), "jurisdiction": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def registry_text() -> str:
    """The pack's `registry.toml`: every provider overseen, and the hot wallets resting on a signing system."""
    hot = ", ".join(f'"{coin.symbol.lower()}-hot"' for coin in COINS)
    return f"""\
# Synthetic: how the example oversees its providers.
review_months = 12

[[provider]]
id = "{CUSTODIAN}"
contract = "SYN-C-1"
contract_starts = 2024-06-03
services = ["custody", "keys"]
sub_providers = ["{CLOUD}"]
last_review = 2026-06-01
exit_plan = "SYN-EXIT-1: coins back to the exchange's own cold wallets within five business days"
substitute = "self"

[[provider.certificate]]
name = "SOC 2 Type 2 (synthetic)"
ends = 2027-06-30

[[provider]]
id = "{SIGNING_SYSTEM}"
contract = "SYN-C-2"
contract_starts = 2025-04-01
contract_ends = 2028-04-01
services = ["signing", "wallet_software"]
holdings = [{hot}]
keys = ["hot-share-2"]
sub_providers = ["{CLOUD}"]
last_review = 2026-04-15
exit_plan = "SYN-EXIT-2: the recovery share moves every hot wallet without the provider"
substitute = "self"

[[provider]]
id = "{CLOUD}"
contract = "SYN-C-3"
contract_starts = 2025-04-01
services = ["hosting"]
last_review = 2026-02-02
exit_plan = "SYN-EXIT-3: a second site at another provider, rehearsed every year"
substitute = "another cloud (synthetic)"

[[provider]]
id = "{TRUST_BANK}"
contract = "SYN-C-4"
contract_starts = 2018-04-02
services = ["custody"]
last_review = 2026-03-31
exit_plan = "SYN-EXIT-4: the beneficiary agent pays out, or another trust takes over"
substitute = "another trust bank (synthetic)"

[[provider]]
id = "{RESERVE_BANK}"
contract = "SYN-C-5"
contract_starts = 2018-04-02
services = ["custody"]
last_review = 2026-03-31
exit_plan = "SYN-EXIT-5: transfer to an account at another bank"
substitute = "another bank (synthetic)"

[[watched]]
name = "Offshore Mihon (synthetic)"
providers = ["mihon-offshore"]
addresses = ["bc1qsyntheticoffshore"]
source = "a warning, synthetic"
published_on = 2026-05-01
"""


def tokens_table() -> pl.DataFrame:
    """The pack's `tokens`: what each coin is, who issues it, what it is pegged to, and what its class follows from."""
    rows = [
        (
            coin.symbol,
            coin.name,
            coin.issuer or "none",
            "JPY" if coin.kind == "stablecoin" else "none",
            "false",
            coin.listed_on,
            f"synthetic:{coin.symbol.lower()}",
            "no",
            "no",
            "yes" if coin.kind == "stablecoin" else "no",
            "yes" if coin.issuer else None,
            "no",
            "no",
            "0.05",
            "synthetic",
        )
        for coin in COINS
    ]
    texts = dict.fromkeys(("asset", "name", "issuer", "peg", "raises_funds"), pl.String())
    more = ("identifier", "unique", "security", "redeemable", "audited", "anonymous", "illiquid", "largest_share")
    schema = {**texts, "listed_on": pl.Date(), **dict.fromkeys((*more, "evidence"), pl.String())}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _holdings(liabilities: Mapping[str, int], reserve_yen: int) -> Iterator[_Holding]:
    for coin in COINS:
        owed = liabilities[coin.symbol]
        hot, custodian = owed * HOT_PERCENT // 100, owed * CUSTODIAN_PERCENT // 100
        prefix = coin.symbol.lower()
        yield f"{prefix}-cold", coin.symbol, owed - hot - custodian, "customer", "cold", "self"
        yield f"{prefix}-custodian", coin.symbol, custodian, "customer", "cold", CUSTODIAN
        yield f"{prefix}-hot", coin.symbol, hot, "customer", "hot", "self"
        yield f"{prefix}-guarantee", coin.symbol, hot, "guarantee", "cold", "self"
    yield "jpy-trust", "JPY", liabilities["JPY"], "customer", "trust", TRUST_BANK
    yield "jpy-reserve", "JPY", reserve_yen, "reserve", "bank", RESERVE_BANK

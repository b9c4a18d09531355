"""A synthetic pack of any size, shaped like the published statistics of Japan's exchanges, the same for the same seed.

Published and followed: 13.47 million accounts and more than JPY 5 trillion of customers' assets in October 2025, of
which BTC 59 %, XRP 15 % and ETH 13 % (JVCEA, as quoted by money-bu-jpx.com/news/article065554); more than 80 % of
accounts under JPY 100,000 (FSA working group report, 10 December 2025). Everything else is made up and says so: the
exchange's name, the source of every price, the keepers. docs/explanation/example.md tells what is which.
"""

from dataclasses import dataclass

import polars as pl

from hikiate.facts.example import customers as example_customers
from hikiate.facts.example.conduct import (
    Conduct,
    broken_providers,
    broken_registry,
    broken_tokens,
    conduct_tables,
    with_parties,
)
from hikiate.facts.example.market import SNAPSHOT_AT, assets_text, prices_table
from hikiate.facts.example.reserve import (
    incidents_table,
    policies_text,
    reserve_table,
    reserve_yen,
    spot_volume,
    volumes_table,
)
from hikiate.facts.example.trades import trades as trades_table
from hikiate.facts.example.wallets import (
    holdings_table,
    providers_table,
    published_table,
    registry_text,
    statements_table,
    tokens_table,
)

NAME = "Example Exchange (synthetic) / 見本取引所（合成データ）"


@dataclass(frozen=True, slots=True)
class ExamplePack:
    """The texts of three TOML files, and the tables by name; long ones are made while they are read."""

    exchange: str
    tables: dict[str, pl.LazyFrame]
    policies: str
    registry: str


def example(customers: int, seed: int, *, trades: int = 0, conduct: Conduct | None = None) -> ExamplePack:
    """The pack of an exchange with so many customers; with `trades` rows instead of summed volumes when above zero.

    The same arguments give the same rows on every machine. The published shape holds from about 10,000 customers. One
    pass over the balances is made here, to know what the wallets must hold. `conduct` adds transfers, accounts and the
    two sides of trades, with every duty of conduct kept or every one broken. Raises ValueError for fewer than one
    customer or a negative number of trades.
    """
    if customers < 1 or trades < 0:
        raise ValueError("an example has at least one customer and no negative number of trades")
    balances = example_customers.balances(customers, seed).lazy()
    liabilities = example_customers.totals(balances)
    holdings = holdings_table(liabilities, reserve_yen(customers))
    small = {
        "holdings": holdings,
        "statements": statements_table(holdings),
        "published": published_table(liabilities),
        "prices": prices_table(seed, every_day=trades > 0),
        "reserve": reserve_table(customers),
        "providers": providers_table(),
        "tokens": tokens_table(),
        "incidents": incidents_table(customers),
    }
    tables = {"balances": balances} | {name: table.lazy() for name, table in small.items()}
    if trades:
        tables["trades"] = trades_table(trades, spot_volume(customers), seed).lazy()
    else:
        tables["volumes"] = volumes_table(customers).lazy()
    tables["secrets"] = example_customers.secrets(customers, seed).lazy()
    registry = registry_text()
    if conduct is not None:
        tables |= conduct_tables(NAME, conduct)
        if trades:
            tables["trades"] = with_parties(tables["trades"], trades, seed, conduct)
    if conduct == "broken":
        registry = broken_registry(registry)
        tables["providers"] = broken_providers(small["providers"]).lazy()
        tables["tokens"] = broken_tokens(small["tokens"]).lazy()
    return ExamplePack(_exchange_text(), tables, policies_text(customers), registry)


def _exchange_text() -> str:
    return f"""\
name = "{NAME}"
registration = "00000"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = {SNAPSHOT_AT.isoformat()}
rulebooks = ["jp-psa", "jp-2026-reported"]
{assets_text()}"""

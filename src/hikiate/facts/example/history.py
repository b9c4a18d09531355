"""The example on earlier days: the same customers with a little less, and the troubles that a month brings.

Every amount follows from the last day's by whole-number arithmetic, so each day is the same on every machine. On the
business day `BREAK_BEFORE` days before the last one a chain confirms less bitcoin than the books say, repaired the day
after; on `HOT_BEFORE` twice as much ether is hot as guarantee assets stand against. Everything else agrees.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import polars as pl

from hikiate.facts.example import ExamplePack
from hikiate.facts.example.customers import totals
from hikiate.facts.example.market import ASSETS, SNAPSHOT_AT, YEAR_START, ExampleAsset, prices_of_day
from hikiate.facts.example.mix import key, mixed
from hikiate.facts.example.reserve import reserve_yen, volumes_table
from hikiate.facts.example.wallets import holdings_table, published_table, statements_table
from hikiate.kernel.amounts import amount_text, minor_units

BREAK_BEFORE = 12
HOT_BEFORE = 4

_UNIT = 10_000
_DAILY_STEP = 12
_NOISE_MAX = 40
_SCALE = 18
"""Of the amounts in `balances`, whatever the asset's own."""


def earlier(last: ExamplePack, customers: int, seed: int, days: Sequence[date], before: int) -> ExamplePack:
    """The pack of the day `before` places ahead of the last of `days`, made from the last day's pack."""
    day = days[-1 - before]
    at = datetime.combine(day, SNAPSHOT_AT.timetz())
    balances = _fewer(last.tables["balances"], seed, before)
    owed = totals(balances)
    holdings = holdings_table(owed, reserve_yen(customers), at)
    if before == HOT_BEFORE:
        holdings = _warmer(holdings)
    statements = statements_table(holdings)
    if before == BREAK_BEFORE:
        statements = _confirming_less(statements)
    tables: dict[str, pl.LazyFrame] = {
        **last.tables,
        "balances": balances,
        "holdings": holdings.lazy(),
        "statements": statements.lazy(),
        "published": published_table(owed).lazy(),
        "prices": prices_of_day(seed, (day - YEAR_START).days).lazy(),
        "volumes": volumes_table(customers, (day - YEAR_START).days + 1).lazy(),
    }
    exchange = last.exchange.replace(SNAPSHOT_AT.isoformat(), at.isoformat())
    return replace(last, exchange=exchange, tables=tables)


def _fewer(balances: pl.LazyFrame, seed: int, before: int) -> pl.LazyFrame:
    """Every balance as a part of the last day's, the same for all of an asset; nobody is left with nothing."""
    rows = [(asset.symbol, _part(asset, seed, before), 10 ** (_SCALE - asset.scale)) for asset in ASSETS]
    schema = {"asset": pl.String, "part": pl.Int128, "unit": pl.Int128}
    parts = pl.LazyFrame(rows, schema=schema, orient="row")
    whole = pl.col("amount").to_physical() // pl.col("unit")
    kept = pl.max_horizontal(whole * pl.col("part") // _UNIT, pl.lit(1, dtype=pl.Int128))
    joined = balances.join(parts, on="asset", how="left", maintain_order="left")
    amount = (kept * pl.col("unit")).reinterpret(dtype=pl.Decimal(38, _SCALE))
    return joined.with_columns(amount=amount).drop("part", "unit")


def _part(asset: ExampleAsset, seed: int, before: int) -> int:
    """How much customers had of an asset so many business days before, in parts of `_UNIT`."""
    noise = mixed(key(seed, f"history {asset.symbol}"), before) % (2 * _NOISE_MAX + 1) - _NOISE_MAX
    return _UNIT - _DAILY_STEP * before + noise


def _warmer(holdings: pl.DataFrame) -> pl.DataFrame:
    """Ether moved from the exchange's cold wallet to the hot one until twice as much is hot."""
    moved = dict(zip(holdings["holding"], holdings["amount"], strict=True))
    scale = next(asset.scale for asset in ASSETS if asset.symbol == "ETH")
    cold, hot = (minor_units(moved[name], scale) for name in ("eth-cold", "eth-hot"))
    moved |= {"eth-cold": amount_text(cold - hot, scale), "eth-hot": amount_text(2 * hot, scale)}
    return holdings.with_columns(amount=pl.Series([moved[name] for name in holdings["holding"]]))


def _confirming_less(statements: pl.DataFrame) -> pl.DataFrame:
    """The chain confirms a hundredth less bitcoin in the cold wallet than the books say."""
    scale = next(asset.scale for asset in ASSETS if asset.symbol == "BTC")
    said = [
        amount_text(minor_units(amount, scale) * 99 // 100, scale) if name == "btc-cold" else amount
        for name, amount in zip(statements["holding"], statements["amount"], strict=True)
    ]
    return statements.with_columns(amount=pl.Series(said))

"""The example's assets, their shares of customers' value, and made-up prices on every day of the fiscal year.

The shares of BTC, XRP and ETH are the published ones of October 2025 (docs/explanation/example.md); the rest of the
value, the prices and the yen stablecoin MIHONJPY are made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl

from hikiate.facts.example.mix import key, mixed
from hikiate.kernel.amounts import amount_text

JST = timezone(timedelta(hours=9))
YEAR_START = date(2026, 4, 1)
SNAPSHOT_AT = datetime(2026, 11, 20, 23, 59, 59, tzinfo=JST)
DAYS = (SNAPSHOT_AT.date() - YEAR_START).days + 1
MOMENT = pl.Datetime("us", "Asia/Tokyo")
PRICE_SOURCE = "synthetic / 合成データ"

_STEP_MAX = 250
_STEP_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class ExampleAsset:
    """An asset of the example.

    `share` is its part of customers' value in thousandths, `absent` the part of customers in hundredths that holds none
    of it (under 50), `sen` its price on the snapshot's day in hundredths of a yen.
    """

    symbol: str
    name: str
    issuer: str
    kind: str
    scale: int
    share: int
    absent: int
    sen: int
    listed_on: date


ASSETS = (
    ExampleAsset("JPY", "Japanese yen", "", "fiat", 0, 50, 0, 100, date(2018, 4, 2)),
    ExampleAsset("BTC", "Bitcoin", "", "crypto", 8, 590, 10, 1_523_400_000, date(2018, 4, 2)),
    ExampleAsset("XRP", "XRP", "", "crypto", 6, 150, 20, 35_240, date(2018, 4, 2)),
    ExampleAsset("ETH", "Ether", "", "crypto", 18, 130, 20, 51_230_000, date(2018, 4, 2)),
    ExampleAsset("SOL", "Solana", "", "crypto", 9, 30, 35, 2_431_000, date(2022, 6, 1)),
    ExampleAsset("DOGE", "Dogecoin", "", "crypto", 8, 20, 35, 3_125, date(2022, 6, 1)),
    ExampleAsset("ADA", "Cardano", "", "crypto", 6, 20, 40, 9_670, date(2021, 9, 1)),
    ExampleAsset(
        "MIHONJPY", "Mihon Yen (made up)", "Mihon Trust (made up)", "stablecoin", 6, 10, 45, 100, date(2026, 2, 2)
    ),
)
COINS = tuple(asset for asset in ASSETS if asset.kind != "fiat")


def price_path(asset: ExampleAsset, seed: int) -> list[int]:
    """Prices in hundredths of a yen on the days from YEAR_START to the snapshot's, the last being the asset's `sen`."""
    if asset.kind != "crypto":
        return [asset.sen] * DAYS
    path = [asset.sen]
    asset_key = key(seed, f"price {asset.symbol}")
    for day in range(DAYS - 1):
        step = mixed(asset_key, day) % (2 * _STEP_MAX + 1) - _STEP_MAX
        path.append(path[-1] * (_STEP_UNIT + step) // _STEP_UNIT)
    return path[::-1]


def prices_table(seed: int, *, every_day: bool) -> pl.DataFrame:
    """The pack's `prices`: each coin in yen on the snapshot's day, or on every day of the fiscal year up to it."""
    return _prices(seed, range(0 if every_day else DAYS - 1, DAYS))


def prices_of_day(seed: int, day: int) -> pl.DataFrame:
    """The pack's `prices` on one day, counted from the first of the fiscal year."""
    return _prices(seed, range(day, day + 1))


def _prices(seed: int, days: range) -> pl.DataFrame:
    return pl.DataFrame(
        list(_price_rows(seed, days)),
        schema={"day": pl.Date, "asset": pl.String, "currency": pl.String, "price": pl.String, "source": pl.String},
        orient="row",
    )


def _price_rows(seed: int, days: range) -> Iterator[tuple[date, str, str, str, str]]:
    paths = {asset.symbol: price_path(asset, seed) for asset in COINS}
    for day in days:
        for symbol, path in paths.items():
            yield YEAR_START + timedelta(days=day), symbol, "JPY", amount_text(path[day], 2), PRICE_SOURCE


def milliseconds_of_year_start() -> int:
    """The first moment of the fiscal year in milliseconds since 1970 UTC."""
    start = datetime(YEAR_START.year, YEAR_START.month, YEAR_START.day, tzinfo=JST)
    return (start - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def assets_text() -> str:
    """The `[assets.X]` tables of exchange.toml."""
    return "".join(f'\n[assets.{asset.symbol}]\nscale = {asset.scale}\nkind = "{asset.kind}"\n' for asset in ASSETS)

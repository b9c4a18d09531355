"""The example's trades: spread over the fiscal year up to the snapshot, in six yen markets and one between coins."""

import polars as pl

from hikiate.facts.example.batches import BatchedTable, counters
from hikiate.facts.example.market import ASSETS, COINS, DAYS, MOMENT, milliseconds_of_year_start, price_path
from hikiate.facts.example.mix import fraction_column, key, mixed_column

# Base, quote, and how many of a hundred trades are in the market.
MARKETS = (
    ("BTC", "JPY", 58),
    ("XRP", "JPY", 16),
    ("ETH", "JPY", 13),
    ("SOL", "JPY", 5),
    ("DOGE", "JPY", 3),
    ("ADA", "JPY", 2),
    ("ETH", "BTC", 3),
)
TRADES_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "executed_at": MOMENT,
    "market": pl.String(),
    "side": pl.String(),
    "price": pl.Decimal(38, 8),
    "size": pl.Decimal(38, 8),
}

_SCALE = 8
_PLACES = 10**_SCALE
_SEN = 100
_DAY_MILLISECONDS = 86_400_000
_NOISE_MAX = 50
_NOISE_UNIT = 10_000
_ROOT_BITS = 2**16


def trades(count: int, turnover: int, seed: int) -> BatchedTable:
    """The pack's `trades`: `count` rows with ids from 1 whose turnover in yen is near `turnover`, a whole number."""
    price_by_key = _daily_prices(seed)
    markets = _markets_frame()

    def batch(start: int, end: int) -> pl.DataFrame:
        rows = counters(start, end).with_columns(**_placing(count, seed))
        keyed = rows.with_columns(place=pl.col("day") * len(MARKETS) + pl.col("slot").cast(pl.UInt64))
        priced = keyed.join(price_by_key, on="place", how="left", maintain_order="left")
        return _trades(priced.join(markets, on="slot", how="left", maintain_order="left"), count, turnover, seed)

    return BatchedTable(count, TRADES_SCHEMA, batch)


def _placing(count: int, seed: int) -> dict[str, pl.Expr]:
    """When and in which market each trade happens: `elapsed` milliseconds since the year began, `day`, `slot`."""
    span = DAYS * _DAY_MILLISECONDS - 1000
    jitter = mixed_column(key(seed, "moment"), pl.col("counter")) % max(span // count, 1)
    elapsed = pl.col("counter") * span // count + jitter
    hundredth = mixed_column(key(seed, "market"), pl.col("counter")) % 100
    slots = [slot for slot, (_, _, weight) in enumerate(MARKETS) for _ in range(weight)]
    slot = pl.lit(pl.Series(slots, dtype=pl.UInt8)).gather(hundredth)
    return {"elapsed": elapsed, "day": elapsed // _DAY_MILLISECONDS, "slot": slot}


def _daily_prices(seed: int) -> pl.DataFrame:
    """By day and market (`place`): the price in 1/10^8 of the quote, and the base's price in hundredths of a yen."""
    paths = {asset.symbol: price_path(asset, seed) for asset in COINS} | {"JPY": [_SEN] * DAYS}
    pairs = [(paths[base][day], paths[quote][day]) for day in range(DAYS) for base, quote, _ in MARKETS]
    return pl.DataFrame(
        {
            "place": range(len(pairs)),
            "quoted": [base * _PLACES // quote for base, quote in pairs],
            "sen": [base for base, _ in pairs],
        },
        schema={"place": pl.UInt64, "quoted": pl.Int128, "sen": pl.Int128},
    )


def _markets_frame() -> pl.DataFrame:
    scales = {asset.symbol: min(asset.scale, _SCALE) for asset in ASSETS}
    return pl.DataFrame(
        {
            "slot": range(len(MARKETS)),
            "market": [f"{base}/{quote}" for base, quote, _ in MARKETS],
            "tick": [1 if quote != "JPY" else _PLACES // _SEN for _, quote, _ in MARKETS],
            "lot": [10 ** (_SCALE - scales[base]) for base, _, _ in MARKETS],
        },
        schema={"slot": pl.UInt8, "market": pl.String, "tick": pl.Int128, "lot": pl.Int128},
    )


def _trades(rows: pl.DataFrame, count: int, turnover: int, seed: int) -> pl.DataFrame:
    counter = pl.col("counter")
    noise = (mixed_column(key(seed, "noise"), counter) % (2 * _NOISE_MAX + 1)).cast(pl.Int128) - _NOISE_MAX
    price = pl.col("quoted") * (_NOISE_UNIT + noise) // _NOISE_UNIT // pl.col("tick") * pl.col("tick")
    # Three times the square of an even fraction is 1 on average and mostly small.
    root = (fraction_column(key(seed, "size"), counter) // _ROOT_BITS).cast(pl.Int128)
    value = root * root * (3 * turnover * _SEN) // (_ROOT_BITS * _ROOT_BITS * count)
    lots = pl.max_horizontal(value * _PLACES // pl.col("sen") // pl.col("lot"), pl.lit(1, dtype=pl.Int128))
    started = milliseconds_of_year_start()
    return rows.select(
        id=(counter + 1).cast(pl.Int64),
        executed_at=((pl.col("elapsed").cast(pl.Int64) + started) * 1000).cast(MOMENT),
        market=pl.col("market"),
        side=pl.when(mixed_column(key(seed, "side"), counter) % 2 == 0).then(pl.lit("buy")).otherwise(pl.lit("sell")),
        price=pl.max_horizontal(price, pl.col("tick")).reinterpret(dtype=pl.Decimal(38, _SCALE)),
        size=(lots * pl.col("lot")).reinterpret(dtype=pl.Decimal(38, _SCALE)),
    )

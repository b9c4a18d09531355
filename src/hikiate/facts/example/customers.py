"""The example's customers: what each is owed, heavy-tailed as published, and a worthless secret for each.

A customer's value comes from a table of quantiles by linear interpolation. Customers take the quantiles evenly, in an
order that the seed decides, so that the shape is that of the table for any number of customers and any seed.
"""

from math import gcd

import polars as pl

from hikiate.facts.example.batches import BatchedTable, counters
from hikiate.facts.example.market import ASSETS
from hikiate.facts.example.mix import UNIT, fraction_column, key, mixed, mixed_column

# Millionths of customers, and the yen that the customer at that point holds.
QUANTILES = (
    (0, 100),
    (300_000, 600),
    (500_000, 2_500),
    (600_000, 7_000),
    (700_000, 22_000),
    (760_000, 50_000),
    (810_000, 100_000),
    (860_000, 180_000),
    (910_000, 370_000),
    (950_000, 1_000_000),
    (975_000, 2_400_000),
    (990_000, 5_500_000),
    (996_000, 13_000_000),
    (999_000, 32_000_000),
    (999_700, 65_000_000),
    (999_900, 150_000_000),
    (999_990, 450_000_000),
    (1_000_000, 1_000_000_000),
)
BALANCES_SCHEMA: dict[str, pl.DataType] = {
    "customer": pl.String(),
    "asset": pl.String(),
    "amount": pl.Decimal(38, 18),
    "debt": pl.Decimal(38, 18),
}
SECRETS_SCHEMA: dict[str, pl.DataType] = {"customer": pl.String(), "secret": pl.String()}

_MILLION = 1_000_000
_SCALE = 18
_SEN = 100
_FACTOR_UNIT = 2**16
_WEALTHY_FROM = UNIT * 99 // 100
_MARGIN_SEN_MIN = 100_000 * _SEN
_MARGIN_ONE_IN = 50
_MARGIN_ASSETS = ("JPY", "BTC")
_ID_DIGITS = 9
_SECRET_WORDS = 4


def balances(customers: int, seed: int) -> BatchedTable:
    """The pack's `balances`, by customer: about six rows each, at least the one in yen."""
    assets = _assets_frame()

    def batch(start: int, end: int) -> pl.DataFrame:
        return _balances(_values(counters(start, end), customers, seed).join(assets, how="cross"), seed)

    return BatchedTable(customers, BALANCES_SCHEMA, batch)


def secrets(customers: int, seed: int) -> BatchedTable:
    """The pack's `secrets`: 32 bytes in hex that anyone can make again from the seed, so they hide nothing."""
    secret_key = key(seed, "secret")
    words = [mixed_column(secret_key, pl.col("counter") * _SECRET_WORDS + word) for word in range(_SECRET_WORDS)]
    octets = [(word // 256**place % 256).cast(pl.UInt8) for word in words for place in range(8)]
    hexadecimal = pl.concat_list(octets).cast(pl.Binary).bin.encode("hex")

    def batch(start: int, end: int) -> pl.DataFrame:
        return counters(start, end).select(customer=_customer_id(), secret=hexadecimal)

    return BatchedTable(customers, SECRETS_SCHEMA, batch)


def totals(balances: pl.LazyFrame) -> dict[str, int]:
    """What customers are owed in all, by asset, in minor units; in one pass over the table."""
    sums = balances.group_by("asset").agg(pl.col("amount").sum()).collect(engine="streaming")
    parts = dict(zip(sums["asset"], sums["amount"].to_physical(), strict=True))
    return {asset.symbol: parts.get(asset.symbol, 0) // 10 ** (_SCALE - asset.scale) for asset in ASSETS}


def _customer_id() -> pl.Expr:
    return pl.lit("C") + (pl.col("counter") + 1).cast(pl.String).str.zfill(_ID_DIGITS)


def _values(batch: pl.DataFrame, customers: int, seed: int) -> pl.DataFrame:
    """Each customer's place in the order of wealth (`rank`) and value in hundredths of a yen (`sen`)."""
    stride = 1 + mixed(key(seed, "stride"), 0) % customers
    while gcd(stride, customers) != 1:
        stride += 1
    offset = mixed(key(seed, "offset"), 0) % customers
    jitter = fraction_column(key(seed, "value"), pl.col("counter"))
    ranked = batch.with_columns(rank=(pl.col("counter") * stride + offset) % customers)
    placed = ranked.with_columns(place=(pl.col("rank") * UNIT + jitter) // customers)
    return placed.with_columns(sen=_interpolated(pl.col("place")))


def _interpolated(place: pl.Expr) -> pl.Expr:
    """Hundredths of a yen at a fraction of UNIT of the customers."""
    value = pl.lit(None, dtype=pl.UInt64)
    for (part, yen), (next_part, next_yen) in zip(QUANTILES[-2::-1], QUANTILES[:0:-1], strict=True):
        start, end = (millionths * UNIT // _MILLION for millionths in (part, next_part))
        slope = (place - start) * ((next_yen - yen) * _SEN) // (end - start)
        value = pl.when(place < end).then(slope + yen * _SEN).otherwise(value)
    return value


def _assets_frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "slot": range(len(ASSETS)),
            "asset": [asset.symbol for asset in ASSETS],
            "share": [asset.share for asset in ASSETS],
            "absent": [asset.absent * UNIT // 100 for asset in ASSETS],
            "price": [asset.sen for asset in ASSETS],
            "minor": [10**asset.scale for asset in ASSETS],
            "units": [10 ** (_SCALE - asset.scale) for asset in ASSETS],
        },
        schema_overrides={
            **dict.fromkeys(("slot", "share", "absent"), pl.UInt64),
            **dict.fromkeys(("price", "minor", "units"), pl.Int128),
        },
    )


def _balances(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """From customer, value and asset to a balance; customers without the asset fall away."""
    counter, minor = pl.col("counter"), pl.col("amount_minor")
    margin = (pl.col("sen") >= _MARGIN_SEN_MIN) & (mixed_column(key(seed, "margin"), counter) % _MARGIN_ONE_IN == 0)
    return (
        rows.with_columns(factor=_factor(seed))
        .filter((pl.col("factor") > 0) | (pl.col("asset") == "JPY"))
        .with_columns(weighed=(pl.col("sen") * pl.col("share") * pl.col("factor")).cast(pl.Int128))
        .with_columns(amount_minor=pl.col("weighed") * pl.col("minor") // (pl.col("price") * (1000 * _FACTOR_UNIT)))
        .with_columns(amount_minor=pl.max_horizontal(minor, pl.lit(1, dtype=pl.Int128)))
        .with_columns(debt_minor=pl.when(margin & pl.col("asset").is_in(_MARGIN_ASSETS)).then(minor // 10).otherwise(0))
        .select(
            customer=_customer_id(),
            asset=pl.col("asset"),
            amount=(minor * pl.col("units")).reinterpret(dtype=pl.Decimal(38, _SCALE)),
            debt=(pl.col("debt_minor").cast(pl.Int128) * pl.col("units")).reinterpret(dtype=pl.Decimal(38, _SCALE)),
        )
    )


def _factor(seed: int) -> pl.Expr:
    """How much more or less of an asset than its share a customer holds, in parts of _FACTOR_UNIT, 1 on average.

    Neighbours in wealth hold opposite factors, and the wealthiest hundredth stays near the shares, so that an asset's
    share of the whole is what the table says even where a few customers hold most of it.
    """
    pair = pl.col("rank") // 2 * len(ASSETS) + pl.col("slot")
    fraction = fraction_column(key(seed, "mixture"), pair)
    mirrored = pl.when(pl.col("rank") % 2 == 0).then(fraction).otherwise(UNIT - 1 - fraction)
    width = UNIT - 2 * pl.col("absent")
    above = pl.when(mirrored > pl.col("absent")).then(mirrored - pl.col("absent")).otherwise(0)
    factor = pl.min_horizontal(above, width) * (2 * _FACTOR_UNIT) // width
    return pl.when(pl.col("place") < _WEALTHY_FROM).then(factor).otherwise((factor + 3 * _FACTOR_UNIT) // 4)

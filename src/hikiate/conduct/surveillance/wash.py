"""Trading with oneself: one owner on both sides of a trade, and two accounts that pass the same coins back and forth.

Tests: (1) buyer and seller are one account, or accounts of one owner in the table `accounts`; (2) two owners traded
with one another at least as often in a day as the measure says, both ways nearly alike, and at least one of them did
little else in that market that day.

Example: A sells 1 BTC to B and buys it back, ten times a day, and trades with nobody else: one alert about A and B.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
import polars as pl

from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.measures import Measures
from hikiate.facts.executions import DAY, PARTIES, Executions
from hikiate.kernel.amounts import grouped_text, percent_text
from hikiate.kernel.wording import Term

_BUCKET_BITS = 24
_DAYS_APART = 2_654_435_761
_PLACES = 10_000


def self_trades(trades: Executions, owners: Mapping[str, str]) -> list[Alert]:
    """Trades with one owner on both sides, summed for each owner, market and day."""
    linked = list(owners)
    same = pl.col("buyer") == pl.col("seller")
    both = pl.col("buyer").is_in(linked) & pl.col("seller").is_in(linked)
    suspects = _owned(_daily(trades, trades.frame.filter(same | both if linked else same)), owners)
    groups = trades.collect(
        suspects.filter(pl.col("buyer") == pl.col("seller"))
        .group_by("buyer", "market", "day")
        .agg(
            pl.len().alias("trades"),
            pl.col("size").sum(),
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
        )
        .sort("market", "day", "buyer")
    )
    return [
        Alert(
            "self_trade",
            row["buyer"],
            row["market"],
            trades.moment(row["first"]),
            trades.moment(row["last"]),
            Term(
                f"{row['buyer']} stood on both sides of {grouped_text(row['trades'])} trades, "
                f"{_said(trades, row['market'], row['size'])} in all",
                f"{row['buyer']} が売買双方の当事者となった約定が {grouped_text(row['trades'])} 件"
                f"（合計 {_said(trades, row['market'], row['size'])}）あります",
            ),
            {"trades": str(row["trades"]), "size": _said(trades, row["market"], row["size"])},
        )
        for row in groups.iter_rows(named=True)
    ]


def ping_pong(trades: Executions, owners: Mapping[str, str], measures: Measures) -> list[Alert]:
    """Pairs of owners who trade back and forth, for each market and day.

    Twenty million trades have as many pairs; a hash of each pair and day into as many buckets says which cannot have
    come together often enough, and only the rest is grouped.
    """
    pairs = _candidates(trades, measures)
    if pairs.is_empty():
        return []
    owned = _owned(_daily(trades, pairs.lazy()), owners)
    first, second = pl.min_horizontal(*PARTIES), pl.max_horizontal(*PARTIES)
    upward = pl.col("buyer") == pl.min_horizontal(*PARTIES)
    groups = trades.collect(
        owned.filter(pl.col("buyer") != pl.col("seller"))
        .group_by(first.alias("one"), second.alias("other"), "market", "day")
        .agg(
            pl.len().alias("trades"),
            pl.col("size").filter(upward).sum().alias("up"),
            pl.col("size").filter(~upward).sum().alias("down"),
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
        )
        .filter(pl.col("trades") >= measures.pair_trades)
        .sort("market", "day", "one", "other")
    )
    balanced = [row for row in groups.iter_rows(named=True) if _is_balanced(row["up"], row["down"], measures)]
    return list(_told(trades, owners, balanced, measures))


def _is_balanced(up: int, down: int, measures: Measures) -> bool:
    return min(up, down) >= measures.pair_balance * max(up, down)


def _candidates(trades: Executions, measures: Measures) -> pl.DataFrame:
    """The trades of pairs that may have come together often enough in a day."""
    named = trades.frame.filter(pl.col("buyer").is_not_null() & pl.col("seller").is_not_null())
    day = ((pl.col("at") + trades.day_offset()) // DAY).cast(pl.UInt64) * _DAYS_APART
    bucket = (pl.col("buyer").hash(seed=1) ^ pl.col("seller").hash(seed=1)).xor(day) % 2**_BUCKET_BITS
    buckets = trades.collect(named.select(bucket.cast(pl.UInt32).alias("bucket")))["bucket"].to_numpy()
    counted = np.bincount(buckets, minlength=2**_BUCKET_BITS)
    rows = np.flatnonzero(counted[buckets] >= measures.pair_trades)
    wanted = pl.LazyFrame({"row": rows.astype(np.uint32)})
    return trades.collect(
        named.with_row_index("row").join(wanted, on="row", how="semi", maintain_order="left").drop("row")
    )


def _told(
    trades: Executions, owners: Mapping[str, str], pairs: list[dict[str, object]], measures: Measures
) -> Iterator[Alert]:
    """An alert for each pair of which one did little else."""
    if not pairs:
        return
    names = sorted({str(row[side]) for row in pairs for side in ("one", "other")})
    accounts = [account for account, owner in owners.items() if owner in names] + names
    whole: dict[tuple[str, str, int], int] = {}
    for side in PARTIES:
        mine = _owned(_daily(trades, trades.frame.filter(pl.col(side).is_in(accounts))), owners)
        sums = trades.collect(mine.group_by(side, "market", "day").agg(pl.col("size").sum()))
        for owner, market, day, size in sums.iter_rows():
            whole[owner, market, day] = whole.get((owner, market, day), 0) + size
    for row in pairs:
        one, other, market, day = str(row["one"]), str(row["other"]), str(row["market"]), row["day"]
        up, down, count = (int(str(row[name])) for name in ("up", "down", "trades"))
        least = min(whole[one, market, int(str(day))], whole[other, market, int(str(day))])
        if up + down < measures.pair_share * least:
            continue
        share = percent_text(Fraction((up + down) * _PLACES // least, _PLACES))
        size = _said(trades, market, up + down)
        yield Alert(
            "ping_pong",
            f"{one} / {other}",
            market,
            trades.moment(int(str(row["first"]))),
            trades.moment(int(str(row["last"]))),
            Term(
                f"{one} and {other} traded with one another {grouped_text(count)} times in a day, {size} in all, "
                f"{_said(trades, market, up)} one way and {_said(trades, market, down)} the other; "
                f"{share} of what one of them traded that day",
                f"{one} と {other} が1日に {grouped_text(count)} 回、合計 {size} を互いに売買しました"
                f"（一方向 {_said(trades, market, up)}、反対方向 {_said(trades, market, down)}）。"
                f"一方の当日売買数量の {share} に当たります",
            ),
            {"trades": str(count), "size": size, "share": share},
        )


def _daily(trades: Executions, frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.with_columns(day=(pl.col("at") + trades.day_offset()) // DAY)


def _owned(frame: pl.LazyFrame, owners: Mapping[str, str]) -> pl.LazyFrame:
    """The trades with the owner in place of each account that has one."""
    return frame.with_columns(pl.col(PARTIES).replace(owners)) if owners else frame


def _said(trades: Executions, market: str, size: int) -> str:
    return f"{grouped_text(trades.amount(market, size))} {trades.bases[market]}"

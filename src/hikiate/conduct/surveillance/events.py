"""Before an announcement: whether market and accounts moved as if somebody had known.

Model. Time before the announcement is cut into stretches of one length that end at it. A stretch's price is its
volume-weighted mean, its move the ratio of that price to the one of the stretch before, its volume the sum of sizes.
The stretch before the announcement is ranked among all N others of the look-back: with r of them at least as large,
its rank probability is (1 + r) / (1 + N). No distribution is assumed, and no float is needed. Something is said where
both the absolute move and the volume have a rank probability of at most the tail.

Then accounts: one is told whose net position in the stretch is its own largest of all stretches, at least the measure's
share of the market's volume, and in the direction in which the price went afterwards (either, where it is not known).

Example: 84 stretches of two hours; move and volume of the last are the largest: 1/84 each, below 1/20, and it is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import polars as pl

from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.measures import Measures
from hikiate.facts.executions import PARTIES, Executions, microseconds
from hikiate.kernel.amounts import MINOR_UNITS_MAX, Rounding, decimal_text, grouped_text, percent_text, rounded
from hikiate.kernel.wording import Term

_PLACES = 4
_MICROSECOND = timedelta(microseconds=1)
_ITS_WAY = Term("the price went its way afterwards", "公表後の価格は有利に動いています")
_NOT_KNOWN = Term(
    "nobody has traded since, so what the price did is not known", "公表後の約定がなく、価格の動きは不明です"
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was published when, of which assets; `name` is the case's, or where it was named."""

    name: str
    at: datetime
    assets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a market: its volume, its price as value over volume, and its move from the one before.

    `back` counts stretches from the announcement: 0 is the one that ends at it, -1 the one that begins at it.
    """

    back: int
    volume: int
    price: Fraction
    move: Fraction | None


@dataclass(frozen=True, slots=True)
class Study:
    """An event study of one market. `told` says whether it is out of the ordinary; None with too few stretches."""

    announcement: Announcement
    market: str
    stretches: int
    volume_rank: Fraction | None
    move_rank: Fraction | None
    move: Fraction | None
    is_told: bool


class TooLarge(ValueError):
    """A stretch whose value does not fit 127 bits."""


def markets_of(trades: Executions, announcement: Announcement) -> list[str]:
    """The markets in which an announced asset is the base."""
    return [market for market, base in trades.bases.items() if base in announcement.assets]


def stretches(trades: Executions, announcement: Announcement, market: str, measures: Measures) -> list[Stretch]:
    """The stretches of the look-back that have trades, and the one after the announcement, from the oldest."""
    length = _length(measures)
    sums = trades.collect(
        _around(trades, announcement, market, measures)
        .group_by(_back(announcement, length).alias("back"))
        .agg(
            pl.col("size").sum().alias("volume"),
            (pl.col("price") * pl.col("size")).sum().alias("value"),
            pl.col("price").max().alias("price max"),
            pl.col("size").max().alias("size max"),
            pl.len().alias("trades"),
        )
        .sort("back", descending=True)
    )
    made: list[Stretch] = []
    for row in sums.iter_rows(named=True):
        if row["price max"] * row["size max"] * row["trades"] > MINOR_UNITS_MAX:
            raise TooLarge(market)
        price = Fraction(row["value"], row["volume"]) if row["volume"] else Fraction(0)
        before = made[-1] if made and made[-1].back == row["back"] + 1 and made[-1].price else None
        made.append(Stretch(row["back"], row["volume"], price, None if before is None else price / before.price - 1))
    return made


def study(announcement: Announcement, market: str, cut: Sequence[Stretch], measures: Measures) -> Study:
    """The event study of stretches that were cut."""
    by_back = {stretch.back: stretch for stretch in cut}
    event = by_back.get(0)
    others = [stretch for stretch in cut if stretch.back > 0 and stretch.move is not None]
    if event is None or event.move is None or (len(others) + 1) * measures.tail < 1:
        return Study(announcement, market, len(others), None, None, None, is_told=False)
    volume = _rank(sum(other.volume >= event.volume for other in others), len(others))
    moves = [abs(other.move) for other in others if other.move is not None]
    move = _rank(sum(other >= abs(event.move) for other in moves), len(others))
    told = volume <= measures.tail and move <= measures.tail
    return Study(announcement, market, len(others), volume, move, event.move, is_told=told)


def study_alert(made: Study, measures: Measures) -> Alert | None:
    """What a study has to say; None where it is nothing."""
    if not made.is_told or made.volume_rank is None or made.move_rank is None or made.move is None:
        return None
    at, hours = made.announcement.at, measures.stretch_words
    moved = percent_text(rounded(made.move, _PLACES, Rounding.HALF_UP))
    ranks = f"{made.volume_rank}, {made.move_rank}"
    count = grouped_text(made.stretches)
    return Alert(
        "event",
        made.announcement.name,
        made.market,
        at - measures.stretch,
        at,
        Term(
            f"in the {hours.en} before the announcement the price moved {moved}; among {count} other stretches, volume "
            f"and move have the rank probabilities {ranks}, at most {measures.tail} each",
            f"公表前の {hours.ja}に価格が {moved} 変動しました。他の {count} 区間と比べた順位確率は、"
            f"数量・変動率の順に {ranks} で、いずれも {measures.tail} 以下です",
        ),
        {"volume_rank": str(made.volume_rank), "move_rank": str(made.move_rank), "move": moved, "stretches": count},
    )


def positions(
    trades: Executions, announcement: Announcement, market: str, cut: Sequence[Stretch], measures: Measures
) -> Iterator[Alert]:
    """Accounts whose position before the announcement is their largest, large in the market, and went the right way."""
    by_back = {stretch.back: stretch for stretch in cut}
    event, after = by_back.get(0), by_back.get(-1)
    if event is None:
        return
    length = _length(measures)
    around = _around(trades, announcement, market, measures).filter(pl.col("at") < microseconds(announcement.at))
    sides = [
        around.select(
            pl.col(side).alias("account"),
            _back(announcement, length).alias("back"),
            (pl.col("size") * sign).alias("net"),
        )
        for side, sign in zip(PARTIES, (1, -1), strict=True)
    ]
    nets = pl.concat(sides).filter(pl.col("account").is_not_null()).group_by("account", "back").agg(pl.col("net").sum())
    least = measures.position_share * event.volume
    large = nets.filter((pl.col("back") == 0) & (pl.col("net").abs() * least.denominator >= least.numerator))
    mine = trades.collect(nets.join(large.select("account"), on="account", how="semi").sort("account", "back"))
    by_account: dict[str, dict[int, int]] = {}
    for account, back, net in mine.iter_rows():
        by_account.setdefault(account, {})[back] = net
    for account, by_stretch in by_account.items():
        net = by_stretch[0]
        largest = max((abs(other) for back, other in by_stretch.items() if back > 0), default=0)
        wrong_way = after is not None and (after.price - event.price) * net <= 0
        if net == 0 or abs(net) <= largest or wrong_way:
            continue
        what = _NOT_KNOWN if after is None else _ITS_WAY
        yield _position_alert(trades, announcement, market, (account, net, largest, event.volume, what), measures)


def _position_alert(
    trades: Executions,
    announcement: Announcement,
    market: str,
    found: tuple[str, int, int, int, Term],
    measures: Measures,
) -> Alert:
    account, net, largest, volume, what = found
    base, size = trades.bases[market], grouped_text(trades.amount(market, abs(net)))
    before = grouped_text(trades.amount(market, largest))
    share = percent_text(rounded(Fraction(abs(net), volume), _PLACES, Rounding.DOWN))
    en, ja = ("bought", "買い越し") if net > 0 else ("sold", "売り越し")
    return Alert(
        "position",
        account,
        market,
        announcement.at - measures.stretch,
        announcement.at,
        Term(
            f"{account} {en} {size} {base} net before {announcement.name}, {share} of the market's volume; its largest "
            f"position of any other stretch was {before} {base}, and {what.en}",
            f"{account} は {announcement.name} の公表前に {size} {base} の{ja}となりました（市場の数量の {share}）。"
            f"他の区間での最大は {before} {base} で、{what.ja}",
        ),
        {"net": decimal_text(trades.amount(market, net)), "largest_before": before, "share": share},
    )


def _rank(at_least_as_large: int, others: int) -> Fraction:
    return Fraction(1 + at_least_as_large, 1 + others)


def _length(measures: Measures) -> int:
    return measures.stretch // _MICROSECOND


def _around(trades: Executions, announcement: Announcement, market: str, measures: Measures) -> pl.LazyFrame:
    """The trades of a market from the look-back to one stretch after the announcement."""
    at, length = microseconds(announcement.at), _length(measures)
    first = at - measures.look_back // measures.stretch * length
    return trades.frame.filter((pl.col("market") == market) & (pl.col("at") >= first) & (pl.col("at") < at + length))


def _back(announcement: Announcement, length: int) -> pl.Expr:
    """How many stretches before the announcement a trade was: 0 in the last one, -1 in the one after it."""
    return (microseconds(announcement.at) - 1 - pl.col("at")) // length

"""Real executions of bitFlyer in January 2018: what is planted in them is found, and how often quiet hours are told.

The files say nothing of accounts, so each side is given one of three thousand accounts by a digest of its id: what is
measured of accounts is of real prices, sizes and times, and of made-up owners.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from hikiate.conduct.surveillance.events import Announcement, positions, stretches, study
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.surveillance.wash import ping_pong, self_trades
from hikiate.facts.exchange import read_exchange
from hikiate.facts.executions import Executions, executions, microseconds
from hikiate.facts.importers.imported import ImportOptions
from hikiate.storage.imports import import_files
from hikiate.storage.packs import open_pack

pytestmark = pytest.mark.shared_data

JAPAN = timezone(timedelta(hours=9))
MARKET = "BTC/JPY"
MEASURES = Measures()
ACCOUNTS = 3_000
NIGHT = datetime(2018, 1, 25, 4, tzinfo=JAPAN)


@pytest.fixture(scope="module")
def trades(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Executions:
    """23 to 25 January, before the theft was known, with an account on each side."""
    pack = tmp_path_factory.mktemp("real") / "pack"
    files = [real_data / "trades" / f"bitflyer_BTC_JPY_201801{day}.parquet" for day in (23, 24, 25)]
    import_files("bitflyer-executions", files, pack, ImportOptions(market=MARKET))
    raw = open_pack(pack)
    found = executions(raw.tables["trades"], read_exchange(raw.exchange))
    number = pl.int_range(pl.len(), dtype=pl.UInt64)
    buyer, seller = (number * 2_654_435_761 + 7) % ACCOUNTS, (number * 40_503 + 11) % 2_999
    frame = found.frame.with_columns(buyer=pl.format("a{}", buyer), seller=pl.format("b{}", seller))
    return replace(
        found, frame=found.collect(frame).lazy(), raw=replace(found.raw, schema={**found.raw.schema, **PARTIES})
    )


PARTIES = {"buyer": pl.String(), "seller": pl.String()}


def pretended(first: datetime, last: datetime) -> Iterator[Announcement]:
    """An announcement at the end of every stretch, though nothing was announced."""
    at = first
    while at <= last:
        yield Announcement("nothing", at, ("BTC",))
        at += MEASURES.stretch


def with_rows(found: Executions, rows: list[tuple[datetime, int, int, str, str]]) -> Executions:
    """The trades with some more: when, at which price and size in the table's own units, buyer and seller."""
    more = pl.DataFrame(
        [(MARKET, microseconds(at), price, size, buyer, seller) for at, price, size, buyer, seller in rows],
        schema=found.frame.collect_schema(),
        orient="row",
    )
    return replace(found, frame=pl.concat([found.frame, more.lazy()]))


def usual(found: Executions, at: datetime) -> tuple[int, int]:
    """The price of the stretch before a moment, and its volume."""
    [stretch] = [one for one in stretches(found, Announcement("x", at, ("BTC",)), MARKET, MEASURES) if one.back == 0]
    return int(stretch.price), stretch.volume


def test_quiet_hours_are_told_seldom(trades: Executions) -> None:
    """Of 25 stretches of two hours from 24 January on, at most two are told as events, and no account at all."""
    told = positioned = 0
    days = list(pretended(datetime(2018, 1, 24, 0, tzinfo=JAPAN), datetime(2018, 1, 26, 0, tzinfo=JAPAN)))
    for announcement in days:
        cut = stretches(trades, announcement, MARKET, MEASURES)
        told += study(announcement, MARKET, cut, MEASURES).is_told
        positioned += len(list(positions(trades, announcement, MARKET, cut, MEASURES)))
    assert len(days) == 25
    assert told <= 2
    assert positioned == 0


def test_quiet_days_have_no_wash_trades(trades: Executions) -> None:
    """Nobody stands on both sides, and no pair comes together twenty times a day both ways."""
    assert self_trades(trades, {}) == []
    assert ping_pong(trades, {}, MEASURES) == []


def test_a_planted_insider_is_found(trades: Executions) -> None:
    """One account buys a twentieth of the stretch's volume before a night-time announcement, and the price rises."""
    price, volume = usual(trades, NIGHT)
    rows = [(NIGHT - timedelta(minutes=5 * part), price, volume // 200, "planted", "b1") for part in range(1, 12)]
    rows += [(NIGHT + timedelta(minutes=1), price * 2, volume * 9, "x", "y")]
    planted, announcement = with_rows(trades, rows), Announcement("planted", NIGHT, ("BTC",))
    cut = stretches(planted, announcement, MARKET, MEASURES)
    assert [alert.subject for alert in positions(planted, announcement, MARKET, cut, MEASURES)] == ["planted"]


def test_a_planted_wash_trader_is_found_and_nobody_else(trades: Executions) -> None:
    """Thirty trades back and forth between two accounts, hidden among one hundred and fifty thousand."""
    price, _ = usual(trades, NIGHT)
    ways = [("wash-1", "wash-2"), ("wash-2", "wash-1")]
    rows = [(NIGHT + timedelta(minutes=turn), price, 1_000_000, *ways[turn % 2]) for turn in range(30)]
    rows.append((NIGHT, price, 1_000_000, "wash-3", "wash-3"))
    planted = with_rows(trades, rows)
    assert [alert.subject for alert in ping_pong(planted, {}, MEASURES)] == ["wash-1 / wash-2"]
    assert [alert.subject for alert in self_trades(planted, {})] == ["wash-3"]

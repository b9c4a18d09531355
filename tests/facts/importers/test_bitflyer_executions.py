"""Executions of bitFlyer: every defect of its files at its smallest, and eight real days against its own totals."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.importers.bitflyer_executions import import_bitflyer_executions
from hikiate.facts.importers.imported import AssetDraft, Imported, ImportOptions, RawTable
from hikiate.kernel.findings import Finding, Refused

DAY_ONE, DAY_TWO = "bitflyer_BTC_JPY_20260901.csv", "bitflyer_BTC_JPY_20260902.csv"
MORNING, EVENING = "2026-09-01T09:00:00.5+09:00", "2026-09-01T23:59:50+09:00"
EARLY = "2026-09-02T00:00:02+09:00"


def day_file(*rows: Mapping[str, object], name: str = DAY_ONE) -> RawTable:
    """A file of a day; each row is sound but for what is given."""
    sound = {"id": "1", "exec_date": MORNING, "side": "BUY", "price": "16000000", "size": "0.01"}
    return RawTable(name, pl.DataFrame([{**sound, **row} for row in rows]), first_row=2)


def imported(*files: RawTable, market: str | None = None) -> Imported:
    """What the files become."""
    return import_bitflyer_executions(files, ImportOptions(market=market))


def refused(*files: RawTable, market: str | None = None) -> list[Finding]:
    """The faults for which the files are refused."""
    with pytest.raises(Refused) as caught:
        imported(*files, market=market)
    return list(caught.value.faults)


def found(done: Imported, code: str) -> list[Finding]:
    """The findings of a code."""
    return [finding for finding in done.findings if finding.code == f"import.{code}"]


def test_a_file_of_a_day_becomes_trades_and_a_draft() -> None:
    """The market and the exchange come from the file's name, the snapshot from the last execution."""
    done = imported(day_file({}, {"id": "2", "side": "SELL", "exec_date": EVENING, "size": "1e-3"}))
    assert done.tables["trades"].rows() == [
        ("1", MORNING, "BTC/JPY", "buy", "16000000", "0.01"),
        ("2", EVENING, "BTC/JPY", "sell", "16000000", "0.001"),
    ]
    assert done.exchange.name == "bitFlyer"
    assert done.exchange.snapshot_at == datetime.fromisoformat(EVENING)
    assert done.exchange.assets == {"BTC": AssetDraft(8, "crypto"), "JPY": AssetDraft(0, "fiat")}


def test_what_collectors_add_is_not_taken_over() -> None:
    """When a row was fetched and under which orders it came about is no part of a trade."""
    extra = {"loaded": "x", "buy_child_order_acceptance_id": "x", "sell_child_order_acceptance_id": "x"}
    assert imported(day_file(extra)).tables["trades"].width == 6


@pytest.mark.parametrize("side", ["", None, "buy"])
def test_a_blank_side_is_an_auction(side: str | None) -> None:
    """Its volume counts once; a word in small letters is the same word."""
    done = imported(day_file({"side": side}))
    assert done.tables["trades"]["side"].to_list() == [side or "auction"]
    assert [finding.where for finding in found(done, "side_blank")] == ([] if side else [f"{DAY_ONE} column side"])


@pytest.mark.parametrize(
    ("row", "where"),
    [({"side": "AUCTION"}, "side"), ({"exec_date": "2026-09-01T09:00:00"}, "exec_date"), ({"price": -1.0}, "price")],
    ids=["side", "time", "price"],
)
def test_a_bad_cell_is_named_by_the_file_s_own_column(row: dict[str, object], where: str) -> None:
    """A time without an offset is refused and not guessed at, and a price below zero is no price."""
    [fault] = refused(day_file({"id": "9", "price": 1.0}, {"price": 1.0, **row}))
    assert (fault.code, fault.where) == ("import.cell_refused", f"{DAY_ONE} row 3")
    assert f"in column {where} " in fault.en.found


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"id": ["1"], "exec_date": [MORNING], "side": ["BUY"], "price": ["1"]}),
        day_file({"fee": "0"}).rows,
        pl.DataFrame(),
    ],
    ids=["one missing", "one unknown", "none"],
)
def test_other_columns_are_refused(frame: pl.DataFrame) -> None:
    """A file of another format must not pass for this one."""
    [fault] = refused(RawTable(DAY_ONE, frame))
    assert (fault.code, fault.where) == ("import.columns", DAY_ONE)


def test_faults_of_all_files_are_named_at_once() -> None:
    """One of each file, before any row is looked at."""
    faults = refused(day_file({"fee": "0"}), day_file({"id": 1.5}, name=DAY_TWO), day_file({}, name="x.csv"))
    assert [(fault.code, fault.where) for fault in faults] == [
        ("import.columns", DAY_ONE),
        ("import.column_kind", f"{DAY_TWO} column id"),
        ("import.market_unknown", "x.csv"),
    ]


@pytest.mark.parametrize(
    ("name", "option", "market"),
    [
        ("bitflyer_BTC_JPY_20260901.csv", None, "BTC/JPY"),
        ("ETH_BTC.parquet", None, "ETH/BTC"),
        ("executions.csv", "XRP/JPY", "XRP/JPY"),
        ("bitflyer_BTC_JPY_20260901.csv", "XRP/JPY", "XRP/JPY"),
    ],
)
def test_the_market_is_the_option_or_in_the_name(name: str, option: str | None, market: str) -> None:
    """What the call says goes before what a file happens to be called."""
    assert imported(day_file({}, name=name), market=option).tables["trades"]["market"].to_list() == [market]


def test_a_size_finer_than_its_coin_is_drafted_as_fine_and_said() -> None:
    """Cut to eight decimals it would be another trade; refused by the first check it could not be looked at."""
    done = imported(day_file({"size": "0.123456789"}, {"id": "2", "size": "1"}))
    assert done.exchange.assets["BTC"] == AssetDraft(9, "crypto")
    assert done.exchange.places == {"BTC": 9}
    [finer] = found(done, "finer_than_asset")
    assert (finer.where, finer.en.found.startswith("BTC is printed with 9 decimals, though it has 8")) == (
        "trades column size",
        True,
    )


@pytest.mark.parametrize("option", ["BTCJPY", "BTC/JPY/ETH", "BTC/JPY:JPY", "/JPY"])
def test_an_option_that_is_no_market_is_refused(option: str) -> None:
    """A close would refuse it later, when the files are gone."""
    assert [fault.code for fault in refused(day_file({}), market=option)] == ["import.market_unknown"]


@pytest.mark.parametrize("option", [None, "BTC/JPY"])
def test_margin_trading_is_no_spot_trading(option: str | None) -> None:
    """FX_BTC_JPY is bitFlyer's contract on margin; counted as spot it would swell the year's volume."""
    [fault] = refused(day_file({}, name="bitflyer_FX_BTC_JPY_20260901.csv"), market=option)
    assert (fault.code, "FX_BTC_JPY" in fault.en.found) == ("import.not_spot", True)


class TestDays:
    """What the days in the names say against the days of the rows."""

    def test_rows_of_the_day_before_are_kept_under_their_own_day(self) -> None:
        second = day_file({"id": "2", "exec_date": EVENING}, {"id": "3", "exec_date": EARLY}, name=DAY_TWO)
        done = imported(day_file({}), second)
        assert done.tables["trades"]["executed_at"].to_list() == [MORNING, EVENING, EARLY]
        [stranger] = found(done, "other_day")
        assert stranger.where == DAY_TWO
        assert stranger.en.found == (
            "1 rows of the file of 2026-09-02 are of 2026-09-01, such as id 2; kept under their own day"
        )
        assert found(done, "day_partial") == []
        assert [finding.where for finding in found(done, "day_open_ended")] == ["trades 2026-09-02"]

    def test_a_day_known_from_another_day_s_file_alone_is_partial(self) -> None:
        done = imported(day_file({"id": "2", "exec_date": EVENING}, {"id": "3", "exec_date": EARLY}, name=DAY_TWO))
        [partial] = found(done, "day_partial")
        assert partial.where == "trades 2026-09-01"

    def test_an_execution_in_the_files_of_two_days_counts_once(self) -> None:
        row: dict[str, object] = {"id": "2", "exec_date": EVENING}
        done = imported(day_file({}, row), day_file(row, {"id": "3", "exec_date": EARLY}, name=DAY_TWO))
        assert done.tables["trades"].height == 3
        [repeated] = found(done, "duplicate_id")
        assert repeated.en.found.startswith("1 rows repeat an id")

    @pytest.mark.parametrize("name", ["BTC_JPY.csv", "BTC_JPY_20261399.csv", "BTC_JPY_120260901.csv"])
    def test_a_name_without_a_day_says_nothing_of_days(self, name: str) -> None:
        done = imported(day_file({}, name=name))
        assert [finding.code for finding in done.findings] == ["import.rows"]

    def test_files_with_and_without_a_day_go_together(self) -> None:
        done = imported(day_file({}), day_file({"id": "2", "exec_date": EARLY}, name="BTC_JPY_rest.csv"))
        assert [finding.where for finding in found(done, "day_partial")] == ["trades 2026-09-02"]
        assert found(done, "other_day") == []


def test_a_time_is_found_in_the_file_of_the_next_day() -> None:
    """A row without a time is repeated with it around midnight, and ids go on over files."""
    done = imported(
        day_file({}, {"id": "2", "exec_date": None}),
        day_file({"id": "2", "exec_date": EVENING}, {"id": "3", "exec_date": EARLY}, name=DAY_TWO),
    )
    assert done.tables["trades"]["executed_at"].to_list() == [MORNING, EVENING, EARLY]


def test_no_file_is_no_import() -> None:
    """An empty call writes nothing."""
    assert [fault.code for fault in refused()] == ["import.no_rows"]


@pytest.fixture(scope="module")
def real_days(real_data: Path) -> Imported:
    """Eight days of January 2018 as bitFlyer published them and a collector kept them."""
    paths = sorted((real_data / "trades").glob("bitflyer_BTC_JPY_*.parquet"))
    return imported(*(RawTable(path.name, pl.read_parquet(path)) for path in paths))


@pytest.mark.shared_data
class TestRealDays:
    """1,054,299 rows that nobody made for a test."""

    def test_every_row_is_accounted_for(self, real_days: Imported) -> None:
        [rows] = found(real_days, "rows")
        assert rows.en.found == "1054299 rows read from 8 file(s): 1054156 kept, 143 repeated, 0 left out"
        assert real_days.tables["trades"]["id"].n_unique() == real_days.tables["trades"].height == 1_054_156
        [placed] = found(real_days, "time_blank_placed")
        assert placed.en.found.startswith("3571 rows without a time, such as id 118761621, volume 499.27318781:")
        assert found(real_days, "time_blank_left_out") == []

    def test_every_defect_is_counted(self, real_days: Imported) -> None:
        def total(code: str) -> int:
            counts = [re.search(r"([0-9]+) (?:rows|numbers|binary)", f.en.found) for f in found(real_days, code)]
            return sum(int(count.group(1)) for count in counts if count)

        assert {code: (len(found(real_days, code)), total(code)) for code in (
            "binary_floats", "exponents", "side_blank", "unsorted", "other_day", "duplicate_id"
        )} == {
            "binary_floats": (8, 1_054_299),
            "exponents": (8, 365),
            "side_blank": (8, 271),
            "unsorted": (8, 555_764),
            "other_day": (7, 333),
            "duplicate_id": (1, 143),
        }  # fmt: skip
        assert [finding.where for finding in found(real_days, "day_partial")] == ["trades 2018-01-27"]
        assert [finding.where for finding in found(real_days, "day_open_ended")] == [
            "trades 2018-01-25",
            "trades 2018-01-30",
        ]

    @pytest.mark.parametrize("day", [date(2018, 1, day) for day in (22, 23, 24, 25, 28, 29)], ids=str)
    def test_a_day_s_volume_ties_to_bitflyer_s_own(self, real_days: Imported, real_data: Path, day: date) -> None:
        """The rolling 24 hours that the ticker says at midnight are the day, within a thousandth."""
        ours = _volume(real_days, pl.col("executed_at").str.head(10) == day.isoformat())
        _, theirs = _ticker(real_data, f"{day + timedelta(days=1)}T00:00")
        assert abs(ours - theirs) * 1000 < theirs

    @pytest.mark.parametrize(
        "minute", [*(f"2018-01-{day}T00:00" for day in (23, 24, 25, 26, 29, 30)), "2018-01-30T23:59"]
    )
    def test_the_24_hours_before_a_ticker_tie_to_it(self, real_days: Imported, real_data: Path, minute: str) -> None:
        """Up to the ticker's own second they tie within a fiftieth of a percent, which no row may be missing for."""
        at, theirs = _ticker(real_data, minute)
        moment = pl.col("executed_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="ms")
        ours = _volume(real_days, moment.is_between(at - timedelta(days=1), at, closed="right"))
        assert abs(ours - theirs) * 5000 < theirs

    def test_a_gap_of_the_collector_does_not_tie(self, real_days: Imported, real_data: Path) -> None:
        """Until 07:43 of 21 January executions were lost in collecting: the day is short by a fifth."""
        ours = _volume(real_days, pl.col("executed_at").str.head(10) == "2018-01-21")
        _, theirs = _ticker(real_data, "2018-01-22T00:00")
        assert theirs - ours > theirs // 5


def _volume(done: Imported, chosen: pl.Expr) -> int:
    """The size of the chosen trades in hundred-millionths."""
    sizes = done.tables["trades"].filter(chosen)["size"]
    return int(sizes.cast(pl.Decimal(38, 8)).to_physical().sum())


def _ticker(real_data: Path, minute: str) -> tuple[datetime, int]:
    """The ticker of a minute: its moment, and the volume of the 24 hours before it in hundred-millionths."""
    [path] = (real_data / "trades").glob("bitflyer_tickers_*.parquet")
    of_minute = pl.col("loaded").str.starts_with(minute) & (pl.col("product_code") == "BTC_JPY")
    first = pl.read_parquet(path).filter(of_minute).row(0, named=True)
    return datetime.fromisoformat(first["timestamp"]), int(Decimal(first["volume_by_product"]).scaleb(8))

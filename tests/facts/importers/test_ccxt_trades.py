"""Trades in ccxt's structure, freqtrade's columns or bare rows of three numbers: every defect at its smallest."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.importers.ccxt_trades import HEADERLESS, import_ccxt_trades
from hikiate.facts.importers.imported import AssetDraft, Imported, ImportOptions, RawTable
from hikiate.kernel.findings import Finding, Refused

MILLISECONDS, SECONDS, MOMENT = 1570752011620, 1570752011, "2019-10-11T00:00:11.620+00:00"
SOUND = {"id": "1", "timestamp": MILLISECONDS, "symbol": "XRP/ETH", "side": "sell", "price": "0.0014", "amount": "23"}


def trades_file(*rows: Mapping[str, object], name: str = "trades.csv", without: str = "") -> RawTable:
    """A file of trades; each row is sound but for what is given, and has no columns of `without`."""
    filled = [{key: cell for key, cell in {**SOUND, **row}.items() if key not in without.split()} for row in rows]
    return RawTable(name, pl.DataFrame(filled, infer_schema_length=None), first_row=2)


def bare_file(*rows: tuple[object, object, object]) -> RawTable:
    """Rows of a timestamp, a price and an amount, as Kraken hands out its history."""
    cells = [[str(cell) for cell in row] for row in rows]
    return RawTable("XRPEUR.csv", pl.DataFrame(cells, schema=dict.fromkeys(HEADERLESS, pl.String()), orient="row"))


def imported(*files: RawTable, market: str | None = None) -> Imported:
    """What the files become."""
    return import_ccxt_trades(files, ImportOptions(market=market))


def refused(*files: RawTable, market: str | None = None) -> list[Finding]:
    """The faults for which the files are refused."""
    with pytest.raises(Refused) as caught:
        imported(*files, market=market)
    return list(caught.value.faults)


def codes(done: Imported) -> list[str]:
    """The codes of what was found, without their first word."""
    return [finding.code.removeprefix("import.") for finding in done.findings]


def test_a_file_becomes_trades_and_a_draft() -> None:
    """The name of the exchange is that of the file until somebody says better."""
    done = imported(trades_file({}, name="binance_XRP_ETH.csv"))
    assert done.tables["trades"].rows() == [("1", MOMENT, "XRP/ETH", "sell", "0.0014", "23")]
    assert codes(done) == ["rows"]
    assert (done.exchange.name, done.exchange.snapshot_at) == ("binance_XRP_ETH", datetime.fromisoformat(MOMENT))
    assert done.exchange.assets == {
        "ETH": AssetDraft(18, "crypto"), "JPY": AssetDraft(0, "fiat"), "XRP": AssetDraft(6, "crypto")
    }  # fmt: skip


def test_an_asset_of_unknown_decimals_is_left_undeclared() -> None:
    """How many decimals it has is not guessed at."""
    assert imported(trades_file({"symbol": "MIHON/JPY"})).exchange.undeclared == ("MIHON",)


def test_what_surrounds_a_trade_is_not_taken_over() -> None:
    """Cost repeats price and amount; fee, order and info are of another table."""
    extra = dict.fromkeys(("cost", "fee", "fees", "info", "order", "type", "takerOrMaker", "date"), "x")
    assert imported(trades_file(extra)).tables["trades"].width == 6


def test_floats_are_taken_as_their_shortest_text_and_said() -> None:
    """A file of binary floats is imported, and nobody is told that it was exact."""
    done = imported(trades_file({"price": 0.001413, "amount": 23.0}))
    assert done.tables["trades"].select("price", "size").rows() == [("0.001413", "23")]
    assert codes(done) == ["binary_floats", "binary_floats", "rows"]


class TestTime:
    """A timestamp counts milliseconds, or seconds, since 1970."""

    def test_seconds_are_seconds_where_every_row_has_them(self) -> None:
        done = imported(bare_file((SECONDS, "0.3", "5"), (SECONDS + 1, "0.3", "5")), market="XRP/EUR")
        assert done.tables["trades"]["executed_at"].to_list() == [
            "2019-10-11T00:00:11.000+00:00",
            "2019-10-11T00:00:12.000+00:00",
        ]

    @pytest.mark.parametrize(
        "timestamp",
        [SECONDS, MILLISECONDS * 1000, MILLISECONDS * 1_000_000, -MILLISECONDS, 0, "x", f"{MILLISECONDS}.0", "9" * 30],
        ids=["seconds among milliseconds", "micro", "nano", "negative", "zero", "word", "decimal", "beyond a count"],
    )
    def test_another_count_is_refused(self, timestamp: object) -> None:
        rows = ({"timestamp": str(MILLISECONDS)}, {"id": "2", "timestamp": str(timestamp)})
        [fault] = refused(trades_file(*rows))
        assert (fault.code, fault.where) == ("import.cell_refused", "trades.csv row 3")
        assert f"'{timestamp}' in column timestamp" in fault.en.found

    def test_a_blank_one_is_placed_within_a_quarter_of_an_hour(self) -> None:
        done = imported(trades_file({}, {"id": "2", "timestamp": None}, {"id": "3"}))
        assert done.tables["trades"]["executed_at"].to_list() == [MOMENT] * 3
        assert codes(done) == ["rows", "time_blank_placed"]

    @pytest.mark.parametrize("text", ["2019-10-11T00:00:11.620Z", "2019-10-11T09:00:11.620+09:00", "", None])
    def test_a_datetime_that_names_the_same_moment_is_fine(self, text: str | None) -> None:
        done = imported(trades_file({"datetime": text}))
        assert done.tables["trades"]["executed_at"].to_list() == [MOMENT]

    @pytest.mark.parametrize("text", ["2019-10-11T00:00:11.621Z", "2019-10-11", "noon"])
    def test_a_datetime_that_names_another_moment_is_refused(self, text: str) -> None:
        [fault] = refused(trades_file({}, {"id": "2", "datetime": text}))
        assert (fault.code, fault.where) == ("import.cell_refused", "trades.csv row 3")
        assert fault.en.wanted == f"{MOMENT}, as column timestamp says"


class TestMarket:
    """The market stands in the symbol or in the call, and where both speak they say the same."""

    def test_the_call_names_it_where_the_file_does_not(self) -> None:
        done = imported(trades_file({}, without="symbol"), market="XRP/EUR")
        assert done.tables["trades"]["market"].to_list() == ["XRP/EUR"]

    def test_the_call_fills_a_blank_and_may_repeat_the_symbol(self) -> None:
        done = imported(trades_file({}, {"id": "2", "symbol": None}), market="XRP/ETH")
        assert done.tables["trades"]["market"].to_list() == ["XRP/ETH"] * 2

    def test_nobody_names_it(self) -> None:
        [fault] = refused(trades_file({}, without="symbol"))
        assert (fault.code, fault.where) == ("import.market_unknown", "trades.csv")

    @pytest.mark.parametrize("symbol", ["XRPETH", "", None, "XRP/ETH/JPY", "XRP / ETH"])
    def test_a_symbol_that_is_no_market_is_refused_by_row(self, symbol: str | None) -> None:
        [fault] = refused(trades_file({}, {"id": "2", "symbol": symbol}))
        assert (fault.code, fault.where) == ("import.market_unknown", "trades.csv row 3")
        assert (symbol or "a blank cell") in fault.en.found

    def test_an_option_that_is_no_market_is_refused(self) -> None:
        [fault] = refused(bare_file((SECONDS, "1", "1")), market="XRPEUR")
        assert fault.code == "import.market_unknown"

    @pytest.mark.parametrize("symbol", ["BTC/USDT:USDT", "BTC/USDT:USDT-260925", "BTC/JPY:JPY"])
    @pytest.mark.parametrize("option", [None, "BTC/USDT"])
    def test_a_contract_is_no_spot_trade(self, symbol: str, option: str | None) -> None:
        """What stands after the colon is what a swap or a future is settled in."""
        [fault] = refused(trades_file({"symbol": symbol}), market=option)
        assert (fault.code, fault.where) == ("import.not_spot", "trades.csv row 2")

    def test_a_file_of_another_market_than_the_call_says_is_refused(self) -> None:
        [fault] = refused(trades_file({}), market="BTC/JPY")
        assert (fault.code, fault.where) == ("import.market_differs", "trades.csv row 2")
        assert fault.en.found == "the file says XRP/ETH, and the option market says BTC/JPY"


class TestColumns:
    """What must stand, may stand, and may not."""

    def test_three_bare_columns_are_enough_and_what_they_lack_is_said(self) -> None:
        done = imported(bare_file((SECONDS, "90.540000", "1.10448420")), market="BCH/EUR")
        assert done.tables["trades"].rows() == [
            ("XRPEUR.csv:1", "2019-10-11T00:00:11.000+00:00", "BCH/EUR", "auction", "90.54", "1.1044842")
        ]
        assert codes(done) == ["id_absent", "side_absent", "rows"]

    def test_rows_without_an_id_or_a_side_are_counted(self) -> None:
        done = imported(trades_file({}, {"id": None}, {"id": "", "side": None}, {"id": "4", "side": "BUY"}))
        assert done.tables["trades"].select("id", "side").rows() == [
            ("1", "sell"),
            ("4", "buy"),
            ("trades.csv:3", "sell"),
            ("trades.csv:4", "auction"),
        ]
        absent = {finding.code: finding.en.found for finding in done.findings}
        assert "2 rows were named" in absent["import.id_absent"]
        assert absent["import.side_absent"].startswith("1 rows")

    def test_two_files_of_the_same_rows_without_ids_are_two_files(self) -> None:
        one, other = bare_file((SECONDS, "1", "1")), bare_file((SECONDS, "1", "1"))
        done = imported(one, RawTable("XRPEUR.parquet", other.rows), market="XRP/EUR")
        assert done.tables["trades"].height == 2

    @pytest.mark.parametrize("without", ["timestamp", "price", "amount", "timestamp price amount"])
    def test_a_column_is_missing(self, without: str) -> None:
        [fault] = refused(trades_file({}, without=without))
        assert (fault.code, fault.where) == ("import.columns", "trades.csv")
        assert fault.en.wanted == "timestamp, price, amount, [id], [datetime], [symbol], [side]"

    def test_a_column_is_unknown(self) -> None:
        assert [fault.code for fault in refused(trades_file({"volume": "1"}))] == ["import.columns"]

    def test_an_id_as_a_float_is_refused(self) -> None:
        [fault] = refused(trades_file({"id": 13519807.0}))
        assert (fault.code, fault.where) == ("import.column_kind", "trades.csv column id")

    def test_faults_of_all_files_are_named_at_once(self) -> None:
        faults = refused(trades_file({}, without="price"), trades_file({"symbol": "x"}, name="b.csv"))
        assert [fault.where for fault in faults] == ["trades.csv", "b.csv row 2"]

    def test_no_rows_are_no_import(self) -> None:
        assert [fault.code for fault in refused()] == ["import.no_rows"]
        empty = pl.DataFrame(schema={"timestamp": pl.Int64, "price": pl.String, "amount": pl.String})
        assert [fault.code for fault in refused(RawTable("a", empty), market="A/B")] == ["import.no_rows"]


@pytest.mark.shared_data
def test_a_real_file_of_freqtrade_imports(real_data: Path) -> None:
    """12,477 trades of one day, in binary floats."""
    path = real_data / "trades" / "binance_XRP_ETH_trades_freqtrade.parquet"
    done = imported(RawTable(path.name, pl.read_parquet(path)), market="XRP/ETH")
    assert codes(done) == ["binary_floats", "binary_floats", "rows"]
    assert done.findings[-1].en.found == "12477 rows read from 1 file(s): 12477 kept, 0 repeated, 0 left out"
    trades = done.tables["trades"]
    assert trades["id"].cast(pl.Int64).is_sorted()
    source = pl.read_parquet(path, columns=["id", "price", "amount"]).rename({"amount": "size"})
    back = trades.select("id", pl.col("price", "size").cast(pl.Float64))
    assert back.sort("id").equals(source.sort("id"))

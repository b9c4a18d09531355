"""An import writes whole tables with what was found beside them, or it writes nothing at all."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.importers.imported import ImportOptions
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import Result
from hikiate.operations.close import close
from hikiate.storage.imports import ImportReport, import_files
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

HEADER = "id,exec_date,side,price,size\n"
ROW = "1,2026-09-18T09:00:00+09:00,BUY,16000000,0.5\n"
EXCHANGE = """name = "見本"
registration = "1"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-09-18T23:59:59+09:00
rulebooks = ["jp-2026-reported"]
"""
ASSET = '[assets.{}]\nscale = 8\nkind = "crypto"\n'
DECLARED = EXCHANGE + '[assets.JPY]\nscale = 0\nkind = "fiat"\n' + ASSET.format("BTC")


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of a source, beside the pack."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def day_file(folder: Path, name: str = "bitflyer_BTC_JPY_20260918.csv", rows: str = ROW) -> Path:
    """A day's file of bitFlyer."""
    return written(folder, name, HEADER + rows)


def imported(*paths: Path, into: Path, source: str = "bitflyer-executions", **options: str) -> ImportReport:
    """The report of an import."""
    return import_files(source, paths, into, ImportOptions(**options))  # type: ignore[arg-type] # put together by name


def refused(paths: Sequence[Path], into: Path, source: str = "bitflyer-executions", **options: str) -> list[Finding]:
    """The faults of an import that is refused, and that left the folder as it was, byte by byte."""
    before = standing(into.parent)
    with pytest.raises(Refused) as caught:
        imported(*paths, into=into, source=source, **options)
    assert standing(into.parent) == before
    return list(caught.value.faults)


def standing(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder, hidden ones too, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def trades(pack: Path) -> list[tuple[str, ...]]:
    """The rows of the table that an import of trades writes."""
    return pl.read_parquet(pack / "trades.parquet").rows()


def closed(folder: Path) -> Result:
    """The close of a pack under the rulebook that takes the year's volume."""
    return close(_read(folder), library().choose(["jp-2026-reported"]))


def _read(folder: Path) -> Pack:
    return read_pack(open_pack(folder))


class TestWriting:
    """What stands in the pack afterwards."""

    def test_a_new_pack_gets_the_table_a_draft_and_the_evidence(self, tmp_path: Path) -> None:
        pack = tmp_path / "deep" / "pack"
        report = imported(day_file(tmp_path), into=pack)
        assert report.rows == {"trades": 1}
        assert [path.name for path in report.written] == ["trades.parquet", "imports.json", "exchange.toml"]
        assert sorted(path.name for path in pack.iterdir()) == ["exchange.toml", "imports.json", "trades.parquet"]
        assert trades(pack) == [("1", "2026-09-18T09:00:00+09:00", "BTC/JPY", "buy", "16000000", "0.5")]
        exchange = _read(pack).exchange
        assert (exchange.name, exchange.snapshot_at.isoformat()) == ("bitFlyer", "2026-09-18T09:00:00+09:00")
        assert (exchange.assets["BTC"].scale, exchange.assets["JPY"].scale) == (8, 0)
        assert report.findings[-1].code == "import.exchange_drafted"

    def test_what_the_call_says_stands_in_the_draft(self, tmp_path: Path) -> None:
        name = 'A "quoted" \\ 取引所'
        imported(day_file(tmp_path), into=tmp_path / "pack", name=name, file_format="csv")
        assert _read(tmp_path / "pack").exchange.name == name
        assert (tmp_path / "pack" / "trades.csv").is_file()

    def test_a_standing_exchange_is_left_alone(self, tmp_path: Path) -> None:
        pack = tmp_path / "pack"
        pack.mkdir()
        text = "\ufeff" + DECLARED
        written(pack, "exchange.toml", text)
        report = imported(day_file(tmp_path), into=pack)
        assert (pack / "exchange.toml").read_bytes() == text.encode()
        assert "import.exchange_drafted" not in {finding.code for finding in report.findings}

    def test_the_evidence_names_every_file_by_its_digest(self, tmp_path: Path) -> None:
        paths = [day_file(tmp_path), day_file(tmp_path, "bitflyer_BTC_JPY_20260919.csv", ROW.replace("1,", "2,", 1))]
        report = imported(*paths, into=tmp_path / "pack")
        record = json.loads((tmp_path / "pack" / "imports.json").read_text(encoding="utf-8"))
        assert record["schema"] == "hikiate/imports/1"
        [entry] = record["imports"]
        assert entry["format"] == "bitflyer-executions"
        assert entry["files"] == [
            {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
            for path in paths
        ]
        assert _read(tmp_path / "pack").import_findings == report.findings

    def test_a_second_import_is_recorded_after_the_first(self, tmp_path: Path) -> None:
        pack = tmp_path / "pack"
        first = imported(day_file(tmp_path), into=pack)
        columns = "published,commit,file,coin,address,snapshot_height,balance,message,signature\n"
        listing = written(tmp_path, "por.csv", f"{columns}2024-01-01,c,f,BTC,bc1q,1,2.5,m,s\n")
        second = imported(listing, into=pack, source="htx-por")
        assert second.rows["holdings"] == 1
        assert (pack / "holdings.csv").is_file()
        record = json.loads((pack / "imports.json").read_text(encoding="utf-8"))
        assert [entry["format"] for entry in record["imports"]] == ["bitflyer-executions", "htx-por"]
        assert _read(pack).import_findings == (*first.findings, *second.findings)

    def test_the_same_files_give_the_same_bytes(self, tmp_path: Path) -> None:
        for pack in ("one", "other"):
            imported(day_file(tmp_path), into=tmp_path / pack)
        assert standing(tmp_path / "one") == standing(tmp_path / "other")

    def test_findings_stand_in_the_result_of_the_close_as_handed_over(self, tmp_path: Path) -> None:
        report = imported(day_file(tmp_path, rows=ROW * 2), into=tmp_path / "pack")
        result = closed(tmp_path / "pack")
        assert result.figures["volume.annual"].value == "8000000"
        # The close adds to a warning the day on which it was first seen, and nothing else.
        of_import = [replace(finding, since=None) for finding in result.findings if finding.code.startswith("import.")]
        assert sorted(of_import, key=str) == sorted(report.findings, key=str)
        assert {finding.code for finding in of_import} >= {"import.duplicate_id", "import.exchange_drafted"}


class TestRefusals:
    """Whatever is refused, nothing is written."""

    def test_a_format_that_nobody_reads(self, tmp_path: Path) -> None:
        [fault] = refused([day_file(tmp_path)], tmp_path / "pack", source="mtgox")
        assert (fault.code, fault.where) == ("input.not_a_choice", "argument FORMAT")
        assert "bitflyer-executions, ccxt-trades, htx-por, okx-por" in fault.en.wanted

    def test_faults_of_unreadable_files_are_named_at_once(self, tmp_path: Path) -> None:
        paths = [
            written(tmp_path, "a.csv", HEADER.encode() + "買,".encode("shift_jis")),
            written(tmp_path, "b.csv", HEADER + "1,2\n"),
            written(tmp_path, "c.parquet", "not a table"),
            written(tmp_path, "d.csv", "id,id\n1,2\n"),
            written(tmp_path, "e.jsonl", '{"id": 1}\n\n{"id": \n'),
            written(tmp_path, "f.json", "[1]"),
            written(tmp_path, "g.jsonl", "[" * 100_000),
            written(tmp_path, "h.csv.gz", gzip.compress(b"x")),
            tmp_path / "nowhere.csv",
            tmp_path / "nowhere.parquet",
        ]
        found = refused(paths, tmp_path / "pack")
        assert [(fault.code, fault.where) for fault in found] == [
            ("input.not_utf8", "a.csv row 2"),
            ("input.ragged", "b.csv row 2"),
            ("input.unreadable", "c.parquet"),
            ("input.unknown_column", "d.csv"),
            ("input.unreadable", "e.jsonl row 3"),
            ("input.unreadable", "f.json row 1"),
            ("input.unreadable", "g.jsonl row 1"),
            ("input.not_utf8", "h.csv.gz row 1"),
            ("input.no_file", str(tmp_path / "nowhere.csv")),
            ("input.no_file", str(tmp_path / "nowhere.parquet")),
        ]

    def test_files_of_one_name_cannot_be_told_apart(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        path = day_file(tmp_path)
        [fault] = refused([path, path, day_file(tmp_path / "a")], tmp_path / "pack")
        assert (fault.code, fault.where) == ("import.same_name", path.name)
        assert fault.en.found.startswith("3 files")

    def test_a_table_that_stands_already_is_never_overwritten(self, tmp_path: Path) -> None:
        path = day_file(tmp_path)
        imported(path, into=tmp_path / "pack")
        assert [fault.code for fault in refused([path], tmp_path / "pack")] == ["pack.file_stands"]

    def test_a_standing_exchange_lacks_the_assets(self, tmp_path: Path) -> None:
        pack = tmp_path / "pack"
        pack.mkdir()
        dollars = EXCHANGE.replace('"JPY"', '"USD"') + '[assets.USD]\nscale = 2\nkind = "fiat"\n'
        written(pack, "exchange.toml", dollars)
        [fault] = refused([day_file(tmp_path)], pack)
        assert (fault.code, fault.where) == ("import.undeclared_asset", "exchange.toml")
        assert "speak of BTC, JPY, which" in fault.en.found

    def test_a_reporting_currency_that_no_file_speaks_of_need_not_be_declared(self, tmp_path: Path) -> None:
        pack = tmp_path / "pack"
        pack.mkdir()
        dollars = EXCHANGE.replace('"JPY"', '"USD"') + '[assets.USD]\nscale = 2\nkind = "fiat"\n' + ASSET.format("BTC")
        written(pack, "exchange.toml", dollars)
        assert imported(day_file(tmp_path), into=pack, market="BTC/USD").rows == {"trades": 1}

    def test_a_standing_exchange_has_fewer_decimals_than_the_files(self, tmp_path: Path) -> None:
        pack = tmp_path / "pack"
        pack.mkdir()
        written(pack, "exchange.toml", DECLARED)
        fine = day_file(tmp_path, rows=ROW.replace("0.5", "0.123456789"))
        [fault] = refused([fine], pack)
        assert (fault.code, fault.where) == ("input.over_scaled", "trades column size")
        assert fault.en.wanted == "at most 8 decimals for BTC"

    def test_a_size_finer_than_its_coin_passes_the_first_check_of_a_new_pack(self, tmp_path: Path) -> None:
        imported(day_file(tmp_path, rows=ROW.replace("0.5", "0.123456789")), into=tmp_path / "pack")
        assert closed(tmp_path / "pack").figures["volume.annual"].value == "1975308.624"

    def test_a_new_pack_is_not_drafted_with_decimals_that_nobody_stated(self, tmp_path: Path) -> None:
        [fault] = refused([day_file(tmp_path)], tmp_path / "pack", market="MIHON/JPY")
        assert fault.code == "import.undeclared_asset"
        assert "speak of MIHON, which" in fault.en.found

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("exchange.toml", "name = "),
            ("exchange.toml", DECLARED.encode("shift_jis")),
            ("imports.json", '{"schema": "hikiate/imports/2"}'),
            ("imports.json", "見本".encode("shift_jis")),
        ],
        ids=["toml", "exchange in Shift-JIS", "another schema", "evidence in Shift-JIS"],
    )
    def test_what_stands_in_the_pack_is_no_file_of_ours(self, tmp_path: Path, name: str, content: str | bytes) -> None:
        pack = tmp_path / "pack"
        pack.mkdir()
        written(pack, name, content)
        [fault] = refused([day_file(tmp_path)], pack)
        assert fault.where.startswith(name)

    def test_a_bad_cell_in_one_of_two_files(self, tmp_path: Path) -> None:
        bad = day_file(tmp_path, "bitflyer_BTC_JPY_20260919.csv", ROW.replace("1,", "2,", 1).replace("0.5", "-0.5"))
        [fault] = refused([day_file(tmp_path), bad], tmp_path / "pack")
        assert (fault.code, fault.where) == ("import.cell_refused", f"{bad.name} row 2")


class TestReading:
    """The same trades in every form that a file of them has."""

    ROW = ("1", "2019-10-11T00:00:11.620+00:00", "XRP/ETH", "buy", "0.0014", "23")
    JSON = (
        '{"id": "1", "timestamp": 1570752011620, "symbol": "XRP/ETH", "side": "buy", "price": %s, "amount": %s, '
        '"fee": {"cost": 1}, "info": null}'
    )

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", "id,timestamp,symbol,side,price,amount\n1,1570752011620,XRP/ETH,buy,0.0014,23\n"),
            ("a.csv", "\ufeffid,timestamp,symbol,side,price,amount\r\n1,1570752011620,XRP/ETH,buy,0.00140,23.0\r\n"),
            ("a.txt", '"id","timestamp","symbol","side","price","amount"\n1,1570752011620,"XRP/ETH","buy",0.0014,"23"'),
            ("a.jsonl", JSON % ("0.0014", "23") + "\n\n"),
            ("a.ndjson", "\ufeff" + JSON % ("1.4e-3", "23.000")),
            ("a.json", f"[{JSON % ('0.0014', '23')}]"),
            ("a.json", f"\n [\n{JSON % ('0.0014', '23')}\n]\n"),
        ],
        ids=["CSV", "mark and CRLF", "quotes", "JSON lines", "JSON lines with a mark", "JSON list", "JSON over lines"],
    )
    def test_it_reads_the_same(self, tmp_path: Path, name: str, content: str) -> None:
        imported(written(tmp_path, name, content), into=tmp_path / "pack", source="ccxt-trades")
        assert trades(tmp_path / "pack") == [self.ROW]

    def test_numbers_in_json_keep_their_digits(self, tmp_path: Path) -> None:
        digits = "12345678901234567890.123456789012345678"
        path = written(tmp_path, "a.jsonl", self.JSON % (digits, "0.1"))
        report = imported(path, into=tmp_path / "pack", source="ccxt-trades")
        assert trades(tmp_path / "pack")[0][4:] == (digits, "0.1")
        assert "import.binary_floats" not in {finding.code for finding in report.findings}

    def test_objects_in_json_may_lack_a_key(self, tmp_path: Path) -> None:
        row = self.JSON % ("1", "1")
        lacking = row.replace('"side": "buy", ', "").replace('"1"', '"2"', 1)
        imported(written(tmp_path, "a.json", f"[{row}, {lacking}]"), into=tmp_path / "pack", source="ccxt-trades")
        assert [side for _, _, _, side, *_ in trades(tmp_path / "pack")] == ["buy", "auction"]

    def test_parquet_reads_the_same(self, tmp_path: Path) -> None:
        row = {"id": 1, "timestamp": 1570752011620, "symbol": "XRP/ETH", "side": "buy", "price": 0.0014, "amount": 23}
        frame = pl.DataFrame([row])
        frame.write_parquet(tmp_path / "a.PARQUET")
        imported(tmp_path / "a.PARQUET", into=tmp_path / "pack", source="ccxt-trades")
        assert trades(tmp_path / "pack") == [self.ROW]

    def test_a_csv_without_a_header_is_kraken_s(self, tmp_path: Path) -> None:
        path = written(tmp_path, "XRPETH.csv", "1570752011,0.00140,23.0\n1570752012,0.0015,1\n")
        imported(path, into=tmp_path / "pack", source="ccxt-trades", market="XRP/ETH")
        first, second = trades(tmp_path / "pack")
        assert (first[0], first[1], first[4:]) == ("XRPETH.csv:1", "2019-10-11T00:00:11.000+00:00", ("0.0014", "23"))
        assert second[0] == "XRPETH.csv:2"

    @pytest.mark.parametrize("content", ["1,2\n", "1,2,3,4\n", ""], ids=["two", "four", "empty"])
    def test_other_csv_without_a_header_is_not(self, tmp_path: Path, content: str) -> None:
        path = written(tmp_path, "a.csv", content)
        assert [fault.code for fault in refused([path], tmp_path / "pack", source="ccxt-trades", market="A/B")] == [
            "import.columns"
        ]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
    def test_json_without_trades_has_no_columns(self, tmp_path: Path, name: str) -> None:
        path = written(tmp_path, name, "[]" if name == "a.json" else "")
        assert [fault.code for fault in refused([path], tmp_path / "pack", source="ccxt-trades")] == ["import.columns"]


class TestListings:
    """Proofs of reserves, as their publishers hand them out: two tables in one file."""

    TEXT = "coin,snapshot height,balance\nBTC,1,2.5\n\ncoin,address,snapshot height,balance,message,signature\n"

    def test_a_file_of_totals_and_addresses_becomes_two_tables(self, tmp_path: Path) -> None:
        path = written(tmp_path, "huobi_por_20240101.csv", "\ufeff" + self.TEXT + "BTC,bc1q,1,2.5,m,s\n")
        report = imported(path, into=tmp_path / "pack", source="htx-por")
        assert report.rows == {"holdings": 1, "published": 1, "ownership": 1}
        assert (tmp_path / "pack" / "published.csv").read_text() == "asset,amount\nBTC,2.5\n"
        assert _read(tmp_path / "pack").import_findings == report.findings

    def test_a_listing_in_parquet_is_a_table(self, tmp_path: Path) -> None:
        frame = pl.DataFrame(
            {"coin": ["BTC"], "Network": "BTC", "Snapshot Height": 1, "address": "bc1q", "amount": "2"}
        )
        frame.write_parquet(tmp_path / "okx_por_20240101.parquet")
        report = imported(tmp_path / "okx_por_20240101.parquet", into=tmp_path / "pack", source="okx-por")
        assert report.rows["holdings"] == 1

    def test_text_that_is_no_utf8_is_refused(self, tmp_path: Path) -> None:
        path = written(tmp_path, "huobi_por_20240101.csv", self.TEXT.encode() + "買".encode("shift_jis"))
        [fault] = refused([path], tmp_path / "pack", source="htx-por")
        assert (fault.code, fault.where) == ("input.not_utf8", "huobi_por_20240101.csv row 5")

"""What the command `import` says, writes and refuses, called as a user calls it."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

Run = Callable[..., tuple[int, str, str]]

DOCS = Path(__file__).resolve().parents[2] / "docs"
ENGLISH = {"HIKIATE_LANG": "en"}
DAY_FILE = "bitflyer_BTC_JPY_20260918.csv"
EXECUTIONS = """id,exec_date,side,price,size
1,2026-09-18T09:00:00.173+09:00,BUY,16000000,0.5
2,,SELL,16000000,0.25
3,2026-09-18T09:00:01+09:00,,16010000,1
3,2026-09-18T09:00:01+09:00,,16010000,1
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a day's executions, in which the command is called."""
    (tmp_path / DAY_FILE).write_text(EXECUTIONS, encoding="utf-8")
    return tmp_path


def test_it_counts_what_it_wrote_and_says_what_it_found(source: Path, run_hikiate: Run) -> None:
    """One line for each table, then each finding with its place, what to do and its code."""
    code, out, err = run_hikiate("import", "bitflyer-executions", DAY_FILE, "--into", "pack", cwd=source, env=ENGLISH)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "trades: 3"
    assert "- trades: 4 rows read from 1 file(s): 3 kept, 1 repeated, 0 left out" in lines
    assert sum(line.startswith("- ") for line in lines) == 6
    for finding in ("rows", "duplicate_id", "side_blank", "time_blank_placed", "day_open_ended", "exchange_drafted"):
        assert f"[import.{finding}]" in out
    assert pl.read_parquet(source / "pack" / "trades.parquet")["size"].to_list() == ["0.5", "0.25", "1"]


def test_it_says_the_same_in_japanese(source: Path, run_hikiate: Run) -> None:
    """Every finding in Japanese, and none of the English ones."""
    call = ("import", "bitflyer-executions", DAY_FILE, "--into", "pack", "--lang", "ja")
    code, out, _ = run_hikiate(*call, cwd=source)
    assert code == 0
    assert "1 ファイルから 4 行を読み込みました（採用 3 行、重複 1 行、除外 0 行）" in out
    assert "rows read" not in out


def test_json_is_one_document_in_either_language(source: Path, run_hikiate: Run) -> None:
    """The tables with their rows, and the findings as they stand in the pack."""
    call = ("import", "bitflyer-executions", DAY_FILE, "--json")
    code, out, err = run_hikiate(*call, "--into", "one", cwd=source, env=ENGLISH)
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert (document["schema"], document["tables"]) == ("hikiate/import/1", {"trades": 3})
    evidence = json.loads((source / "one" / "imports.json").read_text(encoding="utf-8"))
    assert document["findings"] == evidence["imports"][0]["findings"]
    assert run_hikiate(*call, "--into", "other", "--lang", "ja", cwd=source)[1] == out


def test_options_name_what_the_file_does_not_say(source: Path, run_hikiate: Run) -> None:
    """The market, the exchange and the form of the tables."""
    (source / "kraken.csv").write_text("1672531436,90.540000,1.10448420\n", encoding="utf-8")
    call = ("import", "ccxt-trades", "kraken.csv", "--into", "pack", "--market", "BCH/EUR")
    code, _, _ = run_hikiate(*call, "--name", "見本", "--format", "csv", cwd=source)
    assert code == 0
    assert (source / "pack" / "trades.csv").read_text(encoding="utf-8") == (
        "id,executed_at,market,side,price,size\n"
        "kraken.csv:1,2023-01-01T00:03:56.000+00:00,BCH/EUR,auction,90.54,1.1044842\n"
    )
    assert 'name = "見本"' in (source / "pack" / "exchange.toml").read_text(encoding="utf-8")


def test_a_listing_takes_its_day_and_tier_from_the_call(source: Path, run_hikiate: Run) -> None:
    """A publisher says where its coins are, and seldom how they are kept."""
    text = "coin,snapshot height,balance\nBTC,1,2.5\n\ncoin,address,snapshot height,balance,message,signature\n"
    (source / "por.csv").write_text(text + "BTC,bc1q,1,2.5,m,s\n", encoding="utf-8")
    call = ("import", "htx-por", "por.csv", "--into", "pack", "--day", "2024-01-01", "--tier", "cold")
    code, out, _ = run_hikiate(*call, cwd=source, env=ENGLISH)
    assert code == 0
    assert "holdings: 1" in out
    assert "import.tier_assumed" not in out
    assert pl.read_csv(source / "pack" / "holdings.csv")["tier"].to_list() == ["cold"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (("mtgox", DAY_FILE), "input.not_a_choice"),
        (("bitflyer-executions", "nowhere.csv"), "input.no_file"),
        (("ccxt-trades", DAY_FILE), "import.columns"),
        (("bitflyer-executions", DAY_FILE, "--market", "MIHON/JPY"), "import.undeclared_asset"),
        (("htx-por", DAY_FILE, "--tier", "warm"), "input.not_a_choice"),
    ],
    ids=["format", "file", "columns", "asset", "tier"],
)
def test_what_is_refused_ends_with_2_and_writes_nothing(
    source: Path, run_hikiate: Run, changes: tuple[str, ...], told: str
) -> None:
    """Words go to standard error, and with --json the faults are one document on standard output."""
    code, out, err = run_hikiate("import", *changes, "--into", "pack", cwd=source, env=ENGLISH)
    assert (code, out) == (2, "")
    assert f"[{told}]" in err
    code, out, _ = run_hikiate("import", *changes, "--into", "pack", "--json", cwd=source)
    assert (code, json.loads(out)["schema"]) == (2, "hikiate/refused/1")
    assert [path.name for path in source.iterdir()] == [DAY_FILE]


def test_the_pack_can_be_checked_and_closed(source: Path, run_hikiate: Run) -> None:
    """What was found on import stands among the findings of the close."""
    run_hikiate("import", "bitflyer-executions", DAY_FILE, "--into", "pack", cwd=source)
    assert run_hikiate("check", "pack", cwd=source)[0] == 0
    code, out, _ = run_hikiate("close", "pack", "--rulebook", "jp-2026-reported", "--json", cwd=source)
    document = json.loads(out)
    assert code == 1  # Nobody handed in what the reserve is.
    assert document["figures"]["volume.annual"]["value"] == "28010000"
    assert {finding["code"] for finding in document["findings"]} >= {"import.rows", "import.time_blank_placed"}


@pytest.mark.parametrize("page", ["how-to/import.md", "ja/how-to/import.md"])
def test_the_page_shows_what_the_command_prints(tmp_path: Path, run_hikiate: Run, page: str) -> None:
    """The files written in the page are imported by the calls of the page, in order, and told as the page says."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for name, content in re.findall(r"^`([^`]+)`[^\n]*\n\n```\n(.*?)```", text, re.MULTILINE | re.DOTALL):
        if "." in name:
            (tmp_path / name).write_text(content, encoding="utf-8")
    calls = re.findall(r"```console\n\$ hikiate (.*?)\n(.*?)```", text, re.DOTALL)
    assert len(calls) >= 3
    for call, shown in calls:
        _, out, err = run_hikiate(*shlex.split(call), cwd=tmp_path, env=ENGLISH)
        assert (out + err).strip() == shown.strip()
    for draft in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        assert (tmp_path / "pack" / "exchange.toml").read_text(encoding="utf-8") == draft

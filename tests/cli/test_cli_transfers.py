"""Transfers by command, in both languages: kept and broken, lists, messages for other providers, and bad input."""

import json
import shutil
from collections.abc import Callable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "transfers.md"
SMALL = ("--customers", "20", "--seed", "3")


def document(text: str) -> Mapping[str, Any]:
    """The one JSON document of a text."""
    read: Mapping[str, Any] = json.loads(text)
    return read


def codes(text: str) -> set[str]:
    """The codes that a document found, without what the law leaves open."""
    return {finding["code"] for finding in document(text)["findings"]} - {"law.undecided"}


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory, run_hikiate: Run) -> Path:
    """The example with its duties of conduct kept, and broken."""
    folder = tmp_path_factory.mktemp("transfers")
    for conduct in ("kept", "broken"):
        words = (*SMALL, "--conduct", conduct)
        assert run_hikiate("example", folder / conduct, *words)[0] == 0
    return folder


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """An own list with a name in full-width kana, which a record writes in half-width."""
    file = tmp_path / "own.csv"
    file.write_text("name,as_of\nミホン ワルオ,2026-11-19\n", encoding="utf-8")
    return file


def test_the_transfers_are_shown_in_every_form_and_both_languages(
    packs: Path, run_hikiate: Run, watched: Path, tmp_path: Path
) -> None:
    """Reasons in words, and the law with its status."""
    words = ("transfers", packs / "broken", "--list", watched)
    code, out, _ = run_hikiate(*words, "--lang", "ja")
    assert code == 1
    assert "通知の記録なし" in out
    assert "own.csv" in out
    assert "住居・所在地または顧客識別番号" in out
    _, out, _ = run_hikiate(*words, "--lang", "en", "--rules", "kr-transfers")
    assert "KRW 1,000,000" in out
    for form in ("html", "pdf"):
        file = tmp_path / f"transfers.{form}"
        assert run_hikiate(*words, "--format", form, "--out", file)[0] == 1
        assert file.stat().st_size > 1000


def test_records_go_out_as_messages_and_come_in_again(packs: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Only of what is clear and goes to another provider, though a deposit of its name be clear; never over another."""
    out, again = tmp_path / "out", tmp_path / "again"
    code, _, err = run_hikiate("transfers", packs / "broken", "--messages", out, "--lang", "en")
    assert (code, sorted(path.name for path in out.iterdir())) == (1, ["sent-W001.json", "sent-W113.json"])
    assert "messages written: 2" in err
    assert (out / "sent-W001.json").stat().st_mode & 0o077 == 0
    both = tmp_path / "both"
    shutil.copytree(packs / "broken", both)
    deposits = (both / "deposits.csv").read_text(encoding="utf-8")
    (both / "deposits.csv").write_text(deposits.replace("D001", "W105"), encoding="utf-8")
    records = (both / "travel_records.csv").read_text(encoding="utf-8")
    (both / "travel_records.csv").write_text(records.replace("D001", "W105"), encoding="utf-8")
    assert run_hikiate("transfers", both, "--messages", tmp_path / "sent")[0] == 1
    assert not (tmp_path / "sent" / "sent-W105.json").exists()
    code, text, _ = run_hikiate("transfers", packs / "broken", "--messages", out, "--json")
    assert (code, document(text)["faults"][0]["code"]) == (2, "input.no_file")
    shutil.copytree(packs / "kept", again)
    (again / "travel_records.csv").unlink()
    assert run_hikiate("transfers", again, "--json")[0] == 1
    code, text, _ = run_hikiate("import", "ivms101", out / "sent-W001.json", "--into", again, "--json")
    assert (code, document(text)["tables"]) == (0, {"travel_records": 1})
    code, text, _ = run_hikiate("transfers", again, "--json")
    assert (code, codes(text)) == (1, {"transfers.late_record", "transfers.not_received"})


def test_messages_need_a_pack_that_stands(run_hikiate: Run, tmp_path: Path) -> None:
    """And every fault of them is told with it."""
    file = tmp_path / "message.json"
    file.write_text("{", encoding="utf-8")
    code, text, _ = run_hikiate("import", "ivms101", file, "--into", tmp_path / "none", "--json")
    faults = {fault["code"] for fault in document(text)["faults"]}
    assert (code, faults) == (2, {"input.no_file", "import.no_message"})
    good = tmp_path / "sent-W1.json"
    good.write_text("{}", encoding="utf-8")
    code, text, _ = run_hikiate("import", "ivms101", good, "--into", tmp_path / "none", "--json")
    assert (code, {fault["code"] for fault in document(text)["faults"]}) == (2, {"input.no_file"})
    assert not (tmp_path / "none").exists()


def test_bad_input_is_refused_with_every_fault_at_once(packs: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Rules that are none, a list that is not there, one of another form; a country without rules; no transfers."""
    other = tmp_path / "other.csv"
    other.write_text("who,when\nx,y\n", encoding="utf-8")
    lists = ("--list", other, "--list", tmp_path / "gone.csv")
    code, text, _ = run_hikiate("transfers", packs / "kept", "--rules", "us-transfers", *lists, "--json")
    faults = {fault["code"] for fault in document(text)["faults"]}
    assert (code, faults) == (2, {"input.not_a_choice", "screening.unknown_form", "input.unreadable"})
    abroad = tmp_path / "abroad"
    shutil.copytree(packs / "kept", abroad)
    toml = abroad / "exchange.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"JP"', '"US"'), encoding="utf-8")
    code, _, err = run_hikiate("transfers", abroad, "--lang", "ja")
    assert (code, "us-transfers" in err) == (2, True)
    plain = tmp_path / "plain"
    assert run_hikiate("example", plain, *SMALL)[0] == 0
    code, _, err = run_hikiate("transfers", plain, "--lang", "ja")
    assert (code, "当日の移転を提出してください" in err) == (2, True)


def test_an_overlay_decides_what_the_records_leave_open(packs: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """The notice of exempted countries, as the page of transfers shows it; the result names the overlay."""
    file, lines = tmp_path / "notice.toml", PAGE.read_text(encoding="utf-8").splitlines()
    first = lines.index('    name = "notice"')
    shown = takewhile(lambda line: line.startswith("    "), lines[first:])
    file.write_text("\n".join(line.strip() for line in shown), encoding="utf-8")
    _, text, _ = run_hikiate("transfers", packs / "broken", "--overlay", file, "--json")
    made = document(text)
    assert made["rules"]["overlays"] == ["notice"]
    reasons = {row["transfer"]: [reason["code"] for reason in row["reasons"]] for row in made["transfers"]}
    assert reasons["W108"] == ["transfers.platform_watched"]
    assert reasons["W101"] == ["transfers.no_record"]

"""The commands about an exchange that failed, as they are called: their files, words and exit codes."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

EXCHANGE = """
name = "見本取引所"
registration = "00000"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-09-18T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
"""
ESTATE = """
id = "e1"
regime = "jp-rehabilitation"
petition_on = 2026-09-18
commencement_on = 2026-09-25
method = "in_kind"
payees = "payees.csv"
destinations = "destinations.csv"
[elections]
file = "elections.csv"
until = 2026-12-31
[screening]
frozen = "frozen.csv"
[[pool]]
name = "cold"
asset = "BTC"
amount = "142"
kind = "customer_crypto"
[[pool]]
name = "trust"
asset = "JPY"
amount = "1000"
kind = "fiat_trust"
[[class]]
name = "early"
members = "members.csv"
percentage = "21%"
[[class]]
name = "waiting"
rule = "all"
pro_rata = true
[valuation.BTC]
price = "16000000"
currency = "JPY"
source = "court"
[payout.coins]
pay_day = 2026-10-01
whitelist_required = false
"""
TABLES = {
    "pack/balances.csv": "customer,asset,amount\na,BTC,700\nb,BTC,100\nc,JPY,1000\n",
    "elections.csv": "customer,class,elected_on\nb,early,2026-12-31\n",
    "members.csv": "customer\nb\n",
    "frozen.csv": "customer\nb\n",
    "payees.csv": "customer,name\na,Abe Ichiro\nb,Baba Jiro\nc,Chiba Saburo\n",
    "destinations.csv": "customer,asset,address,purpose\na,BTC,bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq,own\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a pack, an estate file and its tables."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/exchange.toml").write_text(EXCHANGE, encoding="utf-8")
    (tmp_path / "estate.toml").write_text(ESTATE, encoding="utf-8")
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_an_estate_is_distributed_into_a_folder(place: Path, run_hikiate: Run) -> None:
    """Plan, tables, payment files, what waits, papers in both languages, and the result on standard output."""
    words = ("--methods", "--statement", "a", "--json")
    call = ("distribute", place / "pack", "--estate", place / "estate.toml", "--out", place / "out", *words)
    code, out, _ = run_hikiate(*call)
    assert code == 0
    assert json.loads(out) == json.loads((place / "out/summary.json").read_text(encoding="utf-8"))
    with (place / "out/plan.csv").open(encoding="utf-8") as stream:
        rows = {(row["customer"], row["asset"]): row for row in csv.DictReader(stream)}
    assert rows["a", "BTC"]["paid"] == "124.25"
    assert rows["b", "BTC"]["class"] == "early"
    assert {path.name for path in (place / "out").rglob("*") if path.is_file()} >= {
        "classes.csv", "pools.csv", "rounds.csv", "methods.csv", "payments.csv", "pending.csv", "court-report.ja.pdf",
        "court-report.en.pdf", "a.ja.pdf", "a.en.pdf",
    }  # fmt: skip
    assert (place / "out/court-report.ja.pdf").read_bytes().startswith(b"%PDF")
    assert "frozen" in (place / "out/pending.csv").read_text(encoding="utf-8")
    paid = [path.read_text(encoding="utf-8") for path in (place / "out/payments").iterdir()]
    assert any("124.25" in text for text in paid)
    assert (place / "out").stat().st_mode & 0o077 == 0


def test_the_same_estate_is_the_same_bytes(place: Path, run_hikiate: Run) -> None:
    """An administrator's figures can be made again by anybody; the papers too."""
    folders = [place / "one", place / "two"]
    for folder in folders:
        run_hikiate("distribute", place / "pack", "--estate", place / "estate.toml", "--out", folder)
    one, two = ({path.name: path.read_bytes() for path in folder.glob("*.*")} for folder in folders)
    assert one == two


@pytest.mark.parametrize(("lang", "said"), [("ja", "弁済率"), ("en", "Rate of distribution")])
def test_the_summary_is_said_in_both_languages(place: Path, run_hikiate: Run, lang: str, said: str) -> None:
    """To people, on standard output."""
    call = ("distribute", place / "pack", "--estate", place / "estate.toml", "--out", place / "out")
    code, out, err = run_hikiate("--lang", lang, *call)
    assert code == 0
    assert said in out
    assert str(place / "out") in err


def test_all_faults_of_all_files_are_named_and_nothing_is_written(place: Path, run_hikiate: Run) -> None:
    """Tables, terms of payment and those who are excluded."""
    (place / "elections.csv").write_text("customer,class,elected_on\nb,early,soon\n", encoding="utf-8")
    (place / "members.csv").write_text("customer\nb\nb\n", encoding="utf-8")
    (place / "frozen.csv").write_text("client\nb\n", encoding="utf-8")
    text = ESTATE.replace("pay_day = 2026-10-01", "pay_day = 3") + "[payout.jpy]\n"
    (place / "estate.toml").write_text(text, encoding="utf-8")
    call = ("distribute", place / "pack", "--estate", place / "estate.toml", "--out", place / "out", "--json")
    code, out, _ = run_hikiate(*call)
    assert code == 2
    found = {fault["where"].split(" ")[0] for fault in json.loads(out)["faults"]}
    assert found == {"elections.csv", "members.csv", "frozen.csv", "estate.toml"}
    assert not (place / "out").exists()


@pytest.mark.parametrize("customer", ["nobody", "a/b"])
def test_a_statement_to_nobody_is_refused(place: Path, run_hikiate: Run, customer: str) -> None:
    """Who has no claim, and a number that would be a path."""
    ledger = TABLES["pack/balances.csv"] + "a/b,BTC,1\n"
    (place / "pack/balances.csv").write_text(ledger, encoding="utf-8")
    call = ("distribute", place / "pack", "--estate", place / "estate.toml", "--out", place / "out")
    code, _, err = run_hikiate(*call, "--statement", customer)
    assert code == 2
    assert "estate.unknown_customer" in err
    assert not (place / "out").exists()


def test_payees_and_payments_made_are_read(place: Path, run_hikiate: Run) -> None:
    """A faulty table of payees is refused with the rest."""
    text = ESTATE.replace(
        'payees = "payees.csv"\ndestinations = "destinations.csv"', 'payees = "p.csv"\nmade = "made.csv"'
    )
    (place / "estate.toml").write_text(text, encoding="utf-8")
    (place / "made.csv").write_text("customer,asset,amount\na,BTC,100\n", encoding="utf-8")
    (place / "p.csv").write_text("customer,bank_code\na,1\n", encoding="utf-8")
    call = ("distribute", place / "pack", "--estate", place / "estate.toml", "--out", place / "out")
    code, _, err = run_hikiate(*call)
    assert (code, "p.csv" in err) == (2, True)
    (place / "p.csv").write_text("customer,bank_code\na,0001\n", encoding="utf-8")
    code, _, _ = run_hikiate(*call, "--format", "parquet")
    assert code == 0
    assert (place / "out/plan.parquet").is_file()


def test_a_drill_hands_over_and_names_what_is_missing(tmp_path: Path, run_hikiate: Run) -> None:
    """From the example: the close, where the coins are, a draft of the estate, a first determination, its time."""
    run_hikiate("example", tmp_path / "pack", "--customers", "50", "--seed", "1")
    run_hikiate("prove", tmp_path / "pack", "--out", tmp_path / "proof")
    call = ("estate", "drill", tmp_path / "pack", "--out")
    code, out, _ = run_hikiate(*call, tmp_path / "out", "--root", tmp_path / "proof", "--json")
    assert code == 1
    handed = json.loads(out)
    assert handed["schema"] == "hikiate/handover/1"
    assert {finding["code"] for finding in handed["findings"]} == {"handover.no_table", "handover.no_address"}
    assert float(handed["figures"]["handover.seconds"]["value"]) < 86_400
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert files == {
        "close.json", "estate.toml", "keys.csv", "providers.csv", "records.csv", "ROOT.json", "plan.csv", "classes.csv",
        "pools.csv", "summary.json", "handover.json", "report.en.html", "report.ja.html",
    }  # fmt: skip
    code, _, _ = run_hikiate(
        "distribute", tmp_path / "pack", "--estate", tmp_path / "out/estate.toml", "--out", tmp_path / "o"
    )
    assert code == 0
    assert (tmp_path / "o/plan.csv").read_bytes() == (tmp_path / "out/plan.csv").read_bytes()
    code, said, _ = run_hikiate("--lang", "ja", *call, tmp_path / "again")
    assert (code, "預り債務の証明がありません" in said) == (1, True)


def test_a_drill_of_an_empty_pack_has_no_determination(place: Path, run_hikiate: Run) -> None:
    """Without pools there is nothing to distribute; another pack's proof is refused."""
    code, _, _ = run_hikiate("estate", "drill", place / "pack", "--out", place / "out")
    assert code == 1
    assert not (place / "out/plan.csv").exists()
    run_hikiate("example", place / "other", "--customers", "50", "--seed", "1")
    run_hikiate("prove", place / "other", "--out", place / "proof")
    root = ("--root", place / "proof")
    code, _, err = run_hikiate("estate", "drill", place / "pack", "--out", place / "o", *root)
    assert (code, "handover.wrong_proof" in err) == (2, True)

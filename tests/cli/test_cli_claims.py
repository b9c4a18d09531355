"""An estate in a workspace by its commands: from the petition over claims and rounds to the last payment."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from incident_papers import settlement

from hikiate.storage.database.connection import VARIABLE

Call = Callable[..., tuple[int, str, str]]

EXCHANGE = """
name = "見本取引所"
registration = "00000"
jurisdiction = "JP"
reporting_currency = "BTC"
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
id = "E-1"
regime = "jp-rehabilitation"
petition_on = 2026-09-18
commencement_on = 2026-09-25
claims_until = 2026-10-31
method = "in_kind"
register = "{register}/register.csv"
[elections]
file = "{register}/elections.csv"
until = 2039-12-31
[screening]
lists = ["sanctions.csv"]
[payout.coins]
pay_day = 2041-01-01
whitelist_required = false
[[pool]]
name = "cold"
asset = "BTC"
amount = "800"
kind = "customer_crypto"
[[class]]
name = "early"
percentage = "50%"
[[class]]
name = "waiting"
rule = "all"
pro_rata = true
[[round]]
day = 2040-01-01
pools = ["cold"]
"""
SECOND = """
[[pool]]
name = "found"
asset = "BTC"
amount = "250"
kind = "customer_crypto"
[[round]]
day = 2041-01-01
"""
BALANCES = "customer,asset,amount\na,BTC,600\nb,BTC,600\nc,BTC,600\n"
LIST = "entry,name,aliases,address,as_of\n1,BAD ACTOR,,,2039-12-31\n"
ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
DESTINATIONS = "customer,asset,address,purpose\n" + "".join(f"{name},BTC,{ADDRESS},own\n" for name in "abcd")
PAYEES = "customer,name\na,Abe Ichiro\nb,Bad Actor\nc,Chiba Saburo\nd,Date Shiro\n"


@pytest.fixture
def office(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """A workspace with people, limits, and the close of the day of the petition."""
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/exchange.toml").write_text(EXCHANGE, encoding="utf-8")
    (tmp_path / "pack/balances.csv").write_text(BALANCES, encoding="utf-8")
    (tmp_path / "estate.toml").write_text(ESTATE.format(register="r1"), encoding="utf-8")
    (tmp_path / "sanctions.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "destinations.csv").write_text(DESTINATIONS, encoding="utf-8")
    (tmp_path / "order.pdf").write_bytes(b"an order")
    call("init", "w", user="ann")
    for name, role in (("mia", "maker"), ("cho", "approver")):
        call("user", "roles", name, "--role", role, user="ann")
    assert call("close", "pack", "--workspace", "w")[0] in {0, 1}
    assert call("user", "limit", "approver", "BTC", "100000", user="ann")[0] == 0
    return call


def rows(path: Path) -> list[dict[str, str]]:
    """A table that was written."""
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def number(told: tuple[int, str, str]) -> str:
    """What a command made; it must have made something."""
    assert told[0] == 0, told
    return str(json.loads(told[1])["number"])


def approved(call: Call, *words: str) -> None:
    """A step asked for and approved by somebody else."""
    request = number(call("estate", *words, "--json"))
    assert call("approval", "approve", request, user="cho")[0] == 0


def test_an_estate_is_carried_through_two_rounds(office: Call, tmp_path: Path) -> None:
    """A late claim, an objection, an election, a sanctioned payee who is paid later; the audit passes at the end."""
    call = office
    assert number(call("estate", "open", "estate.toml", "--json")) == "1"
    assert json.loads(call("estate", "open", "estate.toml", "--json")[1])["already"] is True
    late = ("file", "E-1", "d", "BTC", "600", "--on", "2026-11-02", "--evidence", "order.pdf")
    assert call("estate", *late)[0] == 2
    claim = number(call("estate", *late, "--words", "abroad", "--json"))
    approved(call, "examine", "E-1", claim, "--admit", "300", "--dispute", "300", "--words", "no ledger row")
    approved(call, "elect", "E-1", "c", "early", "--evidence", "order.pdf")
    assert call("estate", "register", "E-1", "--out", "r1")[0] == 0
    assert [(row["claim"], row["disputed"]) for row in rows(tmp_path / "r1/register.csv")] == [("600", "300")]
    (tmp_path / "payees.csv").write_text(PAYEES, encoding="utf-8")
    _round(call, tmp_path, "one", [])
    plan = {row["customer"]: (row["paid"], row["reserved"]) for row in rows(tmp_path / "one/plan.csv")}
    assert plan == {"a": ("200", "0"), "b": ("200", "0"), "c": ("200", "0"), "d": ("100", "100")}
    assert [(row["customer"], row["reason"]) for row in rows(tmp_path / "one/pending.csv")] == [
        ("b", "sanctions_match")
    ]
    assert len(rows(tmp_path / "one/screening.csv")) == 1
    approved(call, "decide", "E-1", "d", "BTC", "0", "--words", "rejected", "--evidence", "order.pdf")
    assert call("estate", "register", "E-1", "--out", "r2")[0] == 0
    (tmp_path / "payees.csv").write_text(PAYEES.replace("Bad Actor", "Baba Jiro"), encoding="utf-8")
    _round(call, tmp_path, "two", ["--earlier", "one"], SECOND)
    paid = {row["customer"]: row["amount"] for row in rows(tmp_path / "two/payments.csv")}
    assert paid == {"a": "100", "b": "300", "c": "100", "d": "50"}
    shown = json.loads(call("estate", "show", "--estate", "E-1", "--json")[1])["estates"][0]
    assert shown["claims"] == {"admitted_in_part": 1}
    assert shown["balances"]["distributions.BTC"] == "1050"
    assert "compensation_payable.BTC" not in shown["balances"]
    assert call("incident", "close", "E-1", "--words", "done")[0] == 0
    audited = call("audit")
    assert audited[0] == 0, audited


def test_claims_are_shown_in_both_languages(office: Call, tmp_path: Path) -> None:
    """What stands, what was filed, what happened; faults by place, and nothing is entered."""
    call = office
    assert "none" in call("estate", "show")[1]
    assert call("estate", "show", "--estate", "E-9")[0] == 2
    (tmp_path / "late.toml").write_text(ESTATE.format(register="r").replace("09-18", "09-01"), encoding="utf-8")
    assert "estate.unknown" in call("estate", "open", "late.toml")[2]
    (tmp_path / "bare.toml").write_text('id = "x"\n', encoding="utf-8")
    assert "petition_on" in call("estate", "open", "bare.toml")[2]
    secrets = "customer,secret\n" + "".join(f"{name},{name.encode().hex() * 16}\n" for name in "abc")
    (tmp_path / "pack/secrets.csv").write_text(secrets, encoding="utf-8")
    assert call("prove", "pack", "--out", "proof")[0] == 0
    assert call("estate", "open", "estate.toml", "--root", "proof")[0] == 0
    filed = ("estate", "file", "E-1", "a", "BTC", "700")
    assert "estate.above_ledger" in call(*filed, "--words", "late")[2]
    assert call(*filed, "--words", "late", "--evidence", "order.pdf")[0] == 0
    assert call("estate", "file", "E-1", "a", "XRP", "1")[0] == 2
    assert call("estate", "withdraw", "E-1", "1", "--words", "a slip")[0] == 0
    assert call("approval", "approve", "1", user="cho")[0] == 0
    approved(call, "object", "E-1", "b", "BTC", "1.5", "--words", "an insider")
    approved(call, "set-off", "E-1", "b", "BTC", "2", "--words", "a debt", "--evidence", "order.pdf")
    assert "claims disputed BTC" in call("estate", "show", "--estate", "E-1")[1]
    assert call("estate", "claims", "E-1", "--customer", "z")[1].strip() == "none"
    shown = call("--lang", "ja", "estate", "show")[1]
    assert [part for part in ("民事再生手続", "係争債権 BTC", "取下げ") if part not in shown] == []
    assert "取下げ" in call("--lang", "ja", "estate", "claims", "E-1", "--customer", "a")[1]
    told = call("--lang", "ja", "estate", "history", "E-1")[1]
    assert [part for part in ("異議", "相殺", "届出", "取下げ") if part not in told] == []
    assert len(json.loads(call("estate", "history", "E-1", "--customer", "b", "--json")[1])["rows"]) == 2
    written = json.loads(call("estate", "register", "E-1", "--out", "r", "--json")[1])
    assert (written["register"], written["elections"], written["history"]) == (2, 0, 4)


def test_the_drill_is_an_option_too(office: Call, tmp_path: Path) -> None:
    """As the command of that name; it needs to know where to write."""
    assert office("estate", "--drill", "pack")[0] == 2
    assert office("estate", "--drill", "pack", "--out", "d", "--json")[0] == 1
    assert (tmp_path / "d" / "records.csv").is_file()


def test_exchanges_that_failed_are_replayed(call: Call) -> None:
    """Listed behind the incidents; what is for incidents alone is refused."""
    assert "mf-global" in call("replay")[1]
    assert {row["case"] for row in json.loads(call("replay", "--json")[1])["cases"]} >= {"cryptopia", "coincheck-2018"}
    assert "73.1343 %" in call("replay", "mf-global")[1]
    assert "24 BTC" in call("--lang", "ja", "replay", "cryptopia")[1]
    assert json.loads(call("replay", "quadriga-cx", "--json")[1])["compared"][0]["ours"] == "0.151765"
    assert call("replay", "mf-global", "--volume", "1")[0] == 2


def _round(call: Call, folder: Path, out: str, more: list[str], text: str = "") -> None:
    """A round worked out, taken in, approved, drawn from the pools and paid to its last line."""
    register = "r2" if text else "r1"
    file = ESTATE.format(register=register).replace(
        "[elections]", 'payees = "payees.csv"\ndestinations = "destinations.csv"\n[elections]'
    )
    (folder / f"{out}.toml").write_text(file + text, encoding="utf-8")
    words = ("distribute", "pack", "--estate", f"{out}.toml", "--out", out)
    told = call(*words, *more)
    assert told[0] == 0, told
    due = sum(
        int(row["amount"]) for row in rows(folder / out / "paid.csv") if row["iteration"] == str(len(more) // 2 + 1)
    )
    request = number(call("estate", "round", "E-1", out, "--json"))
    assert call("approval", "approve", request, user="cho")[0] == 0
    received = ("receive", "E-1", "BTC", str(due), "--pool", "cold", "--reference", f"bank {out}")
    number(call("estate", *received, "--json"))
    draw = number(call("incident", "draw", "E-1", "BTC", str(due), "--source", "pools", "--json"))
    assert call("approval", "approve", draw, user="cho")[0] == 0
    batch = number(call("payout", "batch", "E-1", "BTC", "--json"))
    waiting = json.loads(call("approval", "list", "--json")[1])["rows"][0]["request"]
    assert call("approval", "approve", str(waiting), user="cho")[0] == 0
    assert call("payout", "release", "E-1", batch)[0] == 0
    settlement(folder / "w" / "payouts" / f"E-1-{batch}.csv", folder / f"{out}.csv")
    assert call("payout", "settle", "E-1", batch, f"{out}.csv")[0] == 0

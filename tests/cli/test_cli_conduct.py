"""Providers, tokens, inside information, surveillance and the audit pack, by commands, in both languages."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
AT = "2026-11-20T09:00:00+09:00"


def document(text: str) -> Mapping[str, Any]:
    """The one JSON document of a text."""
    read: Mapping[str, Any] = json.loads(text)
    return read


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, run_hikiate: Run) -> Path:
    """The example with a few trades, of which two are of one account with itself."""
    folder = tmp_path_factory.mktemp("conduct") / "pack"
    run_hikiate("example", folder, "--customers", "20", "--seed", "3", "--trades", "40")
    lines = (folder / "trades.csv").read_text(encoding="utf-8").splitlines()
    sides = ["buyer,seller", "A1,A1", "A1,A1", *(f"A{number},B{number}" for number in range(3, len(lines)))]
    rows = [f"{line},{both}" for line, both in zip(lines, sides, strict=True)]
    (folder / "trades.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_the_registry_is_shown_in_every_form_and_breaks_where_a_keeper_is_lapsed(
    pack: Path, run_hikiate: Run, tmp_path: Path
) -> None:
    """In order as handed in; a notification that ended is a breach, and the change since a notice."""
    code, out, _ = run_hikiate("registry", pack, "--json")
    assert (code, document(out)["findings"]) == (0, [])
    assert [(law["rulebook"], law["status"]) for law in document(out)["law"]] == [("jp-psa", "enacted")]
    assert {row["provider"] for row in document(out)["providers"]} >= {"mihon-custody", "mihon-cloud"}
    later = tmp_path / "later"
    later.mkdir()
    for file in pack.iterdir():
        (later / file.name).write_bytes(file.read_bytes())
    providers = (later / "providers.csv").read_text(encoding="utf-8")
    lapsed = providers.replace("SYN-001,2024-06-03,,", "SYN-001,2024-06-03,2026-11-01,")
    (later / "providers.csv").write_text(lapsed, encoding="utf-8")
    code, out, _ = run_hikiate("registry", later, "--before", pack, "--lang", "ja")
    assert code == 1
    assert "失効" in out
    assert "2026-11-01" in out.partition("変更届")[2]
    for form in ("html", "pdf", "json"):
        file = tmp_path / f"registry.{form}"
        assert run_hikiate("registry", later, "--format", form, "--out", file)[0] == 1
        assert file.stat().st_size > 1000


def test_tokens_are_classified_and_reclassified(pack: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Of a pack, of a list; and what a change of class brings, for whom, by when."""
    code, out, _ = run_hikiate("tokens", "classify", pack, "--json")
    classes = {token["token"]: token["class"] for token in document(out)["tokens"]}
    assert (code, classes["BTC"], classes["MIHONJPY"]) == (0, "no_issuer", "electronic_payment_instrument")
    later = tmp_path / "later"
    shutil.copytree(pack, later)
    rows = (later / "tokens.csv").read_text(encoding="utf-8")
    changed = rows.replace("XRP,XRP,", "XRP,Ripple,").replace("synthetic:ada", "synthetic:sol")
    (later / "tokens.csv").write_text(changed, encoding="utf-8")
    _, out, _ = run_hikiate("tokens", "classify", later, "--before", pack, "--json")
    assert [finding["code"] for finding in document(out)["findings"]] == [
        "tokens.same_address",
        "tokens.renamed",
        "tokens.forked",
    ]
    names = tmp_path / "names.csv"
    names.write_text("symbol,name\nBTC,Bitcoin\n", encoding="utf-8")
    code, out, _ = run_hikiate("tokens", "classify", names, "--lang", "ja")
    assert (code, "同じ記号の別トークンがあり得る" in out) == (0, True)
    holders = tmp_path / "holders.csv"
    change = ("--token", "BTC", "--to", "issuer_raising_funds", "--within", "5", "--customers", holders)
    code, out, _ = run_hikiate("tokens", "reclassify", pack, *change, "--json")
    made = document(out)
    assert (code, made["due"], made["begun"][0]["duty"]) == (0, "2026-11-30", "disclosure_by_issuer")
    assert len(holders.read_text(encoding="utf-8").splitlines()) == made["customers"] + 1 > 1
    code, out, _ = run_hikiate("tokens", "reclassify", pack, "--token", "NONE", "--to", "none", "--json")
    assert code == 2
    assert {fault["code"] for fault in document(out)["faults"]} == {"tokens.unknown_token", "tokens.unknown_class"}
    code, out, _ = run_hikiate("tokens", "procedure", "--regime", "eu", "--lang", "ja")
    assert (code, "電子マネートークン" in out) == (0, True)


@pytest.fixture
def register(run_hikiate: Run, tmp_path: Path) -> Path:
    """A register with a case about BTC, published since, and a person whose account is A1."""
    folder = tmp_path / "register"
    entries = [
        ("open", "--exchange", "E", "--validity-days", "2"),
        ("case", "case=C1", "fact=listing", "assets=BTC", "words=w", "arose_at=2026-01-01T00:00:00+09:00"),
        (
            "add",
            "case=C1",
            "person=p1",
            "given_names=太郎",
            "surnames=見本",
            "reason=審査",
            "accounts=A1",
            "obtained_at=2026-01-01T00:00:00+09:00",
        ),
    ]
    for name, *values in entries:
        code, _, err = run_hikiate("insider", name, folder, *values, "--by", "A", "--at", AT)
        assert code == 0, err
    return folder


def test_what_is_entered_is_shown_listed_and_checked(run_hikiate: Run, register: Path) -> None:
    """And a changed line is named, with exit 1; a field that is none is refused."""
    code, out, _ = run_hikiate("insider", "show", register, "--json")
    assert (code, document(out)["late"]) == (0, [["C1", "p1"]])
    code, out, _ = run_hikiate("insider", "list", register, "--case", "C1", "--form", "eu", "--json")
    assert document(out)["rows"][0]["First name(s)"] == "太郎"
    head = document(out)["chain"]
    assert run_hikiate("insider", "check", register, "--head", head)[0] == 0
    assert run_hikiate("insider", "check", register, "--head", "0" * 64, "--json")[0] == 1
    code, out, _ = run_hikiate("insider", "restrict", register, "colour=red", "--by", "A", "--json")
    assert (code, document(out)["faults"][0]["code"]) == (2, "insider.malformed")
    code, out, _ = run_hikiate("insider", "list", register, "--case", "C9", "--json")
    assert (code, document(out)["faults"][0]["code"]) == (2, "insider.unknown")
    lines = register / "insiders.jsonl"
    lines.write_text(lines.read_text(encoding="utf-8").replace("審査", "経理"), encoding="utf-8")
    code, out, _ = run_hikiate("insider", "check", register, "--lang", "ja")
    assert (code, "3 行目" in out or "line 3" in out) == (1, True)


def test_a_barred_request_says_so_and_is_not_approved(run_hikiate: Run, register: Path) -> None:
    """The person knows of BTC."""
    asked = ("request=R1", "person=p1", "account=A1", "asset=BTC", "side=buy", "amount=1", "words=w")
    code, out, _ = run_hikiate("insider", "request", register, *asked, "--by", "p1", "--lang", "en")
    assert (code, "Barred: p1 has inside information" in out) == (0, True)
    decided = ("request=R1", "decision=approve", "words=w")
    code, out, _ = run_hikiate("insider", "decide", register, *decided, "--by", "B", "--json")
    assert (code, document(out)["faults"][0]["code"]) == (2, "insider.barred")


def test_trades_are_surveyed_and_an_alert_is_closed(
    pack: Path, run_hikiate: Run, register: Path, tmp_path: Path
) -> None:
    """The person's account and the trade with oneself are found; the outcome stands beside the alert afterwards."""
    code, out, _ = run_hikiate("surveil", pack, "--register", register, "--json")
    made = document(out)
    assert (code, made["parties"]) == (0, True)
    assert {alert["kind"] for alert in made["alerts"]} >= {"self_trade"}
    alert = made["alerts"][0]["id"]
    closed = (f"alert={alert}", "outcome=explained", "words=w")
    assert run_hikiate("insider", "triage", register, *closed, "--by", "B")[0] == 0
    named = ("--register", register, "--announcement", "BTC@2026-06-01T00:00:00+09:00")
    code, out, _ = run_hikiate("surveil", pack, *named, "--lang", "ja")
    assert (code, "explained: w" in out) == (0, True)
    file = tmp_path / "alerts.pdf"
    assert run_hikiate("surveil", pack, "--format", "pdf", "--out", file)[0] == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert run_hikiate("surveil", pack, "--announcement", "BTC")[0] == 2


def test_an_audit_pack_is_verified_where_it_was_not_made(pack: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Copied with its pack, it is the same bytes; changed, it is named; and it is never written over something."""
    made, copy = tmp_path / "made", tmp_path / "elsewhere" / "copy"
    assert run_hikiate("audit-pack", pack, "--out", made, "--seed", "2026", "--samples", "3", "--json")[0] == 0
    assert run_hikiate("audit-pack", pack, "--out", made, "--seed", "2026")[0] == 2
    copy.mkdir(parents=True)
    for file in made.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    code, out, _ = run_hikiate("audit-verify", copy, "--pack", pack, "--json")
    assert (code, document(out)["sound"], document(out)["remade"]) == (0, True, True)
    assert "同一です" in run_hikiate("audit-verify", copy, "--pack", pack, "--lang", "ja")[1]
    (copy / "samples.csv").write_bytes((copy / "samples.csv").read_bytes() + b"x\n")
    code, out, _ = run_hikiate("audit-verify", copy)
    assert (code, "audit.file_differs" in out) == (1, True)
    assert run_hikiate("audit-verify", tmp_path / "nowhere")[0] == 2

"""A workspace by its commands, on SQLite and on PostgreSQL: an incident to its last payment, saved and audited."""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from incident_papers import INCIDENT, LOSS, OVERLAY, bank_statement, determination, seal, settlement

from hikiate.storage.database import triggers, workspace
from hikiate.storage.database.connection import VARIABLE, disconnect

PACKS = Path(__file__).resolve().parent / "packs"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, call: Call, tmp_path: Path) -> Call:
    """A workspace with people, a day closed into it, and limits."""
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("new_postgres")())
    else:
        monkeypatch.delenv(VARIABLE, raising=False)
    shutil.copytree(PACKS / "in_order", tmp_path / "pack")
    (tmp_path / "overlay.toml").write_text(OVERLAY, encoding="utf-8")
    (tmp_path / "incident.toml").write_text(INCIDENT, encoding="utf-8")
    done = [call("init", "w", user="ann")]
    for name, role in (("mia", "maker"), ("cho", "approver"), ("dai", "approver")):
        done.append(call("user", "roles", name, "--role", role, user="ann"))
    done += [call("close", "pack", "--workspace", "w"), call("close", "pack", "--workspace", "w")]
    for asset, most in (("JPY", "100000000"), ("BTC", "10")):
        done.append(
            call("user", "limit", "approver", asset, most, "--two-above", "20000", user="ann")
            if asset == "JPY"
            else call("user", "limit", "approver", asset, most, user="ann")
        )
    assert [code for code, _, _ in done] == [0] * len(done), done
    return call


def test_an_incident_is_carried_to_its_last_payment(firm: Call, tmp_path: Path) -> None:
    """By commands alone; each step a second time says so and changes nothing; the audit passes at the end."""

    def twice(*words: str, user: str = "mia") -> str:
        codes = [firm(*words, "--json", user=user) for _ in range(2)]
        assert [code for code, _, _ in codes] == [0, 0], (words, codes)
        assert json.loads(codes[1][1])["already"] is True
        return codes[0][1]

    twice("incident", "open", "incident.toml")
    determination(tmp_path / "determined", 30)
    twice("incident", "determine", "I-1", "determined")
    assert firm("approval", "approve", "1", user="mia")[0] == 2
    _is_approved_only_as_it_was_taken_in(firm, tmp_path)
    assert "another approver" in firm("approval", "approve", "1", user="cho")[1]
    twice("approval", "approve", "1", user="dai")
    draw = ("incident", "draw", "I-1", "JPY", "20000", "--source", "reserve")
    assert firm(*draw, "--rulebook", "jp-fiea-175")[0] == 2
    twice(*draw, "--rulebook", "jp-2026-reported")
    twice("approval", "approve", "2", user="cho")
    twice("incident", "draw", "I-1", "JPY", "10000", "--source", "own_funds")
    twice("approval", "approve", "3", user="cho")
    twice("payout", "batch", "I-1", "JPY", "--lines", "20")
    assert firm("payout", "release", "I-1", "1")[0] == 2
    twice("approval", "approve", "4", user="cho")
    twice("payout", "release", "I-1", "1")
    payout = tmp_path / "w" / "payouts" / "I-1-1.csv"
    first = payout.read_bytes()
    assert first.decode().splitlines()[1] == "I-1/1,1,1,K0001,C0001,JPY,1000"
    payout.unlink()
    assert firm("payout", "release", "I-1", "1")[0] == 0
    assert payout.read_bytes() == first
    settlement(payout, tmp_path / "part.csv", rows=slice(0, 5))
    settlement(payout, tmp_path / "whole.csv", returned=("K0009",))
    twice("payout", "settle", "I-1", "1", "part.csv")
    twice("payout", "settle", "I-1", "1", "whole.csv")
    for words in (("batch", "I-1", "JPY"), ("batch", "I-1", "JPY", "--retry")):
        twice("payout", *words)
    for number, request in ((2, 5), (3, 6)):
        twice("approval", "approve", str(request), user="cho")
        twice("payout", "release", "I-1", str(number))
        settlement(tmp_path / "w" / "payouts" / f"I-1-{number}.csv", tmp_path / "s.csv", returned=("K0009",))
        twice("payout", "settle", "I-1", str(number), "s.csv")
    assert firm("incident", "close", "I-1")[0] == 2
    twice("payout", "set-aside", "I-1", "K0009", "--reason", "account closed")
    twice("incident", "claim", "I-1", "JPY", "9000", "--reference", "claim 7")
    twice("incident", "recover", "I-1", "JPY", "9000", "--source", "insurance", "--reference", "wire 1")
    twice("incident", "close", "I-1", "--words", "done")
    shown = json.loads(firm("incident", "show", "--incident", "I-1", "--json")[1])["incidents"][0]
    assert (shown["state"], shown["paid"], shown["set_aside"], shown["pending"]) == ("closed", 29, 1, 1)
    rows = json.loads(firm("payout", "list", "I-1", "--json")[1])["rows"]
    assert [(row["paid"], row["returned"]) for row in rows] == [(19, 1), (10, 0), (0, 1)]
    code, out, _ = firm("audit", "--json")
    assert (code, json.loads(out)["findings"]) == (0, [])
    _saved_and_restored(firm, tmp_path, json.loads(out)["head"])


def test_what_is_refused_keeps_no_file(firm: Call, tmp_path: Path) -> None:
    """An audit would ask for ever which decision names it."""
    (tmp_path / "evidence.txt").write_text("done", encoding="utf-8")
    assert firm("incident", "open", "incident.toml", user="cho")[0] == 2
    assert firm("finding", "close", "99", "--evidence", "evidence.txt", "--words", "done")[0] == 2
    assert not [*(tmp_path / "w" / "store" / "incidents").iterdir(), *(tmp_path / "w" / "store" / "evidence").iterdir()]
    code, out, _ = firm("audit", "--json")
    assert (code, json.loads(out)["findings"]) == (0, [])


def test_a_bank_statement_settles_what_it_names(firm: Call, tmp_path: Path) -> None:
    """By commands: paid, come back, come back late and sent once more; kept, audited, and taken in once."""
    firm("incident", "open", "incident.toml")
    determination(tmp_path / "determined", 4)
    firm("incident", "determine", "I-1", "determined")
    firm("approval", "approve", "1", user="cho")
    firm("incident", "draw", "I-1", "JPY", "4000", "--source", "own_funds")
    firm("approval", "approve", "2", user="cho")
    for number, request in ((1, 3), (2, 4)):
        firm("payout", "batch", "I-1", "JPY", "--lines", "2")
        firm("approval", "approve", str(request), user="cho")
        assert firm("payout", "release", "I-1", str(number))[0] == 0
    lines = [("K0001", 1000, "DBIT"), ("K0002", 1000, "DBIT"), ("K0002", 1000, "CRDT"), ("rent", 5, "DBIT")]
    bank_statement(tmp_path / "1.xml", 1, [*lines, ("K0003", 1000, "DBIT"), ("K0004", 1000, "DBIT")])
    bank_statement(tmp_path / "2.xml", 2, [("K0004", 1000, "CRDT")])
    for name, settled in (("1.xml", 4), ("2.xml", 1)):
        for already in (False, True):
            code, out, _ = firm("payout", "statement", name, "--json")
            done = json.loads(out)
            assert (code, done["number"], done["already"]) == (0, settled, already)
    bank_statement(tmp_path / "2.xml", 2, [("K0003", 1000, "CRDT")])
    code, _, err = firm("payout", "statement", "2.xml")
    assert (code, "[bank.changed]" in err) == (2, True)
    rows = json.loads(firm("payout", "list", "I-1", "--json")[1])["rows"]
    assert [(row["paid"], row["returned"]) for row in rows] == [(1, 1), (1, 1)]
    firm("payout", "batch", "I-1", "JPY", "--retry")
    firm("approval", "approve", "5", user="cho")
    firm("payout", "release", "I-1", "3")
    bank_statement(tmp_path / "3.xml", 3, [("K0002", 1000, "DBIT"), ("K0004", 1000, "DBIT")])
    assert json.loads(firm("payout", "statement", "3.xml", "--json")[1])["number"] == 0
    text = (tmp_path / "3.xml").read_text(encoding="utf-8").replace("DBIT-K", "D2-K")
    (tmp_path / "3.xml").write_text(text.replace("<Id>S3", "<Id>S4"), encoding="utf-8")
    assert "2 payments settled" in firm("payout", "statement", "3.xml")[1]
    assert firm("incident", "close", "I-1")[0] == 0
    shown = json.loads(firm("incident", "show", "--incident", "I-1", "--json")[1])["incidents"][0]
    assert (shown["state"], shown["paid"]) == ("closed", 4)
    assert firm("audit")[0] == 0
    kept = sorted((tmp_path / "w" / "store" / "settlements").iterdir())
    kept[0].write_bytes(kept[0].read_bytes() + b" ")
    assert f"store/settlements/{kept[0].name}" in firm("audit")[1]


def _is_approved_only_as_it_was_taken_in(firm: Call, tmp_path: Path) -> None:
    """A determination whose kept files were changed since takes no effect."""
    (kept,) = (tmp_path / "w" / "store" / "determinations").iterdir()
    sound = (kept / "paid.csv").read_bytes()
    (kept / "paid.csv").write_bytes(sound.replace(b"C0001,", b"C9999,"))
    assert firm("approval", "approve", "1", user="cho")[0] == 0
    assert firm("approval", "approve", "1", user="dai")[0] == 2
    (kept / "paid.csv").write_bytes(sound)


def _saved_and_restored(firm: Call, tmp_path: Path, head: str) -> None:
    """A backup goes into SQLite wherever it came from, and is the same workspace there."""
    assert firm("backup", "--out", "b.tar.gz")[0] == 0
    assert firm("backup", "--out", "b.tar.gz")[0] == 2
    assert firm("restore", "b.tar.gz", "--workspace", "w")[0] == 2
    if os.environ.get(VARIABLE):
        assert firm("restore", "b.tar.gz", "--workspace", "again")[0] == 2
        assert firm("init", "other")[0] == 2
        assert not (tmp_path / "other").exists()
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv(VARIABLE, raising=False)
        assert firm("restore", "b.tar.gz", "--workspace", "again")[0] == 0
        code, out, _ = firm("audit", "--workspace", "again", "--head", head, "--json")
        assert (code, json.loads(out)["head"]) == (0, head)
        assert firm("audit", "--workspace", "again", "--head", "0" * 64)[0] == 1
        (tmp_path / "cut.tar.gz").write_bytes((tmp_path / "b.tar.gz").read_bytes()[:5000])
        assert firm("restore", "cut.tar.gz", "--workspace", "third")[0] == 2
        assert firm("restore", "incident.toml", "--workspace", "third")[0] == 2
        assert not (tmp_path / "third").exists()


def test_one_changed_file_is_found_and_named(firm: Call, tmp_path: Path) -> None:
    """In a pack, a result, an overlay or evidence; one that is missing, and one that nobody entered."""
    assert firm("close", "pack", "--workspace", "w", "--overlay", "overlay.toml")[0] in {0, 1}
    shutil.copytree(PACKS / "in_breach", tmp_path / "breach")
    later = (tmp_path / "breach" / "exchange.toml").read_text(encoding="utf-8").replace("2026-09-18", "2026-09-24")
    (tmp_path / "breach" / "exchange.toml").write_text(later, encoding="utf-8")
    assert firm("close", "breach", "--workspace", "w")[0] == 1
    code, out, _ = firm("finding", "list", "--json", "--at", "2027-09-25T00:00:00+09:00")
    assert code in {0, 1}
    number = str(json.loads(out)["rows"][0]["finding"])
    assert firm("finding", "assign", number, "--owner", "mia", "--days", "2")[0] == 0
    assert firm("finding", "close", number, "--evidence", "overlay.toml", "--words", "seen to")[0] == 0
    assert firm("audit")[0] == 0
    store = tmp_path / "w" / "store"
    kinds = [sorted(path for path in kind.rglob("*") if path.is_file()) for kind in sorted(store.iterdir())]
    for path in [files[0] for files in kinds if files]:
        content = path.read_bytes()
        named = path.relative_to(tmp_path / "w").as_posix()
        path.write_bytes(content + b" ")
        code, out, _ = firm("audit", "--json")
        found = json.loads(out)["findings"]
        assert code == 1
        assert any(finding["code"] == "audit.file" and finding["where"] == named for finding in found), named
        path.unlink()
        assert firm("audit")[0] == 1
        path.write_bytes(content)
    (store / "results" / ("0" * 64)).write_text("{}", encoding="utf-8")
    code, out, _ = firm("audit")
    assert code == 1
    assert f"store/results/{'0' * 64}: a file that no decision names" in out


def test_the_reserve_and_the_journal_by_commands(firm: Call) -> None:
    """Set aside, corrected, listed, and what stood there before."""
    assert firm("reserve", "provision", "JPY", "500", "--memo", "September")[0] == 0
    assert firm("reserve", "release", "JPY", "5", "--rulebook", "jp-fiea-175")[0] == 2
    assert firm("reserve", "release", "JPY", "5", "--rulebook", "jp-2026-reported")[0] == 2
    assert firm("approval", "approve", "1", user="cho")[0] == 0
    assert firm("journal", "correct", "2", "--reason", "typed twice")[0] == 0
    assert "correction of an entry" in firm("approval", "list")[1]
    assert firm("approval", "reject", "2", "--words", "it is right", user="dai")[0] == 0
    assert json.loads(firm("approval", "list", "--json")[1])["rows"] == []
    assert len(json.loads(firm("approval", "list", "--all", "--json")[1])["rows"]) == 2
    rows = json.loads(firm("journal", "list", "--entry", "2", "--json")[1])["rows"]
    assert [(row["debit"], row["credit"], row["amount"]) for row in rows] == [
        ("reserve_assets", "own_funds", "500"),
        ("reserve_provision", "reserve_liability", "500"),
    ]
    assert "assets set aside for the reserve" in firm("journal", "list")[1]
    held = {
        row["account"]: row["balance"]
        for row in json.loads(firm("journal", "balance", "--json")[1])["rows"]
        if row["asset"] == "JPY"
    }
    assert held["reserve_assets"] == "20000500"
    assert firm("journal", "balance", "--until", "2020-01-01T00:00:00+09:00")[1] == "none\n"
    assert firm("journal", "balance", "--until", "yesterday")[0] == 2
    assert "approver" in firm("user", "list")[1]
    assert "100000000" in firm("user", "limits")[1]
    assert firm("incident", "show")[1] == "none\n"
    assert firm("migrate")[1] == "It is up to date.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("payments.csv", "customer,pay_asset,amount\nC0001,JPY,1000\n"),
        ("payments.csv", "customer,pay_asset,amount,key,pay_on\nC0001,JPY,1000,K0001\n"),
        ("payments.csv", ""),
        ("pending.csv", "customer,pay_asset,amount\nC9999,JPY,5\n"),
        ("paid.csv", None),
        ("pending.csv", None),
        ("summary.json", '{"schema": "other"}'),
        ("summary.json", "nothing"),
        ("payments.parquet", ""),
    ],
)
def test_a_determination_that_is_none_is_refused(firm: Call, tmp_path: Path, name: str, content: str | None) -> None:
    """A column or a field too few, an empty file, another summary, no file, two forms; nothing is kept of it."""
    firm("incident", "open", "incident.toml")
    determination(tmp_path / "d", 1)
    (tmp_path / "d" / name).unlink(missing_ok=True)
    if content is not None:
        (tmp_path / "d" / name).write_text(content, encoding="utf-8")
    seal(tmp_path / "d")
    assert firm("incident", "determine", "I-1", "d")[0] == 2
    assert list((tmp_path / "w" / "store" / "determinations").iterdir()) == []
    assert firm("audit")[0] == 0


def test_a_determination_that_was_changed_since_is_refused(firm: Call, tmp_path: Path) -> None:
    """Its own digests say so, and a folder without them is none."""
    firm("incident", "open", "incident.toml")
    determination(tmp_path / "d", 1)
    (tmp_path / "d" / "pending.csv").write_text("customer,pay_asset,amount,reason,detail\n", encoding="utf-8")
    assert "[payout.earlier_altered]" in firm("incident", "determine", "I-1", "d")[2]
    (tmp_path / "d" / "files.json").unlink()
    assert firm("incident", "determine", "I-1", "d")[0] == 2


def test_what_compensate_writes_is_taken_in_and_followed(firm: Call, tmp_path: Path) -> None:
    """Two iterations of one incident: the second adds what has become payable, and nothing is payable twice."""
    (tmp_path / "loss.toml").write_text(LOSS, encoding="utf-8")
    calls = [
        firm("incident", "open", "loss.toml"),
        firm("compensate", "pack", "--incident", "loss.toml", "--out", "first"),
        firm("incident", "determine", "theft", "first"),
        firm("approval", "approve", "1", user="cho"),
        firm("compensate", "pack", "--incident", "loss.toml", "--out", "second", "--earlier", "first"),
        firm("incident", "determine", "theft", "second"),
        firm("approval", "approve", "2", user="cho"),
    ]
    assert [code for code, _, _ in calls if code not in {0, 1}] == [], calls
    payments = (tmp_path / "first" / "payments.csv").read_text(encoding="utf-8").splitlines()[1:]
    (shown,) = json.loads(firm("incident", "show", "--incident", "theft", "--json")[1])["incidents"]
    assert (shown["determinations"], shown["payable"], shown["pending"]) == (2, len(payments), 0)
    assert payments


def test_what_is_wrong_with_a_database_is_said(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, locked, no database, older, newer, not reachable: 2 or 3, in clear words, and nothing half-done."""
    monkeypatch.delenv(VARIABLE, raising=False)
    assert "[workspace.absent]" in call("audit")[2]
    assert call("migrate")[0] == 2
    assert call("init", "w", user="ann")[0] == 0
    database = tmp_path / "w" / "hikiate.db"
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("hikiate.storage.database.connection._LOCK_SECONDS", 0.1)
        code, _, err = call("user", "roles", "mia", "--role", "maker", user="ann")
    assert (code, "in use by another command" in err) == (3, True)
    disconnect()
    sound = database.read_bytes()
    for statement, words in (
        ("DELETE FROM django_migrations WHERE name = '0004_triggers'", "lacks 0004_triggers"),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('hikiate', '0099_later', '2030-01-01')",
            "newer version",
        ),
    ):
        database.write_bytes(sound)
        with closing(sqlite3.connect(database)) as other:
            other.execute(statement)
            other.commit()
        code, _, err = call("user", "list")
        assert (code, words in err) == (2, True)
        disconnect()
    assert call("migrate")[0] == 2
    disconnect()
    database.write_bytes(b"this is no database at all, however long it may be" * 100)
    assert call("user", "list")[0] == 2
    disconnect()
    for address, wanted in (("mysql://x/y", 2), ("postgresql://h", 2), ("postgresql://nobody@127.0.0.1:9/none", 3)):
        monkeypatch.setenv(VARIABLE, address)
        assert call("user", "list")[0] == wanted


def test_a_migration_that_broke_off_is_run_again(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its steps is whole or not taken."""
    monkeypatch.delenv(VARIABLE, raising=False)
    with monkeypatch.context() as patched:
        patched.setattr(triggers, "sqlite", lambda: iter(["CREATE TABLE half (x)", "this is no SQL"]))
        assert call("init", "w", user="ann")[0] == 3
    assert not (tmp_path / "w" / "hikiate.db").exists()
    assert [path.name for path in (tmp_path / "w").glob("*.db")] == []
    shutil.rmtree(tmp_path / "w")
    assert call("init", "w", user="ann")[0] == 0
    assert call("audit")[0] == 0


def test_a_full_disk_leaves_nothing_half_done(firm: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database writes, or a file is kept: exit 3, and the same command afterwards does it."""

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "hikiate.db")

    before = firm("audit", "--json")[1]
    for place, name in (("hikiate.storage.workspace.file_store", "force_to_disk"), (workspace.__name__, "insert")):
        with monkeypatch.context() as patched:
            patched.setattr(f"{place}.{name}", full)
            code, _, err = firm("incident", "open", "incident.toml")
        assert (code, "no space left" in err) == (3, True)
    assert json.loads(firm("audit", "--json")[1])["head"] == json.loads(before)["head"]
    assert firm("incident", "open", "incident.toml")[0] == 0
    assert firm("audit")[0] == 0


@pytest.mark.parametrize("module", ["hikiate.cli.app", "hikiate.cli.closing", "hikiate.cli.proving"])
def test_a_command_without_a_workspace_loads_no_database(module: str) -> None:
    """Help and a close stay as quick as they were."""
    asked = f"import sys, {module}; print('django' in sys.modules, 'psycopg' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, encoding="utf-8")
    assert said.stdout == "False False\n"

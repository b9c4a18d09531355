"""The drills by their commands, and that one changed byte in any kept file of a workspace is found and named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from incident_papers import OVERLAY

from hikiate.storage.database.connection import VARIABLE, disconnect
from hikiate.storage.workspace.file_store import FOLDERS

PACKS = Path(__file__).resolve().parent / "packs"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def pack(call: Call, monkeypatch: pytest.MonkeyPatch) -> str:
    """The pack of a small example, on SQLite."""
    monkeypatch.delenv(VARIABLE, raising=False)
    assert call("example", "pack", "--customers", "40", "--seed", "1")[0] == 0
    return "pack"


def flipped(file: Path, chance: Random) -> bytes:
    """Change one bit of one byte of a file; gives back what it was."""
    sound = file.read_bytes()
    place = chance.randrange(len(sound))
    file.write_bytes(sound[:place] + bytes([sound[place] ^ 1 << chance.randrange(8)]) + sound[place + 1 :])
    return sound


def test_real_incidents_are_worked_through_at_today_s_size(call: Call, pack: str, tmp_path: Path) -> None:
    """To the last payment, timed, reported in both languages; and a byte of any file that it kept is found."""
    code, out, _ = call("drill", "replay", pack, "--out", "d", "--json")
    told = json.loads(out)
    assert (code, [case["case"] for case in told["cases"]]) == (0, ["dmm-bitcoin-2024", "bybit-2025"])
    for case in told["cases"]:
        assert case["adds_up"] is True
        assert case["findings"] == []
        assert int(case["figures"]["paid"]) == int(case["figures"]["affected"]) > 0
        assert len(case["steps"]) == 10
        sinces = [float(step["since"]) for step in case["steps"]]
        assert sinces == sorted(sinces)
    for lang, words in (("ja", "手順と所要時間"), ("en", "seconds since the beginning")):
        assert words in (tmp_path / "d" / f"report.{lang}.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "d" / "drill.json").read_text(encoding="utf-8")) == told
    assert call("drill", "replay", pack, "--out", "d")[0] == 2
    code, _, err = call("drill", "replay", pack, "--out", "e", "--case", "mtgox", "--case", "nobody")
    assert (code, "nobody" in err) == (2, True)
    _handed_over_and_restored(call, tmp_path)


def _handed_over_and_restored(call: Call, tmp_path: Path) -> None:
    """A changed payout file is found where it is handed over; a backup is restored, audited and reported."""
    workspace = tmp_path / "d" / "bybit-2025" / "workspace"
    where = ("--workspace", str(workspace))
    (payout,) = (workspace / "payouts").iterdir()
    sound = flipped(payout, Random(1))  # noqa: S311 - a seed, no secret
    code, out, _ = call("audit", "--json", *where)
    assert (code, [(one["code"], one["where"]) for one in json.loads(out)["findings"]]) == (
        1,
        [("audit.handed_differs", f"payouts/{payout.name}")],
    )
    payout.write_bytes(sound)
    assert call("backup", "--out", "b.tar.gz", *where)[0] == 0
    head = json.loads(call("audit", "--json", *where)[1])["head"]
    code, out, _ = call("drill", "restore", "b.tar.gz", "--out", "r", "--head", head, "--json")
    told = json.loads(out)
    assert (code, told["head"], told["findings"]) == (0, head, [])
    assert [step["step"] for step in told["steps"]] == ["restored from the backup", "audited from the first entry"]
    assert "復元" in (tmp_path / "r" / "report.ja.html").read_text(encoding="utf-8")
    code, out, _ = call("drill", "restore", "b.tar.gz", "--out", "r2", "--head", "0" * 64)
    assert (code, "[audit.head_differs]" in out or "audit.head_differs" in out) == (1, True)
    assert call("drill", "restore", "pack/exchange.toml", "--out", "r3")[0] == 2


def test_a_handover_is_reported_as_a_page(call: Call, pack: str, tmp_path: Path) -> None:
    """The same as `estate drill`, with its steps."""
    code, out, _ = call("drill", "handover", pack, "--out", "h", "--json")
    told = json.loads(out)
    assert (code, told["schema"]) == (1, "hikiate/handover/1")
    assert next(step["step"] for step in told["steps"]) == "tables read"
    for lang, words in (("ja", "引継ぎ"), ("en", "hand over")):
        assert words in (tmp_path / "h" / f"report.{lang}.html").read_text(encoding="utf-8")


def test_one_changed_byte_in_a_kept_file_of_any_kind_is_found(call: Call, pack: str, tmp_path: Path) -> None:
    """Every folder of the store has a file, and a new one must; and a paper that no line of the register entered."""
    (tmp_path / "overlay.toml").write_text(OVERLAY, encoding="utf-8")
    assert call("drill", "replay", pack, "--out", "d", "--case", "dmm-bitcoin-2024")[0] == 0
    shutil.copytree(tmp_path / "d" / "dmm-bitcoin-2024" / "workspace", tmp_path / "w")
    done = [
        call("finding", "close", "1", "--evidence", "overlay.toml", "--words", "seen", user="drill-maker"),
        call("prove", pack, "--out", "proofs"),
        call("publish", "proofs/ROOT.json", user="drill-maker"),
        call("close", pack, "--workspace", "w", "--overlay", "overlay.toml", user="drill-maker"),
        call("dispute", "open", "w/store/disputes", "--exchange", "Aoba", "--answer-days", "14"),
    ]
    assert [code for code, _, _ in done] == [0, 0, 0, 0, 0], done
    assert call("audit")[0] == 0
    store, chance = tmp_path / "w" / "store", Random(20261126)  # noqa: S311 - a seed, no secret
    kept = {kind: sorted(path for path in (store / kind).rglob("*") if path.is_file()) for kind in FOLDERS}
    assert [kind for kind, files in kept.items() if not files] == []
    for files in kept.values():
        file = chance.choice(files)
        sound = flipped(file, chance)
        code, out, _ = call("audit", "--json")
        named = file.relative_to(tmp_path / "w").as_posix()
        assert code == 1, named
        # A determination is known by the digest of its files together.
        assert any(named.startswith(one["where"].partition(" ")[0]) for one in json.loads(out)["findings"]), named
        file.write_bytes(sound)
    stray = store / "disputes" / "disputes" / "nobody.json"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"{}")
    code, out, _ = call("audit", "--json")
    assert (code, [(one["code"], one["where"]) for one in json.loads(out)["findings"]]) == (
        1,
        [("register.file_unentered", "store/disputes/disputes/nobody.json")],
    )
    stray.unlink()
    assert call("audit")[0] == 0


def test_a_workspace_whose_making_broke_off_is_finished(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same command; where anything else stands in the folder, or a workspace, it is refused."""
    monkeypatch.delenv(VARIABLE, raising=False)
    for left in ("packs", "store/packs"):
        (tmp_path / "w" / left).mkdir(parents=True)
    (tmp_path / "w" / ".hikiate.db.making").write_bytes(b"half")
    assert call("init", "w", user="ann")[0] == 0
    disconnect()
    assert call("init", "w", user="ann")[0] == 2
    disconnect()
    (tmp_path / "x" / "packs").mkdir(parents=True)
    (tmp_path / "x" / "packs" / "mine").write_bytes(b"")
    assert call("init", "x", user="ann")[0] == 2

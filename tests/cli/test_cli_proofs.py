"""prove, proof, verify and audit-proof as users call them: what they print, how they end, what they leave behind."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

Run = Callable[..., tuple[int, str, str]]

CUSTOMERS = 40
_IN_THIS_PROCESS: dict[str, Any] = {
    "n_workers": 2,
    "threads_per_worker": 1,
    "processes": False,
    "protocol": "tcp://",
    "dashboard_address": None,
}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, run_hikiate: Run) -> Path:
    """A folder with a pack and its proofs."""
    folder = tmp_path_factory.mktemp("day")
    assert run_hikiate("example", folder / "pack", "--customers", str(CUSTOMERS), "--seed", "3")[0] == 0
    code, out, err = run_hikiate("prove", folder / "pack", "--out", folder / "proofs", "--lang", "en")
    assert code == 0, err
    assert "day root" in out
    assert "SHA-256 by hashlib" in err
    return folder


def document(text: str) -> Mapping[str, Any]:
    """The one JSON document of a text."""
    read: Mapping[str, Any] = json.loads(text)
    return read


def test_a_customers_proof_is_printed_and_verifies(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """In words of both languages and as JSON; --out writes the same bytes."""
    proofs, root = day / "proofs", day / "proofs" / "ROOT.json"
    code, out, _ = run_hikiate("proof", proofs, "C000000007")
    assert code == 0
    file = tmp_path / "proof.json"
    assert run_hikiate("proof", proofs, "C000000007", "--out", file)[0] == 0
    assert file.read_text(encoding="utf-8") == out
    code, nothing, _ = run_hikiate("proof", proofs, "C000000007", "--qr", tmp_path / "codes.html")
    assert (code, nothing) == (0, "")
    assert "<svg" in (tmp_path / "codes.html").read_text(encoding="utf-8")
    code, told, _ = run_hikiate("verify", file, "--root", root, "--json")
    found = document(told)
    assert (code, found["included"], found["customer"]) == (0, True, "C000000007")
    assert {"JPY"} <= set(found["balances"])
    assert "Included" in run_hikiate("verify", file, "--root", proofs, "--lang", "en")[1]
    assert "含まれています" in run_hikiate("verify", file, "--root", root, "--lang", "ja")[1]


def test_a_proof_of_another_customer_is_not_included(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Exit 1, what failed in words, and no balance stated."""
    file = tmp_path / "proof.json"
    out = run_hikiate("proof", day / "proofs", "C000000007")[1]
    file.write_text(out.replace("C000000007", "C000000008"), encoding="utf-8")
    code, told, _ = run_hikiate("verify", file, "--root", day / "proofs", "--json")
    assert (code, document(told)["included"], document(told)["balances"]) == (1, False, {})
    code, told, _ = run_hikiate("verify", file, "--root", day / "proofs", "--lang", "ja")
    assert code == 1
    assert "不適合" in told


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("proof", "{day}/proofs", "nobody"), "proof.unknown_customer"),
        (("proof", "{day}/pack", "C000000001"), "input.no_file"),
        (("verify", "{day}/none.json", "--root", "{day}/proofs"), "input.no_file"),
        (("verify", "{day}/proofs/ROOT.json", "--root", "{day}/proofs"), "proof.malformed"),
        (("verify", "{day}/proofs", "--root", "{day}/proofs"), "input.no_file"),
        (("prove", "{day}/pack", "--out", "{day}/proofs"), "call.not_empty"),
        (("prove", "{day}/pack", "--out", "{new}", "--memory", "1MB"), "call.memory"),
        (("prove", "{day}/pack", "--out", "{new}", "--memory", "much"), "call.memory"),
        (("prove", "{day}/pack", "--out", "{new}", "--executor", "fibres"), "call.executor"),
        (("prove", "{day}/pack", "--out", "{new}", "--previous", "{day}/proofs"), "proof.wrong_previous"),
    ],
)
def test_a_wrong_call_is_refused_with_its_place(
    day: Path, run_hikiate: Run, tmp_path: Path, arguments: tuple[str, ...], place: str
) -> None:
    """Exit 2, the code of what is wrong, nothing written."""
    called = [part.format(day=day, new=tmp_path / "new") for part in arguments]
    code, out, err = run_hikiate(*called, "--json")
    assert code == 2
    assert place in {fault["code"] for fault in document(out)["faults"]}
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("C000000001,JPY,-1,0", "input.negative"),
        ("C000000001,JPY,,0", "input.blank"),
        ("C000000001,JPY,0,0", "proof.zero_balance"),
        (f"C000000001,JPY,{10**39},0", "input.overflow"),
        ("C000000001,BTC,1,0", "input.duplicate"),
        ("Nobody,JPY,1,0", "proof.secret_missing"),
    ],
)
def test_a_balance_that_cannot_be_proven_is_refused(
    day: Path, run_hikiate: Run, tmp_path: Path, row: str, code: str
) -> None:
    """Negative, blank, zero, overflowing, twice, without a secret."""
    pack = shutil.copytree(day / "pack", tmp_path / "pack")
    balances = pack / "balances.csv"
    lines = balances.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("C000000001,JPY,")
    balances.write_text("\n".join([lines[0], row, *lines[2:]]) + "\n", encoding="utf-8")
    ended, out, _ = run_hikiate("prove", pack, "--out", tmp_path / "proofs", "--json")
    assert ended == 2
    assert code in {fault["code"] for fault in document(out)["faults"]}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack"]


def test_a_short_secret_is_refused_and_never_shown(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Fifteen bytes are too few."""
    pack = shutil.copytree(day / "pack", tmp_path / "pack")
    secrets = pack / "secrets.csv"
    short = "ab12" * 7 + "cd"
    text = re.sub(r"(?m)^(C000000005,).*$", rf"\g<1>{short}", secrets.read_text(encoding="utf-8"))
    secrets.write_text(text, encoding="utf-8")
    ended, out, err = run_hikiate("prove", pack, "--out", tmp_path / "proofs", "--json")
    assert (ended, short in out + err) == (2, False)
    assert "input.not_hex" in {fault["code"] for fault in document(out)["faults"]}


def test_the_store_is_its_owners_and_holds_no_secret(day: Path) -> None:
    """Only the owner may read it; no customer's secret stands in any file of the proofs."""
    store = day / "proofs" / "store"
    assert store.stat().st_mode & 0o077 == 0
    written = b"".join(path.read_bytes() for path in (day / "proofs").rglob("*") if path.is_file())
    for line in (day / "pack" / "secrets.csv").read_text(encoding="utf-8").splitlines()[1:]:
        secret = line.split(",")[1]
        assert secret.encode() not in written
        assert bytes.fromhex(secret) not in written


def test_an_auditor_makes_the_same_and_names_what_differs(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Exit 0 for the pack itself; exit 1 with asset and customer for one that was changed."""
    code, out, err = run_hikiate("audit-proof", day / "pack", "--root", day / "proofs" / "ROOT.json", "--json")
    assert (code, document(out)["same"]) == (0, True), err
    pack = shutil.copytree(day / "pack", tmp_path / "pack")
    balances = pack / "balances.csv"
    lines = balances.read_text(encoding="utf-8").splitlines()
    balances.write_text("\n".join([lines[0], "C000000001,JPY,1,0", *lines[2:]]) + "\n", encoding="utf-8")
    code, out, _ = run_hikiate("audit-proof", pack, "--root", day / "proofs", "--json")
    found = document(out)["findings"]
    assert code == 1
    assert {"pack_digest", "close_digest", "JPY liability"} <= {finding["where"] for finding in found}
    assert "C000000001" in found[-1]["found"]
    for lang, word in (("ja", "パック"), ("en", "published")):
        code, out, _ = run_hikiate("audit-proof", pack, "--root", day / "proofs", "--lang", lang)
        assert (code, word in out) == (1, True)


def test_parts_memory_and_processes_change_no_total(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Processes give the root that threads give; parts give more leaves of the same total, and an audit finds them."""
    pack = day / "pack"
    one = document(run_hikiate("prove", pack, "--out", tmp_path / "one", "--json")[1])
    processes = ("--executor", "processes", "--memory", "64MB", "--close", tmp_path / "one" / "close.json")
    again = document(run_hikiate("prove", pack, "--out", tmp_path / "two", "--json", *processes)[1])
    assert again == one
    split = document(run_hikiate("prove", pack, "--out", tmp_path / "three", "--json", "--parts", "3")[1])
    assert split["assets"]["JPY"]["total"] == one["assets"]["JPY"]["total"]
    assert split["assets"]["JPY"]["leaves"] > one["assets"]["JPY"]["leaves"]
    assert run_hikiate("audit-proof", pack, "--root", tmp_path / "three")[0] == 0


def test_a_cluster_that_does_not_answer_is_outside(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Exit 3, safe to repeat, nothing written."""
    place = tmp_path / "proofs"
    code, _, err = run_hikiate(
        "prove", day / "pack", "--out", place, "--executor", "dask://127.0.0.1:1", "--lang", "en"
    )
    assert code == 3, err
    assert "tcp://127.0.0.1:1: nobody answers there" in err
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_gives_the_root_that_threads_give(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Subtrees built by two workers compose to the same day root."""
    with LocalCluster(**_IN_THIS_PROCESS) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        call = ("prove", day / "pack", "--out", tmp_path / "there", "--json", "--executor", address)
        made = document(run_hikiate(*call)[1])
    assert made == document((day / "proofs" / "ROOT.json").read_text(encoding="utf-8"))


def test_a_root_of_another_day_is_no_root_to_audit_by(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """Refused before anything is built: no tree of one day is that of another."""
    pack = tmp_path / "pack"
    shutil.copytree(day / "pack", pack)
    exchange = (pack / "exchange.toml").read_text(encoding="utf-8")
    moment = re.search(r"snapshot_at = (\d{4})", exchange)
    assert moment
    (pack / "exchange.toml").write_text(exchange.replace(moment[0], "snapshot_at = 2031"), encoding="utf-8")
    code, out, _ = run_hikiate("audit-proof", pack, "--root", day / "proofs", "--json")
    assert code == 2
    assert [fault["code"] for fault in document(out)["faults"]] == ["proof.wrong_pack"]


def test_a_proof_of_another_day_asks_for_its_own_root(day: Path, run_hikiate: Run, tmp_path: Path) -> None:
    """And for no dispute; in both languages."""
    proof = {**document(run_hikiate("proof", day / "proofs", "C000000001")[1]), "as_of": "2031-01-01T00:00:00+09:00"}
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    call = ("verify", file, "--root", day / "proofs")
    code, out, _ = run_hikiate(*call, "--lang", "en")
    assert code == 1
    assert "another day or exchange. Take the ROOT.json of" in out
    assert "dispute" not in out
    assert "別の日か別の取引所の証明書です" in run_hikiate(*call, "--lang", "ja")[1]


def test_a_folder_without_proofs_is_named_as_one(run_hikiate: Run, tmp_path: Path) -> None:
    """`proof` wants what `prove` wrote, and says so."""
    code, _, err = run_hikiate("proof", tmp_path / "nowhere", "C1", "--lang", "en")
    assert code == 2
    assert "the proofs that `hikiate prove` wrote" in err


def test_a_root_is_published_from_the_workspace_that_closed_its_day(
    day: Path, run_hikiate: Run, tmp_path: Path
) -> None:
    """Once, and not before its day is closed there; what is kept of it is audited."""
    environment = {"HIKIATE_WORKSPACE": str(tmp_path / "w"), "HIKIATE_USER": "ann", "HIKIATE_LANG": "en"}

    def call(*words: str | Path) -> tuple[int, str, str]:
        return run_hikiate(*words, env=environment)

    assert call("init", tmp_path / "w")[0] == 0
    root = day / "proofs" / "ROOT.json"
    code, _, err = call("publish", root)
    assert (code, "[workspace.root]" in err) == (2, True)
    assert call("close", day / "pack", "--workspace", tmp_path / "w")[0] in {0, 1}
    for already in (False, True):
        code, out, _ = call("publish", root, "--json")
        assert (code, document(out)["already"]) == (0, already)
    (kept,) = [
        path for path in (tmp_path / "w" / "store" / "proofs").iterdir() if path.read_bytes() == root.read_bytes()
    ]
    kept.write_bytes(b"{}")
    assert f"store/proofs/{kept.name}" in call("audit")[1]

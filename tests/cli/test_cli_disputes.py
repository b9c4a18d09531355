"""A dispute from its filing to the next day root, by commands; and whatever is done to the register behind them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hikiate.proofs.disputes_papers import confirmation_code

Run = Callable[..., tuple[int, str, str]]
EXAMPLE, FIRST, SECOND, THIRD = "2026-11-20", "2026-09-14", "2026-09-16", "2026-09-17"


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, run_hikiate: Run) -> Path:
    """A folder with the packs of three days, and the proofs of the first."""
    folder = tmp_path_factory.mktemp("days")
    for day in (FIRST, SECOND, THIRD):
        run_hikiate("example", folder / day, "--customers", "20", "--seed", "3")
        exchange = folder / day / "exchange.toml"
        exchange.write_text(exchange.read_text(encoding="utf-8").replace(EXAMPLE, day), encoding="utf-8")
    assert run_hikiate("prove", folder / FIRST, "--out", folder / "first")[0] == 0
    return folder


def document(text: str) -> Mapping[str, Any]:
    """The one JSON document of a text."""
    read: Mapping[str, Any] = json.loads(text)
    return read


@pytest.fixture
def register(days: Path, run_hikiate: Run, tmp_path: Path) -> Path:
    """An empty register of the exchange, opened before the first day."""
    name = document((days / "first" / "ROOT.json").read_text(encoding="utf-8"))["exchange"]
    folder = tmp_path / "register"
    code, out, err = run_hikiate(
        "dispute", "open", folder, "--answer-days", "1", "--exchange", name, "--on", FIRST, "--lang", "en"
    )
    assert (code, "no law" in out) == (0, True), err
    return folder


@pytest.fixture
def filed(days: Path, run_hikiate: Run, register: Path, tmp_path: Path) -> str:
    """The number of a dispute in the register."""
    root = document((days / "first" / "ROOT.json").read_text(encoding="utf-8"))
    paper = {
        "schema": "hikiate/dispute/1",
        **{name: root[name] for name in ("exchange", "as_of", "day_root")},
        "customer": "C000000007",
        "reason": "balance_differs",
        "claims": [{"asset": "BTC", "ledger": "liability", "amount": "2"}],
        "failed": [],
        "statement": "two coins",
        "proof": None,
        "nonce": "1" * 32,
    }
    file = tmp_path / "dispute.json"
    file.write_text(json.dumps(paper), encoding="utf-8")
    code, out, err = run_hikiate("dispute", "file", file, "--register", register, "--on", FIRST, "--json")
    assert code == 0, err
    again = document(run_hikiate("dispute", "file", file, "--register", register, "--on", FIRST, "--json")[1])
    assert (document(out)["already"], again["already"]) == (False, True)
    return str(document(out)["number"])


def test_a_dispute_stands_in_the_next_day_root_and_cannot_be_buried(
    days: Path, run_hikiate: Run, register: Path, filed: str, tmp_path: Path
) -> None:
    """Overdue while unanswered, answered afterwards; without its register the next day is refused."""
    chain = ("--previous", days / "first", "--disputes", register)
    out = run_hikiate("prove", days / SECOND, "--out", tmp_path / "second", *chain, "--json")[1]
    assert document(out)["disputes"] == {
        "filed": 1, "open": 1, "answered": 0, "overdue": 1, "checked": 0, "head": document(out)["disputes"]["head"],
    }  # fmt: skip
    code, listed, _ = run_hikiate("dispute", "list", "--register", register, "--on", SECOND, "--lang", "en")
    assert (code, "OVERDUE" in listed, filed in listed) == (1, True, True)
    answer = ("--outcome", "claim_rejected", "--words", "The row says one.", "--by", "Sato", "--on", SECOND)
    code, _, err = run_hikiate("dispute", "answer", filed, "--register", register, *answer)
    assert code == 0, err
    out = run_hikiate("prove", days / SECOND, "--out", tmp_path / "answered", *chain, "--json")[1]
    assert (document(out)["disputes"]["answered"], document(out)["disputes"]["open"]) == (1, 0)
    third = ("prove", days / THIRD, "--out", tmp_path / "third", "--previous", tmp_path / "second")
    ended, out, _ = run_hikiate(*third, "--json")
    assert (ended, document(out)["faults"][0]["code"]) == (2, "register.taken_out")
    assert run_hikiate("dispute", "check", register, "--root", tmp_path / "second")[0] == 0


def test_a_confirmation_is_counted_once(days: Path, run_hikiate: Run, register: Path, tmp_path: Path) -> None:
    """Verified with the key in the store; the next root says how many checked."""
    proof = document(run_hikiate("proof", days / "first", "C000000007")[1])
    names = ("exchange", "as_of", "day_root", "customer")
    paper = {"schema": "hikiate/confirmation/1", **{name: proof[name] for name in names}}
    paper["code"] = confirmation_code(bytes.fromhex(proof["key"]), proof["day_root"])
    file = tmp_path / "confirmation.json"
    file.write_text(json.dumps(paper), encoding="utf-8")
    given = ("--store", days / "first", "--register", register, "--on", FIRST, "--json")
    assert document(run_hikiate("dispute", "confirm", file, *given)[1])["checked"] == 1
    assert document(run_hikiate("dispute", "confirm", file, *given)[1])["already"] is True
    chain = ("--previous", days / "first", "--disputes", register)
    out = run_hikiate("prove", days / SECOND, "--out", tmp_path / "second", *chain, "--json")[1]
    assert document(out)["disputes"]["checked"] == 1
    file.write_text(json.dumps({**paper, "code": "0" * 64}), encoding="utf-8")
    assert run_hikiate("dispute", "confirm", file, *given)[0] == 2


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: next(folder.glob("disputes/*.json")).unlink(), "register.file_missing"),
        (lambda folder: next(folder.glob("disputes/*.json")).write_bytes(b"{}"), "register.file_changed"),
        (
            lambda folder: (folder / "answers").mkdir() or (folder / "answers" / "x.json").touch(),
            "register.file_unentered",
        ),
        (lambda folder: (folder / "register.jsonl").write_bytes(b"x\n"), "register.line_differs"),
    ],
)
def test_a_register_that_was_tampered_with_is_told(
    run_hikiate: Run, register: Path, filed: str, damage: Callable[[Path], object], code: str
) -> None:
    """Exit 1, and the first thing that differs by its name, in both languages."""
    assert filed
    assert run_hikiate("dispute", "check", register)[0] == 0
    damage(register)
    ended, out, _ = run_hikiate("dispute", "check", register, "--json")
    assert (ended, code in {finding["code"] for finding in document(out)["findings"]}) == (1, True)
    assert run_hikiate("dispute", "check", register, "--lang", "ja")[0] == 1


def test_words_are_said_in_both_languages(run_hikiate: Run, register: Path, filed: str, tmp_path: Path) -> None:
    """Filed, answered twice, listed."""
    answer = ("--outcome", "balance_corrected", "--words", "訂正しました。", "--by", "佐藤", "--on", FIRST)
    for lang in ("ja", "en"):
        code, out, err = run_hikiate("dispute", "answer", filed, "--register", register, *answer, "--lang", lang)
        assert (code, filed in out) == (0, True), err
        code, out, _ = run_hikiate("dispute", "list", "--register", register, "--on", FIRST, "--lang", lang)
        assert (code, "訂正しました。" in out) == (0, True)
    assert (
        document(run_hikiate("dispute", "list", "--register", register, "--on", FIRST, "--json")[1])["counts"][
            "answered"
        ]
        == 1
    )
    for wrong in (
        ("dispute", "open", register, "--answer-days", "1", "--exchange", "E"),
        ("dispute", "file", tmp_path / "none.json", "--register", register),
        ("dispute", "list", "--register", tmp_path / "none"),
        ("dispute", "list", "--register", register, "--on", "2999-01-01"),
    ):
        assert run_hikiate(*wrong)[0] == 2

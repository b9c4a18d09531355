"""The vectors of the proof of liabilities, held against `hikiate verify`'s own reading and the stand-alone verifier."""

import importlib.util
import json
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hikiate.kernel.findings import Refused
from hikiate.proofs.documents import BYTES_MAX
from hikiate.proofs.proof import read_proof
from hikiate.proofs.root import read_root
from hikiate.proofs.verification import verify

VECTORS = Path(__file__).parents[1] / "vectors"
FOLDERS = sorted(path.parent for path in (VECTORS / "proofs").rglob("vector.toml"))
FORMAT = Path(__file__).parents[2] / "docs" / "proof-format.md"
SECONDS_MAX = 10
"""Of this process's own work, so that a busy machine is no failure of a verifier."""
ALONE = Path(__file__).parents[2] / "verifiers" / "verify_proof.py"

Outcome = tuple[str, str | None]
"""The verdict, and the first check that fails."""


def loaded(path: Path) -> ModuleType:
    """A file of Python as a module."""
    sys.path.insert(0, str(path.parent))
    try:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


alone: Any = loaded(ALONE)


def by_package(proof: bytes, root: bytes) -> Outcome:
    """What `hikiate verify` finds."""
    try:
        found = verify(read_proof(proof, "proof.json"), read_root(root))
    except Refused:
        return "malformed", None
    failed = [check.name for check in found.checks if not check.passed]
    assert found.included == (not failed)
    return ("refused", failed[0]) if failed else ("included", None)


def by_one_file(proof: bytes, root: bytes, folder: Path) -> Outcome:
    """What the verifier of plain Python finds."""
    (folder / "p.json").write_bytes(proof)
    (folder / "r.json").write_bytes(root)
    try:
        read = [alone.read(folder / name) for name in ("p.json", "r.json")]
        alone.check_proof(read[0])
        alone.check_root(read[1])
    except alone.Malformed:
        return "malformed", None
    failed = [check for check, _, holds in alone.checks(*read) if not holds]
    return ("refused", failed[0]) if failed else ("included", None)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_both_verifiers_find_what_the_vector_says(folder: Path, tmp_path: Path) -> None:
    """The same verdict and the same first failing check, from two programs that share no code."""
    wanted = tomllib.loads((folder / "vector.toml").read_text(encoding="utf-8"))
    proof, root = (folder / "proof.json").read_bytes(), (folder / "ROOT.json").read_bytes()
    found = by_package(proof, root)
    assert found == by_one_file(proof, root, tmp_path)
    assert found[0] == wanted["verdict"]
    assert found[1] in wanted.get("checks", [None])


def test_the_vectors_are_those_that_the_generator_makes() -> None:
    """Each file byte by byte, and no other."""
    made = loaded(VECTORS / "make_proofs.py").files()
    stored = {str(path.relative_to(VECTORS / "proofs")) for path in (VECTORS / "proofs").rglob("*") if path.is_file()}
    assert stored == set(made)
    assert [name for name, content in made.items() if (VECTORS / "proofs" / name).read_bytes() != content] == []


def test_every_attack_is_answered_by_number_and_has_the_vectors_that_its_answer_names() -> None:
    """Of the twelve, the last is about what a proof reveals: no proof could be refused for it."""
    answers = FORMAT.read_text(encoding="utf-8").partition("## Attacks and their answers\n")[2]
    numbered = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |\Z)", answers, re.MULTILINE | re.DOTALL)
    assert [int(number) for number, _ in numbered] == list(range(1, 13))
    named = {int(number): set(re.findall(r"`((?:refused|malformed)/\w+)`", text)) for number, text in numbered}
    held: dict[int, set[str]] = {attack: set() for attack in range(1, 13)}
    for folder in FOLDERS:
        vector = tomllib.loads((folder / "vector.toml").read_text(encoding="utf-8"))
        if "attack" in vector:
            assert vector["verdict"] != "included"
            held[vector["attack"]].add(f"{folder.parent.name}/{folder.name}")
    assert named == held
    assert [attack for attack, vectors in held.items() if not vectors] == [12]


@pytest.mark.parametrize(
    "content",
    [
        b" " * (BYTES_MAX + 1),
        b"[" * 200_000,
        b'{"schema":"hikiate/proof/1","lines":' + b"[" * 100_000,
        b'{"schema":' + b"9" * 1_000_000 + b"}",
        b"{" + b",".join(b'"%x":0' % number for number in range(350_000)) + b',"0":0}',
        b'{"schema":"hikiate/proof/1","lines":[' + b"0," * 2_000_000 + b"0]}",
    ],
    ids=["megabytes", "deep", "deep_lines", "long_number", "many_keys", "many_faults"],
)
def test_a_file_made_to_tire_a_verifier_is_malformed(content: bytes, tmp_path: Path) -> None:
    """Size and depth are refused before anything is looked into, and the rest within seconds."""
    root = (FOLDERS[0] / "ROOT.json").read_bytes()
    started = time.process_time()
    assert by_package(content, root) == ("malformed", None)
    assert by_one_file(content, root, tmp_path) == ("malformed", None)
    assert time.process_time() - started < SECONDS_MAX


def test_a_file_with_a_million_faults_is_refused_by_the_first_of_them() -> None:
    """Two hundred are named, and that there are more."""
    with pytest.raises(Refused) as refused:
        read_proof(b'{"schema":"hikiate/proof/1","lines":[' + b"0," * 1_000_000 + b"0]}", "proof.json")
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["proof.malformed"] * 200 + ["proof.more_malformed"]


def changes(proof: bytes) -> list[Callable[[int], bytes]]:
    """Ways to change one place of a file."""
    return [
        lambda place: proof[:place] + bytes([proof[place] ^ 1]) + proof[place + 1 :],
        lambda place: proof[:place] + bytes([proof[place] ^ 32]) + proof[place + 1 :],
        lambda place: proof[:place] + (b"1" if proof[place : place + 1] == b"0" else b"0") + proof[place + 1 :],
    ]


def test_a_proof_changed_in_any_place_is_not_included(tmp_path: Path) -> None:
    """Every place of a proof, three changes each, in both verifiers."""
    folder = VECTORS / "proofs" / "included" / "several_assets_and_a_debt"
    proof, root = (folder / "proof.json").read_bytes(), (folder / "ROOT.json").read_bytes()
    passed = []
    for place in range(len(proof) - 1):
        for change in changes(proof):
            changed = change(place)
            if "included" in {by_package(changed, root)[0], by_one_file(changed, root, tmp_path)[0]}:
                passed.append((place, changed[place - 5 : place + 6]))
    assert passed == []


@pytest.mark.parametrize(("verdict", "code"), [("included", 0), ("refused", 1), ("malformed", 2)])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_one_file_runs_as_an_auditor_runs_it(verdict: str, code: int, lang: str) -> None:
    """It ends as `hikiate verify` does, in words of both languages, without a stack trace."""
    folder = next(folder for folder in FOLDERS if folder.parent.name == verdict)
    command: list[str | Path] = [
        sys.executable,
        "-I",
        ALONE,
        folder / "proof.json",
        folder / "ROOT.json",
        "--lang",
        lang,
    ]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, encoding="utf-8", env={"PYTHONUTF8": "1"}
    )
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
    assert (run.stdout or run.stderr).strip()


def test_the_one_file_shows_no_character_that_steers_a_terminal(tmp_path: Path) -> None:
    """A customer's number from a hostile file stands on one line, as long as a line may be."""
    folder = VECTORS / "proofs" / "included" / "one_customer_alone"
    proof = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    (tmp_path / "p.json").write_text(json.dumps({**proof, "customer": "\x1b[2J\u202eC1\n" + "x" * 100_000}))
    command: list[str | Path] = [sys.executable, "-I", ALONE, tmp_path / "p.json", folder / "ROOT.json"]
    run = subprocess.run(command, capture_output=True, check=False, env={"PYTHONUTF8": "1"})
    assert run.returncode == 1
    said = run.stdout.decode()
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert len(said) < 2_000


def test_the_one_file_answers_as_json() -> None:
    """One document with the checks by name."""
    folder = VECTORS / "proofs" / "included" / "parts"
    command: list[str | Path] = [sys.executable, "-I", ALONE, folder / "proof.json", folder / "ROOT.json", "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    document = json.loads(run.stdout)
    assert document["included"] is True
    assert {check["check"] for check in document["checks"]} == {
        "root", "day", "lines", "amount", "shape", "padding", "path", "total", "tree",
    }  # fmt: skip

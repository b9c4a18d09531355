"""The papers on security say what is so: each test that they name is there, and nothing is left unanswered."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
ATTACKS = 20
REQUIREMENTS = 253
"""How many requirements of levels 1 and 2 ASVS 5.0.0 has."""
PER_CHAPTER = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
"""As many in each of its seventeen chapters."""

_NAMED = re.compile(r"`(tests/[^`]+)`")
_ROW = re.compile(r"^\| V(\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)


def absent(named: str) -> bool:
    """Whether a test, or a file or folder of them, is not there."""
    file, _, test = named.partition("::")
    found = list(ROOT.glob(file))
    if not found or not test:
        return not found
    tree = ast.parse(found[0].read_text(encoding="utf-8"))
    return test not in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(
    "paper", ["reference/attacks.md", "reference/asvs.md", "regressions.md", "explanation/threat-model.md"]
)
def test_every_named_test_is_there(paper: str) -> None:
    """A paper that names a test which is gone shows nothing."""
    named = _NAMED.findall((ROOT / "docs" / paper).read_text(encoding="utf-8"))
    assert named
    assert [one for one in named if absent(one)] == []


def test_a_test_that_is_gone_is_seen() -> None:
    """By its file, its name, or a pattern that nothing fits."""
    here = "tests/test_security_papers.py"
    assert not absent(f"{here}::test_a_test_that_is_gone_is_seen")
    assert not absent("tests/corpus/*/nested*")
    assert [absent(one) for one in (f"{here}::test_gone", "tests/gone.py", "tests/corpus/*/gone*")] == [True] * 3


def test_all_twenty_attacks_have_their_row_and_their_test() -> None:
    """In order, each with what answers it."""
    rows = re.findall(
        r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", (REFERENCE / "attacks.md").read_text("utf-8"), re.MULTILINE
    )
    assert [int(number) for number, *_ in rows] == list(range(1, ATTACKS + 1))
    assert all(_NAMED.search(tests) for *_, tests in rows)


def test_every_requirement_is_answered_once_and_the_sums_are_right() -> None:
    """Held with a test, or said plainly not to be, or why it does not apply."""
    text = (REFERENCE / "asvs.md").read_text(encoding="utf-8")
    rows = _ROW.findall(text)
    assert len(rows) == len({number for number, *_ in rows}) == REQUIREMENTS
    assert tuple(Counter(int(number.partition(".")[0]) for number, *_ in rows).values()) == PER_CHAPTER
    answers = Counter(answer for _, _, answer, _ in rows)
    assert answers.keys() == {"held", "**not held**", "not applicable", "not shown"}
    for number, what, answer, shown in rows:
        assert what.strip(), number
        assert bool(_NAMED.search(shown)) == (answer == "held"), number
        assert shown.strip(), number
    said = re.search(r"Of (\d+): (\d+) held, (\d+) not shown, (\d+) not held, (\d+) not applicable", text)
    assert said is not None
    names = ("held", "not shown", "**not held**", "not applicable")
    assert [int(number) for number in said.groups()] == [REQUIREMENTS, *(answers[name] for name in names)]


def test_the_bill_of_materials_names_every_locked_package(tmp_path: Path) -> None:
    """CycloneDX, made as `make sbom` makes it: each package of the lock with its version and its hashes."""
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    some = re.split(r"\n(?=[a-z])", lock)[:3]
    (tmp_path / "some.txt").write_text("\n".join(some), encoding="utf-8")
    recipe = re.search(r"cyclonedx-py (.*?)dist/sbom.cdx.json", (ROOT / "Makefile").read_text("utf-8"), re.DOTALL)
    assert recipe is not None
    words = recipe[1].replace("\\\n", " ").replace("requirements/run.txt", str(tmp_path / "some.txt")).split()
    made = tmp_path / "sbom.json"
    command = [Path(sys.executable).with_name("cyclonedx-py"), *words, made]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(made.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "hikiate"
    wanted = {tuple(re.match(r"([\w.-]+)==([\w.-]+)", one).groups()) for one in some}  # type: ignore[union-attr] # a lock's own form
    assert {(one["name"], one["version"]) for one in bill["components"]} == wanted
    assert all(one["externalReferences"][0]["hashes"] for one in bill["components"])


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "1 packages, none"),
        (
            '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}]}',
            1,
            "a 1: X-1, mended in 2",
        ),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', 3, "1 of 1 packages could not be asked"),
        ("", 3, "Nobody could be asked"),
    ],
    ids=["sound", "weak", "unknown", "offline"],
)
def test_an_audit_that_could_not_ask_does_not_say_that_all_is_well(
    tmp_path: Path, answer: str, code: int, said: str
) -> None:
    """Three answers of pip-audit, and none: what is unknown is said to be unknown."""
    script = tmp_path / "bin"
    script.mkdir()
    (script / "python").symlink_to(sys.executable)
    (script / "pip-audit").write_text(
        f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\necho 'no network' >&2\n", encoding="utf-8"
    )
    (script / "pip-audit").chmod(0o755)
    asked = (
        f"import runpy, sys; sys.executable = {str(script / 'python')!r};"
        f" runpy.run_path({str(ROOT / 'requirements' / 'known_weaknesses.py')!r}, run_name='__main__')"
    )
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert (ended.returncode, said in ended.stdout) == (code, True), ended

"""Every finding of a close has a smallest pack that shows it, and the pack shows that and nothing unforeseen."""

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hikiate.kernel.findings import FindingKind, Severity

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "docs"))

import finding_pages  # type: ignore[import-not-found] # noqa: E402 - the scripts of docs are no package
import smallest_packs  # type: ignore[import-not-found] # noqa: E402 - as above

CASES = list(smallest_packs.cases())
ELSEWHERE = ("payout.", "screening.")
"""What payouts and screening find is brought about in their own tests, beside lists and earlier iterations."""
HERE = {"payout.pending", "payout.no_payees"}
SHOWN = [
    entry
    for entry in finding_pages.catalogue()
    if entry.occasion in {"close", "compensate", "transfers"}
    and (entry.code in HERE or not entry.code.startswith(ELSEWHERE))
]


def _named(case: Any) -> str:  # noqa: ANN401 - a Case of docs/smallest_packs.py, which has no types here
    return f"{case.code}-{case.pack}"


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_the_smallest_pack_shows_its_finding_at_its_place(case: Any) -> None:  # noqa: ANN401 - as above
    """The exit code, every code and every place are as written down; a faulty pack shows that fault alone."""
    exit_code, found = smallest_packs.outcome(case)
    assert exit_code == case.exit
    shown = Counter(f"{finding.code} at {finding.where}" for finding in found)
    shown.subtract([f"{case.code} at {case.where}"])
    for code, times in case.beside_times.items():
        of_code = [text for text in shown if text.startswith(f"{code} at ")]
        assert sum(shown.pop(text) for text in of_code) == times
    assert sorted((+shown).elements()) == sorted(case.beside)
    assert -shown == Counter(), "the finding is missing"


def test_every_finding_of_a_close_and_of_an_incident_has_a_pack() -> None:
    """A finding that nobody can bring about is one that nobody has seen."""
    assert {case.code for case in CASES} == {entry.code for entry in SHOWN}


@pytest.mark.parametrize(
    "kind",
    [kind for entry in SHOWN for kind in entry.kinds],
    ids=lambda kind: f"{kind.code}-{kind.en.found[:30]}",
)
def test_every_wording_is_shown_by_a_pack(kind: FindingKind) -> None:
    """A code may have several wordings, and each of them is reached, with all of its places filled."""
    patterns = [(_pattern(kind.en.found), _pattern(kind.en.do)), (_pattern(kind.ja.found), _pattern(kind.ja.do))]
    outcomes = [smallest_packs.outcome(case)[1] for case in CASES if case.code == kind.code]
    found = [finding for findings in outcomes for finding in findings if finding.code == kind.code]
    assert any(
        all(
            found_pattern.fullmatch(words.found) and do_pattern.fullmatch(words.do)
            for (found_pattern, do_pattern), words in zip(patterns, (finding.en, finding.ja), strict=True)
        )
        for finding in found
    )


def test_only_a_fault_refuses_a_pack() -> None:
    """What exits 2 is a fault in the catalogue, and no fault leaves a result."""
    severities = {entry.code: {kind.severity for kind in entry.kinds} for entry in finding_pages.catalogue()}
    for case in CASES:
        assert (Severity.FAULT in severities[case.code]) == (case.exit == smallest_packs.EXIT_REFUSED), case.code


def _pattern(wording: str) -> re.Pattern[str]:
    """A wording with any text at its places for values."""
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\{\w+\}", wording)), re.DOTALL)

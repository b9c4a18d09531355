"""Cases as files: `tests/cases/<rule>/<day>/<sentence>.toml`, each a pack, its rulebooks and the wanted close.

A case states `source`, `rulebooks`, `[tables]` and what is wanted: `findings` are all that are more than notes, in any
order; `notes` are some of the notes; `[figures]` are values by name; `absent` are figures that must not be answered,
`undecided` those without a value. `[exchange]` changes keys of exchange.toml, `policies` is that file, and each
`[[overlay]]` changes a provision; `[steady]` are prices that stand on each of the 400 days up to the snapshot's, in
place of the table `prices`. `worked` names the rule whose docstring has this `example`.
"""

import tomllib
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from graphs import assert_sound
from packs import LAW, MADE_UP, closed, exchange, findings, steady_prices

from hikiate.kernel.results import Result
from hikiate.law.overlays import overlaid
from hikiate.law.rulebooks import Library

CASES = Path(__file__).parent.parent / "cases"
FILES = sorted(CASES.rglob("*.toml"))
KEYS = {
    *("source", "rulebooks", "tables", "findings", "notes", "figures", "absent", "undecided"),
    *("exchange", "policies", "overlay", "steady", "worked", "example"),
}


def case_id(path: Path) -> str:
    """The rule, the day and the sentence."""
    rule, day, _ = path.relative_to(CASES).parts
    return f"{rule}-{day}-{path.stem.replace('_', ' ')}"


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_case(path: Path) -> None:
    """The close of the case's pack gives the figures and findings that the case wants, and is sound throughout."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(case) <= KEYS
    assert case["source"]
    law = reduce(changed, case.get("overlay", []), LAW)
    of = exchange(**{"day": path.parent.name, **case.get("exchange", {})})
    tables = case["tables"] | (
        {"prices": steady_prices(path.parent.name, **case["steady"])} if "steady" in case else {}
    )
    got = closed(tables, *case["rulebooks"], law=law, of=of, policies=case.get("policies"))
    assert {name: got.figures[name].value for name in case.get("figures", {})} == case.get("figures", {})
    assert sorted(findings(got)) == sorted(case["findings"])
    assert set(case.get("notes", [])) <= notes(got)
    assert not [name for name in case.get("absent", []) if name in got.figures]
    assert [got.figures[name].value for name in case.get("undecided", [])] == [None] * len(case.get("undecided", []))
    assert_sound(got)


def test_every_case_is_found() -> None:
    """A folder that is empty, or a case put at another depth, would pass by saying nothing."""
    assert len(FILES) > 60
    assert {len(path.relative_to(CASES).parts) for path in FILES} == {3}


def notes(result: Result) -> set[str]:
    """The remarks of a result, as `input.missing statements`."""
    return {f"{found.code} {found.where}" for found in result.findings if found.severity.value == "note"}


def changed(law: Library, change: dict[str, Any]) -> Library:
    """The law with one change of a case laid over it; what is enacted in it is cited as made up."""
    lines = [f'{key} = "{text}"' for key, text in change.items()]
    lines += [MADE_UP] if change["status"] == "enacted" else []
    text = "\n".join(['name = "case"', "written_on = 2026-09-01", "[[change]]", *lines, 'reason = "a case"'])
    return overlaid(law, "case.toml", text)

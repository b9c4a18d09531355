"""The worked example of every rule's docstring is true: a case of its own works it out again."""

import importlib
import pkgutil
import tomllib

import pytest
from test_rule_cases import FILES

import hikiate.rules

NO_RULES = {f"hikiate.rules.{name}" for name in ("compared", "impact", "items", "kinds", "roundings", "sheet")}
MODULES = {f"hikiate.rules.{module.name}" for module in pkgutil.iter_modules(hikiate.rules.__path__)} - NO_RULES


def worked_out() -> dict[str, set[str]]:
    """The examples that cases work out, by the module whose docstring gives them."""
    worked: dict[str, set[str]] = {}
    for path in FILES:
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        if "worked" in case:
            worked.setdefault(case["worked"], set()).add(case["example"])
    return worked


WORKED = worked_out()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_rule_has_a_worked_example_and_a_case_of_it(module: str) -> None:
    """An example that nobody works out, or that changes while its case stays, cannot be trusted by its reader."""
    docstring = importlib.import_module(module).__doc__ or ""
    example = " ".join(docstring.partition("\nExample: ")[2].partition("\n\n")[0].split())
    assert example
    assert WORKED[module] == {example}


def test_no_case_works_out_an_example_of_a_rule_that_is_gone() -> None:
    """A module renamed leaves no case behind under its old name."""
    assert set(WORKED) == MODULES

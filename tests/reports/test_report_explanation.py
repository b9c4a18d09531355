"""The explanation of a figure ends in inputs and articles, each written once."""

import pytest
import samples
import snapshot

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused, Severity
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term
from hikiate.reports.explanation import explanation

RULE = Term("rule", "算定方法")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_explanation_is_as_last_reviewed(language: Language) -> None:
    """The tree of the shortfall, down to the volumes and the reported rate."""
    snapshot.matches(f"explanation.{language}.txt", explanation(samples.in_breach(), "reserve.shortfall", language))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_figure_is_explained_down_to_its_leaves(language: Language) -> None:
    """All names below a figure stand in its explanation, each written out exactly once."""
    result = samples.in_breach()
    for name in result.figures:
        below = _below(result, name)
        lines = explanation(result, name, language).splitlines()
        heads = [line.lstrip("│├└─ ").split(" ")[0] for line in lines if " = " in line]
        assert set(heads) == below
        again = ("(explained above)", "（上に記載）")
        full = [
            head for head, line in zip(heads, (x for x in lines if " = " in x), strict=True) if not line.endswith(again)
        ]
        assert sorted(full) == sorted(below)


def test_a_leaf_shows_name_value_status_and_source() -> None:
    """A fact says the table and the rows that it stands in."""
    said = explanation(samples.in_breach(), "reserve.required", "en")
    assert "input.volumes.2026-04-01.spot  Volumes: 2026-04-01 spot = 1,000,000,000,000 JPY [input]" in said
    assert "Citation: volumes row 3" in said
    assert "law.jp-2026-reported.rate" in said


def test_a_figure_without_value_says_so() -> None:
    """An undecided figure is explained too."""
    said = explanation(samples.undecided(), "reserve.required", "ja")
    assert "reserve.required  必要責任準備金額 = 算定なし [未定]" in said


def test_an_unknown_name_is_refused_with_the_nearest_names() -> None:
    """A typing error is answered with what was probably meant."""
    with pytest.raises(Refused) as refused:
        explanation(samples.in_breach(), "reserve.requred", "en")
    (fault,) = refused.value.faults
    assert fault.code == "explain.unknown_figure"
    assert fault.severity is Severity.FAULT
    assert "reserve.required" in fault.en.do
    assert "reserve.required" in fault.ja.do


def test_a_result_without_figures_refuses_every_name() -> None:
    """The fault stands even where no name is near."""
    with pytest.raises(Refused):
        explanation(samples.empty(), "reserve.required", "ja")


def test_a_circle_and_a_missing_input_end() -> None:
    """A document that was tampered with is explained as far as it goes."""
    figures = {
        "a": Figure("a", "1", "JPY", Status.ENACTED, RULE, "c", ("b", "gone")),
        "b": Figure("b", "1", "JPY", Status.ENACTED, RULE, "c", ("a",)),
    }
    said = explanation(Result("x", samples.AS_OF, "0", "0", (), figures, ()), "a", "en")
    assert "gone (not in this result)" in said
    assert said.count("(explained above)") == 1


def test_a_chain_deeper_than_the_stack_is_explained() -> None:
    """Depth is bounded by memory, not by the interpreter's recursion."""
    figures = {
        f"n{place}": Figure(f"n{place}", "1", "JPY", Status.INPUT, RULE, "c", (f"n{place + 1}",))
        for place in range(3000)
    }
    assert "n3000 (" in explanation(Result("x", samples.AS_OF, "0", "0", (), figures, ()), "n0", "ja")


def _below(result: Result, name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += result.figures[one].inputs
    return found

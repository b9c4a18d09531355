"""The tree of a figure on a page: nested as it was reached, each figure once, nothing trusted that stands in it."""

import sys
from pathlib import Path

import pytest

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.reports.explanation import nodes
from hikiate.reports.html.tree import tree

sys.path.append(str(Path(__file__).parent))
import samples


def figure(name: str, *inputs: str, citation: str = "") -> Figure:
    """A figure that stands on others."""
    return Figure(name, "1", "JPY", Status.INPUT, Term("sum", "合計"), citation, inputs)


def result(*figures: Figure) -> Result:
    """A result of these figures."""
    return Result("X", "2026-11-20T00:00:00+09:00", "0", "", (), {one.name: one for one in figures}, ())


def test_the_lists_are_nested_as_the_figure_was_reached() -> None:
    """Every list and every entry that is opened is closed, in order."""
    made = result(figure("a", "b", "c", "b"), figure("b", "d"), figure("c", "b"), figure("d"))
    drawn = tree(made, "a", "ja", lambda name: f"/{name}/")
    assert drawn.count("<ul") == drawn.count("</ul>") == 4
    assert drawn.count("<li>") == drawn.count("</li>") == 5
    assert [node.name for node in nodes(made, "a")] == ["a", "b", "d", "c", "b"]
    assert drawn.count("上に記載") == 1
    assert 'href="/d/"' in drawn
    assert 'href="/a/"' not in drawn


def test_a_figure_that_the_result_lacks_is_said_to_be_missing() -> None:
    """An input of a document that was cut."""
    drawn = tree(result(figure("a", "gone")), "a", "en", lambda name: name)
    assert "gone</code> (not in this result)" in drawn


def test_a_tree_deeper_than_the_stack_is_drawn() -> None:
    """A document read back may be as deep as it likes."""
    chain = [figure(f"f{number}", f"f{number + 1}") for number in range(5_000)]
    drawn = tree(result(*chain, figure("f5000")), "f0", "en", lambda name: name)
    assert drawn.count("</ul>") == 5_001


def test_text_in_a_figure_is_text() -> None:
    """Names, rules and citations come from files."""
    hostile = Figure("<b>", "1", "<i>", Status.INPUT, Term("<u>", "<u>"), "<s>", ())
    drawn = tree(result(hostile), "<b>", "en", lambda name: name)
    assert not any(mark in drawn for mark in ("<b>&", "<i>", "<u>", "<s>"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_figure_of_a_close_has_its_tree(language: str) -> None:
    """With its value, its rule and its citation."""
    made = samples.in_breach()
    for name in made.figures:
        assert tree(made, name, "ja" if language == "ja" else "en", lambda other: other).startswith('<ul class="tree">')


def test_an_unknown_figure_is_refused() -> None:
    """With the nearest names, as for the terminal."""
    with pytest.raises(Refused):
        tree(result(figure("a")), "b", "ja", lambda name: name)

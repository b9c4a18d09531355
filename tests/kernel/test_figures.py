"""Figures: each names what it stands on, is answered once, and is no stronger than its weakest input."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.figures import AS_HANDED_IN, Figure, Figures, ancestry
from hikiate.kernel.status import Status, weakest
from hikiate.kernel.wording import Term

RULE = Term("rate times volume", "率 × 取引高")


def provision(name: str, status: Status, value: str | None = "0.02") -> Figure:
    """A leaf as the law hands it in."""
    return Figure(name, value, "ratio", status, Term("as enacted", "法令の定め"), "an article")


def test_figures_keep_the_order_in_which_they_were_reached() -> None:
    """A report reads from the facts to the verdict."""
    figures = Figures()
    figures.fact("volume.spot", 1_000, "JPY", "volumes row 1")
    figures.leaf(provision("rate", Status.REPORTED))
    required = figures.derive(
        "reserve.required", Fraction(20), "JPY", rule=RULE, citation="", inputs=["volume.spot", "rate"]
    )
    assert [figure.name for figure in figures] == ["volume.spot", "rate", "reserve.required"]
    assert required == Figure("reserve.required", "20", "JPY", Status.REPORTED, RULE, "", ("volume.spot", "rate"))
    assert figures["reserve.required"] is figures.get("reserve.required") is required


def test_a_figure_that_was_not_reached_is_not_there() -> None:
    """Nothing stands in for what was not answered."""
    figures = Figures()
    assert "reserve.required" not in figures
    assert figures.get("reserve.required") is None
    with pytest.raises(KeyError):
        figures["reserve.required"]


@pytest.mark.parametrize(("value", "text"), [(Fraction(1, 4), "0.25"), (7, "7"), ("jp-psa", "jp-psa")])
def test_a_fact_is_a_leaf_as_handed_in(value: Fraction | int | str, text: str) -> None:
    """A fact has the status of an input and its place in the pack as its source."""
    figures = Figures()
    assert figures.fact("a", value, "text", "exchange.toml") == "a"
    assert figures["a"] == Figure("a", text, "text", Status.INPUT, AS_HANDED_IN, "exchange.toml")


def test_the_same_leaf_may_be_handed_in_twice_but_not_with_two_values() -> None:
    """Two rules may stand on one fact; they cannot disagree on it."""
    figures = Figures()
    figures.fact("a", 1, "JPY", "row 1")
    assert figures.fact("a", 1, "JPY", "row 1") == "a"
    with pytest.raises(ValueError, match="a is answered twice, as 1 and as 2"):
        figures.fact("a", 2, "JPY", "row 1")
    assert figures["a"].value == "1"


def test_a_figure_is_answered_once() -> None:
    """Two rules for one figure are a conflict, even when they agree."""
    figures = Figures()
    figures.fact("a", 1, "JPY", "row 1")
    figures.derive("b", 1, "JPY", rule=RULE, citation="", inputs=["a"])
    with pytest.raises(ValueError, match="b is answered twice"):
        figures.derive("b", 1, "JPY", rule=RULE, citation="", inputs=["a"])
    with pytest.raises(ValueError, match="b is answered twice"):
        figures.undecided("b", "JPY", rule=RULE, citation="", inputs=["a"])


def test_a_figure_stands_only_on_what_stands_already() -> None:
    """So no figure can stand on itself, and none on nothing; what failed leaves no trace."""
    figures = Figures()
    with pytest.raises(KeyError, match="b"):
        figures.derive("b", 1, "JPY", rule=RULE, citation="", inputs=["b"])
    assert list(figures) == []


@given(st.lists(st.sampled_from([status for status in Status if status is not Status.UNDECIDED]), max_size=6))
def test_a_figure_has_the_status_of_its_weakest_input(statuses: list[Status]) -> None:
    """However many inputs are enacted, one that is only reported makes the figure so."""
    figures = Figures()
    names = [figures.leaf(provision(f"p{place}", status)) for place, status in enumerate(statuses)]
    assert figures.derive("sum", 1, "JPY", rule=RULE, citation="", inputs=names).status is weakest(statuses)


def test_nothing_is_reached_from_what_is_undecided() -> None:
    """An undecided provision gives an undecided figure without a value, and so on down the line."""
    figures = Figures()
    figures.leaf(provision("rate", Status.UNDECIDED, None))
    with pytest.raises(ValueError, match=r"reserve\.required has a value, but stands on what is undecided"):
        figures.derive("reserve.required", 5, "JPY", rule=RULE, citation="", inputs=["rate"])
    assert "reserve.required" not in figures
    required = figures.undecided("reserve.required", "JPY", rule=RULE, citation="c", inputs=["rate"])
    assert required == Figure("reserve.required", None, "JPY", Status.UNDECIDED, RULE, "c", ("rate",))
    assert figures["reserve.required"] is required


def test_a_figure_without_a_value_is_undecided_whatever_it_stands_on() -> None:
    """No figure is both enacted and unanswered."""
    figures = Figures()
    figures.fact("volume", 1, "JPY", "row 1")
    assert figures.undecided("a", "JPY", rule=RULE, citation="", inputs=["volume"]).status is Status.UNDECIDED


def test_the_number_of_a_figure_is_exact() -> None:
    """Decimal text and fractions read as what they say."""
    assert provision("rate", Status.ENACTED, "0.1").number == Fraction(1, 10)
    assert provision("rate", Status.ENACTED, "5/100").number == Fraction(1, 20)


@pytest.mark.parametrize("value", [None, "jp-psa", "", "1/0"])
def test_a_figure_without_a_number_has_none(value: str | None) -> None:
    """An undecided figure, a word and a division by zero are no numbers."""
    with pytest.raises(ValueError, match="a"):
        _ = provision("a", Status.ENACTED, value).number


def test_what_several_figures_stand_on_is_reached_once() -> None:
    """The nearest first: two figures from one fact, and one from both."""
    figures = Figures()
    fact = figures.fact("input.a", 1, "JPY", "a.csv")
    rule = Term("double", "二倍")
    left = figures.derive("left", 2, "JPY", rule=rule, citation="", inputs=[fact])
    right = figures.derive("right", 2, "JPY", rule=rule, citation="", inputs=[fact])
    top = figures.derive("top", 4, "JPY", rule=rule, citation="", inputs=[left.name, right.name])
    known = {figure.name: figure for figure in figures}
    assert ancestry(known, [top.name]) == ["top", "left", "right", "input.a"]
    assert ancestry(known, []) == []

"""Wording: sentences in two languages with their values filled in."""

import pytest

from hikiate.kernel.wording import Term, Words, unit_term


def test_every_sentence_is_filled_with_the_values() -> None:
    """A value may stand in any of the three sentences, more than once or nowhere."""
    words = Words("{held} of {wanted} held", "{wanted}", "Add coins.")
    filled = words.filled({"held": "1", "wanted": "2", "spare": "3"})
    assert filled == Words("1 of 2 held", "2", "Add coins.")


def test_a_value_is_text_and_never_a_template() -> None:
    """What a pack wrote between braces is shown as it was written."""
    assert Words("{name}", "", "").filled({"name": "{other}"}).found == "{other}"


def test_a_missing_value_is_an_error() -> None:
    """A sentence with a hole in it reaches nobody."""
    with pytest.raises(KeyError, match="held"):
        Words("{held}", "", "").filled({})


def test_a_term_is_said_in_the_language_asked_for() -> None:
    """One name, two languages."""
    term = Term("reserve", "準備金")
    assert (term.said("ja"), term.said("en")) == ("準備金", "reserve")


def test_yen_are_said_in_japanese_and_other_units_by_their_code() -> None:
    """A pack that reports in euro has no 円 in its sentences."""
    assert unit_term("JPY") == Term("JPY", "円")
    assert unit_term("EUR") == Term("EUR", "EUR")

"""One entry of a TOML file: exact values, or a fault for each key."""

from datetime import date

import pytest

from hikiate.facts.toml_entries import Entry

KEYS = ("name", "on", "words", "most")


def entry(**keys: object) -> Entry:
    """An entry with these keys, of which none is required."""
    return Entry("a.toml entry 1", keys, required=(), optional=KEYS)


def test_values_are_read_as_they_stand_there() -> None:
    """And an absent key reads as nothing."""
    full = entry(name="n", on=True, words=["a", "b"], most="5.25")
    assert (full.text("name"), full.switch("on"), full.names("words"), full.money("most", 2)) == (
        "n",
        True,
        ("a", "b"),
        525,
    )
    bare = entry()
    assert (bare.text("name"), bare.switch("on"), bare.names("words"), bare.money("most", 2)) == ("", False, (), None)
    assert full.found == bare.found == []


def test_each_key_that_cannot_be_read_is_a_fault_at_its_place() -> None:
    """All of them at once."""
    wrong = entry(name=" ", on="yes", words="a", most="5.253")
    wrong.text("name")
    assert (wrong.switch("on"), wrong.names("words"), wrong.money("most", 2)) == (False, (), None)
    assert [fault.where for fault in wrong.found] == [f"a.toml entry 1 key {key}" for key in KEYS]


def test_a_day_is_toml_s_own_or_text() -> None:
    """And what is neither is a fault at its place."""
    assert entry(on=date(2026, 4, 1)).day("on") == entry(on="2026-04-01").day("on") == date(2026, 4, 1)
    assert entry().day("on") == date.min
    wrong = entry(on="1 April")
    assert wrong.day_or_none("on") is None
    assert [fault.where for fault in wrong.found] == ["a.toml entry 1 key on"]


@pytest.mark.parametrize(("value", "read"), [(0, 0), (7, 7), (-1, None), (1.5, None), ("7", None), (True, None)])
def test_a_count_is_a_whole_number_from_zero(value: object, read: int | None) -> None:
    """Anything else is a fault, and reads as zero; so does a key that is not there, without a fault."""
    one = entry(most=value)
    assert one.count("most") == (read or 0)
    assert bool(one.found) is (read is None)
    assert entry().count("most") == 0

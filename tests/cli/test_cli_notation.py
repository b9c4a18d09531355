"""What was given in a call is said as the command that was called writes it."""

import sys

import pytest

from hikiate.cli.notation import as_typed
from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Given


@pytest.mark.parametrize(
    ("called", "where", "said"),
    [
        ("incident draw I-1 JPY 5", Given("source"), "--source"),
        ("incident draw I-1 JPY 5", Given("authority_approval"), "--authority-approval"),
        ("incident draw I-1 JPY 5", Given("amount"), "AMOUNT"),
        ("payout settle I-1 1 s.csv --user mia", Given("user"), "--user"),
        ("api-token create mia", Given("person"), "PERSON"),
        ("api-token create mia", Given("name"), "--name"),
        ("incident draw I-1 JPY 5", Given("customer"), "customer"),
        ("incident draw I-1 JPY 5", "source", "source"),
        ("", Given("source"), "source"),
    ],
)
def test_a_place_is_written_as_its_command_declares_it(
    monkeypatch: pytest.MonkeyPatch, called: str, where: str, said: str
) -> None:
    """Options and arguments as they are declared; what the command does not take, and what is no place, as it is."""
    monkeypatch.setattr(sys, "argv", ["hikiate", *called.split()])
    (found,) = as_typed([BLANK.at(where)])
    assert found.where == said
    assert found.code == "input.blank"

"""The firm of a pack: each key read or refused by name, every fault at once, and nothing guessed for what is absent."""

import pytest

from hikiate.facts.exchange import read_exchange
from hikiate.facts.firm import NO_FIRM, Firm
from hikiate.kernel.findings import Refused

TEXT = """
name = "X"
registration = "0"
jurisdiction = "JP"
reporting_currency = "EUR"
fiscal_year_start = "04-01"
snapshot_at = 2026-09-18T23:59:59+09:00
rulebooks = []
FIRM
[assets.EUR]
scale = 2
kind = "fiat"
"""


def firm(section: str) -> Firm:
    """The firm of an exchange.toml with this section."""
    return read_exchange(TEXT.replace("FIRM", section)).firm


def faults(section: str) -> list[str]:
    """What is said of a section that is refused."""
    with pytest.raises(Refused) as refused:
        firm(section)
    return [f"{fault.code} {fault.where}: {fault.en.found}" for fault in refused.value.faults]


def test_every_key_is_read_and_money_is_in_minor_units_of_the_reporting_currency() -> None:
    """A class may be a number or a word, an amount text or a whole number."""
    section = """[firm]
        mica_class = 3
        korean_market = "won_market"
        vara_class = "custody"
        fixed_overheads = "100.5"
        own_funds = 7
        average_daily_deposits = "0"
    """
    assert firm(section) == Firm("3", "won_market", "custody", 10050, 700, 0)


def test_no_section_is_a_firm_of_which_nothing_is_said() -> None:
    """None is not nought."""
    assert firm("") == NO_FIRM == Firm(None, None, None, None, None, None)


@pytest.mark.parametrize(
    ("section", "wanted"),
    [
        ("firm = 1", ["input.wrong_value exchange.toml key firm: 1"]),
        ("[firm]\nclass = 1", ["input.unknown_key exchange.toml key firm: key class"]),
        ("[firm]\nmica_class = 4", ["input.wrong_value exchange.toml key firm.mica_class: 4"]),
        ("[firm]\nkorean_market = 'won'", ["input.wrong_value exchange.toml key firm.korean_market: won"]),
        ("[firm]\nown_funds = 1.5", ["input.wrong_value exchange.toml key firm.own_funds: 1.5"]),
        ("[firm]\nown_funds = true", ["input.wrong_value exchange.toml key firm.own_funds: True"]),
        ("[firm]\nown_funds = '-1'", ["input.wrong_value exchange.toml key firm.own_funds: -1"]),
        ("[firm]\nown_funds = '0.001'", ["input.wrong_value exchange.toml key firm.own_funds: 0.001"]),
        (
            "[firm]\nown_funds = ''\nvara_class = 'x'\nz = 1",
            [
                "input.unknown_key exchange.toml key firm: key z",
                "input.wrong_value exchange.toml key firm.vara_class: x",
                "input.wrong_value exchange.toml key firm.own_funds: ",
            ],
        ),
    ],
)
def test_a_faulty_section_is_refused_with_all_its_faults(section: str, wanted: list[str]) -> None:
    """Each by its key."""
    assert faults(section) == wanted


def test_a_currency_that_is_not_declared_is_one_fault_and_not_two() -> None:
    """The amounts of the firm are then read at the finest scale, so that they are not blamed for it."""
    text = TEXT.replace('reporting_currency = "EUR"', 'reporting_currency = "JPY"')
    with pytest.raises(Refused) as refused:
        read_exchange(text.replace("FIRM", "[firm]\nown_funds = '0.5'"))
    assert [fault.where for fault in refused.value.faults] == ["exchange.toml key reporting_currency"]

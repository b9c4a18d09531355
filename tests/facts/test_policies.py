"""Policies: every key of `policies.toml`, exact money and shares, read as written or refused by name."""

from datetime import date
from fractions import Fraction

import pytest
from handed_in import EXCHANGE, POLICY

from hikiate.facts.exchange import read_exchange
from hikiate.facts.policies import Policy, read_policies
from hikiate.kernel.findings import Refused

HOME = read_exchange(EXCHANGE)
FULL = (
    POLICY
    + """aggregate = "10000000000"
deductible = 100000000
share = 0.8
notice_days = 90
waiting_days = 30
premium = "250000000"
reinstatements = 1
"""
)


def found(text: str) -> list[tuple[str, str, str]]:
    """Code, place and finding of every fault."""
    with pytest.raises(Refused) as refused:
        read_policies(text, HOME)
    return [
        (f.code.removeprefix("input."), f.where.removeprefix("policies.toml "), f.en.found)
        for f in refused.value.faults
    ]


def test_a_policy_is_read_as_written() -> None:
    """Money in minor units of the reporting currency, the share an exact fraction."""
    assert read_policies(FULL, HOME) == (
        Policy(
            id="P1",
            insurer="見本損害保険",
            third_party=True,
            perils=("theft",),
            tiers=("hot",),
            limit=5_000_000_000,
            aggregate=10_000_000_000,
            deductible=100_000_000,
            share=Fraction(4, 5),
            starts=date(2026, 4, 1),
            ends=date(2027, 4, 1),
            notice_days=90,
            waiting_days=30,
            premium=250_000_000,
            reinstatements=1,
        ),
    )


def test_what_a_policy_does_not_say_is_none_or_nothing() -> None:
    """No aggregate limit, no deductible, the whole layer, no notice, no waiting."""
    [policy] = read_policies(POLICY, HOME)
    assert (policy.aggregate, policy.premium) == (None, None)
    assert (policy.deductible, policy.notice_days, policy.waiting_days, policy.reinstatements) == (0, 0, 0, 0)
    assert policy.share == 1


def test_a_file_without_policies_is_read_as_none_of_them() -> None:
    """An exchange may have no insurance."""
    assert read_policies("", HOME) == ()


def test_a_number_without_quotes_is_taken_by_its_text() -> None:
    """0.1 is one tenth, and never the binary number beside it."""
    cents = read_exchange(EXCHANGE.replace("scale = 0", "scale = 2"))
    text = POLICY.replace('"5000000000"', "90071992547409.93") + "share = 0.1\n"
    [policy] = read_policies(text, cents)
    assert policy.limit == 9_007_199_254_740_993
    assert policy.share == Fraction(1, 10)


@pytest.mark.parametrize(
    ("written", "share"), [("1", Fraction(1)), ('"1"', Fraction(1)), ('"2/3"', Fraction(2, 3)), ("0", Fraction(0))]
)
def test_a_share_may_be_whole_text_or_a_fraction(written: str, share: Fraction) -> None:
    """Two thirds are two thirds."""
    assert read_policies(POLICY + f"share = {written}\n", HOME)[0].share == share


@pytest.mark.parametrize(
    ("was", "becomes", "wanted"),
    [
        ('id = "P1"\n', "", ("missing_key", "policy 1", "no key id")),
        ('id = "P1"', "id = 1", ("wrong_value", "policy 1 key id", "1")),
        ('id = "P1"', 'id = " "', ("wrong_value", "policy 1 key id", " ")),
        ('insurer = "見本損害保険"\n', "", ("missing_key", "policy 1", "no key insurer")),
        ("third_party = true", 'third_party = "yes"', ("wrong_value", "policy 1 key third_party", "yes")),
        ("third_party = true", "third_party = 1", ("wrong_value", "policy 1 key third_party", "1")),
        ("third_party = true\n", "", ("missing_key", "policy 1", "no key third_party")),
        ('["theft"]', '"theft"', ("wrong_value", "policy 1 key perils", "theft")),
        ('["theft"]', "[1]", ("wrong_value", "policy 1 key perils", "[1]")),
        ('tiers = ["hot"]\n', "", ("missing_key", "policy 1", "no key tiers")),
        ('"5000000000"', '"-1"', ("wrong_value", "policy 1 key limit", "-1")),
        ('"5000000000"', "-1", ("wrong_value", "policy 1 key limit", "-1")),
        ('"5000000000"', "5e9", ("wrong_value", "policy 1 key limit", "5e9")),
        ('"5000000000"', "0.5", ("wrong_value", "policy 1 key limit", "0.5")),
        ('"5000000000"', "nan", ("wrong_value", "policy 1 key limit", "nan")),
        ('"5000000000"', "inf", ("wrong_value", "policy 1 key limit", "inf")),
        ('"5000000000"', '"5,000"', ("wrong_value", "policy 1 key limit", "5,000")),
        ('"5000000000"', '""', ("wrong_value", "policy 1 key limit", "")),
        ('"5000000000"', "true", ("wrong_value", "policy 1 key limit", "True")),
        ('"5000000000"', str(2**127), ("wrong_value", "policy 1 key limit", str(2**127))),
        ('limit = "5000000000"\n', "", ("missing_key", "policy 1", "no key limit")),
        ("aggregate = ", "aggregate = []  # ", ("wrong_value", "policy 1 key aggregate", "[]")),
        ("share = 0.8", "share = 1.01", ("wrong_value", "policy 1 key share", "1.01")),
        ("share = 0.8", 'share = "80%"', ("wrong_value", "policy 1 key share", "80%")),
        ("share = 0.8", "share = true", ("wrong_value", "policy 1 key share", "True")),
        ("share = 0.8", "share = -1", ("wrong_value", "policy 1 key share", "-1")),
        (
            "starts = 2026-04-01",
            "starts = 2026-04-01T00:00:00Z",
            ("not_a_day", "policy 1 key starts", "2026-04-01T00:00:00+00:00"),
        ),
        ("starts = 2026-04-01", 'starts = "1 April"', ("not_a_day", "policy 1 key starts", "1 April")),
        ("starts = 2026-04-01\n", "", ("missing_key", "policy 1", "no key starts")),
        ("ends = 2027-04-01", "ends = 2026-04-01", ("wrong_value", "policy 1 key ends", "2026-04-01")),
        ("ends = 2027-04-01", "ends = 2025-04-01", ("wrong_value", "policy 1 key ends", "2025-04-01")),
        ("notice_days = 90", "notice_days = -1", ("wrong_value", "policy 1 key notice_days", "-1")),
        ("notice_days = 90", "notice_days = 90.5", ("wrong_value", "policy 1 key notice_days", "90.5")),
        ("waiting_days = 30", "waiting_days = true", ("wrong_value", "policy 1 key waiting_days", "True")),
        ("reinstatements = 1", 'reinstatements = "1"', ("wrong_value", "policy 1 key reinstatements", "1")),
        ("reinstatements = 1", "reinstatement = 1", ("unknown_key", "policy 1", "key reinstatement")),
    ],
)
def test_a_wrong_key_is_refused_by_its_name_alone(was: str, becomes: str, wanted: tuple[str, str, str]) -> None:
    """And nothing sound is blamed beside it."""
    assert FULL.count(was) == 1
    assert found(FULL.replace(was, becomes)) == [wanted]


def test_days_may_be_written_as_text() -> None:
    """As a spreadsheet or a script would write them."""
    text = POLICY.replace("2026-04-01", '"2026-04-01"').replace("2027-04-01", '"2027-04-01"')
    assert read_policies(text, HOME) == read_policies(POLICY, HOME)


def test_an_id_that_stands_twice_is_a_fault_of_the_later_policy() -> None:
    """Two policies without any id each lack a key, and neither is a duplicate."""
    assert found(POLICY + POLICY + POLICY.replace("P1", "P2")) == [("duplicate", "policy 2", "P1 stands there already")]
    nameless = POLICY.replace('id = "P1"\n', "")
    assert found(nameless * 2) == [("missing_key", f"policy {number}", "no key id") for number in (1, 2)]


@pytest.mark.parametrize("text", ["policy = 5", "policy = [1]", '[policy]\nid = "P1"'])
def test_policies_that_are_no_sections_are_refused(text: str) -> None:
    """One bracket too few, or no bracket at all."""
    assert [code for code, _, _ in found(text)] == ["wrong_value"]


def test_all_faults_of_all_policies_are_named_together() -> None:
    """With an unknown key of the file."""
    text = "policies = 1\n" + POLICY.replace('"5000000000"', '"x"') + POLICY.replace("P1", "P2").replace("true", "1")
    assert found(text) == [
        ("unknown_key", "policies.toml", "key policies"),
        ("wrong_value", "policy 1 key limit", "x"),
        ("wrong_value", "policy 2 key third_party", "1"),
    ]


def test_text_that_is_no_toml_is_refused_once() -> None:
    """The reader's reason says in which line it stopped."""
    [(code, place, said)] = found("[[policy]")
    assert (code, place) == ("unreadable", "policies.toml")
    assert said.startswith("not read: ")

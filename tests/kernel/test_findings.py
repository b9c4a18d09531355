"""Findings: worded in both languages, placed, dated, and refused together."""

from datetime import date

import pytest

from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.wording import Term, Words

SHORT = FindingKind(
    "segregation.short",
    Severity.BREACH,
    en=Words("{asset} is short by {amount}", "nothing short", "Add {asset}."),
    ja=Words("{asset}が{amount}不足しています", "不足がないこと", "{asset}を追加してください。"),
)


def test_a_finding_carries_its_values_in_both_languages() -> None:
    """The same values stand in the English and in the Japanese sentence."""
    found = SHORT.at("segregation.BTC", asset="BTC", amount=3)
    assert found.en == Words("BTC is short by 3", "nothing short", "Add BTC.")
    assert found.ja == Words("BTCが3不足しています", "不足がないこと", "BTCを追加してください。")
    assert (found.code, found.severity, found.where) == ("segregation.short", Severity.BREACH, "segregation.BTC")
    assert (found.citation, found.due, found.since) == ("", None, None)


def test_a_value_with_two_names_stands_in_each_language_by_its_own() -> None:
    """An English sentence has no Japanese in it, nor the other way round."""
    found = SHORT.at("segregation.BTC", asset=Term("bitcoin", "ビットコイン"), amount=3)
    assert found.en.found == "bitcoin is short by 3"
    assert found.ja.found == "ビットコインが3不足しています"


def test_a_finding_carries_its_citation_and_its_days() -> None:
    """Why it is a duty, by when it must be repaired, and since when it has been open."""
    due, since = date(2026, 9, 24), date(2026, 9, 18)
    found = SHORT.at("segregation.BTC", citation="63-11-2", due=due, since=since, asset="BTC", amount="3")
    assert (found.citation, found.due, found.since) == ("63-11-2", due, since)


def test_a_value_may_be_named_as_the_place_is() -> None:
    """`where` is a value of its own when the sentence has such a name."""
    kind = FindingKind("x", Severity.NOTE, Words("{where}", "", ""), Words("{where}", "", ""))
    found = kind.at("balances.csv row 3", where="Tokyo")
    assert (found.where, found.en.found) == ("balances.csv row 3", "Tokyo")


def test_a_finding_with_a_value_missing_is_an_error() -> None:
    """A sentence with a hole in it is a fault of the software, seen in its tests."""
    with pytest.raises(KeyError, match="amount"):
        SHORT.at("segregation.BTC", asset="BTC")


def test_a_refusal_holds_every_fault_and_says_where() -> None:
    """All faults of an input are told at once, each with its place."""
    words = Words("blank", "an amount", "Write it.")
    faults = [Finding("input.blank", Severity.FAULT, f"balances.csv row {row}", words, words) for row in (3, 5)]
    with pytest.raises(Refused) as refused:
        raise Refused(iter(faults))
    assert refused.value.faults == tuple(faults)
    assert str(refused.value) == "balances.csv row 3: blank; balances.csv row 5: blank"

"""Decisions: each seals its records and the journal as it then stood."""

from dataclasses import replace
from typing import Any

import pytest

from hikiate.book.decisions import Decision, DecisionDraft, RecordsDigest, decided, verify_decisions
from hikiate.book.journal import Head
from hikiate.book.records import RECORDS, Asset, Record, User, names, values
from hikiate.kernel.findings import Finding

Made = list[tuple[Decision, RecordsDigest]]


def sealed(*records: Record) -> RecordsDigest:
    """The digest of records."""
    digest = RecordsDigest()
    for record in records:
        digest.add(type(record).__name__, values(record))
    return digest


def made(count: int) -> Made:
    """Decisions that each made a user."""
    head, found = Head(), []
    for number in range(1, count + 1):
        digest = sealed(User(f"u{number}", 1, "maker"))
        decision = decided(DecisionDraft(f"2026-01-{number:02}", "me", "user.roles", "u"), digest, head, Head())
        head = Head(decision.number, decision.digest, decision.at)
        found.append((decision, digest))
    return found


def places(decisions: Made) -> list[tuple[str, str]]:
    """Code and place of each finding."""
    return [(item.code, item.where) for item in verify_decisions(decisions) if isinstance(item, Finding)]


def test_sound_decisions_are_given_back() -> None:
    """Each of them."""
    decisions = made(3)
    assert list(verify_decisions(decisions)) == [decision for decision, _ in decisions]


@pytest.mark.parametrize("field", ["at", "by", "kind", "subject", "words", "records_digest", "entry", "entry_digest"])
def test_a_changed_word_is_named_at_its_decision(field: str) -> None:
    """Whatever field it stands in."""
    decisions = made(3)
    decision, digest = decisions[1]
    value = getattr(decision, field)
    other: Any = value + 1 if isinstance(value, int) else f"{value}!"
    decisions[1] = (replace(decision, **{field: other}), digest)
    assert places(decisions) == [("audit.decision_differs", "decision 2")]


def test_a_changed_or_missing_record_is_named_at_its_decision() -> None:
    """A role changed, a record taken away, one joined to it."""
    for digest in (sealed(User("u2", 1, "admin")), sealed(), sealed(User("u2", 1, "maker"), Asset("JPY", 0))):
        decisions = made(3)
        decisions[1] = (decisions[1][0], digest)
        assert places(decisions) == [("audit.records_differ", "decision 2")]


def test_a_decision_taken_out_or_forged_is_named() -> None:
    """By its number, or where the chain does not go on."""
    decisions = made(4)
    assert places([decisions[0], *decisions[2:]]) == [("audit.number_differs", "decision 3")]
    forged = replace(decisions[1][0], by="other")
    forged = replace(forged, digest=forged.reckoned())
    assert places([decisions[0], (forged, decisions[1][1]), *decisions[2:]]) == [("audit.chain_broken", "decision 3")]


def test_a_decision_follows_in_time() -> None:
    """One before the last would change what was known."""
    with pytest.raises(ValueError, match="before"):
        decided(DecisionDraft("2025", "me", "k", ""), RecordsDigest(), Head(1, "a" * 64, "2026"), Head())


def test_fields_cannot_run_into_each_other() -> None:
    """Two records whose texts join to the same text have different digests."""
    assert sealed(User("ab", 1, "c")).text != sealed(User("a", 1, "bc")).text


def test_every_kind_of_record_is_text_and_whole_numbers() -> None:
    """So that its bytes are the same in every database."""
    for kind in RECORDS:
        assert set(kind.__annotations__.values()) <= {str, int}
        assert names(kind) == tuple(kind.__annotations__)

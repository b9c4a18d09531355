"""Which files a record names, so that an audit can say which are missing and which are nobody's."""

import pytest

from hikiate.book.records import (
    CloseDone,
    Determination,
    FindingStep,
    Incident,
    PackTaken,
    ProofPublished,
    Record,
    Release,
    Request,
    Settlement,
    StatementTaken,
    User,
)
from hikiate.operations.workspace.audit import NAMING, files_named


@pytest.mark.parametrize(
    ("record", "named"),
    [
        (PackTaken("d", "E", "now", "{}"), [("packs", "d")]),
        (
            CloseDone("d", "p", "now", "r", '[["a.toml", "o"]]', "", "in_order", "0"),
            [("results", "d"), ("overlays", "o")],
        ),
        (Incident("I", "insider", "now", "d"), [("incidents", "d")]),
        (Determination("I", 1, "d", "{}", "{}", 1), [("determinations", "d")]),
        (Settlement("I", 1, "d", 1, 0), [("settlements", "d")]),
        (StatementTaken("d", "JP00", "S", "1", "2026-10-01", 5), [("settlements", "d")]),
        (ProofPublished("2026-10-01", "r", "d", "c"), [("proofs", "d")]),
        (Release("I", 1, "d", 1), [("payouts", "d")]),
        (FindingStep(1, "closed", "me", "", "d", "w"), [("evidence", "d")]),
        (FindingStep(1, "gone", "", "", "d", ""), []),
        (Request(1, "claim.decided", "E/a", "{}", '{"evidence": "d"}', "me"), [("evidence", "d")]),
        (Request(1, "claim.examined", "E/a", "{}", '{"evidence": ""}', "me"), []),
        (Request(1, "payout.batch", "I/batch/1", "{}", "{}", "me"), []),
        (User("me", 1, "admin"), []),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_record_names_its_files(record: Record, named: list[tuple[str, str]]) -> None:
    """By kind and digest; the kinds that name any are listed."""
    assert list(files_named(record)) == named
    assert not named or isinstance(record, NAMING)

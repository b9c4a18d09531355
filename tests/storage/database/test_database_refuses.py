"""What the database itself refuses, whatever program asks for it."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

sys.path.append(str(Path(__file__).parents[2] / "operations" / "workspace"))

from audited import found
from estate_lives import EstateLife

from hikiate.book.accounts import ACCOUNTS
from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import RECORDS, Approval, CameBack, Outcome, names
from hikiate.operations.workspace.reserve import request_provision
from hikiate.storage.database.connection import Place
from hikiate.storage.database.triggers import CLAIM_GUARDED, GUARDED, RECORD_TABLES
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.database.workspace import table as table_of

LAST_DECISION = (
    "INSERT INTO decision SELECT {number}, at, by, kind, subject, words, records, records_digest, entry, entry_digest,"
    " {previous}, 'd' FROM decision WHERE number = (SELECT max(number) FROM decision)"
)
LAST_ENTRY = (
    "INSERT INTO journal_entry SELECT number + 1, at, by, kind, memo, corrects, postings, postings_digest, digest, 'd',"
    " last_posting FROM journal_entry WHERE number = (SELECT max(number) FROM journal_entry)"
)
REFUSED = {
    "an entry changed": "UPDATE journal_entry SET memo = 'x' WHERE number = 1",
    "an entry taken out": "DELETE FROM journal_entry WHERE number = 1",
    "a posting changed": "UPDATE journal_posting SET amount = 1 WHERE id = 1",
    "a posting taken out": "DELETE FROM journal_posting WHERE id = 1",
    "a decision changed": "UPDATE decision SET by = 'x' WHERE number = 1",
    "a payment changed": "UPDATE payment SET amount = 1",
    "a payment taken out": "DELETE FROM payment",
    "a posting joined to an entry": "INSERT INTO journal_posting"
    " (id, entry_id, debit, credit, asset, amount, subject, key)"
    " VALUES (9999, 1, 'own_funds', 'opening', 'JPY', 1, '', '')",
    "a claim changed": "UPDATE estate_claim SET amount = 1",
    "a step taken out": "DELETE FROM estate_claim_step",
    "a record joined to a decision": "INSERT INTO asset (id, decision_id, asset, scale) VALUES (9999, 1, 'X', 0)",
    "a number left out": LAST_DECISION.format(number="9999", previous="digest"),
    "a chain not gone on with": LAST_DECISION.format(number="number + 1", previous="previous"),
    "an entry without its postings": LAST_ENTRY,
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_itself_refuses(lived: Place, statement: str) -> None:
    """Whatever program asks for it."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert found(lived) == []


@pytest.mark.parametrize("account", [*GUARDED, *CLAIM_GUARDED])
def test_the_database_itself_keeps_an_account_from_being_overdrawn(lived: Place, account: str) -> None:
    """Whatever program sets a balance down."""
    statement = (
        "INSERT INTO journal_balance (account, asset, subject, entry_id, amount)"
        f" SELECT '{account}', 'X', '', max(number) + 1, -1 FROM journal_entry"
    )
    with pytest.raises(DatabaseError, match="overdrawn"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert found(lived) == []


@pytest.mark.parametrize(("maker", "checker"), [("mia", "mia"), ("cho", "mia")])
def test_the_database_itself_keeps_a_maker_from_checking(database: Place, maker: str, checker: str) -> None:
    """Also where a program forgot to look, and where it names another maker than the request's."""
    life = EstateLife(DatabaseWorkspace(database))
    life.begun()
    with life.book.unit() as unit:
        number = request_provision(unit, life.act("mia"), "JPY", "5", "").number
    draft = DecisionDraft(life.act("x").at, "x", "approval.approve", "1")
    word = Approval(number, maker, checker, "approved", 1, "")
    with pytest.raises(DatabaseError), life.book.unit() as unit:
        unit.decide(draft, [word])
    assert found(database) == []


@pytest.mark.parametrize(
    "records",
    [
        [Outcome("I-1", 1, 2, "paid", 1000, "R", "")],
        [Outcome("I-1", 1, 2, "paid", 1000, "R", ""), Outcome("I-1", 1, 3, "paid", 1000, "R", "")],
        [CameBack("I-1", 1, 1, 999, "R", "")],
        [CameBack("I-1", 1, 2, 1000, "R", "")],
    ],
    ids=["paid again", "paid twice in one statement", "more came back than was paid", "what was not paid came back"],
)
def test_the_database_itself_keeps_a_line_from_being_paid_twice(
    database: Place, records: list[CameBack | Outcome]
) -> None:
    """Unless what was paid before came back, whatever a program forgot to look at."""
    life = EstateLife(DatabaseWorkspace(database)).begun()
    paid = Outcome("I-1", 1, 1, "paid", 1000, "R", "")
    with life.book.unit() as unit:
        unit.decide(DecisionDraft(life.act("x").at, "x", "payout.settle", "1"), [paid])
    draft = DecisionDraft(life.act("x").at, "x", "payout.settle", "2")
    with pytest.raises(DatabaseError), life.book.unit() as unit:
        unit.decide(draft, records)
    with life.book.unit() as unit:
        unit.decide(draft, [CameBack("I-1", 1, 1, 1000, "R", "")])
        unit.decide(draft, [replace(paid, attempt=2)])
    assert found(database) == []


def test_amounts_of_127_bits_come_back_as_they_were_given(database: Place) -> None:
    """At, below and beyond what a database holds as a whole number."""
    amounts = [1, 2**53 + 1, 2**63 - 1, 2**63, 123456789012345678901234567, 2**127 - 1]
    book = DatabaseWorkspace(database)
    with book.unit() as unit:
        unit.post(
            EntryDraft("2026", "me", "k", ""),
            [Posting("own_funds", "opening", f"A{n}", amount) for n, amount in enumerate(amounts)],
        )
        unit.decide(DecisionDraft("2026", "me", "k", ""))
    assert [posting.amount for posting in book.postings(1)] == amounts
    assert [book.balance("opening", f"A{number}") for number in range(len(amounts))] == amounts
    assert found(database) == []


def test_the_triggers_know_every_table_and_every_guarded_account(lived: Place) -> None:
    """What the database refuses is written in SQL, and the book in Python; the two say the same."""
    assert found(lived) == []
    of_records = [table_of(kind.__name__)._meta.db_table for kind in RECORDS]
    assert sorted(RECORD_TABLES) == sorted(of_records)
    assert {*GUARDED, *CLAIM_GUARDED} == {name for name, account in ACCOUNTS.items() if account.is_guarded}
    for kind in RECORDS:
        fields = [field.name for field in table_of(kind.__name__)._meta.fields]
        assert fields == ["id", "decision", *names(kind)]

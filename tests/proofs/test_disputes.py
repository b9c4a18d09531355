"""The register of disputes: counts, chain, strict papers; whatever is taken out or changed is found by its line."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.findings import Refused
from hikiate.proofs.disputes import (
    Register,
    continues,
    counts,
    event_line,
    opening_line,
    read_register,
)
from hikiate.proofs.disputes_papers import (
    answer_document,
    confirmation_code,
    dispute_number,
    read_answer,
    read_confirmation,
    read_dispute,
    require_confirmed,
)
from hikiate.proofs.documents import BYTES_MAX
from hikiate.proofs.root import Disputes
from hikiate.proofs.tree import record
from hikiate.storage.chained_files import whole_lines

DAY = date(2026, 9, 14)
ROOT, OTHER = "a" * 64, "b" * 64

DISPUTE: dict[str, Any] = {
    "schema": "hikiate/dispute/1",
    "exchange": "E",
    "as_of": "2026-09-18T23:59:59+09:00",
    "day_root": ROOT,
    "customer": "C1",
    "reason": "balance_differs",
    "claims": [{"asset": "BTC", "ledger": "liability", "amount": "1.5"}],
    "failed": ["total"],
    "statement": "",
    "proof": None,
    "nonce": "0" * 32,
}
ANSWER = {
    "schema": "hikiate/answer/1",
    "dispute": ROOT,
    "outcome": "claim_rejected",
    "words": "w",
    "by": "b",
    "answered_on": "2026-09-18",
}
CONFIRMATION = {
    "schema": "hikiate/confirmation/1",
    "exchange": "E",
    "as_of": "now",
    "day_root": ROOT,
    "customer": "C1",
    "code": confirmation_code(b"k" * 32, ROOT),
}


def written(document: object) -> bytes:
    """A paper's bytes."""
    return json.dumps(document).encode()


def numbered(index: int) -> str:
    """The number of some dispute."""
    return f"{index:064x}"


def content(register: Register) -> bytes:
    """A register's file."""
    return opening_line(register) + b"".join(event_line(event) for event in register.events)


def places(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Where faults are."""
    return [fault.where for fault in refused.value.faults]


STEPS = st.lists(
    st.tuples(st.sampled_from(["file", "answer", "confirm"]), st.integers(0, 5), st.integers(0, 6)), max_size=25
)


def lived(steps: list[tuple[str, int, int]]) -> Register:
    """A register after some days."""
    register, day = Register("E", 3, DAY), DAY
    for index, (what, which, later) in enumerate(steps):
        day += timedelta(days=later)
        number = numbered(which)
        if what == "file" and number not in register.filed:
            register.enter(register.next_filed(day, number))
        elif what == "answer" and number in register.filed:
            register.enter(register.next_answered(day, number, numbered(index)))
        elif what == "confirm":
            register.enter(register.next_confirmed(day, ROOT, numbered(1000 + index), numbered(index)))
    return register


@given(STEPS)
def test_a_register_is_read_back_and_its_counts_add_up(steps: list[tuple[str, int, int]]) -> None:
    """Whatever happened, filed is open and answered together, and the head is the format's chain."""
    register = lived(steps)
    assert read_register(content(register)) == register
    assert read_register(content(register) + b'{"half') == register
    assert whole_lines(content(register) + b'{"half') == len(content(register))
    now = counts(register, register.last_day, ROOT)
    assert now.filed == now.open + now.answered == len(register.filed)
    assert now.overdue <= now.open
    head = ""
    for number in register.filed:
        head = record("proof-disputes/1", [head, number]).hex()
    assert now.head == (head or None)
    assert now.checked == sum(event.kind == "confirmed" for event in register.events)
    continues(now, register)


@given(STEPS.filter(lambda steps: len(lived(steps).events) > 0), st.data())
def test_a_line_that_is_changed_or_taken_out_is_named(steps: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """The first line that is not what the lines before it make; the last one taken out is seen by a root."""
    register = lived(steps)
    lines = content(register).split(b"\n")[:-1]
    index = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[index]) - 1))
    changed = bytearray(lines[index])
    changed[place] ^= 1
    with pytest.raises(Refused) as refused:
        read_register(b"\n".join([*lines[:index], bytes(changed), *lines[index + 1 :], b""]))
    assert places(refused) == [f"register.jsonl line {index + 1}"]
    left = [*lines[:index], *lines[index + 1 :], b""]
    if index < len(lines) - 1:
        with pytest.raises(Refused):
            read_register(b"\n".join(left))
    elif register.events and register.events[-1].kind == "filed":
        with pytest.raises(Refused):
            continues(counts(register, register.last_day, None), read_register(b"\n".join(left)))


def test_a_promise_counts_business_days_from_the_day_after() -> None:
    """Received on a Monday before two holidays in a row, three business days end on the Monday after."""
    register = Register("E", 3, DAY)
    monday = date(2026, 9, 14)
    register.enter(register.next_filed(monday, numbered(1)))
    due = register.due(numbered(1))
    assert due == date(2026, 9, 17)
    assert [counts(register, day, None).overdue for day in (due, due + timedelta(days=1))] == [0, 1]


def test_what_was_received_later_is_not_counted() -> None:
    """A snapshot's root speaks of its own day."""
    register = lived([("file", 1, 0), ("file", 2, 1), ("answer", 1, 1)])
    assert counts(register, DAY, None) == Disputes(1, 1, 0, 0, 0, register.events[0].head)


@pytest.mark.parametrize("previous", [Disputes(filed=1, open=1, head=ROOT), Disputes(filed=9, open=9, head=ROOT)])
def test_a_register_without_the_disputes_of_the_day_before_is_refused(previous: Disputes) -> None:
    """Fewer, or others."""
    with pytest.raises(Refused) as refused:
        continues(previous, lived([("file", 1, 0)]))
    assert [fault.code for fault in refused.value.faults] == ["register.taken_out"]


def test_entries_follow_in_time_and_answers_follow_disputes() -> None:
    """No day before the last, no answer to nothing."""
    register = lived([("file", 1, 5)])
    with pytest.raises(Refused, match="2026"):
        register.next_filed(DAY, numbered(2))
    with pytest.raises(Refused):
        register.next_answered(register.last_day, numbered(2), ROOT)
    register.enter(register.next_answered(register.last_day, numbered(1), ROOT))
    assert register.answer_path(numbered(1)) == f"answers/{numbered(1)}.2.json"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'{"event": "filed"}',
        b'{"event": "opened", "on": "x", "exchange": "E", "answer_days": 3, "chain": ""}',
        b'{"event": "opened", "on": "2026-09-14", "exchange": "", "answer_days": 3, "chain": ""}',
        b'{"event": "opened", "on": 3, "exchange": "E", "answer_days": 3, "chain": ""}',
        b'{"event": "opened", "on": "2026-09-14", "exchange": "E", "answer_days": 3, "chain": ""}',
    ],
)
def test_an_opening_that_is_none_is_named(line: bytes) -> None:
    """The first line says whose register it is."""
    with pytest.raises(Refused) as refused:
        read_register(line + b"\n")
    assert places(refused) == ["register.jsonl line 1"]


@pytest.mark.parametrize(
    "change",
    [
        {"event": "lost"},
        {"event": 3},
        {"file": 3},
        {"file": "disputes/x.json"},
        {"digest": 3},
        {"digest": "x"},
        {"on": "2020-01-01"},
        {"on": "yesterday"},
        {"event": "answered", "file": f"answers/{numbered(9)}.json"},
        {"file": f"disputes/{numbered(1)}.json"},
        {"head": None},
        {"chain": ROOT},
    ],
)
def test_an_entry_that_cannot_follow_is_named(change: dict[str, object]) -> None:
    """By its line."""
    register = lived([("file", 1, 0), ("file", 2, 0)])
    lines = content(register).split(b"\n")
    lines[2] = json.dumps({**json.loads(lines[2]), **change}).encode()
    with pytest.raises(Refused) as refused:
        read_register(b"\n".join(lines))
    assert places(refused) == ["register.jsonl line 3"]


def test_papers_are_read_as_they_are_written() -> None:
    """A dispute with a proof and without a day root, an answer, a confirmation."""
    read = read_dispute(written(DISPUTE), "d")
    assert (read.customer, read.claims[0].amount, read.proof, read.statement) == ("C1", "1.5", None, "")
    bare = read_dispute(written({**DISPUTE, "day_root": None, "proof": {"x": 1}, "statement": "s", "claims": []}), "d")
    assert (bare.day_root, bare.proof, bare.statement) == (None, {"x": 1}, "s")
    assert answer_document(read_answer(written(ANSWER), "a")) == ANSWER
    assert read_confirmation(written(CONFIRMATION), "c").code == CONFIRMATION["code"]
    assert dispute_number(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"exchange": ""}, "d key exchange"),
        ({"customer": "C" * 201}, "d key customer"),
        ({"reason": "anger"}, "d key reason"),
        ({"claims": {}}, "d key claims"),
        ({"claims": DISPUTE["claims"] * 2}, "d key claims"),
        ({"claims": [{"asset": "BTC", "ledger": "liability", "amount": "1.50"}]}, "d key claims.0.amount"),
        ({"failed": ["everything"]}, "d key failed.0"),
        ({"statement": "s" * 2001}, "d key statement"),
        ({"proof": "p"}, "d key proof"),
        ({"nonce": "0"}, "d key nonce"),
        ({"nonce": 0}, "d key nonce"),
        ({"schema": "hikiate/dispute/2"}, "d key schema"),
        ({"more": 1}, "d"),
    ],
)
def test_a_dispute_that_is_none_is_named_by_its_place(change: dict[str, object], place: str) -> None:
    """With what the customer can do about it."""
    with pytest.raises(Refused) as refused:
        read_dispute(written({**DISPUTE, **change}), "d")
    assert place in places(refused)
    assert {fault.code for fault in refused.value.faults} == {"dispute.malformed"}


@pytest.mark.parametrize("day", ["2026-02-30", "18/09/2026", 20260918])
def test_an_answer_without_a_day_is_none(day: object) -> None:
    """A day that does not exist, or is written otherwise."""
    with pytest.raises(Refused) as refused:
        read_answer(written({**ANSWER, "answered_on": day}), "a")
    assert places(refused) == ["a key answered_on"]


@pytest.mark.parametrize("paper", [b"{", b" " * (BYTES_MAX + 1)], ids=["half", "megabytes"])
def test_a_file_that_is_no_paper_is_refused(paper: bytes) -> None:
    """Before anything in it is looked at."""
    with pytest.raises(Refused) as refused:
        read_confirmation(paper, "c")
    assert {fault.code for fault in refused.value.faults} == {"dispute.malformed"}


@dataclass(frozen=True)
class Published:
    """A day as a store has it."""

    exchange: str = "E"
    as_of: str = "now"
    day_root: str = ROOT


@dataclass(frozen=True)
class Store:
    """A store of one customer."""

    root: Published

    def key(self, customer: str) -> bytes | None:
        """The key of C1, and of nobody else."""
        return b"k" * 32 if customer == "C1" else None


def test_a_confirmation_is_its_customers_and_its_days() -> None:
    """The code, the customer and the day root must fit."""
    require_confirmed(read_confirmation(written(CONFIRMATION), "c"), Store(Published()), "c")
    for change, code in (
        ({"code": OTHER}, "dispute.wrong_code"),
        ({"customer": "C2"}, "dispute.wrong_code"),
        ({"day_root": OTHER}, "dispute.wrong_day_root"),
    ):
        with pytest.raises(Refused) as refused:
            require_confirmed(read_confirmation(written({**CONFIRMATION, **change}), "c"), Store(Published()), "c")
        assert [fault.code for fault in refused.value.faults] == [code]

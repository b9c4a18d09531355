"""The register on the disk: a process killed at any write loses nothing, doubles nothing and can be repeated."""

import json
import os
from collections.abc import Callable
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from hikiate.kernel.findings import Refused
from hikiate.proofs.disputes_papers import confirmation_code
from hikiate.storage.dispute_register import (
    RegisterWriter,
    load_answer,
    load_dispute,
    load_register,
    open_register,
    register_findings,
    register_writer,
)

DAY = date(2026, 9, 14)
ROOT = "a" * 64


def dispute(nonce: int, exchange: str = "E") -> bytes:
    """A dispute's file."""
    paper: dict[str, object] = {
        "schema": "hikiate/dispute/1",
        "exchange": exchange,
        "as_of": "now",
        "day_root": None,
        "customer": "C1",
        "reason": "no_proof",
        "claims": [],
        "failed": [],
        "statement": "",
        "proof": None,
        "nonce": f"{nonce:032x}",
    }
    return json.dumps(paper).encode()


def answer(number: str, words: str = "w") -> bytes:
    """An answer's file."""
    paper = {
        "schema": "hikiate/answer/1",
        "dispute": number,
        "outcome": "withdrawn",
        "words": words,
        "by": "b",
        "answered_on": DAY.isoformat(),
    }
    return json.dumps(paper).encode()


class Day:
    """A day's root and the key of every customer."""

    exchange, as_of, day_root = "E", "now", ROOT

    @property
    def root(self) -> "Day":
        """What was published."""
        return self

    def key(self, _customer: str) -> bytes | None:
        """The same key for all."""
        return b"k" * 32


def confirmation() -> bytes:
    """A confirmation's file."""
    names = {"exchange": "E", "as_of": "now", "day_root": ROOT, "customer": "C1"}
    paper = {"schema": "hikiate/confirmation/1", **names, "code": confirmation_code(b"k" * 32, ROOT)}
    return json.dumps(paper).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register with one dispute and its answer."""
    register = tmp_path / "register"
    open_register(register, "E", 3, DAY)
    with register_writer(register) as writer:
        number = writer.file(dispute(0), "d", DAY).event.number
        writer.answer(answer(number), "a", DAY)
    return register


class Killed(BaseException):
    """The process ends here, whatever it was doing."""


Work = Callable[[RegisterWriter], object]
WORKS: dict[str, Work] = {
    "file": lambda writer: writer.file(dispute(1), "d", DAY),
    "answer": lambda writer: writer.answer(answer(next(iter(writer.register.filed)), "more"), "a", DAY),
    "confirm": lambda writer: writer.confirm(confirmation(), "c", Day(), DAY),
}


def killing(monkeypatch: pytest.MonkeyPatch, at: int, *, before: bool) -> None:
    """Kill at the `at`-th touch of the disk: forcing a file or a folder, or moving a file into place."""
    touched = 0

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*args: Any, **words: Any) -> Any:  # noqa: ANN401 - stands for any function of the disk
            nonlocal touched
            touched += 1
            if before and touched == at:
                raise Killed
            done = real(*args, **words)
            if touched == at:
                raise Killed
            return done

        return touch

    monkeypatch.setattr(os, "fsync", watched(os.fsync))
    monkeypatch.setattr(Path, "replace", watched(Path.replace))


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(1, 9))
def test_whatever_is_killed_is_finished_by_the_same_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: int, *, before: bool
) -> None:
    """At every touch of the disk; what stood before stands, and the paper is entered once."""
    lines = len(load_register(folder).events)
    with monkeypatch.context() as patched:
        killing(patched, at, before=before)
        try:
            with register_writer(folder) as writer:
                WORKS[name](writer)
        except Killed:
            pass
    assert len(load_register(folder).events) in {lines, lines + 1}
    for _ in range(2):
        with register_writer(folder) as writer:
            WORKS[name](writer)
    register, found = register_findings(folder)
    assert (len(register.events), found) == (lines + 1, [])


def test_half_a_line_is_dropped_and_nothing_else(folder: Path) -> None:
    """A write that broke off in the middle of a line is no entry."""
    file = folder / "register.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"event": "fil')
    with register_writer(folder) as writer:
        writer.file(dispute(1), "d", DAY)
    assert file.read_bytes().startswith(whole)
    assert register_findings(folder)[1] == []


def test_papers_are_kept_as_they_were_received(folder: Path) -> None:
    """And read back with the answer that counts on a day."""
    register = load_register(folder)
    (number,) = register.filed
    assert (folder / "disputes" / f"{number}.json").read_bytes() == dispute(0)
    assert load_dispute(folder, number).customer == "C1"
    given = load_answer(folder, register, number, DAY)
    assert given is not None
    assert given.words == "w"
    assert load_answer(folder, register, number, date(2026, 9, 13)) is None
    (folder / "disputes" / f"{number}.json").write_bytes(dispute(9))
    with pytest.raises(Refused):
        load_dispute(folder, number)


def test_a_paper_for_another_exchange_is_refused(folder: Path) -> None:
    """And nothing is written."""
    before = sorted(path.name for path in folder.rglob("*"))
    with register_writer(folder) as writer, pytest.raises(Refused):
        writer.file(dispute(1, "Other"), "d", DAY)
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_only_the_owner_may_read_a_register(folder: Path) -> None:
    """It holds customers' proofs."""
    assert folder.stat().st_mode & 0o077 == 0


def file_some(folder: Path, start: int) -> None:
    """File disputes from a process of its own."""
    for nonce in range(start, start + 10):
        with register_writer(folder) as writer:
            writer.file(dispute(nonce), "d", DAY)


def test_two_processes_filing_at_once_lose_no_entry(folder: Path) -> None:
    """One waits for the other."""
    context = get_context("spawn")
    processes = [context.Process(target=file_some, args=(folder, start)) for start in (100, 200)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    register, found = register_findings(folder)
    assert (len(register.filed), found) == (21, [])

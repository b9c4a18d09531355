"""The register of inside information on the disk: private, written by one at a time, and whole after a crash."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikiate.conduct.insiders.entering import following, opened
from hikiate.conduct.insiders.entries import FILE
from hikiate.kernel.findings import Refused
from hikiate.storage.insider_register import (
    insider_register_writer,
    load_insider_register,
    open_insider_register,
)

MOMENT = datetime(2026, 11, 16, tzinfo=UTC)
WATCHED = {"list": "watch", "asset": "XRP", "words": "w"}


def made(folder: Path) -> Path:
    """An empty register."""
    open_insider_register(folder, opened("E", 2, MOMENT, "A"))
    return folder


def add(folder: Path) -> None:
    """One entry."""
    with insider_register_writer(folder) as writer:
        writer.enter(following(writer.register, "restricted", MOMENT, "A", WATCHED))


def test_what_is_entered_is_read_back_and_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """Two entries by two writers."""
    folder = made(tmp_path / "register")
    add(folder)
    add(folder)
    assert [entry.kind for entry in load_insider_register(folder).entries] == ["opened", "restricted", "restricted"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_half_a_line_that_a_killed_writer_left_is_no_entry_and_goes(tmp_path: Path) -> None:
    """The next writer drops it and nothing else."""
    folder = made(tmp_path / "register")
    add(folder)
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole + b'{"entry": "restr')
    assert len(load_insider_register(folder).entries) == 2
    add(folder)
    assert (folder / FILE).read_bytes().startswith(whole + b'{"entry": "restricted"')
    assert len(load_insider_register(folder).entries) == 3


def test_a_register_is_never_opened_over_something(tmp_path: Path) -> None:
    """What stands there stays."""
    folder = made(tmp_path / "register")
    before = (folder / FILE).read_bytes()
    with pytest.raises(Refused):
        made(folder)
    assert (folder / FILE).read_bytes() == before


def test_a_changed_line_stops_reader_and_writer(tmp_path: Path) -> None:
    """And a folder without a register is none."""
    folder = made(tmp_path / "register")
    add(folder)
    (folder / FILE).write_bytes((folder / FILE).read_bytes().replace(b"XRP", b"BTC"))
    before = (folder / FILE).read_bytes()
    for attempt in (add, load_insider_register):
        with pytest.raises(Refused) as refused:
            attempt(folder)
        assert [fault.code for fault in refused.value.faults] == ["insider.line_differs"]
    assert (folder / FILE).read_bytes() == before
    with pytest.raises(Refused):
        load_insider_register(tmp_path)

"""Results on the disk: written whole or not at all, read back only when they are whole."""

import json
from pathlib import Path

import pytest

from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document, document_text
from hikiate.storage.disk import write_file
from hikiate.storage.results import CLOSE_FILE, read_result

RESULT = Result("見本取引所", "2026-11-20T23:59:59+09:00", "0.1.0", "00" * 32, (), {}, ())
TEXT = document_text(document(RESULT))


def test_a_result_comes_back_from_its_file_and_from_its_folder(tmp_path: Path) -> None:
    """Folders that are not there are made."""
    path = tmp_path / "deep" / "out" / CLOSE_FILE
    write_file(path, TEXT.encode())
    assert read_result(path) == read_result(path.parent) == RESULT
    assert [entry.name for entry in path.parent.iterdir()] == [CLOSE_FILE]


@pytest.mark.parametrize("name", ["", "gone.json"])
def test_a_result_that_is_not_there_says_how_to_make_one(tmp_path: Path, name: str) -> None:
    """A folder without a close, or a path with nothing there."""
    with pytest.raises(Refused) as refused:
        read_result(tmp_path / name)
    [fault] = refused.value.faults
    assert fault.code == "input.no_file"
    assert fault.where == str(tmp_path / (name or CLOSE_FILE))
    assert "hikiate close" in fault.en.do
    assert "hikiate close" in fault.ja.do


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        TEXT.encode()[:-20],
        TEXT.replace("hikiate/close/1", "hikiate/close/2").encode(),
        TEXT.replace("in_order", "in_breach").encode(),
        TEXT.encode("shift_jis"),
        json.dumps(document(RESULT) | {"more": 1}).encode(),
    ],
)
def test_a_file_that_is_no_whole_result_is_refused(tmp_path: Path, content: bytes) -> None:
    """Cut off, of another schema, changed by hand, or something else altogether."""
    path = tmp_path / CLOSE_FILE
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_result(path)
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("input.unreadable", str(path))]

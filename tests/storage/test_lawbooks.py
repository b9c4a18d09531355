"""Lawbooks on the disk: the shipped library, and overlays read from a user's files."""

from datetime import date
from pathlib import Path

import pytest

from hikiate.kernel.findings import Refused
from hikiate.storage.lawbooks import library

OVERLAY = """
name = "NAME"
written_on = 2026-11-20
[[change]]
rulebook = "jp-2026-reported"
provision = "rate"
value = "VALUE"
status = "assumption"
reason = "what if"
"""
DAY = date(2026, 11, 20)


def overlay(folder: Path, name: str, value: str) -> Path:
    """An overlay file that sets the reported rate."""
    path = folder / f"{name}.toml"
    path.write_text(OVERLAY.replace("NAME", name).replace("VALUE", value))
    return path


def test_the_shipped_library_is_read_from_every_folder_of_it() -> None:
    """Paths of provisions are their folders and names; rulebooks go by name."""
    laws = library()
    assert {path.partition("/")[0] for path in laws.provisions} >= {"house", "jp"}
    assert all(path == provision.path for path, provision in laws.provisions.items())
    assert all(name == book.name for name, book in laws.rulebooks.items())


def test_overlays_are_laid_in_the_order_they_are_named(tmp_path: Path) -> None:
    """The last one has the word."""
    one, other = overlay(tmp_path, "one", "0.03"), overlay(tmp_path, "other", "0.04")
    book = library([one, other]).rulebooks["jp-2026-reported"]
    assert (book.on(DAY)["rate"].value, book.overlays) == ("0.04", ("one", "other"))
    assert library([other, one]).rulebooks["jp-2026-reported"].on(DAY)["rate"].value == "0.03"


def test_a_mark_at_the_head_of_an_overlay_is_no_part_of_it(tmp_path: Path) -> None:
    """As some editors write it."""
    path = overlay(tmp_path, "one", "0.03")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert library([path]).rulebooks["jp-2026-reported"].on(DAY)["rate"].value == "0.03"


def test_faults_of_all_overlays_are_named_together(tmp_path: Path) -> None:
    """Not there, no text, no TOML, a float, a folder; the sound one is not blamed."""
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    (tmp_path / "broken.toml").write_text("name = ")
    float_value = tmp_path / "float.toml"
    float_value.write_text(OVERLAY.replace('"VALUE"', "0.03"))
    files = [tmp_path / "gone.toml", tmp_path / "bytes.toml", overlay(tmp_path, "sound", "0.03")]
    with pytest.raises(Refused) as refused:
        library([*files, tmp_path / "broken.toml", float_value, tmp_path])
    assert [fault.where for fault in refused.value.faults] == [
        str(tmp_path / "gone.toml"),
        str(tmp_path / "bytes.toml"),
        "broken.toml",
        "float.toml change 1",
        str(tmp_path),
    ]
    assert {fault.code for fault in refused.value.faults} == {"law.malformed"}

"""Snapshots: reports as they were last reviewed; HIKIATE_SNAPSHOTS=write renews them, and git shows what changed."""

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("snapshots")


def matches(name: str, text: str) -> None:
    """Assert that the text is the snapshot of that name, or write it down where that was asked for."""
    path = FOLDER / name
    if os.environ.get("HIKIATE_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"no snapshot {name}; run with HIKIATE_SNAPSHOTS=write and review it"
    assert text == path.read_text(encoding="utf-8")

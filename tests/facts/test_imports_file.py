"""What importers left with a pack: their findings come back as they were, or the file is refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from handed_in import faults, hand_in, read

from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Words

KIND = FindingKind(
    "import.duplicate_rows",
    Severity.NOTE,
    Words("{count} rows", "none", "nothing"),
    Words("{count} 行", "なし", "不要"),
)


def written(findings: list[object], schema: str = "hikiate/imports/1") -> str:
    """An imports file with these findings of one import."""
    return json.dumps({"schema": schema, "imports": [{"findings": findings}]})


def test_findings_of_imports_come_back_as_they_were(tmp_path: Path) -> None:
    """So that a close shows what was dropped when its tables were made; without the file there are none."""
    finding = KIND.at("trades.csv", count=3)
    pack = read(hand_in(tmp_path / "a", {"imports.json": written([finding_document(finding)])}))
    assert pack.import_findings == (finding,)
    assert read(hand_in(tmp_path / "b")).import_findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "5",
        "{}",
        written([], schema="hikiate/imports/2"),
        '{"schema": "hikiate/imports/1"}',
        '{"schema": "hikiate/imports/1", "imports": 5}',
        '{"schema": "hikiate/imports/1", "imports": [{}]}',
        written([{}]),
        written([{**finding_document(KIND.at("x", count=1)), "ja": "x"}]),
        written([finding_document(replace(KIND, severity=Severity.FAULT).at("x", count=1))]),
    ],
)
def test_a_file_that_no_importer_wrote_is_refused(tmp_path: Path, text: str) -> None:
    """It is evidence, and half of it is none; a fault cannot stand in a pack that was imported."""
    [fault] = faults(hand_in(tmp_path, {"imports.json": text}))
    assert (fault.code, fault.where) == ("input.unreadable", "imports.json")

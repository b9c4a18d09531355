"""Import: files in a format of the wild turned into tables of a pack, and what was found on the way."""

from datetime import datetime
from pathlib import Path
from typing import cast

from hikiate.cli.language import language
from hikiate.cli.speech import legible_line, place, put, put_json
from hikiate.facts import faults
from hikiate.facts.importers.imported import FileFormat, ImportOptions, Tier
from hikiate.facts.tables import TIERS
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Language
from hikiate.storage.imports import import_files


def options(
    *,
    market: str | None,
    day: datetime | None,
    version: str | None,
    tier: str | None,
    name: str | None,
    file_format: str | None,
) -> ImportOptions:
    """What the files do not say themselves; Refused for a tier that is none."""
    if tier is not None and tier not in TIERS:
        raise Refused([faults.NOT_A_CHOICE.at("option --tier", value=tier, choices=", ".join(TIERS))])
    return ImportOptions(
        market=market,
        day=day.date() if day else None,
        version=version,
        tier=cast("Tier | None", tier),
        name=name,
        file_format=cast("FileFormat | None", file_format),
    )


def import_(
    source_format: str, files: list[Path], into: Path, given: ImportOptions, *, as_json: bool, lang: str | None
) -> None:
    """Import files into a pack and say what was found on the way."""
    spoken = language(lang)
    report = import_files(source_format, files, into, given)
    if as_json:
        document = {
            "schema": "hikiate/import/1",
            "tables": dict(report.rows),
            "findings": [finding_document(finding) for finding in report.findings],
        }
        put_json(document)
        return
    for table, rows in report.rows.items():
        put(f"{table}: {rows:,}")
    for finding in report.findings:
        put(told(finding, spoken))


def told(finding: Finding, spoken: Language) -> str:
    """A finding on the way, in two lines."""
    words = finding.ja if spoken == "ja" else finding.en
    lines = (f"- {place(finding.where, spoken)}: {words.found}", f"    {words.do}")
    return "\n".join(map(legible_line, lines)) + f"  [{finding.code}]"

"""Sources asked, and a pack filled with what they say."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hikiate.cli.desks import Asked
from hikiate.cli.importing import told
from hikiate.cli.speech import progress, put, put_json
from hikiate.facts import faults
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Term
from hikiate.storage.collectors.collecting import collect
from hikiate.storage.collectors.sources import sources
from hikiate.storage.packs import open_pack
from hikiate.storage.workspace.settings import Reader, Settings, read_settings

SCHEMA = "hikiate/collect/1"
EXIT_NOT_IN_ORDER = 1


def collect_(asked: Asked, folder: Path, names: Sequence[str]) -> None:
    """Fill a pack from the sources of the workspace; exits 1 where one is silent, late, or at odds with another."""
    settings = read_settings(asked.workspace)
    with progress(asked.spoken) as step:
        rows, found = collected(settings, asked.workspace, folder, names, step)
    if asked.as_json:
        put_json({"schema": SCHEMA, "tables": rows, "findings": [finding_document(finding) for finding in found]})
    else:
        for table, count in rows.items():
            put(f"{table}: {count:,}")
        for finding in found:
            put(told(finding, asked.spoken))
        if not rows and not found:
            put(Term("nothing was asked", "照会対象がありません").said(asked.spoken))
    sys.exit(EXIT_NOT_IN_ORDER if found else 0)


def collected(
    settings: Settings, workspace: Path, folder: Path, names: Sequence[str], step: Callable[[str], None]
) -> tuple[dict[str, int], list[Finding]]:
    """What the sources of these names, or all of them, brought into a pack."""
    asked = sources(settings.sources, Reader(workspace))
    known = {source.name: source for source in asked}
    unknown = [name for name in names if name not in known]
    if unknown:
        choices = ", ".join(known) or "-"
        raise Refused([faults.NOT_A_CHOICE.at("--source", value=name, choices=choices) for name in unknown])
    return collect(holdings_of(folder), folder, [known[name] for name in names] if names else asked, step)


def holdings_of(folder: Path) -> Pack:
    """A pack with nothing but its exchange and its holdings, which is all that sources are asked about."""
    raw = open_pack(folder)
    tables = {name: table for name, table in raw.tables.items() if name == "holdings"}
    return read_pack(replace(raw, tables=tables, policies=None, imports=None, registry=None))

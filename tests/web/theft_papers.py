"""A theft in the office: the incident's file, what `compensate` makes of it, and the pack of the day after.

The hot wallet of a coin was emptied in the night, and the next close finds that coin short.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hikiate.cli.compensation import worked_out, write_folder
from hikiate.facts.example import example
from hikiate.facts.example.incident import ASSET, INCIDENT_FILE, incident_text, papers
from hikiate.storage.workspace.determination_files import NAMES

WALLET = f"{ASSET.lower()}-hot"


@dataclass(frozen=True, slots=True)
class TheftPapers:
    """What people have at hand on the morning after."""

    incident: Path
    determination: Path
    next_pack: Path

    @property
    def taken(self) -> list[Path]:
        """The files of the determination that its page takes."""
        return sorted(path for path in self.determination.iterdir() if path.name in NAMES)


def theft_papers(packs: Path, folder: Path, customers: int) -> TheftPapers:
    """The papers of a theft after the last close of the office, whose pack stands below its packs."""
    last = packs / "2026-11-20"
    made = example(customers, 1)
    folder.mkdir()
    for name, table in papers(made.tables["balances"]).items():
        table.write_csv(folder / name)
    incident = folder / INCIDENT_FILE
    incident.write_text(incident_text(made.tables["holdings"].collect()), encoding="utf-8")
    write_folder(worked_out(last, incident, None), folder / "determination", "csv")
    return TheftPapers(incident, folder / "determination", next_pack(last, folder / "2026-11-24"))


def next_pack(last: Path, folder: Path) -> Path:
    """The pack of the next business day, which has nothing in the wallet that was emptied."""
    shutil.copytree(last, folder)
    text = (folder / "exchange.toml").read_text(encoding="utf-8")
    (folder / "exchange.toml").write_text(text.replace("2026-11-20T", "2026-11-24T"), encoding="utf-8")
    (folder / "secrets.csv").unlink(missing_ok=True)
    holdings = pl.read_csv(folder / "holdings.csv", infer_schema_length=0)
    left = pl.when(pl.col("holding") == WALLET).then(pl.lit("0")).otherwise(pl.col("amount"))
    holdings.with_columns(amount=left).write_csv(folder / "holdings.csv")
    return folder

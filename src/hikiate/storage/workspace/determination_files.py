"""A determination on the disk: `payments.csv` or `.parquet` and `summary.json`, as `hikiate compensate` writes them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hikiate.book.arrivals import Line
from hikiate.facts import faults
from hikiate.kernel.digests import digest
from hikiate.kernel.findings import Refused
from hikiate.storage.workspace.file_store import absent, file_digest
from hikiate.storage.workspace.tables import ROW, text_table

SCHEMA = "hikiate/compensation/1"
FIGURES = {SCHEMA: "figures"}
SUMMARY = "summary.json"
PAYMENTS = ("payments.csv", "payments.parquet")
NAMES = frozenset((SUMMARY, *PAYMENTS))

_COLUMNS = ("key", "customer", "pay_asset", "amount", "status", "reason")


@dataclass(frozen=True, slots=True)
class DeterminationFiles:
    """A determination in a folder: its digest, the totals of its summary, and its payments in their order."""

    digest: str
    totals: Mapping[tuple[str, str], str]
    payments: pl.DataFrame

    def lines(self) -> Iterator[Line]:
        """Every payment: payable ones first, then by asset, then by key."""
        for row in self.payments.iter_rows():
            yield Line(*row)


def read_determination(folder: Path) -> DeterminationFiles:
    """Open the determination in a folder; Refused where a file is missing or is not what it should be."""
    present = [folder / name for name in PAYMENTS if (folder / name).is_file()]
    if len(present) > 1:
        raise Refused([faults.TWO_FORMS.at(present[1].name)])
    if not present:
        raise Refused([absent(folder / PAYMENTS[0], "the payments of a determination", "補償額算定の支払明細")])
    totals = _totals(folder / SUMMARY)
    table = text_table(present[0], _COLUMNS)
    ordered = table.sort(pl.col("status") != "payable", "pay_asset", "key", maintain_order=True)
    names = (present[0].name, SUMMARY)
    made = digest("determination/1", [field for name in names for field in (name, file_digest(folder / name))])
    return DeterminationFiles(made, totals, ordered.select(ROW, *_COLUMNS))


def _totals(file: Path) -> dict[tuple[str, str], str]:
    """What the summary's figures `payable.X.total` and `pending.X.total` say."""
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
        found = {}
        for name, figure in document[FIGURES.get(document["schema"], "schema")].items():
            status, _, rest = name.partition(".")
            asset, _, last = rest.rpartition(".")
            if status in {"payable", "pending"} and last == "total":
                found[status, asset] = str(figure["value"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fault = faults.UNREADABLE.at(
            file.name,
            value=error,
            wanted=f"the summary of a determination ({SCHEMA})",
            wanted_ja=f"補償額算定の要約（{SCHEMA}）",
        )
        raise Refused([fault]) from error
    return found

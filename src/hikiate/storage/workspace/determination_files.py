"""A determination on the disk, as `compensate` or `distribute` writes it: what is paid, what is due, what waits.

`payments` has what is due in this iteration, `paid` what of it is funded and so payable, with what earlier iterations
made payable; `pending` has what waits and why; each is .csv or .parquet. `summary.json` has the totals, `files.json`
the digest of every file. Where the folder has them, `determination` (what each customer is owed) and
`announcement.json` (what all are told) are taken in too, so that statements can be written of what was taken in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hikiate.book.arrivals import Line
from hikiate.facts import faults
from hikiate.kernel.digests import digest
from hikiate.kernel.findings import Refused
from hikiate.kernel.parsing import json_values
from hikiate.kernel.results import COMPENSATION_SCHEMA, DISTRIBUTION_SCHEMA
from hikiate.storage.iterations import DETERMINATION, FILES_FILE, require_unaltered
from hikiate.storage.statements import ANNOUNCEMENT_FILE
from hikiate.storage.workspace.file_store import absent, file_digest
from hikiate.storage.workspace.tables import ROW, text_table

SCHEMA = COMPENSATION_SCHEMA
FIGURES = {COMPENSATION_SCHEMA: "figures", DISTRIBUTION_SCHEMA: "figures"}
SUMMARY = "summary.json"
_STEMS = ("paid", "payments", "pending")
_KINDS = ("csv", "parquet")
_STATED = (*(f"{DETERMINATION}.{kind}" for kind in _KINDS), ANNOUNCEMENT_FILE)
NAMES = frozenset((SUMMARY, FILES_FILE, *_STATED, *(f"{stem}.{kind}" for stem in _STEMS for kind in _KINDS)))

_MONEY = ("customer", "pay_asset", "amount")
_LINE = (ROW, "key", *_MONEY, "status", "reason")


@dataclass(frozen=True, slots=True)
class DeterminationFiles:
    """A determination in a folder: its digest, the totals of its summary, and its lines in their order."""

    digest: str
    totals: Mapping[tuple[str, str], str]
    payments: pl.DataFrame

    def lines(self) -> Iterator[Line]:
        """Every line: what was paid or is payable, what is not funded, what waits; each by asset, then by key."""
        for row in self.payments.iter_rows():
            yield Line(*row)


def read_determination(folder: Path) -> DeterminationFiles:
    """Open the determination in a folder; Refused where a file is missing, altered, or is not what it should be."""
    tables = {stem: _file(folder, stem) for stem in _STEMS}
    iteration, totals = _summary(folder / SUMMARY)
    stated = [name for name in _STATED if (folder / name).is_file()]
    names = (*(path.name for path in tables.values()), SUMMARY, *stated)
    require_unaltered(folder, names)
    now = pl.when(pl.col("iteration") == iteration)
    paid = _lines(tables["paid"], ("key", *_MONEY, "iteration"), now.then(pl.lit("payable")).otherwise(pl.lit("paid")))
    due = _lines(tables["payments"], ("key", *_MONEY), pl.lit("unfunded"))
    pending = _lines(tables["pending"], (*_MONEY, "reason"), pl.lit("pending"))
    parts = [paid, due.join(paid, on="key", how="anti", maintain_order="left"), _with_keys(pending)]
    made = digest("determination/1", [field for name in names for field in (name, file_digest(folder / name))])
    return DeterminationFiles(made, totals, pl.concat(parts))


def _file(folder: Path, stem: str) -> Path:
    present = [folder / f"{stem}.{kind}" for kind in _KINDS if (folder / f"{stem}.{kind}").is_file()]
    if len(present) > 1:
        raise Refused([faults.TWO_FORMS.at(present[1].name)])
    if not present:
        wanted = "the folder that compensate or distribute wrote", "compensate・distribute の書き出し先のフォルダー"
        raise Refused([absent(folder / f"{stem}.csv", *wanted)])
    return present[0]


def _lines(path: Path, columns: Sequence[str], status: pl.Expr) -> pl.DataFrame:
    table = text_table(path, columns).with_columns(status.alias("status"))
    missing = [pl.lit("").alias(name) for name in _LINE if name not in table.columns]
    return table.with_columns(missing).sort("pay_asset", "key", "customer", maintain_order=True).select(_LINE)


def _with_keys(pending: pl.DataFrame) -> pl.DataFrame:
    """What waits has no key to pay it by yet; here its asset and customer name it."""
    keys = [
        digest("pending/1", [asset, customer]) for asset, customer in pending.select("pay_asset", "customer").rows()
    ]
    return pending.with_columns(pl.Series("key", keys, dtype=pl.String()))


def _summary(file: Path) -> tuple[str, dict[tuple[str, str], str]]:
    """The number of the iteration, and what the figures `payable.X.total` and `pending.X.total` say."""
    try:
        document: Any = json_values(file.read_text(encoding="utf-8"))
        iteration = str(document["iteration"])
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
            wanted=f"the summary of a determination ({', '.join(FIGURES)})",
            wanted_ja=f"補償額・配当の算定の要約（{'、'.join(FIGURES)}）",
        )
        raise Refused([fault]) from error
    return iteration, found

"""A settlement file as it comes from a bank or custodian: CSV with a last row that counts and sums the rows before it.

Columns: `batch` (INCIDENT/NUMBER as in the payout file), `key`, `asset`, `amount`, `outcome` (paid, returned),
`reference`, `reason`. The last row has `end` as its batch, the count of the other rows as its key, and their sum as its
amount, so that a file which was cut short is known from one that reports a part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hikiate.book.arrivals import END, SettledLine
from hikiate.storage.workspace.file_store import file_digest
from hikiate.storage.workspace.tables import ROW, text_table

COLUMNS = ("batch", "key", "asset", "amount", "outcome", "reference", "reason")


@dataclass(frozen=True, slots=True)
class SettlementTable:
    """A settlement file at hand."""

    name: str
    digest: str
    end: SettledLine | None
    rows: pl.DataFrame

    def lines(self) -> Iterator[SettledLine]:
        """Every line but the last row, in the order of keys."""
        for row in self.rows.iter_rows():
            yield SettledLine(*row)


def read_settlement(path: Path) -> SettlementTable:
    """Open a settlement file; Refused where it is no such table."""
    table = text_table(path, COLUMNS).select(ROW, *COLUMNS)
    ends = [SettledLine(*row) for row in table.filter(pl.col("batch") == END).iter_rows()]
    last = ends[-1] if ends and ends[-1].row == table[ROW].max() else None
    kept = table.filter(pl.col(ROW) != last.row) if last else table
    return SettlementTable(path.name, file_digest(path), last, kept.sort("key", maintain_order=True))

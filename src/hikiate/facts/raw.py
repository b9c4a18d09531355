"""What storage hands to the facts: the texts and tables of a pack as they lie on the disk, unread and unchecked."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hikiate.facts import faults
from hikiate.kernel.findings import Finding, Refused


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it lies there: its file, its columns, and its rows, lazily.

    `first_row` is the number by which a user finds the first record: 2 in a CSV, whose header is row 1; 1 in Parquet.
    A table that stands in several files has its `parts`, in the order of its rows.
    """

    file: str
    frame: pl.LazyFrame
    schema: Mapping[str, pl.DataType]
    first_row: int
    parts: tuple["RawTable", ...] = ()

    def place(self, row: int, column: str | None = None) -> str:
        """A place in the table, such as `balances.csv row 3 column amount`; `row` is as the user counts."""
        return f"{self.file} row {row}" + (f" column {column}" if column else "")


@dataclass(frozen=True, slots=True)
class RawPack:
    """A pack as it lies there. `digest` is over every file but the secrets.

    `faults` are those of files that could not be opened; they are refused together with those of the rows.
    """

    exchange: str
    policies: str | None
    imports: str | None
    tables: Mapping[str, RawTable]
    digest: str
    registry: str | None = None
    faults: tuple[Finding, ...] = ()


def collected(raw: RawTable, query: pl.LazyFrame) -> pl.DataFrame:
    """Run a query over a table; what cannot be read, or not as such a table, is a fault of its file."""
    try:
        return query.collect(engine="streaming")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, MemoryError) as error:
        reason = str(error).partition("\n")[0]
        raise Refused([faults.UNREADABLE_TABLE.at(raw.file, value=reason)]) from error

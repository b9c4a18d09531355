"""What storage hands to the facts: the texts and tables of a pack as they lie on the disk, unread and unchecked."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it lies there: its file, its columns, and its rows, lazily.

    `first_row` is the number by which a user finds the first record: 2 in a CSV, whose header is row 1; 1 in Parquet.
    """

    file: str
    frame: pl.LazyFrame
    schema: Mapping[str, pl.DataType]
    first_row: int

    def place(self, row: int, column: str | None = None) -> str:
        """A place in the table, such as `balances.csv row 3 column amount`; `row` is as the user counts."""
        return f"{self.file} row {row}" + (f" column {column}" if column else "")


@dataclass(frozen=True, slots=True)
class RawPack:
    """A pack as it lies there. `digest` is over every file but the secrets."""

    exchange: str
    policies: str | None
    imports: str | None
    tables: Mapping[str, RawTable]
    digest: str

"""A batched table is made a batch of rows at a time, so that a table of any length needs the memory of one batch."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl
from polars.io.plugins import register_io_source

BATCH_ROWS = 65_536


@dataclass(frozen=True, slots=True)
class BatchedTable:
    """The table whose rows from `start` up to `end` of `rows` counters are `batch(start, end)`, in that order.

    `batch` may give more or fewer rows than counters; its columns are those of `schema`. It is called anew each time
    the table is read and must give the same rows each time.
    """

    rows: int
    schema: Mapping[str, pl.DataType]
    batch: Callable[[int, int], pl.DataFrame]

    def lazy(self) -> pl.LazyFrame:
        """The table as a LazyFrame that the streaming engine reads batch by batch."""
        return register_io_source(self.frames, schema=dict(self.schema), validate_schema=True, is_pure=True)

    def frames(
        self,
        columns: list[str] | None = None,
        predicate: pl.Expr | None = None,
        row_limit: int | None = None,
        _batch_size: int | None = None,
    ) -> Iterator[pl.DataFrame]:
        """The batches in order: the first `row_limit` rows, of them those that `predicate` keeps, in these columns."""
        left = row_limit
        for start in range(0, self.rows, BATCH_ROWS):
            frame = self.batch(start, min(start + BATCH_ROWS, self.rows))
            if left is not None:
                frame = frame.head(left)
                left -= frame.height
            if predicate is not None:
                frame = frame.filter(predicate)
            yield frame if columns is None else frame.select(columns)
            if left == 0:
                return


def counters(start: int, end: int) -> pl.DataFrame:
    """One UInt64 column `counter` from `start` up to `end`."""
    return pl.select(pl.int_range(start, end, dtype=pl.UInt64).alias("counter"))

"""Tables of text that come with an incident, read strictly: the payments of a determination, a settlement's lines."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.storage.csv_files import counted_rows, require_utf8
from hikiate.storage.workspace.file_store import absent

ROW = "row"


def text_table(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """A CSV or Parquet table as columns of text, blanks as empty text, with its rows numbered as they stand there.

    Refused where it is no such table, or has a column too few; other columns are left out.
    """
    if not path.is_file():
        raise Refused(
            [absent(path, "a table of the columns " + ", ".join(columns), "次の列の表: " + ", ".join(columns))]
        )
    frame = _csv(path) if path.suffix == ".csv" else _parquet(path)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        listed = ", ".join(columns)
        raise Refused([faults.MISSING_COLUMN.at(path.name, value=name, columns=listed) for name in missing])
    floats = [name for name in columns if frame.schema[name].is_float()]
    if floats:
        raise Refused(
            [faults.BINARY_FLOAT.at(f"{path.name} column {name}", value=frame.schema[name]) for name in floats]
        )
    first = 2 if path.suffix == ".csv" else 1
    return frame.select(pl.col(name).cast(pl.String).fill_null("") for name in columns).with_row_index(ROW, first)


def _csv(path: Path) -> pl.DataFrame:
    require_utf8(path)
    header, rows = counted_rows(path, bulk=True)
    if not header or len(set(header)) != len(header):
        raise Refused([faults.UNREADABLE_TABLE.at(path.name, value="no header, or a column twice")])
    try:
        return pl.read_csv(path, schema={name: pl.String() for name in header}, n_rows=rows)
    except pl.exceptions.PolarsError as error:
        raise Refused([faults.UNREADABLE_TABLE.at(path.name, value=str(error).partition("\n")[0])]) from error


def _parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused([faults.UNREADABLE_TABLE.at(path.name, value=str(error).partition("\n")[0])]) from error

"""CSV files read strictly: UTF-8 and nothing else, every row as wide as the header, every fault by its row."""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.disk import write_file

_CHUNK_BYTES = 1 << 20


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV whole or not at all; the same rows give the same bytes on every machine."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_file(path, text.getvalue().encode())


def require_utf8(path: Path) -> None:
    """Refuse a file with a byte that is no UTF-8 text, naming its row and the byte."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rows = 1
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                rows += error.object[: error.start].count(b"\n")
                value = f"0x{error.object[error.start]:02x}"
                raise Refused([faults.NOT_UTF8.at(f"{path.name} row {rows}", value=value)]) from error
            # UTF-16 text without its mark passes for UTF-8, but with NUL in every other place.
            before, nul, _ = text.partition("\0")
            rows += before.count("\n")
            if nul:
                raise Refused([faults.NOT_UTF8.at(f"{path.name} row {rows}", value="0x00")])
    if decoder.getstate()[0]:
        raise Refused([faults.NOT_UTF8.at(f"{path.name} row {rows}", value="cut off")])


def whole_csv(path: Path, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """A CSV read whole as columns of text; its rows were counted before."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in islice(csv.reader(stream), 1, None) if row]
    return pl.DataFrame(rows, schema=schema, orient="row")


def counted_rows(path: Path, *, bulk: bool) -> tuple[list[str], int | None]:
    """The header and, where blank lines stand at the end, the number of rows before them.

    Refused with all rows at once that have more or fewer fields than the header. Values of a bulk table hold no
    quotation mark: programs disagree on where a row ends that has one in the middle of a value.
    """
    found: list[Finding] = []
    header: list[str] = []
    blank = rows = 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            for number, row in enumerate(reader, start=2):
                if not row:
                    blank = blank or number
                    continue
                rows += 1
                if blank:
                    found.append(faults.RAGGED.at(f"{path.name} row {blank}", value=0, wanted=len(header)))
                    blank = 0
                if bulk and '"' in "".join(row):
                    # The value itself is not shown, because it may be a secret.
                    stray = faults.UNREADABLE_TABLE.at(
                        f"{path.name} row {number}", value='値の中の引用符 / " inside a value'
                    )
                    found.append(stray)
                if header and len(row) != len(header):
                    found.append(faults.RAGGED.at(f"{path.name} row {number}", value=len(row), wanted=len(header)))
        except csv.Error as error:
            found.append(faults.UNREADABLE_TABLE.at(path.name, value=error))
    if found:
        raise Refused(_shown(path, found))
    return header, rows if blank else None


def _shown(path: Path, found: list[Finding]) -> list[Finding]:
    shown = found[: faults.FAULTS_SHOWN_MAX]
    if len(found) > len(shown):
        shown.append(faults.MORE_FAULTS.at(path.name, value=len(found) - len(shown)))
    return shown

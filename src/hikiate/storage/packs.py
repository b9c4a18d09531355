"""A pack on the disk: its folder opened, its files named and digested, its tables made ready to be read."""

import codecs
import csv
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.pack import IMPORTS_FILE
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.raw import RawPack, RawTable
from hikiate.facts.tables import TABLES
from hikiate.kernel.digests import digest, stream_digest
from hikiate.kernel.findings import Finding, Refused

_TEXT_FILES = (EXCHANGE_FILE, POLICIES_FILE, IMPORTS_FILE)
_LEFT_BY_DESKTOPS = {".DS_Store", "Thumbs.db", "desktop.ini"}
_NOT_FOR_AUDITORS = "secrets"
_CHUNK_BYTES = 1 << 20


def open_pack(folder: Path) -> RawPack:
    """Open the pack in `folder`. The tables' rows are not read yet.

    Faults of its files stand in the pack, for `read_pack` to refuse them together with those of the rows. Refused at
    once, with every fault so far, where there is no `exchange.toml` to read the rest by.
    """
    if not folder.is_dir():
        raise Refused([_no_exchange(str(folder), "a folder", "フォルダー")])
    paths = sorted(path for path in folder.iterdir() if path.name not in _LEFT_BY_DESKTOPS)
    found = _folder_faults(paths)
    tables: dict[str, RawTable] = {}
    for path in paths:
        if path.is_file() and path.stem in TABLES and path.suffix in {".csv", ".parquet"}:
            try:
                tables[path.stem] = _open_csv(path) if path.suffix == ".csv" else _open_parquet(path)
            except Refused as refused:
                found += refused.faults
    texts: dict[str, str] = {}
    for name in _TEXT_FILES:
        if (folder / name).is_file():
            try:
                texts[name] = _read_text(folder / name)
            except Refused as refused:
                found += refused.faults
    if EXCHANGE_FILE not in texts and not any(fault.where.startswith(EXCHANGE_FILE) for fault in found):
        found.append(_no_exchange(EXCHANGE_FILE, "the one required file of a pack", "パックに必須のファイル"))
    if EXCHANGE_FILE not in texts:
        raise Refused(found)
    return RawPack(
        exchange=texts[EXCHANGE_FILE],
        policies=texts.get(POLICIES_FILE),
        imports=texts.get(IMPORTS_FILE),
        tables=tables,
        digest=_pack_digest(path for path in paths if path.is_file() and path.stem != _NOT_FOR_AUDITORS),
        faults=tuple(found),
    )


def _pack_digest(paths: Iterable[Path]) -> str:
    """Over every file's name and its bytes' SHA-256, in order of name."""
    fields: list[str | bytes] = []
    for path in paths:
        with path.open("rb") as stream:
            fields += [path.name, stream_digest(stream)]
    return digest("pack/1", fields)


def _folder_faults(paths: list[Path]) -> list[Finding]:
    files = ", ".join((*_TEXT_FILES, *(f"{name}.csv|.parquet" for name in TABLES)))
    known = {*_TEXT_FILES, *(f"{name}{suffix}" for name in TABLES for suffix in (".csv", ".parquet"))}
    found = [
        faults.UNKNOWN_FILE.at(path.name, files=files) for path in paths if path.name not in known or not path.is_file()
    ]
    names = {path.name for path in paths}
    found += [faults.TWO_FORMS.at(name) for name in TABLES if {f"{name}.csv", f"{name}.parquet"} <= names]
    return found


def _no_exchange(where: str, wanted: str, wanted_ja: str) -> Finding:
    return faults.NO_FILE.at(
        where,
        wanted=wanted,
        wanted_ja=wanted_ja,
        do="see docs/reference/pack.md, or make one to look at: hikiate example DIR --customers 1000 --seed 1",
        do_ja="docs/reference/pack.md を参照してください。見本は hikiate example DIR --customers 1000 --seed 1",
    )


def _read_text(path: Path) -> str:
    _require_utf8(path)
    return path.read_text(encoding="utf-8-sig")


def _require_utf8(path: Path) -> None:
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


def _open_parquet(path: Path) -> RawTable:
    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = dict(frame.collect_schema())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused([faults.UNREADABLE_TABLE.at(path.name, value=str(error).partition("\n")[0])]) from error
    return RawTable(path.name, frame, schema, first_row=1)


def _open_csv(path: Path) -> RawTable:
    """A CSV as columns of text. A bulk table is left to be streamed; any other is read whole, strictly."""
    _require_utf8(path)
    bulk = TABLES[path.stem].bulk
    header, rows = _rows_counted(path, bulk=bulk)
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated or not header:
        columns = TABLES[path.stem].column_names
        shown = f"{', '.join(repeated)} twice" if repeated else "no header"
        raise Refused([faults.UNKNOWN_COLUMN.at(path.name, value=shown, columns=columns)])
    schema: dict[str, pl.DataType] = {name: pl.String() for name in header}
    if not bulk:
        return RawTable(path.name, _whole_csv(path, schema).lazy(), schema, first_row=2)
    # Blank lines at the end are no rows.
    frame = pl.scan_csv(path, schema=schema, glob=False, n_rows=rows)
    return RawTable(path.name, frame, schema, first_row=2)


def _whole_csv(path: Path, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in islice(csv.reader(stream), 1, None) if row]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _rows_counted(path: Path, *, bulk: bool) -> tuple[list[str], int | None]:
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

"""A pack on the disk: its folder opened, its files named and digested, its tables made ready to be read."""

from collections.abc import Sequence, Set
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import TableSpec
from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.pack import IMPORTS_FILE
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.raw import RawPack, RawTable
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.facts.tables import TABLES
from hikiate.kernel.digests import digest, stream_digest
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.csv_files import counted_rows, require_utf8, whole_csv
from hikiate.storage.pack_files import LEFT_BY_DESKTOPS, PACK_FILES, SUFFIXES, TEXT_FILES
from hikiate.storage.table_parts import PARTED, Part, open_parts, part_digests, parts_below

_NOT_FOR_AUDITORS = "secrets"


def open_pack(folder: Path, parts: Sequence[Part] = (), hands: Executor | None = None) -> RawPack:
    """Open the pack in `folder`. The tables' rows are not read yet.

    `parts` are those of its tables in parts that stand elsewhere; `hands` take the digests of parts.
    Faults of its files stand in the pack, for `read_pack` to refuse them together with those of the rows. Refused at
    once, with every fault so far, where there is no `exchange.toml` to read the rest by.
    """
    if not folder.is_dir():
        raise Refused([_no_exchange(str(folder), "a folder", "フォルダー")])
    paths = sorted(path for path in folder.iterdir() if path.name not in LEFT_BY_DESKTOPS)
    parts = [*parts_below(folder), *parts]
    in_parts = {path.name for path in paths if path.is_dir() and path.name in PARTED} | {part.table for part in parts}
    found = _folder_faults(paths, in_parts)
    tables, unopened = _tables(paths, parts, in_parts)
    texts, unread = _texts(folder)
    found += [*unopened, *unread]
    if EXCHANGE_FILE not in texts and not any(fault.where.startswith(EXCHANGE_FILE) for fault in found):
        found.append(_no_exchange(EXCHANGE_FILE, "the one required file of a pack", "パックに必須のファイル"))
    if EXCHANGE_FILE not in texts:
        raise Refused(found)
    return RawPack(
        exchange=texts[EXCHANGE_FILE],
        policies=texts.get(POLICIES_FILE),
        imports=texts.get(IMPORTS_FILE),
        tables=tables,
        registry=texts.get(REGISTRY_FILE),
        digest=_pack_digest(
            [path for path in paths if path.is_file() and path.stem != _NOT_FOR_AUDITORS],
            [part for part in parts if part.table in tables and part.table != _NOT_FOR_AUDITORS],
            hands,
        ),
        faults=tuple(found),
    )


def _tables(
    paths: Sequence[Path], parts: Sequence[Part], in_parts: Set[str]
) -> tuple[dict[str, RawTable], list[Finding]]:
    """The tables of a pack by their names, and the faults of those that cannot be opened."""
    tables: dict[str, RawTable] = {}
    found: list[Finding] = []
    for path in paths:
        if path.is_file() and path.stem in TABLES and path.suffix in SUFFIXES:
            try:
                tables[path.stem] = open_table(path, TABLES[path.stem])
            except Refused as refused:
                found += refused.faults
    for name in sorted(in_parts):
        try:
            tables[name] = open_parts(name, [part for part in parts if part.table == name])
        except Refused as refused:
            found += refused.faults
    return tables, found


def _texts(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """The texts of a pack by their files' names, and the faults of those that cannot be read."""
    texts: dict[str, str] = {}
    found: list[Finding] = []
    for name in TEXT_FILES:
        if (folder / name).is_file():
            try:
                texts[name] = _read_text(folder / name)
            except Refused as refused:
                found += refused.faults
    return texts, found


def open_table(path: Path, spec: TableSpec) -> RawTable:
    """Open a table by its ending, `.csv` or `.parquet`; Refused where it is neither or cannot be opened."""
    if path.suffix not in SUFFIXES:
        wanted = " or ".join(SUFFIXES)
        raise Refused([faults.WRONG_VALUE.at(path.name, value=path.suffix, wanted=wanted, wanted_ja=wanted)])
    return _open_csv(path, spec) if path.suffix == ".csv" else _open_parquet(path)


def _pack_digest(paths: Sequence[Path], parts: Sequence[Part], hands: Executor | None) -> str:
    """Over every file's name and its bytes' SHA-256, in order of name; large files are read side by side."""
    with ThreadPoolExecutor() as pool:
        named = list(zip(map(_name, paths), pool.map(_file_digest, paths), strict=True))
    named += zip((part.name for part in parts), part_digests(parts, hands), strict=True)
    return digest("pack/1", [field for pair in sorted(named) for field in pair])


def _name(path: Path) -> str:
    """A file's name as text; bytes of it that are no UTF-8 stand as their codes, until the name is refused."""
    return path.name.encode("utf-8", "backslashreplace").decode()


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return stream_digest(stream)


def _folder_faults(paths: list[Path], in_parts: Set[str]) -> list[Finding]:
    files = ", ".join((*TEXT_FILES, *(f"{name}.csv|.parquet" for name in TABLES)))
    known = [
        path
        for path in paths
        if (path.is_file() and path.name in PACK_FILES) or (path.is_dir() and path.name in in_parts)
    ]
    found = [faults.UNKNOWN_FILE.at(path.name, files=files) for path in paths if path not in known]
    names = {path.name for path in paths}
    forms = {
        name: [name in in_parts, f"{name}.csv" in names, f"{name}.parquet" in names].count(True) for name in TABLES
    }
    found += [faults.TWO_FORMS.at(name) for name, count in forms.items() if count > 1]
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
    require_utf8(path)
    return path.read_text(encoding="utf-8-sig")


def _open_parquet(path: Path) -> RawTable:
    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = dict(frame.collect_schema())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused([faults.UNREADABLE_TABLE.at(path.name, value=str(error).partition("\n")[0])]) from error
    return RawTable(path.name, frame, schema, first_row=1)


def _open_csv(path: Path, spec: TableSpec) -> RawTable:
    """A CSV as columns of text. A bulk table is left to be streamed; any other is read whole, strictly."""
    require_utf8(path)
    header, rows = counted_rows(path, bulk=spec.bulk)
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated or not header:
        columns = spec.column_names
        shown = f"{', '.join(repeated)} twice" if repeated else "no header"
        raise Refused([faults.UNKNOWN_COLUMN.at(path.name, value=shown, columns=columns)])
    schema: dict[str, pl.DataType] = {name: pl.String() for name in header}
    if not spec.bulk:
        return RawTable(path.name, whole_csv(path, schema).lazy(), schema, first_row=2)
    # Blank lines at the end are no rows.
    frame = pl.scan_csv(path, schema=schema, glob=False, n_rows=rows)
    return RawTable(path.name, frame, schema, first_row=2)

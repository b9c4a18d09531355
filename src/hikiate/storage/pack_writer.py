"""The writer of a pack folder: whole or not at all, never over a table that already stands there.

Everything is written into a hidden folder beside the pack first, forced to the disk, and only then renamed into place
file by file, `exchange.toml` last, so that a reader sees either no pack or a whole one.
"""

import errno
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import polars as pl

from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.pack import IMPORTS_FILE
from hikiate.facts.tables import TABLES
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.wording import Words
from hikiate.storage.disk import force_to_disk
from hikiate.storage.pack_files import EVIDENCE_FILES, LEFT_BY_DESKTOPS, PACK_FILES

FileFormat = Literal["csv", "parquet"]

# An import adds to the record of imports and may declare a further asset; every other file of a pack is written once.
_REPLACEABLE = frozenset({EXCHANGE_FILE, IMPORTS_FILE})
_ROW_GROUP_ROWS = 262_144
_REMOVAL_TRIES, _REMOVAL_PAUSE_SECONDS = 40, 0.05
_MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S%.f%:z"

NOT_A_FOLDER = FindingKind(
    "pack.not_a_folder",
    Severity.FAULT,
    Words(
        "something that is no folder stands where the pack is to be written",
        "a folder, or a name that is still free",
        "Choose another name for the pack, or move what stands there.",
    ),
    Words(
        "パックの書き込み先に、フォルダーではないものがあります",
        "フォルダー、または未使用の名前",
        "別の名前を指定するか、そこにあるものを移してください。",
    ),
)
FOREIGN_ENTRY = FindingKind(
    "pack.foreign_entry",
    Severity.FAULT,
    Words(
        "the folder holds {entry}, which is no file of a pack",
        "an empty folder, or one that holds nothing but files of a pack",
        "Choose another folder for the pack, or move {entry} out of it.",
    ),
    Words(
        "フォルダーに、パックのファイルではない {entry} があります",
        "空のフォルダー、またはパックのファイルだけのフォルダー",
        "別のフォルダーを指定するか、{entry} を移してください。",
    ),
)
FILE_STANDS = FindingKind(
    "pack.file_stands",
    Severity.FAULT,
    Words(
        "{standing} already stands in the pack",
        "a pack without {wanted}, because no input is ever overwritten",
        "Write into another folder, or move {standing} away first.",
    ),
    Words(
        "パックには既に {standing} があります",
        "{wanted} がまだないパック（既存の入力データは上書きしません）",
        "別のフォルダーに書き込むか、先に {standing} を移してください。",
    ),
)


def write_pack(
    folder: Path,
    *,
    exchange: str | None,
    tables: Mapping[str, pl.DataFrame | pl.LazyFrame],
    file_format: FileFormat,
    evidence: Mapping[str, str],
) -> list[Path]:
    """Write tables and texts into a pack folder and return the paths written, `exchange.toml` last.

    `exchange` is the text of `exchange.toml`; None leaves what stands there. `tables` are by name (`balances`, ...) and
    written as `file_format`; a LazyFrame is streamed and never held whole. `evidence` is text by file name
    (`policies.toml`, `imports.json`). The same content gives the same bytes.

    Raises Refused with every fault, before anything is written, when the folder is a file, holds foreign things, or
    already holds a table or policy file to be written; ValueError for a name that no pack knows; OSError when the disk
    refuses. Whatever is raised, the folder is then as it was before.
    """
    _names_known(tables, evidence)
    texts = dict(evidence)
    if exchange is not None:
        texts[EXCHANGE_FILE] = exchange  # The last key, so that it is the last file renamed into place.
    faults = _faults(folder, tables, texts)
    if faults:
        raise Refused(faults)
    with _made(folder.parent), _staging(folder) as staging:
        for name, table in tables.items():
            _write_table(table, staging / f"{name}.{file_format}", file_format)
        for name, text in texts.items():
            (staging / name).write_text(text, encoding="utf-8", newline="\n")
        names = [*(f"{name}.{file_format}" for name in tables), *texts]
        for name in names:
            force_to_disk(staging / name)
        with _made(folder):
            _move(staging, folder, names)
    return [folder / name for name in names]


def _names_known(tables: Mapping[str, object], evidence: Mapping[str, str]) -> None:
    unknown = [name for name in tables if name not in TABLES]
    unknown += [name for name in evidence if name not in EVIDENCE_FILES]
    if unknown:
        raise ValueError(f"no pack holds {', '.join(sorted(unknown))}")


def _faults(folder: Path, tables: Mapping[str, object], texts: Mapping[str, str]) -> list[Finding]:
    if not folder.is_dir():
        occupied = folder.exists() or folder.is_symlink()
        return [NOT_A_FOLDER.at(str(folder))] if occupied else []
    faults = []
    for entry in sorted(folder.iterdir()):
        if entry.name in LEFT_BY_DESKTOPS:
            continue
        if entry.name not in PACK_FILES or not entry.is_file():
            faults.append(FOREIGN_ENTRY.at(str(folder), entry=entry.name))
        elif entry.stem in tables or (entry.name in texts and entry.name not in _REPLACEABLE):
            wanted = entry.stem if entry.stem in tables else entry.name
            faults.append(FILE_STANDS.at(str(folder), standing=entry.name, wanted=wanted))
    return faults


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """The folder with its parents; what had to be made is removed again when the work fails."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in missing:
            path.rmdir()
        raise


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A hidden folder on the same disk as the pack, gone afterwards whatever happens."""
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield staging
    finally:
        _remove(staging)


def _remove(folder: Path) -> None:
    """Take a folder away; a table that failed half way may still be making its file meanwhile."""
    for _ in range(_REMOVAL_TRIES):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            time.sleep(_REMOVAL_PAUSE_SECONDS)
        else:
            return
    shutil.rmtree(folder)


def _write_table(table: pl.DataFrame | pl.LazyFrame, path: Path, file_format: FileFormat) -> None:
    # A fixed row group keeps the bytes the same however many cores share the work.
    if file_format == "parquet":
        table.lazy().sink_parquet(path, row_group_size=_ROW_GROUP_ROWS, maintain_order=True, engine="streaming")
    else:
        plain = _plain_decimals(table.lazy())
        plain.sink_csv(path, datetime_format=_MOMENT_FORMAT, maintain_order=True, engine="streaming")


def _plain_decimals(table: pl.LazyFrame) -> pl.LazyFrame:
    """Decimal columns as text without trailing zeros, as an amount is written everywhere else."""
    schema = table.collect_schema()
    fractional = [name for name, kind in schema.items() if isinstance(kind, pl.Decimal) and kind.scale]
    return table.with_columns(pl.col(fractional).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end("."))


def _move(staging: Path, folder: Path, names: list[str]) -> None:
    """Rename into place; when one rename fails, those before it are undone."""
    before = {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
    moved: list[str] = []
    try:
        for name in names:
            (staging / name).replace(folder / name)
            moved.append(name)
        force_to_disk(folder)
    except BaseException:
        for name in moved:
            if name in before:
                (folder / name).write_bytes(before[name])
            else:
                (folder / name).unlink()
        raise

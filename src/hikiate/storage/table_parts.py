"""A bulk table in parts: a folder of Parquet files in place of one file, in a pack on the disk or in an object store.

The folder is named as the table is (`balances/`); its files are read in order of their names, and have the same
columns. Credentials and the address of an object store are those of the environment, here and on every worker.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from hikiate.facts import faults
from hikiate.facts.raw import RawTable
from hikiate.facts.tables import TABLES
from hikiate.kernel.digests import stream_digest
from hikiate.kernel.findings import Refused
from hikiate.storage.pack_files import LEFT_BY_DESKTOPS

SUFFIX = ".parquet"
PARTED = frozenset(name for name, spec in TABLES.items() if spec.bulk)
"""The tables that may stand in parts: those that are surveyed and never read row by row."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a table in parts: its name within the pack, and where it is: a path, or a URL of an object store."""

    name: str
    address: str

    @property
    def table(self) -> str:
        """The table that it is a part of."""
        return self.name.partition("/")[0]


def parts_below(folder: Path) -> list[Part]:
    """The parts of every table of a pack on the disk that stands in parts, in order of their names."""
    return [
        Part(f"{below.name}/{path.name}", str(path))
        for below in sorted(folder.iterdir())
        if below.is_dir() and below.name in PARTED
        for path in sorted(below.iterdir())
        if path.name not in LEFT_BY_DESKTOPS
    ]


def part_digests(parts: Sequence[Part], hands: Executor | None = None) -> list[str]:
    """SHA-256 of each part, taken by `hands`, so that a large table is read where it is surveyed."""
    addresses = [part.address for part in parts]
    if hands is None:
        return [part_digest(address) for address in addresses]
    return [one.result() for one in [hands.submit(part_digest, address) for address in addresses]]


def part_digest(address: str) -> str:
    """SHA-256 of a file on the disk or of an object, wherever this runs."""
    if "://" not in address:
        with Path(address).open("rb") as stream:
            return stream_digest(stream)
    from fsspec.core import open as open_remote  # noqa: PLC0415 - an extra, loaded where a store is named

    with open_remote(address, "rb") as stream:
        return stream_digest(stream)


def open_parts(table: str, parts: Sequence[Part]) -> RawTable:
    """A table in parts, unread; Refused with every part that is no Parquet file or has other columns than the first."""
    found = [
        faults.WRONG_VALUE.at(part.name, value=part.name.rpartition(".")[2], wanted=SUFFIX, wanted_ja=SUFFIX)
        for part in parts
        if not part.name.endswith(SUFFIX)
    ]
    opened: list[RawTable] = []
    for part in parts if not found else ():
        try:
            frame = pl.scan_parquet(part.address, glob=False)
            opened.append(RawTable(part.name, frame, dict(frame.collect_schema()), first_row=1))
        except (pl.exceptions.PolarsError, OSError) as error:
            found.append(faults.UNREADABLE_TABLE.at(part.name, value=str(error).partition("\n")[0]))
    for one in opened[1:]:
        if one.schema != opened[0].schema:
            wanted = _columns(opened[0])
            found.append(faults.WRONG_VALUE.at(one.file, value=_columns(one), wanted=wanted, wanted_ja=wanted))
    if not parts:
        wanted, wanted_ja = "at least one Parquet file", "1つ以上の Parquet ファイル"
        found.append(faults.WRONG_VALUE.at(f"{table}/", value="-", wanted=wanted, wanted_ja=wanted_ja))
    if found:
        raise Refused(found)
    whole = pl.concat([part.frame for part in opened])
    return replace(opened[0], file=f"{table}/", frame=whole, parts=tuple(opened))


def _columns(part: RawTable) -> str:
    return ", ".join(f"{name} {dtype}" for name, dtype in part.schema.items())

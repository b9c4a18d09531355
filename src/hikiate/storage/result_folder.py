"""A folder of results in the making: nothing stands at its place until all of it does.

Determinations name customers and what they get, so only the folder's owner may read it.
"""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Literal

import polars as pl

from hikiate.storage.disk import force_to_disk
from hikiate.storage.proof_store import require_free

TableForm = Literal["csv", "parquet"]

_PRIVATE = 0o700
_COMPRESSION_LEVEL = 1
"""Keys are random and amounts short, so that a higher one of zstd takes twice as long and gains nothing."""


class ResultFolder:
    """Tables and files that are written beside their place and moved there together; leaving early leaves nothing."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
        self.written: list[Path] = []

    def __enter__(self) -> "ResultFolder":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, name: str, content: bytes) -> None:
        """Write a file; `name` may stand in a folder of its own."""
        self._new(name).write_bytes(content)

    def add_piece(self, name: str, piece: bytes) -> None:
        """Write the beginning of a file, or what comes next in it."""
        path = self.folder / name
        with (path if path in self.written else self._new(name)).open("ab") as stream:
            stream.write(piece)

    def add_table(self, name: str, rows: pl.DataFrame, form: TableForm) -> None:
        """Write a table under its name and the ending of its form."""
        path = self._new(f"{name}.{form}")
        if form == "csv":
            rows.write_csv(path)
        else:
            rows.write_parquet(path, compression_level=_COMPRESSION_LEVEL)

    def publish(self) -> None:
        """Force everything to the disk and move the whole into its place; Refused where something stands there."""
        for path in [*self.written, *dict.fromkeys(path.parent for path in self.written), self.folder]:
            force_to_disk(path)
        require_free(self.place)
        self.folder.chmod(_PRIVATE)
        self.folder.replace(self.place)
        force_to_disk(self.place.parent)

    def _new(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written.append(path)
        return path

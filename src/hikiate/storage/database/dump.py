"""A book written out row by row and put back row by row, from one kind of database to another.

A row is put back as it was, through the same triggers as a new one, so that what does not chain cannot be restored.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from hikiate.book.records import RECORDS, names
from hikiate.storage.database.connection import Place, told
from hikiate.storage.database.reading import Row, snapshot
from hikiate.storage.database.workspace import (
    CHUNK_ROWS,
    DECISION_FIELDS,
    ENTRY_FIELDS,
    POSTING_FIELDS,
    insert,
)

BALANCE_FIELDS = ("account", "asset", "subject", "entry_id", "amount")
COLUMNS: dict[str, tuple[str, ...]] = {
    "Posting": ("id", "entry_id", *POSTING_FIELDS),
    "Balance": BALANCE_FIELDS,
    "Entry": (*ENTRY_FIELDS, "last_posting"),
    **{kind.__name__: ("id", "decision_id", *names(kind)) for kind in RECORDS},
    "Decision": DECISION_FIELDS,
}
"""What is written of each table, in the order of the files."""


def dump(place: Place, folder: Path) -> dict[str, object]:
    """Write every table into a folder, one JSON list a row, as they stand at one moment; gives back its heads."""
    last: dict[str, Row] = {}
    with snapshot(place) as book:
        for name, columns in COLUMNS.items():
            with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
                for row in book.rows(name, *columns):
                    stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
                    last[name] = row
    entry, decision = last.get("Entry", (0,)), last.get("Decision", (0, ""))
    return {"entries": entry[0], "decisions": decision[0], "head": decision[-1]}


def load(place: Place, folder: Path, last: Callable[[], None] = lambda: None) -> None:
    """Put every row back into an empty database, all of them or none; `last` is done before they stand."""
    with told(place), transaction.atomic():
        _load_chain(folder, "Entry", 0, {"Posting": 1, "Balance": 3})
        _load_chain(folder, "Decision", 0, {kind.__name__: 1 for kind in RECORDS})
        last()


def _load_chain(folder: Path, chain: str, number: int, hanging: dict[str, int]) -> None:
    """Each link of a chain after the rows that it seals; `hanging` says which of their columns names the link."""
    tables = {name: _Rows(folder, name, column) for name, column in hanging.items()}
    for link in _rows(folder, chain):
        for name, rows in tables.items():
            for chunk in rows.up_to(int(str(link[number]))):
                insert(name, COLUMNS[name], chunk)
        insert(chain, COLUMNS[chain], [link])


class _Rows:
    """The rows of a table, taken link by link."""

    def __init__(self, folder: Path, name: str, column: int) -> None:
        self.rows, self.column = _rows(folder, name), column
        self.waiting = next(self.rows, None)

    def up_to(self, number: int) -> Iterator[list[Row]]:
        """The rows that hang on links up to a number, in chunks."""
        chunk: list[Row] = []
        while self.waiting is not None and int(str(self.waiting[self.column])) <= number:
            chunk.append(self.waiting)
            self.waiting = next(self.rows, None)
            if len(chunk) == CHUNK_ROWS:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


def _rows(folder: Path, name: str) -> Iterator[Row]:
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            yield tuple(json.loads(line))

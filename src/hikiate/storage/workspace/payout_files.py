"""Payout files for banks and custodians: CSV, one row for each payment, and a last row that counts and sums them.

The same batch is always the same bytes. Its file is kept by its content before the batch is released, and copied to
`payouts/` to be handed over; where a process was killed in between, the next call copies it.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hikiate.book.arrivals import END
from hikiate.storage.disk import force_to_disk, write_file
from hikiate.storage.workspace.file_store import FileStore, file_digest

FOLDER = "payouts"
HEADER = ("batch", "line", "attempt", "key", "customer", "asset", "amount")


class PayoutLine(NamedTuple):
    """A row of a payout file."""

    batch: str
    line: int
    attempt: int
    key: str
    customer: str
    asset: str
    amount: str


def write_payouts(store: FileStore, lines: Iterable[PayoutLine], total: str) -> str:
    """Write a batch's payout file into the store; gives back its SHA-256."""
    with store.staging("payouts") as staging:
        written = staging / "file"
        count = 0
        with written.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            for line in lines:
                count += 1
                writer.writerow(line)
            writer.writerow((END, "", "", count, "", "", total))
        digest = file_digest(written)
        store.place_file(written, "payouts", digest)
    return digest


def hand_over(workspace: Path, store: FileStore, digest: str, name: str) -> Path:
    """Copy a kept payout file to where it is handed over from; a copy that stands there already is left."""
    kept, copy = store.place("payouts", digest), handed_over(workspace, name)
    if not copy.is_file() or file_digest(copy) != digest:
        write_file(copy, kept.read_bytes())
        force_to_disk(copy.parent)
    return copy


def handed_over(workspace: Path, name: str) -> Path:
    """Where a payout file is handed over from."""
    return workspace / FOLDER / name

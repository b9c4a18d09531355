"""What a workspace has proven: the roots of its days, and how its disputes stand; without what customers wrote.

A day whose ROOT.json cannot be read is left out and is for `hikiate verify` to name.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hikiate.desk.desks import Desk
from hikiate.desk.proofs import PROOFS, has_register, register_folder
from hikiate.kernel.findings import Refused
from hikiate.proofs.disputes import Register, counts
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import DayRoot, Disputes
from hikiate.storage.dispute_register import load_register
from hikiate.storage.documents import read_root_file

_read: dict[tuple[Path, int, int], DayRoot | None] = {}
_READ_MAX = 4096


@dataclass(frozen=True, slots=True)
class DisputeStanding:
    """A dispute as it stands on a day: `open`, `overdue` or `answered`."""

    number: str
    state: str
    received_on: date
    due: date


def day_roots(desk: Desk, last: int | None = None) -> list[DayRoot]:
    """The day roots by their moment, the newest last; only the last few where a number is given."""
    folder = desk.folder / PROOFS
    files = sorted(folder.glob(f"*/{ROOT_FILE}")) if folder.is_dir() else []
    found = (_root(file) for file in (files if last is None else files[-last:]))
    return sorted((root for root in found if root is not None), key=lambda root: root.as_of)


def _root(file: Path) -> DayRoot | None:
    stands = file.stat()
    place = (file, stands.st_mtime_ns, stands.st_size)
    if place not in _read:
        if len(_read) >= _READ_MAX:
            _read.clear()
        try:
            _read[place] = read_root_file(file)
        except Refused:
            _read[place] = None
    return _read[place]


def register(desk: Desk) -> Register | None:
    """The register of disputes; None where there is none."""
    return load_register(register_folder(desk)) if has_register(desk) else None


def dispute_counts(desk: Desk, on: date) -> Disputes | None:
    """How many disputes stand on a day; None where there is no register."""
    found = register(desk)
    return None if found is None else counts(found, on, None)


def disputes(desk: Desk, on: date) -> list[DisputeStanding]:
    """Each dispute in the order of receipt, without what its customer wrote."""
    found = register(desk)
    if found is None:
        return []
    return [
        DisputeStanding(number, _state(found, number, on), received, found.due(number))
        for number, received in found.filed.items()
    ]


def _state(found: Register, number: str, on: date) -> str:
    if found.answers.get(number):
        return "answered"
    return "overdue" if found.due(number) < on else "open"

"""The proofs that a workspace keeps: the folders that `prove` wrote below `proofs`, and the register of disputes.

Each day's proof stands in a folder of its own, `proofs/NAME/ROOT.json`. The register of disputes stands in
`store/disputes`, among the kept files, so that every backup of the workspace has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hikiate.desk.desks import Desk
from hikiate.kernel.findings import Refused
from hikiate.proofs.disputes import FILE as REGISTER_FILE
from hikiate.proofs.root import FILE as ROOT_FILE
from hikiate.proofs.root import DayRoot
from hikiate.storage.documents import read_root_file

PROOFS = "proofs"
DISPUTES = "disputes"


@dataclass(frozen=True, slots=True)
class ProofFolder:
    """A folder with a day's proof: its name, and its root, None where that cannot be read."""

    name: str
    root: DayRoot | None
    refused: Refused | None


def proof_folders(desk: Desk) -> list[str]:
    """The names of the folders that hold a root, the last name first; names are usually days."""
    folder = desk.folder / PROOFS
    found = [path.name for path in folder.iterdir() if (path / ROOT_FILE).is_file()] if folder.is_dir() else []
    return sorted(found, reverse=True)


def read_proofs(desk: Desk, names: list[str]) -> Iterator[ProofFolder]:
    """The proofs of these folders, in order."""
    for name in names:
        try:
            yield ProofFolder(name, read_root_file(proof_folder(desk, name)), None)
        except Refused as refused:
            yield ProofFolder(name, None, refused)


def proof_folder(desk: Desk, name: str) -> Path:
    """Where a proof stands; a name that is no folder of the workspace's own leads nowhere else."""
    return desk.folder / PROOFS / (name if name in proof_folders(desk) else "-")


def register_folder(desk: Desk) -> Path:
    """Where the register of disputes stands."""
    return desk.store.folder / DISPUTES


def has_register(desk: Desk) -> bool:
    """Whether a register was opened."""
    return (register_folder(desk) / REGISTER_FILE).is_file()

"""An opened workspace: its database and its kept files together, as every command and every page has them."""

from dataclasses import dataclass
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace.approvals import Effects
from hikiate.operations.workspace.effects import effects
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.determination_files import DeterminationFiles, read_determination
from hikiate.storage.workspace.file_store import FileStore


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace that stands open: its folder, its kept files and its book."""

    folder: Path
    store: FileStore
    book: DatabaseWorkspace

    @property
    def effects(self) -> Effects:
        """What approved requests do, with the determinations that are kept here."""
        return effects(self._determination)

    def _determination(self, digest: str) -> DeterminationFiles:
        """A determination as it was taken in; Refused where its kept files are not what they were."""
        read = read_determination(self.store.place("determinations", digest))
        if read.digest != digest:
            wanted, wanted_ja = f"the determination {digest}, as it was taken in", f"取込み時のままの算定結果 {digest}"
            where = f"store/determinations/{digest}"
            raise Refused([faults.UNREADABLE.at(where, value=read.digest, wanted=wanted, wanted_ja=wanted_ja)])
        return read

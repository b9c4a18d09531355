"""The register of inside information on the disk: one file of lines, private to its owner, only ever added to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hikiate.conduct.insiders.entries import FILE, Entry, line
from hikiate.conduct.insiders.register import Register, read_register
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.storage.chained_files import FOLDER_PRIVATE, add_line, locked, settled
from hikiate.storage.disk import force_to_disk, write_file


class InsiderRegisterWriter:
    """A register held open by one writer; an entry stands on the disk before the call returns."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.folder, self.register = folder, register

    def enter(self, entry: Entry) -> None:
        """Add an entry that follows the register as it stands."""
        add_line(self.folder / FILE, line(entry))
        self.register.entries.append(entry)


def open_insider_register(folder: Path, register: Register) -> None:
    """Write the opening entry into a folder that is empty or not there; Refused where something stands there."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_PRIVATE)
    with locked(folder):
        if any(not path.name.startswith(".") for path in folder.iterdir()):
            raise Refused([faults.NOT_EMPTY.at(str(folder))])
        folder.chmod(FOLDER_PRIVATE)
        write_file(folder / FILE, b"".join(line(entry) for entry in register.entries))
        force_to_disk(folder)


@contextmanager
def insider_register_writer(folder: Path) -> Iterator[InsiderRegisterWriter]:
    """A register to be added to, by one writer at a time; Refused where its lines are not as they were written."""
    _require(folder)
    with locked(folder):
        yield InsiderRegisterWriter(folder, read_register((folder / FILE).read_bytes()))


def load_insider_register(folder: Path) -> Register:
    """The register of a folder; Refused where there is none, or with its first line that differs."""
    _require(folder)
    with settled(folder):
        return read_register((folder / FILE).read_bytes())


def _require(folder: Path) -> None:
    if not (folder / FILE).is_file():
        missing = faults.NO_FILE.at(
            str(folder / FILE),
            wanted="a register of inside information",
            wanted_ja="内部情報管理台帳",
            do="name its folder, or make one: hikiate insider open REGISTER",
            do_ja="台帳のフォルダーを指定するか、hikiate insider open REGISTER で作成してください",
        )
        raise Refused([missing])

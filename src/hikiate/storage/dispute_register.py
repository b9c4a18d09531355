"""The register of disputes on the disk: papers as they were received, and one line for each, only ever added to.

A paper is written whole, forced to the disk and moved into its place before its line is added, so a process that is
killed leaves at most a paper without a line, or half a line behind the last line break. Neither is an entry yet; the
same command, repeated, makes it one. One writer works at a time (chained_files).

Disputes hold customers' proofs, so only the register's owner may read it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.digests import sha256, stream_digest
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.proofs.disputes import (
    FILE,
    Event,
    Register,
    confirmation_path,
    dispute_path,
    event_line,
    opening_line,
    read_register,
)
from hikiate.proofs.disputes_faults import FILE_CHANGED, FILE_MISSING, FILE_UNENTERED, WRONG_EXCHANGE
from hikiate.proofs.disputes_papers import (
    Answer,
    Confirmation,
    Dispute,
    KeyedDay,
    dispute_number,
    read_answer,
    read_confirmation,
    read_dispute,
    require_confirmed,
)
from hikiate.storage.chained_files import FOLDER_PRIVATE, add_line, locked, settled
from hikiate.storage.disk import PRIVATE, force_to_disk, write_file
from hikiate.storage.documents import read_document

_PAPERS = ("disputes", "answers", "confirmations")
WANTED_DISPUTE = Term("a dispute that a customer filed", "利用者の申立てファイル")
WANTED_CONFIRMATION = Term("a customer's confirmation", "利用者の検証確認ファイル")


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a paper: its entry, and whether it stood in the register already."""

    event: Event
    already: bool


class RegisterWriter:
    """A register held open by one writer; every paper is entered before the call returns."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.folder, self.register = folder, register

    def file(self, content: bytes, file: str, on: date) -> Entered:
        """Enter a dispute received on a day; Refused where it is none, or is for another exchange."""
        self._require_ours(read_dispute(content, file), file)
        number = dispute_number(content)
        if number in self.register.filed:
            return Entered(self.register.entered[dispute_path(number)], already=True)
        event = self.register.next_filed(on, number)
        self._place(event.file, content)
        return self._enter(event)

    def answer(self, content: bytes, file: str, on: date) -> Entered:
        """Enter an answer given on a day; Refused where it is none, or there is no such dispute."""
        number = read_answer(content, file).dispute
        digest = sha256(content).hex()
        while True:
            given = [self.register.entered[path] for path in self.register.answers.get(number, ())]
            entered = [event for event in given if event.digest == digest]
            if entered:
                return Entered(entered[-1], already=True)
            event = self.register.next_answered(on, number, digest)
            standing = self._standing(event.file)
            if standing is None or standing == content:
                self._place(event.file, content)
                return self._enter(event)
            # A killed writer left an answer without its line; it came first.
            if read_answer(standing, event.file).dispute != number:
                raise Refused([FILE_UNENTERED.at(event.file)])
            self._enter(self.register.next_answered(on, number, sha256(standing).hex()))

    def confirm(self, content: bytes, file: str, day: KeyedDay, on: date) -> Entered:
        """Enter a confirmation received on a day; Refused where it is none, or the customer's key does not bear it."""
        confirmation = read_confirmation(content, file)
        self._require_ours(confirmation, file)
        require_confirmed(confirmation, day, file)
        path = confirmation_path(confirmation.day_root, confirmation.code)
        if path in self.register.entered:
            return Entered(self.register.entered[path], already=True)
        standing = self._standing(path)
        if standing is not None:
            require_confirmed(read_confirmation(standing, path), day, path)
        kept = content if standing is None else standing
        event = self.register.next_confirmed(on, confirmation.day_root, confirmation.code, sha256(kept).hex())
        self._place(path, kept)
        return self._enter(event)

    def _require_ours(self, paper: Dispute | Confirmation, file: str) -> None:
        if paper.exchange != self.register.exchange:
            raise Refused([WRONG_EXCHANGE.at(file, value=paper.exchange, wanted=self.register.exchange)])

    def _standing(self, path: str) -> bytes | None:
        """The bytes that stand at a path without an entry; None where there are none."""
        file = self.folder / path
        return file.read_bytes() if file.exists() else None

    def _place(self, path: str, content: bytes) -> None:
        """Put a paper into its place, where a killed writer may have put it already; never over another."""
        standing = self._standing(path)
        if standing is None:
            write_file(self.folder / path, content, PRIVATE)
            for parent in Path(path).parents[1:]:
                force_to_disk(self.folder / parent)
        elif standing != content:
            raise Refused([FILE_CHANGED.at(path, value=sha256(standing).hex(), digest=sha256(content).hex())])

    def _enter(self, event: Event) -> Entered:
        """Add the line of an entry."""
        add_line(self.folder / FILE, event_line(event))
        self.register.enter(event)
        return Entered(event, already=False)


def open_register(folder: Path, exchange: str, answer_days: int, on: date) -> Register:
    """Make an empty register in a folder that is empty or not there; Refused where something stands there."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_PRIVATE)
    with locked(folder):
        if any(not path.name.startswith(".") for path in folder.iterdir()):
            raise Refused([faults.NOT_EMPTY.at(str(folder))])
        register = Register(exchange, answer_days, on)
        folder.chmod(FOLDER_PRIVATE)
        write_file(folder / FILE, opening_line(register), PRIVATE)
    return register


@contextmanager
def register_writer(folder: Path) -> Iterator[RegisterWriter]:
    """A register to be added to, by one writer at a time; Refused where its lines are not as they were written."""
    _require_register(folder)
    with locked(folder):
        yield RegisterWriter(folder, load_register(folder))


def load_register(folder: Path) -> Register:
    """The register of a folder; Refused where there is none, or with its first line that differs."""
    _require_register(folder)
    return read_register((folder / FILE).read_bytes())


def load_dispute(folder: Path, number: str) -> Dispute:
    """A dispute of the register; Refused where its file is missing or changed."""
    content = _kept(folder, dispute_path(number), number)
    return read_dispute(content, dispute_path(number))


def load_answer(folder: Path, register: Register, number: str, on: date) -> Answer | None:
    """The last answer to a dispute up to a day; None where there is none. Refused where its file is not as entered."""
    given = [event for path in register.answers.get(number, ()) if (event := register.entered[path]).on <= on]
    return read_answer(_kept(folder, given[-1].file, given[-1].digest), given[-1].file) if given else None


def register_findings(folder: Path) -> tuple[Register, list[Finding]]:
    """The register with each paper that is missing, changed or without a line; Refused where a line differs.

    Waits for a writer that is at work, whose paper would be seen without its line.
    """
    _require_register(folder)
    with settled(folder):
        register = load_register(folder)
        found = [
            finding
            for line, event in enumerate(register.events, start=2)
            if (finding := _paper_finding(folder, event, line)) is not None
        ]
        standing = sorted(
            path.relative_to(folder).as_posix()
            for name in _PAPERS
            for path in (folder / name).rglob("*")
            if not path.is_dir() and not path.name.startswith(".")
        )
    return register, [*found, *(FILE_UNENTERED.at(path) for path in standing if path not in register.entered)]


def _paper_finding(folder: Path, event: Event, line: int) -> Finding | None:
    try:
        with (folder / event.file).open("rb") as stream:
            found = stream_digest(stream)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return FILE_MISSING.at(event.file, line=line, digest=event.digest)
    return None if found == event.digest else FILE_CHANGED.at(event.file, value=found, digest=event.digest)


def _kept(folder: Path, path: str, digest: str) -> bytes:
    content = read_document(folder / path, WANTED_DISPUTE)
    if sha256(content).hex() != digest:
        raise Refused([FILE_CHANGED.at(path, value=sha256(content).hex(), digest=digest)])
    return content


def _require_register(folder: Path) -> None:
    if not (folder / FILE).is_file():
        missing = faults.NO_FILE.at(
            str(folder / FILE),
            wanted="a register of disputes",
            wanted_ja="申立て台帳",
            do="name its folder, or make one: hikiate dispute open REGISTER",
            do_ja="台帳のフォルダーを指定するか、hikiate dispute open REGISTER で作成してください",
        )
        raise Refused([missing])

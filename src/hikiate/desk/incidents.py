"""The steps of an incident that need files and the book together: opened, determined, released, settled."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hikiate.book.records import Batch, StatementTaken
from hikiate.desk.desks import Desk
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.bank_settlements import settle_statements
from hikiate.operations.workspace.determinations import determine
from hikiate.operations.workspace.faults import INCIDENT_MALFORMED
from hikiate.operations.workspace.people import scale_of
from hikiate.operations.workspace.ports import Acting, Done, Unit, now
from hikiate.operations.workspace.settlements import settle
from hikiate.storage.workspace import payout_files
from hikiate.storage.workspace.bank_statements import read_bank_file
from hikiate.storage.workspace.determination_files import NAMES, read_determination
from hikiate.storage.workspace.file_store import file_digest
from hikiate.storage.workspace.payout_files import PayoutLine
from hikiate.storage.workspace.settlement_files import read_settlement


@dataclass(frozen=True, slots=True)
class Released:
    """A batch that is released: the digest of its payout file, where it was handed over, what became of the call."""

    file: str
    handed: Path
    done: Done


def open_incident(desk: Desk, acting: Acting, content: bytes, file_name: str) -> tuple[str, Done]:
    """Open an incident by the bytes of its file; gives back the incident's id."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([INCIDENT_MALFORMED.at(file_name, value=error, wanted="UTF-8")]) from error
    read = incidents.read_incident(text, file_name, sha256(content).hex())
    with desk.book.unit() as unit:
        done = incidents.open_incident(unit, now(acting), read)
        # What is refused keeps no file; the file stands in its place before the decision that names it does.
        desk.store.keep("incidents", content)
    return read.incident, done


def take_determination(desk: Desk, acting: Acting, incident: str, folder: Path) -> Done:
    """Take a determination in and ask for its approval; the number is the request's."""
    determined = read_determination(folder)
    with desk.store.taking("determinations", folder, NAMES) as copy:
        copied = read_determination(copy)
        with desk.book.unit() as unit:
            done = determine(unit, now(acting), incident, copied)
            # The files stand in their place before the decision that names them does.
            desk.store.settle(copy, "determinations", determined.digest)
    return done


def release(desk: Desk, acting: Acting, incident: str, number: int) -> Released:
    """Release an approved batch, and hand its payout file over; the same file again where it was released before.

    Not within a unit of work, which would hand over what no decision names yet.
    """
    file, done = release_into_store(desk, acting, incident, number)
    return Released(file, payout_files.hand_over(desk.folder, desk.store, file, f"{incident}-{number}.csv"), done)


def release_into_store(desk: Desk, acting: Acting, incident: str, number: int) -> tuple[str, Done]:
    """Release an approved batch; the digest of its payout file, which is kept and not handed over yet."""
    with desk.book.unit() as unit:
        act = now(acting)
        made, stands = payouts.require_releasable(unit, act, incident, number)
        file = _payout_file(desk, unit, made) if stands is None else stands.file
        done = Done(stands.entry, already=True) if stands else payouts.release(unit, act, made, file)
        if not desk.store.place("payouts", file).is_file():
            _payout_file(desk, unit, made)
    return file, done


def _payout_file(desk: Desk, unit: Unit, made: Batch) -> str:
    scale = scale_of(unit, made.asset)
    named = f"{made.incident}/{made.batch}"
    lines = (
        PayoutLine(
            named,
            sent.payment.line,
            sent.attempt,
            sent.payment.key,
            sent.payment.customer,
            made.asset,
            amount_text(sent.payment.amount, scale),
        )
        for sent in payouts.lines_of(unit, made)
    )
    return payout_files.write_payouts(desk.store, lines, amount_text(made.amount, scale))


def take_settlement(desk: Desk, acting: Acting, incident: str, number: int, path: Path) -> Done:
    """Take a settlement file of a batch in; the number is how many payments it settled."""
    read = read_settlement(path)
    with desk.book.unit() as unit, _kept(desk, path, read.digest):
        return settle(unit, now(acting), incident, number, read)


def take_statements(desk: Desk, acting: Acting, path: Path) -> tuple[Done, int]:
    """Take a bank's statements in: how many payments they settled, and their lines that name a payment."""
    read = read_bank_file(path)
    with desk.book.unit() as unit, _kept(desk, path, read.digest):
        done = settle_statements(unit, now(acting), read)
        return done, sum(row.lines for row in unit.rows(StatementTaken, statement=read.digest))


@contextmanager
def _kept(desk: Desk, path: Path, digest: str) -> Iterator[None]:
    """A settlement file kept under its digest at the end, and before the unit of work around it is committed."""
    with desk.store.staging("settlements") as staging:
        copy = staging / "file"
        shutil.copyfile(path, copy)
        if file_digest(copy) != digest:
            raise OSError(errno.EAGAIN, "changed while it was read", str(path))
        yield
        desk.store.place_file(copy, "settlements", digest)

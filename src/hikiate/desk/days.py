"""A day closed into a workspace: pack and result kept by their content, then named together by one decision."""

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hikiate.book.records import CloseDone
from hikiate.desk.desks import Desk
from hikiate.facts import faults
from hikiate.facts.pack import Step, read_pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document, document_text
from hikiate.operations.close import close
from hikiate.operations.workspace.closes import Files, close_into, previous_close
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Acting, Done, now
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack
from hikiate.storage.results import read_result


@dataclass(frozen=True, slots=True)
class Closed:
    """A close that is kept: what it found, what became of the call, and the record that stands of it."""

    result: Result
    done: Done
    record: CloseDone


def close_day(
    desk: Desk,
    pack_folder: Path,
    laws: tuple[Sequence[str], Sequence[Path]],
    acting: Acting,
    step: Step = lambda _table: None,
    *,
    also: Callable[[Closed], None] = lambda _closed: None,
) -> Closed:
    """Close a pack's day into a workspace, following its close before; `laws` names rulebooks and overlays.

    `also` is done in the unit of work that keeps the close, so that neither stands without the other.
    """
    book, store = desk.book, desk.store
    rulebooks, overlays = laws
    raw = open_pack(pack_folder)
    _require_in_one_piece(raw)
    known = library(overlays)
    pack = read_pack(raw, step)
    names = list(rulebooks) or pack.exchange.rulebooks
    if not names:
        raise Refused([faults.NO_RULEBOOK.at("exchange.toml key rulebooks", names=", ".join(known.rulebooks))])
    with book.unit() as unit:
        require(unit, now(acting), "maker", "admin")
        earlier = previous_close(unit, pack.exchange.name, pack.exchange.snapshot_at.isoformat())
    previous = read_result(store.place("results", earlier.result)) if earlier else None
    result = close(pack, known.choose(names), previous)
    with store.taking("packs", pack_folder) as copy:
        if open_pack(copy).digest != pack.digest:
            raise OSError(errno.EAGAIN, "changed while it was read", str(pack_folder))
        files = store.settle(copy, "packs", pack.digest)
    kept = [(path.name, store.keep("overlays", path.read_bytes())) for path in overlays]
    digest = store.keep("results", document_text(document(result)).encode())
    with book.unit() as unit:
        files_kept = Files(digest, files, kept, earlier.result if earlier else "")
        done = close_into(unit, now(acting), pack, result, files_kept)
        closed = Closed(result, done, next(unit.rows(CloseDone, result=digest)))
        also(closed)
        return closed


def _require_in_one_piece(raw: RawPack) -> None:
    """A workspace keeps a pack's files as they are, each under its name."""
    found = [
        faults.WRONG_VALUE.at(
            table.file,
            value=f"{len(table.parts)} parts",
            wanted=f"one file, {name}.parquet; a pack in parts is closed by itself, without a workspace",
            wanted_ja=f"1つのファイル（{name}.parquet）。分割した表のパックは、ワークスペースを指定せずに締めます",
        )
        for name, table in raw.tables.items()
        if table.parts
    ]
    if found:
        raise Refused(found)

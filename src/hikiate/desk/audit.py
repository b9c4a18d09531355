"""Audit of a workspace: its book from the first entry, every kept file, and every close computed anew."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hikiate import __version__
from hikiate.book.records import CloseDone, PackTaken, Release
from hikiate.desk.desks import Desk
from hikiate.desk.proofs import has_register, register_folder
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Finding, Given, Refused, Severity
from hikiate.kernel.results import Result, document, document_text
from hikiate.operations.close import close
from hikiate.operations.workspace.audit import NAMING, Audited, audit, files_named
from hikiate.operations.workspace.audit_faults import (
    CLOSE_DIFFERS,
    FILE_CHANGED,
    FILE_MISSING,
    FILE_UNENTERED,
    HANDED_DIFFERS,
    HEAD_DIFFERS,
    NOT_RECOMPUTED,
)
from hikiate.storage.database.guards import guard_findings
from hikiate.storage.database.reading import DatabaseBook
from hikiate.storage.dispute_register import register_findings
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack
from hikiate.storage.results import read_result
from hikiate.storage.workspace.determination_files import read_determination
from hikiate.storage.workspace.file_store import FOLDERS, FileStore, file_digest
from hikiate.storage.workspace.payout_files import handed_over

FINDINGS_MAX = 1000
"""How many findings an audit names; what is wrong in so many places is wrong as a whole."""


def audit_findings(at_desk: Desk, book: DatabaseBook, seen: Audited, head: str | None = None) -> Iterator[Finding]:
    """Every finding of a workspace; what was gone through is counted in `seen`.

    `head` is the digest of a decision that must be in the chain, as somebody outside kept it.
    """
    yield from guard_findings(at_desk.book.place)
    yield from kept_findings(at_desk, book, seen, head)


def kept_findings(at_desk: Desk, book: DatabaseBook, seen: Audited, head: str | None = None) -> Iterator[Finding]:
    """The same of the journal, the decisions and the files alone, whatever keeps the book."""
    yield from audit(book, seen)
    if head is not None and not any(decision.digest == head for decision, _ in book.decided()):
        yield HEAD_DIFFERS.at(Given("head"), wanted=head)
    named = {}
    for kind in NAMING:
        for record in book.records(kind):
            for place in files_named(record):
                named[place] = kind.__name__
    yield from _file_findings(at_desk.store, book, named)
    yield from _handed_findings(at_desk, book)
    if has_register(at_desk):
        yield from _register_findings(register_folder(at_desk))
    for record in book.records(CloseDone):
        yield from _close_findings(at_desk.store, record)


def _file_findings(store: FileStore, book: DatabaseBook, named: dict[tuple[str, str], str]) -> Iterator[Finding]:
    """Every file that is missing, changed, or named by nothing."""
    packs = {pack.pack: json.loads(pack.files) for pack in book.records(PackTaken)}
    for (kind, digest), record in named.items():
        where = f"store/{kind}/{digest}"
        with store.original(kind, digest) as place:
            if kind == "packs":
                yield from _pack_findings(place, where, packs.get(digest, {}))
            elif not place.exists():
                yield FILE_MISSING.at(where, record=record)
            else:
                found = _digest(kind, place)
                if found != digest:
                    yield FILE_CHANGED.at(where, value=found, wanted=digest, record=record)
    for kind in FOLDERS:
        for name in store.standing(kind):
            if not name.startswith(".") and (kind, name) not in named:
                yield FILE_UNENTERED.at(f"store/{kind}/{name}")


def _handed_findings(at_desk: Desk, book: DatabaseBook) -> Iterator[Finding]:
    """Payout files that stand where they are handed over from, and are not those that were released."""
    for release in book.records(Release):
        copy = handed_over(at_desk.folder, f"{release.incident}-{release.batch}.csv")
        if copy.is_file() and (found := file_digest(copy)) != release.file:
            yield HANDED_DIFFERS.at(f"payouts/{copy.name}", value=found, wanted=release.file)


def _register_findings(folder: Path) -> Iterator[Finding]:
    """What is not as the register of disputes entered it; its lines are a chain of their own.

    The register tells it as a fault of what was handed in; in an audit it is a record that differs, as any other is.
    """
    try:
        _, found = register_findings(folder)
    except Refused as refused:
        found = list(refused.faults)
    for finding in found:
        yield replace(finding, severity=Severity.BREACH, where=f"store/{folder.name}/{finding.where}")


def _pack_findings(place: Path, where: str, files: dict[str, str]) -> Iterator[Finding]:
    standing = {path.name: path for path in place.iterdir()} if place.is_dir() else {}
    for name, digest in files.items():
        if name not in standing:
            yield FILE_MISSING.at(f"{where}/{name}", record="PackTaken")
        elif (found := file_digest(standing[name])) != digest:
            yield FILE_CHANGED.at(f"{where}/{name}", value=found, wanted=digest, record="PackTaken")
    for name in sorted(standing.keys() - files.keys()):
        yield FILE_UNENTERED.at(f"{where}/{name}")


def _digest(kind: str, place: Path) -> str:
    if kind != "determinations":
        return file_digest(place)
    try:
        return read_determination(place).digest
    except Refused as refused:
        return str(refused)


def _close_findings(store: FileStore, record: CloseDone) -> Iterator[Finding]:
    """Whether a close comes out as it was kept; what is missing or changed was said already."""
    where = f"store/results/{record.result}"
    kept = store.place("results", record.result)
    try:
        if file_digest(kept) != record.result:
            return
        made = _recomputed(store, record)
    except (Refused, OSError) as error:
        yield CLOSE_DIFFERS.at(where, value=error)
        return
    standing = read_result(kept)
    if document_text(document(made)).encode() == kept.read_bytes():
        return
    editions = [(book.name, book.digest) for book in made.rulebooks]
    if record.version != __version__ or editions != [(book.name, book.digest) for book in standing.rulebooks]:
        yield NOT_RECOMPUTED.at(where, value=record.version, wanted=__version__)
    else:
        yield CLOSE_DIFFERS.at(where, value=_first_difference(standing, made))


def _recomputed(store: FileStore, record: CloseDone) -> Result:
    with tempfile.TemporaryDirectory(prefix="hikiate-audit-") as scratch:
        overlays = []
        for index, (name, digest) in enumerate(json.loads(record.overlays)):
            laid = Path(scratch) / str(index) / name
            laid.parent.mkdir()
            laid.write_bytes(store.place("overlays", digest).read_bytes())
            overlays.append(laid)
        laws = library(overlays)
    pack = read_pack(open_pack(store.place("packs", record.pack)))
    previous = read_result(store.place("results", record.previous)) if record.previous else None
    return close(pack, laws.choose(record.rulebooks.split(",")), previous)


def _first_difference(standing: Result, made: Result) -> str:
    for name, figure in made.figures.items():
        if standing.figures.get(name) != figure:
            return name
    return "findings"

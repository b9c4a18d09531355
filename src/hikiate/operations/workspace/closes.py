"""A day closed into the workspace: the pack taken in, the close kept, findings opened and those that are gone ended.

With the first pack its reserve and its guarantee assets are brought forward as the first entry of the journal: what
was set aside before the workspace began has no entries of its own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Asset, CloseDone, FindingOpened, FindingStep, PackTaken, Record
from hikiate.facts.pack import Pack
from hikiate.kernel.findings import Finding, Refused, Severity
from hikiate.kernel.results import Result
from hikiate.operations.workspace.approvals import plain
from hikiate.operations.workspace.faults import SCALE_CHANGED
from hikiate.operations.workspace.findings import open_findings
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit, last
from hikiate.rules.reserve_book import balance


@dataclass(frozen=True, slots=True)
class Files:
    """What was kept for a close: the SHA-256 of its file, of each file of the pack, and of each overlay as laid."""

    result: str
    pack: Mapping[str, str]
    overlays: Sequence[tuple[str, str]]
    previous: str


def previous_close(unit: Unit, exchange: str, as_of: str) -> CloseDone | None:
    """The close that a new one follows: the last of an earlier moment."""
    moment = datetime.fromisoformat
    earlier = (close for close in unit.rows(CloseDone) if moment(close.as_of) < moment(as_of))
    found = sorted(earlier, key=lambda close: moment(close.as_of))
    exchanges = {pack.pack: pack.exchange for pack in unit.rows(PackTaken)}
    return last(close for close in found if exchanges.get(close.pack) == exchange)


def close_into(unit: Unit, act: Act, pack: Pack, result: Result, files: Files) -> Done:
    """Keep a close and its pack; the same close again is said, not doubled."""
    require(unit, act, "maker", "admin")
    kept = [close.result for close in unit.rows(CloseDone)]
    if files.result in kept:
        return Done(kept.index(files.result) + 1, already=True)
    new_assets = _new_assets(unit, pack)
    if not unit.journal.number:
        postings = list(_brought_forward(pack))
        if postings:
            unit.post(EntryDraft(act.at, act.by, "opening", f"brought forward from pack {pack.digest}"), postings)
    unit.decide(
        DecisionDraft(act.at, act.by, "day.close", result.as_of, result.verdict),
        [*new_assets, *_taken(unit, pack, files), _done(result, files), *_findings(unit, result, files.result)],
    )
    return Done(len(kept) + 1)


def _new_assets(unit: Unit, pack: Pack) -> list[Record]:
    known = {asset.asset: asset.scale for asset in unit.rows(Asset)}
    declared = pack.exchange.assets
    found = [
        SCALE_CHANGED.at(f"exchange.toml key assets.{name}.scale", asset=name, value=asset.scale, wanted=known[name])
        for name, asset in declared.items()
        if known.get(name, asset.scale) != asset.scale
    ]
    if found:
        raise Refused(found)
    return [Asset(name, asset.scale) for name, asset in declared.items() if name not in known]


def _taken(unit: Unit, pack: Pack, files: Files) -> list[Record]:
    if unit.count(PackTaken, pack=pack.digest):
        return []
    exchange = pack.exchange
    return [PackTaken(pack.digest, exchange.name, exchange.snapshot_at.isoformat(), plain(files.pack))]


def _done(result: Result, files: Files) -> CloseDone:
    rulebooks = ",".join(book.name for book in result.rulebooks)
    overlays = json.dumps(files.overlays, ensure_ascii=False)
    words = (result.as_of, rulebooks, overlays, files.previous, result.verdict, result.version)
    return CloseDone(files.result, result.pack_digest, *words)


def _brought_forward(pack: Pack) -> Iterator[Posting]:
    movements = [movement for movement in pack.reserve or () if movement.day <= pack.exchange.day]
    for asset in dict.fromkeys(movement.asset for movement in movements):
        held = balance(movement for movement in movements if movement.asset == asset)
        if held > 0:
            yield Posting("reserve_assets", "opening", asset, held)
            yield Posting("opening", "reserve_liability", asset, held)
    guarantees = [holding for holding in pack.holdings or () if holding.owner == "guarantee"]
    for asset in dict.fromkeys(holding.asset for holding in guarantees):
        held = sum(holding.amount for holding in guarantees if holding.asset == asset)
        if held > 0:
            yield Posting("guarantee_assets", "opening", asset, held)


def _findings(unit: Unit, result: Result, digest: str) -> Iterator[Record]:
    """What is new since the findings that are open, and which of those the close does not find any more.

    A day that is closed once more after a later one, with a pack put right, says nothing of what stands since.
    """
    moment = datetime.fromisoformat
    is_newest = all(moment(close.as_of) <= moment(result.as_of) for close in unit.rows(CloseDone))
    standing = {(found.code, found.place): found for found in open_findings(unit)}
    grave = {
        (found.code, found.where): found
        for found in result.findings
        if found.severity in {Severity.BREACH, Severity.WARNING}
    }
    number = unit.count(FindingOpened)
    for place, found in grave.items():
        if place not in standing:
            number += 1
            yield _opened(number, found, digest)
    for place, opened in standing.items():
        if is_newest and place not in grave:
            yield FindingStep(opened.finding, "gone", "", "", digest, "")


def _opened(number: int, found: Finding, digest: str) -> FindingOpened:
    since = found.since.isoformat() if found.since else ""
    due = found.due.isoformat() if found.due else ""
    return FindingOpened(number, digest, found.code, found.severity.value, found.where, since, due)

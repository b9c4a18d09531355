"""The closing of days: the pack written, closed, held against what had to be found; late corrections, proofs, audits.

Errors of a pack (a unit error, a misstated total) are put right on the next days: before the next close, or after it.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import cast

from hikiate.book.records import CloseDone
from hikiate.desk.audit import kept_findings
from hikiate.desk.days import Closed, close_day
from hikiate.facts.pack import read_pack
from hikiate.kernel.results import document, document_text
from hikiate.operations.close import close
from hikiate.operations.workspace.audit import Audited
from hikiate.operations.workspace.findings import open_findings
from hikiate.operations.workspace.proofs import publish_proof
from hikiate.proofs.root import DayRoot
from hikiate.storage.database.reading import DatabaseBook
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack
from hikiate.storage.results import read_result
from simulation.breaks import holds
from simulation.chance import happens
from simulation.duties import LOOKED_FOR, Law, Place, expected, required
from simulation.firm import JAPAN, MAKER, Firm
from simulation.market import COINS, Market, Snapshot
from simulation.papers import RULEBOOKS, text, write_overlay, write_pack
from simulation.proofs import proven, root_is_the_ledger
from simulation.stores import emptied

_AUDIT, _RECOMPUTED, _PROOF, _AT_ONCE = 30, 60, 60, 500


@dataclass
class Closing:
    """The desk that closes days."""

    firm: Firm
    law: Law
    folder: Path
    chance: Random
    wrong: list[tuple[Snapshot, int]] = field(default_factory=list)
    """What was closed wrongly: the right snapshot, and for how many days it waits to be put right."""
    pack: Path = Path()
    """The last right pack."""
    root: DayRoot | None = None
    newest: Snapshot | None = None

    def __post_init__(self) -> None:
        self.overlay = write_overlay(self.folder / "changes.toml", self.law)

    @property
    def is_wrong(self) -> bool:
        """Whether an error waits to be put right."""
        return bool(self.wrong)

    def close(self, market: Market) -> None:
        """The night's close of the day; every breach of it is found now, and none that is not there."""
        self.firm.at(datetime.combine(market.day + timedelta(days=1), time(0, 10), JAPAN))
        snapshot = market.snapshot()
        closed = self._closed(snapshot)
        self.newest = snapshot
        wanted = expected(snapshot, self.law)
        found = {(finding.code, finding.where) for finding in closed.result.findings if finding.code in LOOKED_FOR}
        holds(found == wanted, f"{snapshot.day}: {_apart(found, wanted)}")
        stands = self._standing()
        holds(stands == wanted, f"{snapshot.day}, open findings: {_apart(stands, wanted)}")
        self._figures(closed, snapshot)
        self.firm.figures.done["breaches found"] += len(wanted)
        self.firm.figures.days[self.firm.store.kind] += 1
        if market.unit_error or market.misstated:
            self.wrong.append((market.snapshot(corrected=True), 0 if happens(self.chance, _AT_ONCE) else 2))
            market.unit_error, market.misstated = None, ""
        else:
            self.pack = self.firm.desk.store.place("packs", closed.result.pack_digest)
            self._dear(closed, snapshot)

    def correct(self, market: Market, ended: set[Place]) -> None:
        """What was wrong is closed once more, with the right pack; what stands today stays found or ended."""
        waiting, self.wrong = self.wrong, []
        for snapshot, days in waiting:
            if days:
                self.wrong.append((snapshot, days - 1))
                continue
            closed = self._closed(snapshot)
            found = {(finding.code, finding.where) for finding in closed.result.findings if finding.code in LOOKED_FOR}
            holds(found == expected(snapshot, self.law), f"{snapshot.day}, corrected on {market.day}")
            if self.newest is not None and self.newest.day > snapshot.day:
                lost = expected(self.newest, self.law) - self._standing() - ended
                holds(not lost, f"the correction of {snapshot.day} ended what stands on {self.newest.day}: {lost}")
            else:
                self.pack = self.firm.desk.store.place("packs", closed.result.pack_digest)
            self.firm.figures.done["late corrections"] += 1

    def _closed(self, snapshot: Snapshot) -> Closed:
        folder = write_pack(emptied(self.folder / "pack"), snapshot)
        laws = ((), (self.overlay,))
        return self.firm.do(MAKER, lambda act: close_day(self.firm.desk, folder, laws, act))

    def _standing(self) -> set[Place]:
        with self.firm.desk.book.unit() as unit:
            return {(found.code, found.place) for found in open_findings(unit) if found.code in LOOKED_FOR}

    def _figures(self, closed: Closed, snapshot: Snapshot) -> None:
        """The figures that everything hangs on, reckoned anew."""
        figures = closed.result.figures
        wanted = {"reserve.required": str(required(snapshot, self.law))}
        for coin in COINS:
            name = f"segregation.{coin}"
            if f"{name}.liability" in figures:
                wanted[f"{name}.liability"] = text(snapshot.owed(coin), coin)
                wanted[f"{name}.held"] = text(snapshot.held(coin, "customer", "hot", "cold", "trust"), coin)
        for name, value in wanted.items():
            holds(figures[name].value == value, f"{snapshot.day}: {name} is {figures[name].value}, not {value}")

    def _dear(self, closed: Closed, snapshot: Snapshot) -> None:
        """What is too dear for every day: an audit, a close computed anew, a proof published."""
        if happens(self.chance, _AUDIT):
            self.firm.checkers.audited()
            self.firm.figures.done["audits"] += 1
        if happens(self.chance, _RECOMPUTED):
            with self.firm.desk.book.unit() as unit:
                closes = list(unit.rows(CloseDone))
            self.recomputed(self.chance.choice(closes))
        if happens(self.chance, _PROOF):
            self._proof(closed, snapshot)

    def recomputed(self, record: CloseDone) -> None:
        """A kept close, made again from its kept pack, is the same bytes."""
        store = self.firm.desk.store
        pack = read_pack(open_pack(store.place("packs", record.pack)))
        previous = read_result(store.place("results", record.previous)) if record.previous else None
        made = close(pack, library([self.overlay]).choose(RULEBOOKS), previous)
        kept = store.place("results", record.result).read_bytes()
        holds(document_text(document(made)).encode() == kept, f"the close of {record.as_of} is not computed again")
        self.firm.figures.done["closes recomputed"] += 1

    def _proof(self, closed: Closed, snapshot: Snapshot) -> None:
        """The root of the day, published; it is the ledger."""
        out, store = emptied(self.folder / "proof"), self.firm.desk.store
        root, content = proven(self.folder / "pack", store.place("results", closed.record.result), self.root, out)
        customer = self.chance.choice(sorted({who for who, _ in snapshot.balances}))
        root_is_the_ledger(root, out, snapshot, customer)
        file = store.keep("proofs", content)
        self.firm.unit(MAKER, lambda unit, act: publish_proof(unit, act, root, file))
        self.root = root
        self.firm.figures.done["proofs"] += 1

    def audited(self) -> None:
        """At the end: the book, every kept file, every close."""
        seen = Audited()
        with self.firm.store.whole() as book:
            found = list(kept_findings(self.firm.desk, cast("DatabaseBook", book), seen))
        holds(not found, "; ".join(f"{finding.code} {finding.where}" for finding in found))
        self.firm.figures.done["entries audited"] += seen.entries
        self.firm.figures.done["decisions audited"] += seen.decisions


def _apart(found: set[Place], wanted: set[Place]) -> str:
    return f"missed {sorted(wanted - found)}, found without reason {sorted(found - wanted)}"

"""The payouts of an incident or an estate: taken in, approved, funded, sent in batches, reported, sent again, ended.

What is to be paid is known from the tables of the determination and from the bank's own reports; the book is only ever
asked by the checkers.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from hikiate.desk import incidents as desk
from hikiate.kernel.amounts import minor_units
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.incidents import Draw
from hikiate.operations.workspace.payouts import batch_of
from hikiate.operations.workspace.ports import Act, Done
from simulation.bank import Bank
from simulation.breaks import holds
from simulation.chance import happens
from simulation.checkers import Owed
from simulation.firm import JAPAN, MAKER, Firm
from simulation.market import SCALES
from simulation.papers import Report, write_settlement, write_statement

_CUT, _LATE, _REJECTED, _WAITS, _BY_STATEMENT = 200, 25, 80, 200, 500
_TRIES_MAX = 3
Message = tuple[Path, int, tuple[Report, ...]]
"""A settlement file, the number of its batch, and what it says."""


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@dataclass
class Payouts:
    """What is being paid for one incident."""

    firm: Firm
    bank: Bank
    folder: Path
    incident: str
    waiting: dict[str, int] = field(default_factory=dict)
    """How many lines of each asset were never in a batch."""
    back: dict[str, dict[str, int]] = field(default_factory=dict)
    """By asset, the keys that came back, each with how often it was tried."""
    tried: dict[str, int] = field(default_factory=dict)
    entitled: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Every payable key with its asset and amount."""
    aside: set[str] = field(default_factory=set)
    mail: list[Message] = field(default_factory=list)
    statements: list[tuple[date, list[tuple[Report, bool]]]] = field(default_factory=list)
    arrived: list[Report] = field(default_factory=list)
    """What a statement said was paid; some of it comes back late."""
    files: int = 0

    def owed(self, asset: str) -> Owed:
        """What must stand of an asset."""
        return self.firm.checkers.owed.setdefault((self.incident, asset), Owed())

    def taken(self, folder: Path) -> int:
        """A determination taken in; the number of its request."""
        return self.firm.do(
            MAKER, lambda act: desk.take_determination(self.firm.desk, act, self.incident, folder)
        ).number

    def approved(self, request: int, folder: Path, iteration: int) -> None:
        """A determination approved: what it newly pays is owed from now on."""
        self.firm.approved(request)
        for row in read_rows(folder / "paid.csv"):
            asset, amount = row["pay_asset"], minor_units(row["amount"], SCALES[row["pay_asset"]])
            if int(row["iteration"]) != iteration:
                holds(self.entitled.get(row["key"]) == (asset, amount), f"{row['key']} is changed by a later iteration")
                continue
            holds(row["key"] not in self.entitled, f"{row['key']} is made payable twice")
            self.entitled[row["key"]] = (asset, amount)
            self.owed(asset).payable += amount
            self.waiting[asset] = self.waiting.get(asset, 0) + 1
        self.firm.checkers.settled()

    def fund(self, asset: str, draw: Callable[[int], Draw]) -> None:
        """Bring what is owed and not ready from a source."""
        owed = self.owed(asset)
        short = owed.payable - owed.ready
        if short <= 0:
            return
        done = self.firm.unit(MAKER, lambda unit, act: incidents.request_draw(unit, act, self.incident, draw(short)))
        self.firm.approved(done.number)
        owed.ready += short
        self.firm.checkers.settled()

    def work(self, day: date) -> None:
        """A day's work: what came in, then what can be sent."""
        self._report_statements(day)
        while self.mail and not happens(self.firm.chance, _WAITS):
            self._deliver()
        for asset in sorted({asset for asset, _ in self.entitled.values()}):
            if happens(self.firm.chance, _WAITS):
                continue
            if self.waiting.get(asset):
                self._send(asset, day, retry=False)
            elif self.back.get(asset):
                self._set_aside(asset)
                if self.back[asset]:
                    self._send(asset, day, retry=True)
        self.firm.checkers.settled()
        self.firm.checkers.paid_once(self.incident)

    def _send(self, asset: str, day: date, *, retry: bool) -> None:
        """A batch made, approved or rejected, released, and carried out by the bank."""
        lines = self.firm.chance.randrange(1, 9)

        def make(act: Act) -> Done:
            with self.firm.desk.book.unit() as unit:
                if retry:
                    return payouts.make_retry(unit, act, self.incident, asset)
                return payouts.make_batch(unit, act, self.incident, asset, lines_max=lines)

        number = self.firm.do(MAKER, make).number
        book = self.firm.desk.book
        made = batch_of(book, self.incident, number)
        if happens(self.firm.chance, _REJECTED):
            self.firm.rejected(made.request)
            return
        if happens(self.firm.chance, _REJECTED):
            self.firm.refused(MAKER, partial(self._release, number=number), "payout.batch")
        self.firm.approved(made.request)
        released = self.firm.do(MAKER, partial(self._release, number=number))
        reports = self.bank.receive(released.handed)
        holds(reports, f"batch {number} of {self.incident} was sent before")
        holds(not self.bank.receive(released.handed), "the same payout file was carried out twice")
        self.owed(asset).sent += sum(report.amount for report in reports)
        for report in reports:
            holds(self.entitled[report.key] == (asset, report.amount), f"{report.key} is paid another amount")
            holds(report.key not in self.aside, f"{report.key} was set aside and is sent")
            self.tried[report.key] = self.tried.get(report.key, 0) + 1
            if retry:
                del self.back[asset][report.key]
        if not retry:
            self.waiting[asset] -= len(reports)
        self.firm.figures.done["payments sent"] += len(reports)
        self._reported(reports, number, day)

    def _release(self, act: Act, number: int) -> desk.Released:
        return desk.release(self.firm.desk, act, self.incident, number)

    def _reported(self, reports: list[Report], number: int, day: date) -> None:
        """The bank's word on a batch: as a statement of its day, or as files of some of its lines in any order."""
        chance = self.firm.chance
        if reports[0].asset == "JPY" and happens(chance, _BY_STATEMENT):
            lines = [(report, False) for report in reports]
            lines += [(report, True) for report in reports if report.outcome == "returned"]
            self.statements.append((day + timedelta(days=1), lines))
            return
        chance.shuffle(reports)
        parts = chance.randrange(1, 4)
        for part in range(parts):
            said = tuple(reports[part::parts])
            if said:
                self.files += 1
                file = self.folder / f"{self.incident}-settlement-{self.files}.csv"
                self.mail.append((write_settlement(file, said), number, said))

    def _deliver(self) -> None:
        """One of the files that are on their way comes in, not always the first, now and then cut short or twice."""
        chance, harms = self.firm.chance, self.firm.figures.harms
        index = chance.randrange(len(self.mail))
        harms["message_out_of_order"] += index > 0
        file, number, said = self.mail.pop(index)
        if happens(chance, _CUT):
            harms["message_cut"] += 1
            cut = write_settlement(file.with_suffix(".cut.csv"), said, cut=True)
            verb = partial(self._take, number=number, file=cut)
            self.firm.refused(MAKER, verb, "settlement.cut_short")
        new = self.firm.do(MAKER, partial(self._take, number=number, file=file))
        holds(new.number == len(said), f"{new.number} of {len(said)} payments settled by {file.name}")
        self._settled(said)
        self.firm.checkers.settled()
        if happens(chance, _CUT):
            # The same lines once more, in a file of another order and so of another digest.
            harms["message_twice"] += 1
            again = write_settlement(file.with_suffix(".again.csv"), tuple(reversed(said)))
            done = self.firm.do(MAKER, partial(self._take, number=number, file=again))
            holds(done.already, f"{file.name} was settled twice")

    def _take(self, act: Act, number: int, file: Path) -> Done:
        return desk.take_settlement(self.firm.desk, act, self.incident, number, file)

    def _settled(self, said: tuple[Report, ...]) -> None:
        for report in said:
            owed = self.owed(report.asset)
            owed.sent -= report.amount
            if report.outcome == "paid":
                owed.paid += report.amount
            else:
                self.back.setdefault(report.asset, {})[report.key] = self.tried[report.key]

    def _report_statements(self, day: date) -> None:
        """The statements of the days before come in, in their order; some payments come back late."""
        chance = self.firm.chance
        late = [report for report in self.arrived if happens(chance, _LATE)]
        for report in late:
            self.arrived.remove(report)
            self.bank.give_back(report)
            back = replace(report, reference=f"{report.reference}L", outcome="late", reason="beneficiary unknown")
            self.statements.append((day, [(back, True)]))
        due = [statement for statement in self.statements if statement[0] <= day]
        for statement in due:
            self.statements.remove(statement)
            self._statement(*statement)

    def _statement(self, day: date, lines: list[tuple[Report, bool]]) -> None:
        self.files += 1
        file = self.folder / f"{self.incident}-statement-{self.files}.xml"
        write_statement(file, f"{self.incident}.{self.files}", day, lines)
        self.firm.at(datetime(day.year, day.month, day.day, 8, tzinfo=JAPAN))
        said, _ = self.firm.do(MAKER, lambda act: desk.take_statements(self.firm.desk, act, file))
        keys = {report.key for report, _ in lines}
        holds(said.number == len(keys), f"{said.number} of {len(keys)} payments settled by {file.name}")
        first = {report.key: report for report, _ in reversed(lines)}
        self.firm.figures.done["bank statements"] += 1
        for report in first.values():
            if report.outcome == "late":
                self.owed(report.asset).paid -= report.amount
                self.back.setdefault(report.asset, {})[report.key] = self.tried[report.key]
                self.firm.figures.done["late returns"] += 1
            else:
                self._settled((report,))
                self.arrived += [report] if report.outcome == "paid" else []
        self.firm.checkers.settled()

    def _set_aside(self, asset: str) -> None:
        """What came back too often is not sent again."""
        for key in [key for key, tries in self.back[asset].items() if tries >= _TRIES_MAX]:
            self.firm.unit(
                MAKER,
                lambda unit, act, key=key: payouts.set_aside(unit, act, self.incident, key, "cannot be reached"),  # type: ignore[misc]  # the loop's value, bound
            )
            del self.back[asset][key]
            self.aside.add(key)

    @property
    def is_done(self) -> bool:
        """Whether every payment has arrived or was set aside, and no word of the bank is on its way."""
        return not (any(self.waiting.values()) or any(self.back.values()) or self.mail or self.statements)

    def end(self) -> None:
        """The incident closed: every entitlement has arrived once, or was set aside."""
        self.all_have_it()
        self.firm.unit(
            MAKER, lambda unit, act: incidents.close_incident(unit, act, self.incident, "everybody has what is theirs")
        )
        for asset in {asset for asset, _ in self.entitled.values()}:
            owed = self.owed(asset)
            owed.ready = owed.paid
        self.firm.checkers.settled()
        self.firm.refused(MAKER, self._one_more, "incident.standing")

    def all_have_it(self) -> None:
        """What the bank paid is what was determined, key by key."""
        got = self.bank.got(self.incident)
        holds(got.keys() == self.entitled.keys(), f"{self.incident} leaves payments out")
        for key, (asset, amount) in self.entitled.items():
            wanted = 0 if key in self.aside else amount
            holds(got[key] == wanted, f"{key} of {self.incident} got {got[key]} of {wanted} {asset}")

    def _one_more(self, act: Act) -> Done:
        with self.firm.desk.book.unit() as unit:
            return payouts.make_batch(unit, act, self.incident, "JPY")

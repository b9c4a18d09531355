"""What is done about findings: notices made once and delivered, owners named, findings ended by hand, days marked."""

from dataclasses import dataclass, field
from datetime import date, time
from random import Random

from hikiate.book.records import DayRun, FindingOpened, Notice, NoticeStep
from hikiate.operations.workspace.daily import Schedule, days_due, mark_day
from hikiate.operations.workspace.findings import assign, close_finding, open_findings
from hikiate.operations.workspace.notices import Delivery, attempted, deliveries, make_notices
from hikiate.operations.workspace.ports import Unit
from simulation.breaks import holds
from simulation.chance import happens
from simulation.firm import ADMIN, MAKER, Firm

CHANNELS = ("mail", "webhook")
_FAILS, _ASSIGNED, _ENDED = 150, 250, 60
_DAYS_MAX = 5


@dataclass
class Followup:
    """The desk that follows findings until they are done."""

    firm: Firm
    chance: Random
    begins: date
    received: dict[tuple[str, str], int] = field(default_factory=dict)
    """How often each channel got a notice, by its identifier: a receiver drops the doubles."""
    ended: set[tuple[str, str]] = field(default_factory=set)
    """Findings of the day that were ended by hand, by code and place."""

    def morning(self) -> None:
        """Notices of what was found, their deliveries, and the days that are due."""
        self.ended.clear()
        self.firm.unit(MAKER, lambda unit, act: make_notices(unit, act, CHANNELS))
        with self.firm.desk.book.unit() as unit:
            waiting = deliveries(unit, self.firm.act(MAKER).at, CHANNELS)
        for delivery in waiting:
            self._deliver(delivery)
        self._days()
        self._people()
        self.told()

    def _deliver(self, delivery: Delivery) -> None:
        """It is sent, and then it is recorded: a crash in between sends it once more, under the same identifier."""
        failure = "no answer" if happens(self.chance, _FAILS) else None
        if failure is None:
            place = (delivery.channel, delivery.notice.identifier)
            self.received[place] = self.received.get(place, 0) + 1
        self.firm.unit(MAKER, lambda unit, act: attempted(unit, act, delivery, failure))
        self.firm.figures.done["notices delivered"] += failure is None

    def _days(self) -> None:
        schedule = Schedule(self.begins, time(9), 1)
        for day in self._due(schedule):
            self.firm.unit(ADMIN, lambda unit, act, day=day: mark_day(unit, act, day, "closed", result="0" * 64))  # type: ignore[misc]  # the loop's value, bound
        holds(not self._due(schedule), "a day that was marked is due once more")

    def _due(self, schedule: Schedule) -> list[date]:
        with self.firm.desk.book.unit() as unit:
            marked = [run.day for run in unit.rows(DayRun)]
            due = days_due(unit, schedule, self.firm.act(ADMIN).at)
        holds(len(marked) == len(set(marked)), "a day is marked twice")
        holds(not {day.isoformat() for day in due} & set(marked), "a marked day is due")
        return due

    def _people(self) -> None:
        """An owner for one of the open findings, or the end of one, with evidence."""
        with self.firm.desk.book.unit() as unit:
            standing = open_findings(unit)
        if not standing:
            return
        found = self.chance.choice(standing)
        if happens(self.chance, _ASSIGNED):
            days = self.chance.randrange(1, _DAYS_MAX)
            self.firm.unit(MAKER, lambda unit, act: assign(unit, act, found.finding, MAKER, days))
        elif happens(self.chance, _ENDED):
            evidence = self.firm.desk.store.keep("evidence", f"evidence {found.finding} {found.place}".encode())
            self.firm.unit(MAKER, lambda unit, act: close_finding(unit, act, found.finding, evidence, "shown"))
            self.ended.add((found.code, found.place))

    def told(self) -> None:
        """Every breach that was ever found is in one notice; no notice ends twice by a channel."""
        with self.firm.desk.book.unit() as unit:
            self._told_in(unit)

    def _told_in(self, unit: Unit) -> None:
        notices = {notice.key: notice for notice in unit.rows(Notice)}
        steps = [step for step in unit.rows(NoticeStep) if step.step == "sent"]
        places = [(step.notice, step.channel) for step in steps]
        holds(len(places) == len(set(places)), "a notice is recorded as sent twice")
        names = {notice.notice: notice.identifier for notice in notices.values()}
        holds(all(self.received.get((channel, names[number])) for number, channel in places), "a notice is lost")
        for opened in open_findings(unit):
            told = opened.severity != "breach" or f"breach.found/{opened.finding}" in notices
            holds(told, f"finding {opened.finding} was told to nobody")
        holds(len({found.finding for found in unit.rows(FindingOpened)}) == unit.count(FindingOpened), "findings twice")

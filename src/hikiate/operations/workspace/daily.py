"""The days of a workspace: which business days of Japan are due to be closed, and which are done with.

A day is due so many business days after it, at a time of day in Japan. It is done with when its pack was closed, or
when it was missed: its pack did not come, and that of a later day did. Days are closed in their order, because a close
of an earlier day after a later one would tell the findings of yesterday as news. What was missed is told, and a pack
that comes for it afterwards is closed by people, with `hikiate close`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hikiate.book.decisions import DecisionDraft
from hikiate.book.records import CloseDone, DayRun
from hikiate.kernel.days import JAPAN, BusinessCalendar
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit


@dataclass(frozen=True, slots=True)
class Schedule:
    """From which day on days are closed, and when: so many business days after each, at a time of day in Japan."""

    begins: date
    close_by: time
    days_after: int


def due_at(schedule: Schedule, day: date) -> datetime:
    """When a day is due."""
    return datetime.combine(BusinessCalendar("JP").deadline(day, schedule.days_after), schedule.close_by, JAPAN)


def days_due(unit: Unit, schedule: Schedule, now: str) -> list[date]:
    """The business days that are due at a moment and not done with, in their order."""
    done = {run.day for run in unit.rows(DayRun)}
    moment = datetime.fromisoformat(now)
    last = moment.astimezone(JAPAN).date()
    return [
        day
        for day in _business_days(schedule.begins, last)
        if day.isoformat() not in done and due_at(schedule, day) <= moment
    ]


def _business_days(first: date, last: date) -> Iterator[date]:
    calendar = BusinessCalendar("JP")
    day = first
    while day <= last:
        if calendar.is_business_day(day):
            yield day
        day += timedelta(days=1)


def closes_by_day(unit: Unit) -> dict[date, CloseDone]:
    """The last close that stands of each day in Japan."""
    return {datetime.fromisoformat(close.as_of).astimezone(JAPAN).date(): close for close in unit.rows(CloseDone)}


def mark_day(unit: Unit, act: Act, day: date, outcome: str, *, result: str = "", words: str = "") -> Done:
    """Record that a day is done with: `closed` by a close (the SHA-256 of its file), or `missed`."""
    require(unit, act, "admin", "maker")
    if unit.count(DayRun, day=day.isoformat()):
        return Done(1, already=True)
    draft = DecisionDraft(act.at, act.by, f"day.{outcome}", day.isoformat(), words)
    unit.decide(draft, [DayRun(day.isoformat(), outcome, result, words)])
    return Done(1)

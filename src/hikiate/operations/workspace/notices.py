"""Notices (通知): what somebody is to be told, recorded before it is sent and sent at least once, under an id.

A notice is made once of what it is about: a breach that was found, a finding that is due on the next business day or
overdue, a day whose pack is late or was missed. It is recorded with the channels by which it is to go. Sending happens
outside any unit of work, and what became of each attempt is recorded after it: a process that is killed in between
sends once more, under the same id, so that a receiver drops the double. What fails is tried again ever later, and at
last given up, which is itself recorded and listed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hikiate.book.decisions import DecisionDraft
from hikiate.book.records import Notice, NoticeStep
from hikiate.kernel.days import BusinessCalendar
from hikiate.kernel.digests import digest
from hikiate.operations.workspace.approvals import plain
from hikiate.operations.workspace.findings import day_in_japan, standings
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act, Done, Unit

ATTEMPTS_MAX = 24
_MINUTES_MAX = 360
_IDENTIFIER_LENGTH = 32

KINDS = ("breach.found", "finding.due", "finding.overdue", "day.late", "day.refused", "day.missed")
"""What a notice can be about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice to be made: its kind, what it is about, and what it says."""

    kind: str
    about: str
    says: Mapping[str, str]

    @property
    def key(self) -> str:
        """By which it is made once."""
        return f"{self.kind}/{self.about}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice that is to go by a channel now: which attempt it is."""

    notice: Notice
    channel: str
    attempt: int


def make_notices(unit: Unit, act: Act, channels: Sequence[str], further: Sequence[Wanted] = ()) -> Done:
    """Record the notices of the day, and further ones; the number is how many were not made before."""
    require(unit, act, "admin", "maker")
    known = {notice.key for notice in unit.rows(Notice)}
    wanted = {one.key: one for one in (*_of_findings(unit, day_in_japan(act.at)), *further)}
    new = [one for key, one in wanted.items() if key not in known]
    if new:
        head = unit.decisions.digest
        first = len(known) + 1
        made = [_notice(number, one, head, channels, act) for number, one in enumerate(new, start=first)]
        unit.decide(DecisionDraft(act.at, act.by, "notice.make", f"{first}-{first + len(made) - 1}"), made)
    return Done(len(new), already=not new)


def _notice(number: int, wanted: Wanted, head: str, channels: Sequence[str], act: Act) -> Notice:
    identifier = digest("notice/1", [head, wanted.key])[:_IDENTIFIER_LENGTH]
    body = plain({"kind": wanted.kind, "made_at": act.at, **wanted.says})
    return Notice(number, wanted.key, identifier, wanted.kind, ",".join(channels), body)


def _of_findings(unit: Unit, today: date) -> Iterator[Wanted]:
    """What is to be told of the open findings today."""
    tomorrow = BusinessCalendar("JP").deadline(today, 1).isoformat()
    for standing in standings(unit):
        opened = standing.opened
        says = {
            "finding": str(opened.finding),
            "code": opened.code,
            "severity": opened.severity,
            "where": opened.place,
            "due": standing.due,
            "owner": standing.owner,
        }
        if opened.severity == "breach":
            yield Wanted("breach.found", str(opened.finding), says)
        if standing.due:
            about = f"{opened.finding}/{standing.due}"
            if standing.due < today.isoformat():
                yield Wanted("finding.overdue", about, says)
            elif standing.due <= tomorrow:
                yield Wanted("finding.due", about, says)


def deliveries(unit: Unit, at: str, channels: Sequence[str]) -> list[Delivery]:
    """What is to be sent by these channels at a moment: what never was, and what failed long enough ago."""
    steps: dict[tuple[int, str], NoticeStep] = {(step.notice, step.channel): step for step in unit.rows(NoticeStep)}
    found = []
    for notice in unit.rows(Notice):
        for channel in notice.channels.split(","):
            last = steps.get((notice.notice, channel))
            if channel in channels and (last is None or (last.step == "failed" and _again_at(last) <= at)):
                found.append(Delivery(notice, channel, last.attempt + 1 if last else 1))
    return found


def _again_at(step: NoticeStep) -> str:
    """When a failed attempt is followed by the next one: after one minute, two, four, and so on up to six hours."""
    wait = timedelta(minutes=min(2 ** (step.attempt - 1), _MINUTES_MAX))
    return f"{(datetime.fromisoformat(step.at) + wait).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def attempted(unit: Unit, act: Act, delivery: Delivery, failure: str | None) -> Done:
    """Record what became of an attempt; `failure` says in words without secrets why it failed."""
    require(unit, act, "admin", "maker")
    number, channel, attempt = delivery.notice.notice, delivery.channel, delivery.attempt
    for standing in unit.rows(NoticeStep, notice=number, channel=channel):
        if standing.attempt >= attempt or standing.step != "failed":
            return Done(number, already=True)
    step = "sent" if failure is None else "given_up" if attempt >= ATTEMPTS_MAX else "failed"
    record = NoticeStep(number, channel, attempt, step, act.at, failure or "")
    unit.decide(DecisionDraft(act.at, act.by, f"notice.{step}", f"{number} {channel}"), [record])
    return Done(number)


def says(notice: Notice) -> dict[str, str]:
    """What a notice says."""
    read: dict[str, str] = json.loads(notice.body)
    return read

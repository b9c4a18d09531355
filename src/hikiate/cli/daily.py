"""The daily run: every day that is due is closed in its order, saved, and told of; and notices are sent."""

import sys
import time as clock
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from hikiate.book.records import CloseDone, DayRun, Notice, NoticeStep
from hikiate.cli.collecting import collected, holdings_of
from hikiate.cli.desks import AnsweringDesk, Asked, desk
from hikiate.cli.speech import put, put_json, say, say_refused
from hikiate.desk.days import close_day
from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.days import JAPAN
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.daily import Schedule, closes_by_day, days_due, due_at, mark_day
from hikiate.operations.workspace.notices import Delivery, Wanted, attempted, deliveries, make_notices, says
from hikiate.reports.notices import notice_mail
from hikiate.storage.workspace import backups
from hikiate.storage.workspace.sending import send_mail, send_webhook
from hikiate.storage.workspace.settings import Daily, Settings, read_settings

SCHEMA = "hikiate/daily/1"
EXIT_NOT_IN_ORDER = 1
_FAULTS_TOLD = 3
_COLLECTED = ("statements", "prices")
_NONE = Term("none", "ありません")
_WORDS = {
    "closed": Term("closed, in order", "締め完了（違反なし）"),
    "breach": Term("closed, in breach", "締め完了（違反あり）"),
    "late": Term("no pack yet", "パック未着"),
    "refused": Term("its pack is refused", "パックに不備"),
    "missed": Term("missed: no pack came, and a later day's did", "未実施（パック未着のまま翌営業日分が到着）"),
}


@dataclass(slots=True)
class _Round:
    """What a round of the daily run did."""

    days: list[dict[str, object]] = field(default_factory=list)
    further: list[Wanted] = field(default_factory=list)
    sent: int = 0
    failed: int = 0

    def tell(self, day: date, outcome: str, due: datetime, words: str = "") -> None:
        """What became of a day; whatever is not closed is a notice, too."""
        named = {"day": day.isoformat(), "outcome": outcome, "due": due.isoformat(), "words": words}
        self.days.append(dict(named))
        if outcome in {"late", "refused", "missed"}:
            says_of = {"day": day.isoformat(), "due": due.isoformat(), "words": words}
            self.further.append(Wanted(f"day.{outcome}", day.isoformat(), says_of))


def run(asked: Asked) -> None:
    """Do what is due, once; exits 1 where a day is in breach, late or missed, or a notice could not be sent."""
    done = _round(asked)
    _tell(asked, done)
    in_order = all(day["outcome"] == "closed" for day in done.days) and not done.failed
    sys.exit(0 if in_order else EXIT_NOT_IN_ORDER)


def keep(asked: Asked, seconds: int, rounds: int | None = None, sleep: Callable[[float], None] = clock.sleep) -> None:
    """Do what is due again and again; what fails is told, and tried again in the next round."""
    count = 0
    told: list[dict[str, object]] = []
    while rounds is None or count < rounds:
        count += 1
        try:
            done = _round(asked)
            if done.days != told or done.sent or done.failed:
                _tell(asked, done)
            told = done.days
        except Refused as refused:
            say_refused(refused, asked.spoken, as_json=False)
        except OSError as error:
            say(f"{error.filename or '-'}: {error.strerror or type(error).__name__}")
        sleep(seconds)


def _tell(asked: Asked, done: _Round) -> None:
    if asked.as_json:
        put_json({"schema": SCHEMA, "days": done.days, "notices": {"sent": done.sent, "failed": done.failed}})
        return
    for day in done.days:
        words = f" ({day['words']})" if day["words"] else ""
        put(f"{day['day']}  {_WORDS[str(day['outcome'])].said(asked.spoken)}{words}")
    if not done.days:
        put(Term("no day is due", "期限の到来した日次締めはありません").said(asked.spoken))
    if done.sent or done.failed:
        notices = Term(
            f"notices: {done.sent} sent, {done.failed} failed", f"通知: 送信 {done.sent} 件、失敗 {done.failed} 件"
        )
        put(notices.said(asked.spoken))


def _round(asked: Asked) -> _Round:
    settings = read_settings(asked.workspace)
    done = _Round()
    with desk(asked) as at_desk:
        try:
            if settings.daily:
                _days(asked, at_desk, settings, settings.daily, done)
        finally:
            # What was found is told also where the disk is full or a backup fails.
            with at_desk.book.unit() as unit:
                make_notices(unit, asked.act, settings.channels, done.further)
            done.sent, done.failed = _send(asked, at_desk, settings)
    return done


def _days(asked: Asked, at_desk: AnsweringDesk, settings: Settings, daily: Daily, done: _Round) -> None:
    """Close every day that is due, the earliest first; one that cannot be closed is missed when a later one is."""
    schedule = Schedule(daily.begins, daily.close_by, daily.days_after)
    with at_desk.book.unit() as unit:
        due = days_due(unit, schedule, asked.act.at)
        closes = closes_by_day(unit)
    waiting: dict[date, str] = {}
    for day in due:
        if day not in closes and not any(other > day for other in closes):
            waiting[day] = _try(asked, at_desk, settings, day, closes)
        if day in closes:
            waiting.pop(day, None)
            outcome = _finish(asked, at_desk, daily, day, closes[day])
            done.tell(day, outcome, due_at(schedule, day))
        else:
            waiting.setdefault(day, "")
    for day, words in waiting.items():
        outcome = "refused" if words else "late"
        if any(other > day for other in closes):
            outcome = "missed"
            with at_desk.book.unit() as unit:
                mark_day(unit, asked.act, day, outcome, words=words)
        done.tell(day, outcome, due_at(schedule, day), words)
    done.days.sort(key=lambda told: str(told["day"]))


def _try(asked: Asked, at_desk: AnsweringDesk, settings: Settings, day: date, closes: dict[date, CloseDone]) -> str:
    """Close a day whose pack is there; where it is refused, in short why."""
    assert settings.daily is not None  # noqa: S101 - asked before
    folder = settings.daily.packs / day.isoformat()
    if (folder / EXCHANGE_FILE).is_file():
        try:
            _require_of_day(folder, day)
            if settings.sources and not any(any(folder.glob(f"{table}.*")) for table in _COLLECTED):
                collected(settings, asked.workspace, folder, (), lambda _source: None)
            closes[day] = close_day(at_desk, folder, (settings.daily.rulebooks, ()), asked.acting).record
        except Refused as refused:
            return "; ".join(f"{fault.where} [{fault.code}]" for fault in refused.faults[:_FAULTS_TOLD])
    return ""


def _require_of_day(folder: Path, day: date) -> None:
    snapshot = holdings_of(folder).exchange.snapshot_at.astimezone(JAPAN).date()
    if snapshot != day:
        where = f"{day}/{EXCHANGE_FILE} key snapshot_at"
        raise Refused([WRONG_VALUE.at(where, value=snapshot, wanted=str(day), wanted_ja=str(day))])


def _finish(asked: Asked, at_desk: AnsweringDesk, daily: Daily, day: date, close: CloseDone) -> str:
    """Save the workspace after a day's close, and only then say that the day is done with."""
    if daily.backups:
        out = daily.backups / f"hikiate-{day}.tar.gz"
        if not out.exists():
            backups.backup(at_desk.book.place, at_desk.folder, out)
    with at_desk.book.unit() as unit:
        mark_day(unit, asked.act, day, "closed", result=close.result, words=close.verdict)
    return "breach" if close.verdict == "in_breach" else "closed"


def _send(asked: Asked, at_desk: AnsweringDesk, settings: Settings) -> tuple[int, int]:
    """Send what is to be sent now; each attempt is recorded before the next begins."""
    with at_desk.book.unit() as unit:
        waiting = deliveries(unit, asked.act.at, settings.channels)
    sent = failed = 0
    for delivery in waiting:
        failure = _attempt(delivery, settings)
        with at_desk.book.unit() as unit:
            attempted(unit, asked.act, delivery, failure)
        sent, failed = (sent + 1, failed) if failure is None else (sent, failed + 1)
        if failure is not None:
            say(f"{delivery.channel}: {failure}")
    return sent, failed


def _attempt(delivery: Delivery, settings: Settings) -> str | None:
    notice, told, now = delivery.notice, says(delivery.notice), datetime.now(tz=UTC)
    if delivery.channel == "mail" and settings.mail:
        language: Language = "en" if settings.mail.lang == "en" else "ja"
        subject, text = notice_mail(notice.kind, told, language)
        return send_mail(settings.mail, notice.identifier, subject, text, now)
    webhook = next(one for one in settings.webhooks if one.name == delivery.channel)
    return send_webhook(webhook, notice.identifier, told, now)


def days(asked: Asked) -> None:
    """The days that the run is done with, and those that are due."""
    settings = read_settings(asked.workspace)
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        rows: list[dict[str, object]] = [
            {"day": row.day, "outcome": row.outcome, "result": row.result or "-", "words": row.words or "-"}
            for row in unit.rows(DayRun)
        ]
        if settings.daily:
            schedule = Schedule(settings.daily.begins, settings.daily.close_by, settings.daily.days_after)
            due = days_due(unit, schedule, asked.act.at)
            rows += [{"day": day.isoformat(), "outcome": "due", "result": "-", "words": "-"} for day in due]
    at_desk.table("hikiate/days/1", rows, _NONE)


def notices(asked: Asked) -> None:
    """Every notice, and what became of it by each channel."""
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        steps = {(step.notice, step.channel): step for step in unit.rows(NoticeStep)}
        rows: list[dict[str, object]] = []
        for notice in unit.rows(Notice):
            for channel in notice.channels.split(","):
                step = steps.get((notice.notice, channel))
                rows.append(
                    {
                        "notice": notice.notice,
                        "id": notice.identifier,
                        "about": notice.key,
                        "channel": channel or "-",
                        "state": step.step if step else "waiting",
                        "attempts": step.attempt if step else 0,
                        "words": (step.words if step else "") or "-",
                    }
                )
    at_desk.table("hikiate/notices/1", rows, _NONE)

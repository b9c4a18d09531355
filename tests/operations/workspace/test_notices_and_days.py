"""Notices recorded once and sent at least once; days closed in their order; the same in memory and in databases."""

from datetime import date, datetime, time, timedelta
from typing import get_args

import pytest
from lives import JST, Book, Life, by, pack, refused, result

from hikiate.book.journal import moment_text
from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import DayRun, Notice, NoticeStep
from hikiate.book.signatures import WINDOW_SECONDS, is_authentic, signature
from hikiate.kernel.findings import FindingKind, Severity
from hikiate.kernel.wording import Language, Words
from hikiate.operations.workspace.daily import Schedule, closes_by_day, days_due, due_at, mark_day
from hikiate.operations.workspace.findings import assign
from hikiate.operations.workspace.notices import (
    ATTEMPTS_MAX,
    KINDS,
    Delivery,
    Wanted,
    attempted,
    deliveries,
    make_notices,
    says,
)
from hikiate.operations.workspace.ports import Act
from hikiate.reports.notices import notice_mail

WORDS = Words("found", "wanted", "do")
BREACH = FindingKind("reserve.short", Severity.BREACH, WORDS, WORDS)
WARNING = FindingKind("recon.stale", Severity.WARNING, WORDS, WORDS)
SCHEDULE = Schedule(date(2026, 9, 1), time(10), 1)


def at(day: int, hour: int = 9, minute: int = 0) -> str:
    """A moment of September 2026 in Japan."""
    return moment_text(datetime(2026, 9, day, hour, minute, tzinfo=JST))


def made(life: Life, day: int, *further: Wanted, channels: tuple[str, ...] = ("mail", "ops")) -> int:
    """How many notices are new on a day."""
    with life.book.unit() as unit:
        return make_notices(unit, Act("mia", at(day)), channels, further).number


def waiting(life: Life, moment: str, *channels: str) -> list[tuple[int, str, int]]:
    """What is to be sent at a moment."""
    with life.book.unit() as unit:
        found = deliveries(unit, moment, channels or ("mail", "ops"))
        return [(one.notice.notice, one.channel, one.attempt) for one in found]


def test_a_breach_is_told_once_and_a_due_day_the_business_day_before(book: Book) -> None:
    """18 September is a Friday before four days off; what is due on the 24th is due tomorrow."""
    life = Life(book).begun()
    life.close(date(2026, 9, 2), [BREACH.at("reserve", due=date(2026, 9, 24)), WARNING.at("statements")])
    assert made(life, 4) == 1
    assert made(life, 17) == 0
    with book.unit() as unit:
        assign(unit, Act("mia", at(17)), 2, "cho", 1)
    # The warning has a day of its own now: the 18th, tomorrow.
    assert made(life, 17) == 1
    assert made(life, 18) == 1
    assert made(life, 25) == 2
    assert made(life, 25) == 0
    with book.unit() as unit:
        notices = list(unit.rows(Notice))
    assert [notice.key for notice in notices] == [
        "breach.found/1",
        "finding.due/2/2026-09-18",
        "finding.due/1/2026-09-24",
        "finding.overdue/2/2026-09-18",
        "finding.overdue/1/2026-09-24",
    ]
    assert len({notice.identifier for notice in notices}) == 5
    assert says(notices[1])["owner"] == "cho"


def test_what_fails_is_tried_again_ever_later_and_at_last_given_up(book: Book) -> None:
    """After one minute, two, four, and so on; sent once by each channel, and nothing twice."""
    life = Life(book).begun()
    assert made(life, 2, Wanted("day.late", "2026-09-01", {"day": "2026-09-01"})) == 1
    assert waiting(life, at(2)) == [(1, "mail", 1), (1, "ops", 1)]
    assert waiting(life, at(2), "ops") == [(1, "ops", 1)]
    with book.unit() as unit:
        (notice,) = unit.rows(Notice)
        assert not attempted(unit, Act("mia", at(2)), Delivery(notice, "mail", 1), None).already
        assert attempted(unit, Act("mia", at(2)), Delivery(notice, "mail", 1), "SMTP 451").already
        assert attempted(unit, Act("mia", at(2)), Delivery(notice, "mail", 2), "SMTP 451").already
    moment = datetime(2026, 9, 2, 9, tzinfo=JST)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        if attempt > 1:
            wait = timedelta(minutes=[1, 2, 4, 8, 16, 32, 64, 128, 256, *[360] * ATTEMPTS_MAX][attempt - 2])
            assert waiting(life, moment_text(moment + wait - timedelta(seconds=1))) == []
            moment += wait
        assert waiting(life, moment_text(moment)) == [(1, "ops", attempt)]
        with book.unit() as unit:
            attempted(unit, Act("mia", moment_text(moment)), Delivery(notice, "ops", attempt), "HTTP 503")
            assert attempted(unit, Act("mia", moment_text(moment)), Delivery(notice, "ops", attempt), None).already
    assert waiting(life, moment_text(moment + timedelta(days=9))) == []
    with book.unit() as unit:
        steps = [step.step for step in unit.rows(NoticeStep, channel="ops")]
    assert steps == ["failed"] * (ATTEMPTS_MAX - 1) + ["given_up"]


def test_only_who_keeps_the_workspace_makes_notices_and_marks_days() -> None:
    """An approver does not."""
    life = Life(MemoryWorkspace()).begun()
    wanted = [Wanted("day.late", "x", {})]
    assert refused(life, by(make_notices, life.act("cho"), ["mail"], wanted)) == ["workspace.user"]
    assert refused(life, by(mark_day, life.act("cho"), date(2026, 9, 1), "missed")) == ["workspace.user"]


def test_business_days_are_due_in_their_order_and_done_with_once(book: Book) -> None:
    """Not on a holiday; not before its hour; one after another, whatever was missed."""
    life = Life(book).begun()
    assert due_at(SCHEDULE, date(2026, 9, 18)) == datetime(2026, 9, 24, 10, tzinfo=JST)
    with book.unit() as unit:
        assert days_due(unit, SCHEDULE, at(2)) == []
        assert days_due(unit, SCHEDULE, at(2, 10)) == [date(2026, 9, 1)]
        assert [day.day for day in days_due(unit, SCHEDULE, at(24, 10))] == [
            1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18,
        ]  # fmt: skip
        (close,) = closes_by_day(unit).values()
        act = Act("mia", at(3))
        assert not mark_day(unit, act, date(2026, 9, 1), "closed", result=close.result, words=close.verdict).already
        assert mark_day(unit, act, date(2026, 9, 1), "missed").already
        mark_day(unit, act, date(2026, 9, 2), "missed", words="no pack")
        assert days_due(unit, SCHEDULE, at(4, 10)) == [date(2026, 9, 3)]
        assert [(run.day, run.outcome) for run in unit.rows(DayRun)] == [
            ("2026-09-01", "closed"),
            ("2026-09-02", "missed"),
        ]
    assert life.balance("reserve_assets") == 1_000_000
    assert result(pack(date(2026, 9, 1))).verdict == "in_order"


@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_can_be_read_in_both_languages(kind: str) -> None:
    """With what it says, and what comes from outside made visible."""
    told = {"code": "reserve.short", "due": "2026-09-24", "day": "2026-09-01", "where": "a\nb"}
    for language in get_args(Language):
        subject, text = notice_mail(kind, told, language)
        assert subject.startswith("[Hikiate] ")
        assert "\n" not in subject
        assert "a\nb" not in text
        assert "2026-09-24" in text
    _, text = notice_mail(kind, {**told, "made_at": "2026-08-31T15:30:00.000000Z"}, "ja")
    assert "記録日時（日本時間）: 2026-09-01 00:30" in text


def test_a_signature_is_of_this_body_at_this_moment_under_this_secret() -> None:
    """Changed, sent again later, or signed by somebody else: it is not authentic."""
    secret, body, now = b"k" * 16, b'{"id": "1"}', 1_800_000_000
    signed = signature(secret, now, body)
    assert signed.startswith("v1=")
    assert is_authentic(secret, str(now), body, signed, now=now + WINDOW_SECONDS)
    for given in (
        (secret, str(now), body + b" ", signed, now),
        (secret, str(now + 1), body, signed, now),
        (b"x" * 16, str(now), body, signed, now),
        (secret, str(now), body, signed, now + WINDOW_SECONDS + 1),
        (secret, str(now), body, signed, now - WINDOW_SECONDS - 1),
        (secret, "soon", body, signed, now),
        (secret, str(now), body, "v1=é", now),
    ):
        assert not is_authentic(*given[:4], now=given[4])


def test_a_signature_known_from_outside() -> None:
    """Reckoned with `openssl dgst -sha256 -hmac` over `1.{}`."""
    assert signature(b"k", 1, b"{}") == "v1=3dd49b2593d0f9a349e9e71c4bde3e2b862c2be4003fe9b4ba81332029310158"

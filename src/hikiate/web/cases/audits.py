"""Audits run from the console: in a thread of their own, one at a time, each kept with what it found."""

import json
import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.db import connection

from hikiate.book.journal import moment_text
from hikiate.desk.audit import FINDINGS_MAX, audit_findings
from hikiate.desk.desks import Desk
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.wording import Words
from hikiate.operations.workspace.audit import Audited
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database.reading import snapshot
from hikiate.web.cases.models import AuditRun

AUDITORS = ("admin", "maker", "approver", "auditor", "supervisor")
"""Who may have the workspace verified."""

RUNS_SHOWN = 10
_running: dict[int, threading.Thread] = {}
_starting = threading.Lock()
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Differs:
    """A finding of an audit as it was kept."""

    code: str
    where: str
    is_breach: bool
    en: Words
    ja: Words


@dataclass(frozen=True, slots=True)
class Run:
    """An audit: when and by whom it was begun, and what it came to."""

    number: int
    begun_at: str
    begun_by: str
    ended_at: str
    is_sound: bool
    entries: int
    postings: int
    decisions: int
    head: str
    failure: str
    findings: list[Differs]

    @property
    def is_under_way(self) -> bool:
        """Whether it still runs in this process."""
        return not self.ended_at and self.number in _running

    @property
    def is_broken_off(self) -> bool:
        """Whether the process ended before it did, or it failed."""
        return bool(self.failure) or (not self.ended_at and self.number not in _running)


def start_audit(desk: Desk, act: Act) -> int:
    """Begin an audit and give back its number; the one that is under way where one is."""
    with _starting:
        for number, thread in list(_running.items()):
            if thread.is_alive():
                return number
            del _running[number]
        row = AuditRun.objects.create(begun_at=act.at, begun_by=act.by)
        number = int(row.pk)
        thread = threading.Thread(target=_run, args=(desk, number), name=f"audit {number}", daemon=True)
        _running[number] = thread
        thread.start()
    return number


def wait_for(number: int) -> None:
    """Wait until an audit has ended."""
    thread = _running.get(number)
    if thread is not None:
        thread.join()


def _run(desk: Desk, number: int) -> None:
    seen = Audited()
    kept: dict[str, object] = {}
    try:
        with snapshot(desk.book.place) as book:
            found = list(islice(audit_findings(desk, book, seen), FINDINGS_MAX))
        kept = {
            "is_sound": all(finding.severity is not Severity.BREACH for finding in found),
            "findings": json.dumps([_plain(finding) for finding in found], ensure_ascii=False),
        }
    except Exception as error:
        _logger.exception("audit %s failed", number)
        kept = {"failure": type(error).__name__}
    finally:
        ended = moment_text(datetime.now(tz=UTC))
        counted = {"entries": seen.entries, "postings": seen.postings, "decisions": seen.decisions}
        AuditRun.objects.filter(pk=number).update(ended_at=ended, head=seen.decided.digest, **counted, **kept)
        _running.pop(number, None)
        connection.close()


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "where": finding.where,
        "breach": finding.severity is Severity.BREACH,
        "en": [finding.en.found, finding.en.wanted, finding.en.do],
        "ja": [finding.ja.found, finding.ja.wanted, finding.ja.do],
    }


def runs_shown() -> list[Run]:
    """The last audits, the newest first."""
    return [_shown(row) for row in AuditRun.objects.order_by("-pk")[:RUNS_SHOWN]]


def run_shown(number: int) -> Run | None:
    """An audit by its number; None where there is none."""
    row = AuditRun.objects.filter(pk=number).first()
    return None if row is None else _shown(row)


def _shown(row: AuditRun) -> Run:
    findings = [
        Differs(said["code"], said["where"], said["breach"], Words(*said["en"]), Words(*said["ja"]))
        for said in json.loads(row.findings)
    ]
    words = (row.begun_at, row.begun_by, row.ended_at, row.is_sound, row.entries, row.postings, row.decisions, row.head)
    return Run(int(row.pk), *words, row.failure, findings)

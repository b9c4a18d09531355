"""Findings that are open: read, given to somebody, closed with evidence."""

from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from hikiate.operations.workspace.findings import assign, close_finding, standings
from hikiate.storage.workspace.file_store import file_digest
from hikiate.web.api.callers import acting
from hikiate.web.api.cursors import after, cursor, cut
from hikiate.web.api.landing import landed
from hikiate.web.api.routes import reads, writes
from hikiate.web.api.shapes.closes import Assignment, FindingRows, OpenFinding
from hikiate.web.api.shapes.words import PAGE_ROWS, CursorQuery, Done, LimitQuery, NumberPath, Reason
from hikiate.web.settings import workspace

TAG = "findings"


@reads(TAG, "/findings", FindingRows)
def findings(request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS) -> FindingRows:
    """The findings that are not done, in the order in which they were found."""
    del request
    begin = after("findings", cursor_)
    found = sorted(standings(workspace().book), key=lambda standing: standing.opened.finding)
    left = [standing for standing in found if standing.opened.finding > begin]
    rows, more = cut(left[: limit + 1], limit)
    shown = [
        OpenFinding(
            finding=one.opened.finding,
            code=one.opened.code,
            severity=one.opened.severity,
            where=one.opened.place,
            since=one.opened.since,
            due=one.due,
            owner=one.owner,
            close=one.opened.result,
        )
        for one in rows
    ]
    return FindingRows(rows=shown, next=cursor("findings", rows[-1].opened.finding) if more else None)


@writes(TAG, "/findings/{finding}/assignment", Done, scope="findings:write")
def assign_finding(request: HttpRequest, finding: NumberPath, asked: Assignment) -> Done:
    """Give a finding an owner and a day, never after its legal one."""
    with workspace().book.unit() as unit:
        done = assign(unit, acting(request), finding, asked.owner, asked.business_days)
    return Done(made="finding", number=done.number, already=done.already)


@writes(TAG, "/findings/{finding}/closing", Done, scope="findings:write")
def end_finding(
    request: HttpRequest,
    finding: NumberPath,
    words: Annotated[Reason, Form()],
    evidence: Annotated[UploadedFile, File()],
) -> Done:
    """Close a finding with evidence: a file that shows it, and words about it."""
    desk = workspace()
    with landed(desk, evidence, "evidence") as file, desk.book.unit() as unit:
        done = close_finding(unit, acting(request), finding, file_digest(file), words)
        desk.store.keep_file("evidence", file)
    return Done(made="finding", number=done.number, already=done.already)

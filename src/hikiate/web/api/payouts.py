"""Payouts: batches made and released, payout files fetched, settlements taken in, payments set aside."""

from pathlib import PurePath
from typing import Annotated

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import File
from ninja.files import UploadedFile

from hikiate.book.records import Batch, Incident, Release, Settlement
from hikiate.desk import incidents as steps
from hikiate.kernel.amounts import amount_text
from hikiate.operations.workspace import payouts
from hikiate.operations.workspace.approvals import request_of, state
from hikiate.operations.workspace.people import scale_of
from hikiate.operations.workspace.ports import Unit
from hikiate.web.api.callers import acting
from hikiate.web.api.cursors import after, cursor, cut
from hikiate.web.api.landing import landed
from hikiate.web.api.routes import reads, writes
from hikiate.web.api.shapes.incidents import BatchAsked, BatchMade, BatchRows, BatchShown, Released, SettingAside
from hikiate.web.api.shapes.words import PAGE_ROWS, CursorQuery, Done, IncidentPath, KeyPath, LimitQuery, NumberPath
from hikiate.web.settings import workspace

TAG = "payouts"

CSV = "text/csv; charset=utf-8"


@reads(TAG, "/incidents/{incident}/batches", BatchRows)
def batches(
    request: HttpRequest, incident: IncidentPath, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS
) -> BatchRows:
    """The batches of an incident, and what became of them."""
    del request
    unit = workspace().book
    if not unit.count(Incident, incident=incident):
        raise Http404
    begin = after("batches", cursor_)
    left = [made for made in unit.rows(Batch, incident=incident) if made.batch > begin]
    rows, more = cut(left[: limit + 1], limit)
    return BatchRows(
        rows=[_shown(unit, made) for made in rows], next=cursor("batches", rows[-1].batch) if more else None
    )


@reads(TAG, "/incidents/{incident}/batches/{batch}", BatchShown)
def batch(request: HttpRequest, incident: IncidentPath, batch: NumberPath) -> BatchShown:
    """A batch, and what became of it."""
    del request
    return _shown(workspace().book, _batch(workspace().book, incident, batch))


@writes(TAG, "/incidents/{incident}/batches", BatchMade, scope="payouts:write")
def make_batch(request: HttpRequest, incident: IncidentPath, asked: BatchAsked) -> BatchMade:
    """Put the next payable lines of an asset into a batch, or those that came back, and ask for its approval."""
    act = acting(request)
    with workspace().book.unit() as unit:
        if asked.retry:
            done = payouts.make_retry(unit, act, incident, asked.asset)
        else:
            done = payouts.make_batch(unit, act, incident, asked.asset, lines_max=asked.lines)
        made = payouts.batch_of(unit, incident, done.number)
        amount = amount_text(made.amount, scale_of(unit, made.asset))
    return BatchMade(
        batch=made.batch,
        request=made.request,
        payments=made.payments,
        amount=amount,
        asset=made.asset,
        already=done.already,
    )


@writes(TAG, "/incidents/{incident}/batches/{batch}/release", Released, scope="payouts:write")
def release_batch(request: HttpRequest, incident: IncidentPath, batch: NumberPath) -> Released:
    """Release an approved batch, once; its payout file can be fetched then."""
    file, done = steps.release_into_store(workspace(), lambda: acting(request), incident, batch)
    return Released(batch=batch, file=file, entry=done.number, already=done.already)


@reads(TAG, "/incidents/{incident}/batches/{batch}/payout-file", Done, scope="customers:read", personal=True, media=CSV)
def payout_file(request: HttpRequest, incident: IncidentPath, batch: NumberPath) -> HttpResponse:
    """The payout file of a released batch, as CSV; it names customers, and each view is kept."""
    del request
    desk = workspace()
    _batch(desk.book, incident, batch)
    release = next(desk.book.rows(Release, incident=incident, batch=batch), None)
    if release is None:
        raise Http404
    stream = desk.store.place("payouts", release.file).open("rb")
    response = FileResponse(stream, as_attachment=True, filename=f"{incident}-{batch}.csv", content_type=CSV)
    response.headers["ETag"] = f'"{release.file}"'
    return response


@writes(TAG, "/incidents/{incident}/batches/{batch}/settlements", Done, scope="payouts:write")
def take_settlement(
    request: HttpRequest,
    incident: IncidentPath,
    batch: NumberPath,
    file: Annotated[UploadedFile, File()],
) -> Done:
    """Take in what a bank or custodian says became of a batch; the number is how many payments are new."""
    name = "settlement.parquet" if PurePath(str(file.name)).suffix == ".parquet" else "settlement.csv"
    desk = workspace()
    with landed(desk, file, name) as path:
        done = steps.take_settlement(desk, lambda: acting(request), incident, batch, path)
    return Done(made="payments", number=done.number, already=done.already)


@writes(TAG, "/incidents/{incident}/payments/{key}/setting-aside", Done, scope="payouts:write")
def set_aside(request: HttpRequest, incident: IncidentPath, key: KeyPath, asked: SettingAside) -> Done:
    """Take a payable payment out of the payouts, with a reason; it stays owed."""
    with workspace().book.unit() as unit:
        done = payouts.set_aside(unit, acting(request), incident, key, asked.reason)
    return Done(made="line", number=done.number, already=done.already)


def _batch(unit: Unit, incident: str, number: int) -> Batch:
    found = next(unit.rows(Batch, incident=incident, batch=number), None)
    if found is None:
        raise Http404
    return found


def _shown(unit: Unit, made: Batch) -> BatchShown:
    release = next(unit.rows(Release, incident=made.incident, batch=made.batch), None)
    files = list(unit.rows(Settlement, incident=made.incident, batch=made.batch))
    return BatchShown(
        batch=made.batch,
        request=made.request,
        state="released" if release else state(unit, request_of(unit, made.request)).value,
        attempt=made.attempt,
        payments=made.payments,
        amount=amount_text(made.amount, scale_of(unit, made.asset)),
        asset=made.asset,
        paid=sum(file.paid for file in files),
        returned=sum(file.returned for file in files),
        file=release.file if release else "",
    )

"""Requests and approvals, and the requests for the reserve."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query

from hikiate.book.records import Approval, Request
from hikiate.desk.reserve import release
from hikiate.kernel.amounts import amount_text
from hikiate.operations.workspace.approvals import State, amounts, approve, particulars, reject, state
from hikiate.operations.workspace.people import scale_of
from hikiate.operations.workspace.ports import Unit
from hikiate.operations.workspace.reserve import request_provision
from hikiate.storage.database.workspace import table
from hikiate.web.api.callers import acting
from hikiate.web.api.cursors import after, cursor
from hikiate.web.api.routes import reads, writes
from hikiate.web.api.shapes.incidents import (
    AmountOf,
    ApprovalShown,
    Provision,
    RequestRows,
    RequestShown,
    ReserveRelease,
    Verdict,
)
from hikiate.web.api.shapes.words import PAGE_ROWS, CursorQuery, Done, LimitQuery, NumberPath
from hikiate.web.settings import workspace

TAG = "requests"

StateQuery = Annotated[
    Literal["open", "approved", "rejected"] | None, Query(alias="state", description="Only requests of this state.")
]

_CHUNK = 500


@reads(TAG, "/requests", RequestRows)
def requests(
    request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS, only: StateQuery = None
) -> RequestRows:
    """The requests, in the order in which they were made."""
    del request
    unit, begin = workspace().book, after("requests", cursor_)
    found = table("Request").objects.filter(request__gt=begin).order_by("request").values_list("request", flat=True)
    shown: list[RequestShown] = []
    for number in found.iterator(_CHUNK):
        asked = next(unit.rows(Request, request=number))
        if only is None or state(unit, asked) is State(only):
            if len(shown) == limit:
                return RequestRows(rows=shown, next=cursor("requests", shown[-1].request))
            shown.append(_shown(unit, asked))
    return RequestRows(rows=shown, next=None)


@reads(TAG, "/requests/{number}", RequestShown)
def request(request: HttpRequest, number: NumberPath) -> RequestShown:
    """A request, and what became of it."""
    del request
    unit = workspace().book
    found = next(unit.rows(Request, request=number), None)
    if found is None:
        raise Http404
    return _shown(unit, found)


@writes(TAG, "/requests/{number}/approval", RequestShown, scope="requests:decide")
def approve_request(request: HttpRequest, number: NumberPath, asked: Verdict) -> RequestShown:
    """Approve a request that another made; with the last approval that it needs it takes effect."""
    desk = workspace()
    with desk.book.unit() as unit:
        approve(unit, acting(request), number, asked.words, desk.effects)
        return _shown(unit, next(unit.rows(Request, request=number)))


@writes(TAG, "/requests/{number}/rejection", RequestShown, scope="requests:decide")
def reject_request(request: HttpRequest, number: NumberPath, asked: Verdict) -> RequestShown:
    """Reject a request that another made; it never takes effect."""
    with workspace().book.unit() as unit:
        reject(unit, acting(request), number, asked.words)
        return _shown(unit, next(unit.rows(Request, request=number)))


@writes(TAG, "/reserve/provisions", Done, scope="reserve:write")
def provision(request: HttpRequest, asked: Provision) -> Done:
    """Ask to set an amount aside; the number is the request's."""
    with workspace().book.unit() as unit:
        done = request_provision(unit, acting(request), asked.asset, asked.amount, asked.memo)
    return Done(made="request", number=done.number, already=done.already)


@writes(TAG, "/reserve/releases", Done, scope="reserve:write")
def release_reserve(request: HttpRequest, asked: ReserveRelease) -> Done:
    """Ask to take out what stands above what must be held; the number is the request's."""
    done = release(workspace(), acting(request), (asked.asset, asked.amount), asked.rulebook)
    return Done(made="request", number=done.number, already=done.already)


def _shown(unit: Unit, asked: Request) -> RequestShown:
    words = list(unit.rows(Approval, request=asked.request))
    return RequestShown(
        request=asked.request,
        kind=asked.kind,
        subject=asked.subject,
        state=state(unit, asked).value,
        maker=asked.maker,
        amounts=[
            AmountOf(asset=asset, amount=amount_text(amount, scale_of(unit, asset)))
            for asset, amount in amounts(asked.amounts).items()
        ],
        particulars=particulars(asked),
        approvals=[ApprovalShown(checker=word.checker, verdict=word.verdict, words=word.words) for word in words],
    )

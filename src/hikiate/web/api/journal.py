"""The journal: entries, their postings, balances, corrections."""

from django.http import Http404, HttpRequest

from hikiate.book.records import Asset
from hikiate.kernel.amounts import amount_text
from hikiate.operations.workspace.corrections import request_correction
from hikiate.storage.database.workspace import POSTING_FIELDS, table
from hikiate.web.api.callers import acting
from hikiate.web.api.cursors import after, cursor, cut
from hikiate.web.api.incidents import held
from hikiate.web.api.routes import reads, writes
from hikiate.web.api.shapes.incidents import EntryRows, EntryShown, HeldRows, PostingRows, PostingShown, SettingAside
from hikiate.web.api.shapes.words import PAGE_ROWS, CursorQuery, Done, LimitQuery, NumberPath
from hikiate.web.settings import workspace

TAG = "journal"


@reads(TAG, "/journal", EntryRows)
def journal(request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS) -> EntryRows:
    """The entries of the journal, from the first on."""
    del request
    fields = ("number", "at", "by", "kind", "memo", "corrects", "postings", "digest")
    found = table("Entry").objects.filter(number__gt=after("journal", cursor_)).order_by("number")
    rows, more = cut(list(found.values_list(*fields)[: limit + 1]), limit)
    shown = [EntryShown(**dict(zip(("entry", *fields[1:]), row, strict=True))) for row in rows]
    return EntryRows(rows=shown, next=cursor("journal", rows[-1][0]) if more else None)


@reads(TAG, "/journal/{entry}/postings", PostingRows)
def postings(
    request: HttpRequest, entry: NumberPath, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS
) -> PostingRows:
    """The postings of an entry, of which one may have a million."""
    del request
    found = table("Entry").objects.filter(number=entry).values_list("postings", "last_posting").first()
    if found is None:
        raise Http404
    count, last = found
    begin = max(after("postings", cursor_), last - count)
    lines = table("Posting").objects.filter(id__gt=begin, id__lte=last).order_by("id")
    rows, more = cut(list(lines.values_list("id", *POSTING_FIELDS)[: limit + 1]), limit)
    scales = {asset.asset: asset.scale for asset in workspace().book.rows(Asset)}
    shown = [
        PostingShown(
            debit=debit,
            credit=credit,
            asset=asset,
            amount=amount_text(amount, scales[asset]),
            subject=subject,
            key=key,
        )
        for _, debit, credit, asset, amount, subject, key in rows
    ]
    return PostingRows(rows=shown, next=cursor("postings", rows[-1][0]) if more else None)


@reads(TAG, "/balances", HeldRows)
def balances(request: HttpRequest) -> HeldRows:
    """What each account holds of each asset now; zeros are left out."""
    del request
    return HeldRows(rows=list(held(workspace().book)), next=None)


@writes(TAG, "/journal/{entry}/correction", Done, scope="incidents:write")
def correct(request: HttpRequest, entry: NumberPath, asked: SettingAside) -> Done:
    """Ask for the reversal of an entry, with a reason; the number is the request's."""
    with workspace().book.unit() as unit:
        done = request_correction(unit, acting(request), entry, asked.reason)
    return Done(made="request", number=done.number, already=done.already)

"""Proofs of liabilities and the disputes about them, as far as they name nobody."""

from django.http import Http404, HttpRequest, HttpResponse

from hikiate.desk.proven import day_roots, disputes
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.results import document_text
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.proofs.root import DayRoot
from hikiate.proofs.root import document as root_document
from hikiate.web.api.callers import acting
from hikiate.web.api.cursors import after, cursor, cut
from hikiate.web.api.once import JSON
from hikiate.web.api.routes import reads
from hikiate.web.api.shapes.incidents import DisputeRows, DisputeShown, ProofRows, ProofShown, RootFile, TotalShown
from hikiate.web.api.shapes.words import PAGE_ROWS, CursorQuery, DigestPath, LimitQuery
from hikiate.web.settings import workspace

TAG = "proofs"


@reads(TAG, "/proofs", ProofRows)
def proofs(request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS) -> ProofRows:
    """The day roots, the oldest first; each names the one before it."""
    del request
    begin = after("proofs", cursor_)
    rows, more = cut(day_roots(workspace())[begin : begin + limit + 1], limit)
    return ProofRows(rows=[_shown(root) for root in rows], next=cursor("proofs", begin + limit) if more else None)


@reads(TAG, "/proofs/{day_root}", RootFile)
def day_root(request: HttpRequest, day_root: DigestPath) -> HttpResponse:
    """The published ROOT.json of a day root, as it stands."""
    del request
    for root in day_roots(workspace()):
        if root.day_root == day_root:
            return HttpResponse(document_text(root_document(root)), content_type=JSON)
    raise Http404


@reads(TAG, "/disputes", DisputeRows)
def dispute_list(request: HttpRequest, cursor_: CursorQuery = None, limit: LimitQuery = PAGE_ROWS) -> DisputeRows:
    """The disputes in the order of their receipt, without what customers wrote."""
    begin = after("disputes", cursor_)
    found = disputes(workspace(), day_in_japan(acting(request).at))
    rows, more = cut(found[begin : begin + limit + 1], limit)
    shown = [
        DisputeShown(
            dispute=one.number, state=one.state, received_on=one.received_on.isoformat(), due=one.due.isoformat()
        )
        for one in rows
    ]
    return DisputeRows(rows=shown, next=cursor("disputes", begin + limit) if more else None)


def _shown(root: DayRoot) -> ProofShown:
    return ProofShown(
        day_root=root.day_root,
        exchange=root.exchange,
        as_of=root.as_of,
        previous=root.previous,
        assets=[
            TotalShown(
                asset=asset,
                total=amount_text(roots.liability.total, roots.scale),
                leaves=roots.liability.shape.leaves,
                root=roots.liability.root,
            )
            for asset, roots in root.assets.items()
        ],
        disputes_filed=root.disputes.filed,
        disputes_open=root.disputes.open,
        disputes_answered=root.disputes.answered,
    )

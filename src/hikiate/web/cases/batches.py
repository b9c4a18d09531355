"""A batch of payouts: its page, its release, its payout file, and the settlement that comes back."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.records import Batch, Release, Settlement
from hikiate.desk import incidents as steps
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import request_states
from hikiate.operations.workspace.ports import Unit
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import acting, held_roles, page
from hikiate.web.base.bounds import uploads
from hikiate.web.cases.incident_steps import told
from hikiate.web.cases.incidents import incident_of
from hikiate.web.cases.money import Scales
from hikiate.web.cases.readers import MAKER, PERSONAL, READERS
from hikiate.web.cases.standing import batches_of
from hikiate.web.cases.uploads import sent, written
from hikiate.web.settings import workspace

SETTLEMENT_BYTES_MAX = 2**29


@page(*READERS)
@require_safe
def batch(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A batch: what it pays, whether it was approved and released, and what came back."""
    with workspace().book.reading() as view:
        incident_of(view, name)
        batches = batches_of(view, Scales(view), request_states(view), name)
        found = [shown for shown in batches if shown.number == number]
        if not found:
            raise Http404
        release = _release(view, name, number)
        files = list(view.rows(Settlement, incident=name, batch=number))
    held = held_roles(request)
    context = {
        "name": name,
        "batch": found[0],
        "release": release,
        "files": files,
        "is_maker": "maker" in held,
        "reads_personal": bool(held & set(PERSONAL)),
    }
    return render(request, "cases/batch.html", context)


def _release(unit: Unit, name: str, number: int) -> Release | None:
    return next(unit.rows(Release, incident=name, batch=number), None)


@page(*MAKER)
@require_POST
def release(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Release an approved batch and write its payout file; a batch that was released stays as it is."""
    released = steps.release(workspace(), lambda: acting(request), name, number)
    said = Term(
        f"Batch {number} is released. Hand its payout file over.",
        f"バッチ {number} を払い出しました。払出ファイルを銀行・カストディアンに引き渡してください。",
    )
    told(request, said, released.done)
    return redirect("batch", name, number)


@page(*PERSONAL)
@require_safe
def payout_file(request: HttpRequest, name: str, number: int) -> FileResponse:
    """The payout file of a released batch; it names customers, so the view is noted."""
    with workspace().book.reading() as view:
        made = next(view.rows(Batch, incident=name, batch=number), None)
        done = _release(view, name, number)
    if made is None or done is None:
        raise Http404
    kept = workspace().store.place("payouts", done.file)
    note_view(request, "payout_file", f"{name}/{number}")
    return FileResponse(
        kept.open("rb"), as_attachment=True, filename=f"{name}-{number}.csv", content_type="text/csv; charset=utf-8"
    )


@uploads(SETTLEMENT_BYTES_MAX)
@page(*MAKER)
@require_POST
def settle(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Take in a settlement file of a batch."""
    with written(sent(request, "settlement.csv")) as path:
        done = steps.take_settlement(workspace(), lambda: acting(request), name, number, path)
    said = Term(f"{done.number:,} payments are settled.", f"{done.number:,} 件の決済結果を取り込みました。")
    told(request, said, done)
    return redirect("batch", name, number)

"""Publishing: what the public pages show, switched on part by part, and private links of an incident's customers."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hikiate.book.journal import moment_text
from hikiate.book.records import Incident
from hikiate.kernel.wording import Term
from hikiate.web.base.access import acting, page, spoken
from hikiate.web.base.refusals import stale_form
from hikiate.web.public.claim_links import DAYS_MAX, links_csv, make_links
from hikiate.web.public.models import ClaimLink
from hikiate.web.public.publishing import PARTS, last_decision, publish, published
from hikiate.web.settings import workspace

LINK_DAYS = 90
CSV = "text/csv; charset=utf-8"
# A byte order mark, without which spreadsheets in Japan read UTF-8 as another encoding.
_MARK = "\ufeff"


@page("admin")
@require_http_methods(["GET", "POST"])
def publishing(request: HttpRequest) -> HttpResponse:
    """What is published; a POST publishes the parts that are ticked and no others."""
    stands = last_decision()
    number = stands.number if stands else 0
    if request.method == "POST":
        with workspace().book.unit():
            stands = last_decision()
            if request.POST.get("stands") != str(stands.number if stands else 0):
                return stale_form(request)
            publish(workspace(), lambda: acting(request), request.POST.getlist("part"))
        said = Term("What is published was changed.", "公開の設定を変更しました。")
        messages.success(request, said.ja if spoken(request) == "ja" else said.en)
        return redirect("publishing")
    now = moment_text(datetime.now(tz=UTC))
    on = published()
    with workspace().book.reading() as unit:
        incidents = [incident.incident for incident in unit.rows(Incident)]
    context = {
        "parts": [(name, term, name in on) for name, term in PARTS.items()],
        "stands": stands,
        "number": number,
        "incidents": [
            (name, ClaimLink.objects.filter(incident=name, ended_at="", expires_at__gt=now).count())
            for name in incidents
        ],
        "days": LINK_DAYS,
        "days_max": DAYS_MAX,
    }
    return render(request, "console/publishing.html", context)


@page("admin", "maker")
@require_POST
def make_claim_links(request: HttpRequest) -> HttpResponse:
    """Make a link for every customer of an incident, and answer with the CSV; earlier links end."""
    incident, days = request.POST.get("incident", ""), request.POST.get("days", "")
    wanted = int(days) if days.isascii() and days.isdigit() and len(days) < len(str(DAYS_MAX)) + 1 else 0
    made = make_links(workspace(), lambda: acting(request), incident, wanted)
    address = f"{request.scheme}://{request.get_host()}"
    rows = (line for part in ([_MARK], links_csv(made, address)) for line in part)
    response = StreamingHttpResponse((row.encode() for row in rows), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="claim-links-{incident}.csv"'
    return response

"""The public pages: in the language of their address, without cookies, and nothing on them that was not switched on."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from html import unescape

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from hikiate.book.journal import moment_text
from hikiate.desk.proven import day_roots
from hikiate.kernel.results import document_text
from hikiate.kernel.wording import Language
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.proofs.root import document as root_document
from hikiate.reports.labels import STATUS_MEANINGS, STATUSES
from hikiate.reports.verification.page import verification_page
from hikiate.web.page import preferred_language
from hikiate.web.public.caching import cached
from hikiate.web.public.claim_links import good_link, guessed
from hikiate.web.public.claim_status import claim_status
from hikiate.web.public.open_data import DOCUMENTS, open_data
from hikiate.web.public.publishing import published
from hikiate.web.public.transparency import RESERVE, incident_policy, transparency
from hikiate.web.settings import workspace

JSON = "application/json"
_PRIVATE: Mapping[str, str] = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the pages in the language that the browser prefers."""
    language = preferred_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(reverse("public_transparency", args=[language]))
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def transparency_page(request: HttpRequest, language: Language) -> HttpResponse:
    """Coverage, reserve, day roots and disputes, as far as they are published."""

    def make() -> bytes:
        shown = transparency(workspace(), published(), _today())
        context = {"shown": shown, "reserve": RESERVE, "statuses": _statuses()}
        return _page("public/transparency.html", language, "transparency", context)

    return _spoken(cached(request, f"transparency {language}", make), language)


@require_safe
def policy_page(request: HttpRequest, language: Language) -> HttpResponse:
    """The policy for incidents."""

    def make() -> bytes:
        found = incident_policy(workspace()) if "policy" in published() else None
        context = {"policy": found[0] if found else None, "exchange": found[1] if found else ""}
        return _page("public/policy.html", language, "policy", context)

    return _spoken(cached(request, f"policy {language}", make), language)


@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """The page on which a customer verifies a proof, with the newest day root in it where those are published."""

    def make() -> bytes:
        roots = day_roots(workspace(), 1) if "proofs" in published() else []
        return verification_page(root_document(roots[-1]) if roots else None)

    return cached(request, "verification", make, policy=_verification_policy())


@require_safe
def root_file(request: HttpRequest, day_root: str) -> HttpResponse:
    """The ROOT.json of a published day root."""
    if "proofs" not in published():
        return absent(request)
    found = next((root for root in day_roots(workspace()) if root.day_root == day_root), None)
    if found is None:
        return absent(request)
    return cached(request, f"root {day_root}", lambda: document_text(root_document(found)).encode(), media=JSON)


@require_safe
def data(request: HttpRequest, name: str) -> HttpResponse:
    """A document of open data; 404 for one that is not published."""
    part = DOCUMENTS.get(name, "-")
    parts = published()
    if part and part not in parts:
        return absent(request)

    def make() -> bytes:
        plain = open_data(name, workspace(), parts, _today())
        return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()

    response = cached(request, f"data {name}", make, media=JSON)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def claim(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """A customer's lines of an incident, by a private link; whoever guesses at links is slowed down."""
    link = good_link(token)
    if link is None:
        slowed = guessed(request)
        response = HttpResponse(
            _page("public/claim_over.html", language, "claim", {"slowed": slowed}), status=429 if slowed else 404
        )
        if slowed:
            response.headers["Retry-After"] = "900"
    else:
        with workspace().book.reading():
            shown = claim_status(workspace(), link.incident, link.customer)
        context = {"shown": shown, "link": link, "other_path": f"claims/{token}/"}
        response = HttpResponse(_page("public/claim.html", language, "claim", context))
    for name, value in _PRIVATE.items():
        response.headers[name] = value
    return _spoken(response, language)


@require_safe
def absent(request: HttpRequest) -> HttpResponse:
    """Nothing public stands here."""
    language: Language = "en" if request.path.startswith("/public/en/") else "ja"
    return _spoken(HttpResponse(_page("public/absent.html", language, "absent", {}), status=404), language)


@cache
def _verification_policy() -> str:
    """What the verification page allows itself, as a header: its script and style by their digests alone."""
    said = _POLICY.search(verification_page(None).decode())
    assert said is not None  # noqa: S101 - the page is ours, and says it in its head
    return f"{unescape(said[1])}; frame-ancestors 'none'"


def _page(template: str, language: Language, here: str, context: Mapping[str, object]) -> bytes:
    """A page without a request in it: no cookie, no session, no token can get into it."""
    other = "en" if language == "ja" else "ja"
    shared = {"language": language, "other": other, "here": here, "parts": published() if here != "claim" else ()}
    page: str = render_to_string(template, {**shared, **context})
    return page.encode()


def _spoken(response: HttpResponse, language: Language) -> HttpResponse:
    response.headers["Content-Language"] = language
    return response


def _statuses() -> list[dict[str, object]]:
    return [
        {"value": status.value, "term": STATUSES[status], "meaning": STATUS_MEANINGS[status]} for status in STATUSES
    ]


def _today() -> date:
    return day_in_japan(moment_text(datetime.now(tz=UTC)))

"""What forms have in common: they are refused when they are stale, and what became of them is told on the next page."""

import unicodedata

from django.contrib import messages
from django.http import HttpRequest

from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.web.base.access import spoken
from hikiate.web.base.faults import STALE

_ALREADY = Term("That was done already; nothing was doubled.", "実施済みです。重複はありません。")


def require_fresh(where: str, *, fresh: bool) -> None:
    """Refuse what a stale form asked for. Called in the unit of work, which then leaves nothing behind.

    A form that is sent twice is stale the second time; where its verb says that nothing was doubled, it is let pass.
    """
    if not fresh:
        raise Refused([STALE.at(where)])


def tell(request: HttpRequest, told: Term, *, already: bool = False) -> None:
    """Say on the next page what was done."""
    messages.success(request, (_ALREADY if already else told).said(spoken(request)))


def amount_typed(text: str) -> str:
    """An amount as people type it, in full-width digits or with commas between thousands, as decimal text."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()

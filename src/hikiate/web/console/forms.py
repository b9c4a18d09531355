"""What forms have in common: what became of them is told on the next page, and amounts are read as people type them."""

import unicodedata

from django.contrib import messages
from django.http import HttpRequest

from hikiate.kernel.wording import Term
from hikiate.web.base.access import spoken

_ALREADY = Term("That was done already; nothing was doubled.", "実施済みです。重複はありません。")


def tell(request: HttpRequest, told: Term, *, already: bool = False) -> None:
    """Say on the next page what was done."""
    messages.success(request, (_ALREADY if already else told).said(spoken(request)))


def amount_typed(text: str) -> str:
    """An amount as people type it, in full-width digits or with commas between thousands, as decimal text."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()

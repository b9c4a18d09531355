"""Stale forms: a form carries what it was made from, and is refused once that is no longer what stands there."""

from django.http import HttpRequest

from hikiate.kernel.findings import Refused
from hikiate.web.base.faults import STALE

FIELD = "seen"


def require_fresh(request: HttpRequest, stands: int | str) -> None:
    """Refused where a form was made from another state than the one that stands; asked in the unit that changes it."""
    if request.POST.get(FIELD, "") != str(stands):
        raise Refused([STALE.at(request.path)])

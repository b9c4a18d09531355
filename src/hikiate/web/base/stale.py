"""Stale forms: a form carries what it was made from, and is refused once that is no longer what stands there."""

from django.http import HttpRequest

from hikiate.kernel.findings import Refused
from hikiate.web.base.faults import STALE

FIELD = "seen"


def require_fresh(request: HttpRequest, stands: int | str) -> None:
    """Refused where a form was made from another state than the one that stands; asked in the unit that changes it."""
    refuse_stale(request.path, fresh=request.POST.get(FIELD, "") == str(stands))


def refuse_stale(where: str, *, fresh: bool) -> None:
    """Refuse what a stale form asked for. Called in the unit of work, which then leaves nothing behind.

    A form that is sent twice is stale the second time; where its verb says that nothing was doubled, it is let pass.
    """
    if not fresh:
        raise Refused([STALE.at(where)])

"""Pages that caches may keep: made once for a state of the workspace, known by an ETag, free of cookies.

The stamp of a state is the last decision, the files of proofs and disputes, and the day in Japan. So an answer that has
not changed costs two short queries, and nothing is shown that a later decision took back for longer than a minute.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from hikiate import __version__
from hikiate.book.journal import moment_text
from hikiate.desk.desks import Desk
from hikiate.desk.proofs import PROOFS, register_folder
from hikiate.kernel.digests import digest
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.proofs.disputes import FILE as REGISTER_FILE
from hikiate.web.settings import workspace

SECONDS = 60
HTML = "text/html; charset=utf-8"
_KEPT_MAX = 64
_kept: OrderedDict[str, bytes] = OrderedDict()


def cached(
    request: HttpRequest, name: str, make: Callable[[], bytes], *, media: str = HTML, policy: str | None = None
) -> HttpResponse:
    """The answer for a page of a name; `policy` where it is a finished page with scripts of its own."""
    stamp = _stamp(workspace(), name)
    etag = f'"{stamp[:32]}"'
    wanted = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in wanted or f"W/{etag}" in wanted:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(_made(stamp, make), content_type=media)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    if policy is not None:
        response.headers["Content-Security-Policy"] = policy
    return response


def _made(stamp: str, make: Callable[[], bytes]) -> bytes:
    found = _kept.get(stamp)
    if found is None:
        with workspace().book.reading():
            found = make()
        _kept[stamp] = found
        while len(_kept) > _KEPT_MAX:
            _kept.popitem(last=False)
    return found


def _stamp(desk: Desk, name: str) -> str:
    head = desk.book.decisions
    today = day_in_japan(moment_text(datetime.now(tz=UTC))).isoformat()
    beside = [_changed(desk.folder / PROOFS), _changed(register_folder(desk) / REGISTER_FILE)]
    return digest("public-page/1", [name, __version__, str(desk.folder), head.digest, *beside, today])


def _changed(place: Path) -> str:
    return str(place.stat().st_mtime_ns) if place.exists() else "-"

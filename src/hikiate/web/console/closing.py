"""A pack handed in and the day closed from the browser: files sent or a folder chosen, the work followed to its end.

The work goes on in a thread of the server, one close at a time, and its page says how far it is. What it is about is
kept in memory alone: a close that ends is in the book, and one that broke off has changed nothing.
"""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Lock, Thread

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hikiate.book.journal import moment_text
from hikiate.desk.days import Closed, close_day
from hikiate.facts import faults
from hikiate.facts.exchange import FILE as EXCHANGE_FILE
from hikiate.facts.tables import TABLES
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.operations.workspace.people import require
from hikiate.operations.workspace.ports import Act
from hikiate.storage.lawbooks import library
from hikiate.storage.pack_files import PACK_FILES, TEXT_FILES
from hikiate.storage.workspace.file_store import SECRETS
from hikiate.web.base.access import acting, page
from hikiate.web.base.bounds import uploads
from hikiate.web.console.faults import CLOSE_RUNNING
from hikiate.web.console.rulebooks import shipped
from hikiate.web.console.uploads import written
from hikiate.web.settings import workspace

PACK_BYTES_MAX = 1_900_000_000
PACKS = "packs"
OVERLAYS = "overlays"
TAKEN_FILES = frozenset(name for name in PACK_FILES if name.partition(".")[0] != SECRETS)
_ROLES = ("maker", "admin")
_KEPT_MAX = 20
_REFRESH_SECONDS = 2

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Work:
    """A close under way: who asked for it and for what, which table is being read, and what became of it."""

    number: int
    by: str
    named: str
    step: str = ""
    closed: Closed | None = None
    faults: Sequence[Finding] = ()
    has_failed: bool = False
    thread: Thread | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        """Whether its end is still to come."""
        return self.closed is None and not self.faults and not self.has_failed


class Works:
    """The closes that this server has carried out, one at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._works: dict[int, Work] = {}

    def begin(self, by: str, named: str) -> Work:
        """Enter a further close; Refused while another one is running."""
        with self._lock:
            running = next((work for work in self._works.values() if work.is_running), None)
            if running is not None:
                raise Refused([CLOSE_RUNNING.at("close", user=running.by)])
            work = Work(next(self._numbers), by, named)
            self._works[work.number] = work
            for number in list(self._works)[:-_KEPT_MAX]:
                del self._works[number]
            return work

    def get(self, number: int) -> Work | None:
        """A close by its number; None where this server knows of none."""
        return self._works.get(number)

    def running(self) -> Work | None:
        """The close that is under way."""
        return next((work for work in self._works.values() if work.is_running), None)


works = Works()


@uploads(PACK_BYTES_MAX)
@page(*_ROLES)
def close_the_day(request: HttpRequest) -> HttpResponse:
    """Ask for a pack, and begin to close its day."""
    if request.method != "POST":
        return _asked(request)
    act = acting(request)
    with workspace().book.unit() as unit:
        require(unit, act, *_ROLES)
    overlays = [_offered(name) for name in request.POST.getlist("overlay")]
    laws = (request.POST.getlist("rulebook"), overlays)
    library(overlays).choose(laws[0])
    with ExitStack() as stack:
        files = request.FILES.getlist("files")
        chosen = request.POST.get("folder", "")
        if files:
            _require_names(files)
            folder = stack.enter_context(workspace().store.staging(PACKS))
            named = ", ".join(sorted(str(file.name) for file in files))
        else:
            folder, named = _chosen(chosen), chosen
        work = works.begin(act.by, named)
        try:
            written(folder, files)
            work.thread = Thread(target=_carry_out, args=(work, folder, laws, stack.pop_all()), daemon=True)
            work.thread.start()
        except BaseException:
            work.has_failed = True
            raise
    return redirect("close_work", work.number)


def _asked(request: HttpRequest) -> HttpResponse:
    context = {
        "folders": pack_folders(),
        "texts": TEXT_FILES,
        "tables": [name for name in TABLES if name != SECRETS],
        "books": shipped().rulebooks.values(),
        "overlays": overlay_files(),
        "running": works.running(),
        "bytes_max": PACK_BYTES_MAX,
    }
    return render(request, "console/close_day.html", context)


def pack_folders() -> list[str]:
    """The folders below `packs` of the workspace that hold a pack, the last by name first; links are not followed."""
    packs = workspace().folder / PACKS
    found = packs.iterdir() if packs.is_dir() else ()
    return sorted(
        (path.name for path in found if path.is_dir() and not path.is_symlink() and (path / EXCHANGE_FILE).is_file()),
        reverse=True,
    )


def _chosen(name: str) -> Path:
    """The folder of a pack that was chosen; only one that was offered is taken, so that no path leads elsewhere."""
    offered = pack_folders()
    if name not in offered:
        wanted, wanted_ja = (
            "files of a pack, or a folder that was offered",
            "パックのファイル、または一覧にあるフォルダー",
        )
        do, do_ja = "choose the files, or a folder", "ファイルまたはフォルダーを選択してください"
        raise Refused([faults.NO_FILE.at(name or PACKS, wanted=wanted, wanted_ja=wanted_ja, do=do, do_ja=do_ja)])
    return workspace().folder / PACKS / name


def overlay_files() -> list[str]:
    """The overlays below `overlays` of the workspace; links are not followed."""
    folder = workspace().folder / OVERLAYS
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path.name for path in found if path.suffix == ".toml" and path.is_file() and not path.is_symlink())


def _offered(name: str) -> Path:
    """An overlay that was chosen, of those that were offered."""
    offered = overlay_files()
    if name not in offered:
        raise Refused([faults.NOT_A_CHOICE.at(Given("overlay"), value=name, choices=", ".join(offered) or "-")])
    return workspace().folder / OVERLAYS / name


def _require_names(files: Sequence[UploadedFile]) -> None:
    """Refuse, before any is kept, files that are none of a pack's or stand there twice; secrets stay where they are."""
    listed = ", ".join((*TEXT_FILES, *(f"{name}.csv|.parquet" for name in TABLES if name != SECRETS)))
    names = [str(file.name) for file in files]
    found = [faults.UNKNOWN_FILE.at(name, files=listed) for name in names if name not in TAKEN_FILES]
    found += [
        faults.DUPLICATE.at(name, value=name, key="file") for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    if found:
        raise Refused(found)


def _carry_out(work: Work, folder: Path, laws: tuple[Sequence[str], Sequence[Path]], stack: ExitStack) -> None:
    """Close the day in a thread of its own, and leave what became of it in the work."""

    def step(table: str) -> None:
        work.step = table

    def act() -> Act:
        return Act(work.by, moment_text(datetime.now(tz=UTC)))

    try:
        with stack:
            work.closed = close_day(workspace(), folder, laws, act, step)
    except Refused as refused:
        work.faults = refused.faults
    except Exception:  # noqa: BLE001 - the end of a thread, where nobody else catches it
        # Whatever it is, the page must say that the work has ended; the server's log says why.
        _log.exception("the close of %s failed", work.named)
        work.has_failed = True
    finally:
        connection.close()


@page(*_ROLES)
def close_work(request: HttpRequest, number: int) -> HttpResponse:
    """How far a close is; leads to its result when it is done."""
    work = works.get(number)
    if work is None:
        raise Http404
    if work.closed is not None:
        address = reverse("close", args=[work.closed.done.number])
        if request.htmx:
            answer = HttpResponse()
            answer.headers["HX-Redirect"] = address
            return answer
        return redirect(address)
    context = {"work": work, "seconds": _REFRESH_SECONDS, "faults": work.faults}
    template = "console/close_progress.html" if request.htmx else "console/close_work.html"
    return render(request, template, context, status=422 if work.faults and not request.htmx else 200)

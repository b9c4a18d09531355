"""A day handed in and closed: a pack's files stream to the disk, are read, and refused whole or kept to be closed."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File
from ninja.files import UploadedFile

from hikiate.desk.days import Closed, close_day
from hikiate.facts import faults
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.operations.workspace.people import require
from hikiate.storage.pack_files import PACK_FILES
from hikiate.storage.packs import open_pack
from hikiate.storage.workspace.file_store import file_digest
from hikiate.web.api.callers import acting
from hikiate.web.api.landing import landing_folder, landing_place, lay
from hikiate.web.api.once import once
from hikiate.web.api.routes import CREATED, writes
from hikiate.web.api.shapes.closes import CloseAsked, CloseDone, PackFile, PackTaken
from hikiate.web.settings import workspace

TAG = "days"

KEPT_DAYS = 7
"""For how long a pack waits to be closed."""


@writes(TAG, "/packs", PackTaken, scope="days:write", whole=False)
def hand_in(request: HttpRequest, files: Annotated[list[UploadedFile], File()]) -> HttpResponse:
    """Hand in the files of a pack; refused with every fault of them, or kept to be closed."""
    desk, keyed, act = workspace(), once(request), acting(request)
    with desk.book.unit() as unit:
        require(unit, act, "maker", "admin")
    place = landing_place(desk)
    _clear(place)
    with landing_folder(desk) as folder:
        _lay(files, folder)
        raw = open_pack(folder)
        pack = read_pack(raw)
        listed = [
            PackFile(name=path.name, bytes=path.stat().st_size, sha256=file_digest(path))
            for path in sorted(folder.iterdir())
        ]
        kept = place / raw.digest
        if kept.exists():
            kept.touch()
        else:
            folder.replace(kept)
    exchange = pack.exchange
    made = PackTaken(pack=raw.digest, exchange=exchange.name, as_of=exchange.snapshot_at.isoformat(), files=listed)
    with desk.book.unit():
        return keyed.kept() or keyed.keep(made, CREATED, act.at)


@writes(TAG, "/closes", CloseDone, scope="days:write", whole=False)
def close_a_day(request: HttpRequest, asked: CloseAsked) -> HttpResponse:
    """Close the day of a pack that was handed in."""
    desk, keyed, act = workspace(), once(request), acting(request)
    waiting, taken = landing_place(desk) / asked.pack, desk.store.place("packs", asked.pack)
    folder = waiting if waiting.is_dir() else taken
    if not folder.is_dir():
        words = "the digest that POST /packs gave", "POST /packs が返した pack の値"
        raise Refused([faults.WRONG_VALUE.at("body pack", value=asked.pack, wanted=words[0], wanted_ja=words[1])])
    answers: list[HttpResponse] = []

    def keep(closed: Closed) -> None:
        done = closed.done
        made = CloseDone(
            close=closed.record.result,
            as_of=closed.result.as_of,
            verdict=closed.result.verdict,
            number=done.number,
            already=done.already,
        )
        # Another with the same key may have come while this one was at work.
        answers.append(keyed.kept() or keyed.keep(made, CREATED, act.at))

    close_day(desk, folder, (asked.rulebooks, ()), lambda: acting(request), also=keep)
    shutil.rmtree(waiting, ignore_errors=True)
    return answers[0]


def _lay(files: list[UploadedFile], folder: Path) -> None:
    """Put files under their names into a folder; Refused where a name is none of a pack's, or comes twice."""
    found: list[Finding] = []
    names: set[str] = set()
    for file in files:
        name = str(file.name)
        if name not in PACK_FILES:
            found.append(faults.UNKNOWN_FILE.at(name, files=", ".join(sorted(PACK_FILES))))
        elif name in names:
            words = "each file once", "各ファイルは1回のみ"
            found.append(faults.WRONG_VALUE.at("files", value=name, wanted=words[0], wanted_ja=words[1]))
        names.add(name)
    if found:
        raise Refused(found)
    for file in files:
        lay(file, folder / str(file.name))


def _clear(place: Path) -> None:
    """Let go of what waited too long, and of what a process that was killed left."""
    oldest = (datetime.now(tz=UTC) - timedelta(days=KEPT_DAYS)).timestamp()
    for folder in place.iterdir():
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)

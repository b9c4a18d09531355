"""Kills a step of the payout path at each of its touches of database and disk, runs it again, and looks what stands.

    python killing.py STEP WORKSPACE EVERY [SERVER DATABASE]

It loads everything once and works in forked children, each on a copy of the workspace: the first child kills itself
by SIGKILL at its n-th touch, the second runs the same step twice to its end and looks. Prints how often it killed, how
often something was not as it should be, and how the last child ended.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from hikiate.book.records import Batch, Outcome, Release, Settlement
from hikiate.cli import incidents
from hikiate.cli.desks import Asked
from hikiate.operations.workspace.audit import Audited, audit
from hikiate.storage.database import workspace
from hikiate.storage.database.connection import VARIABLE, open_database
from hikiate.storage.database.reading import snapshot

MOMENT = "2026-12-01T00:00:00+09:00"
WANTED = {
    "batch": {"batches": 1, "released": 0, "outcomes": 0, "clearing": 0, "payable": 3000},
    "release": {"batches": 1, "released": 1, "outcomes": 0, "clearing": 3000, "payable": 0},
    "settle": {"batches": 1, "released": 1, "outcomes": 3, "clearing": 0, "payable": 1000},
}


def run(step: str, folder: Path) -> None:
    """The step, as its command does it."""
    asked = Asked(folder, "mia", MOMENT, as_json=False, lang="en")
    if step == "batch":
        incidents.batch(asked, "I-1", "JPY", 1000, retry=False)
    elif step == "release":
        incidents.release(asked, "I-1", 1)
    else:
        incidents.settle_(asked, "I-1", 1, folder / "settlement.csv")


def armed(at: int) -> None:
    """From now on, the `at`-th touch ends this process: before or after a write of rows, a commit, a forced file."""
    touched = 0

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*words: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for any of them
            nonlocal touched
            for work in (lambda: None, lambda: real(*words, **named)):
                done = work()
                touched += 1
                if touched == at:
                    os.kill(os.getpid(), signal.SIGKILL)
            return done

        return touch

    for place, name in ((workspace, "insert"), (BaseDatabaseWrapper, "_commit"), (Path, "replace"), (os, "fsync")):
        setattr(place, name, watched(getattr(place, name)))


def stands(step: str, folder: Path) -> list[str]:
    """What is not as it should be after the step was done."""
    place = open_database(folder)
    book = workspace.DatabaseWorkspace(place)
    with snapshot(place) as read:
        found = [f"{finding.code} {finding.where}" for finding in audit(read, Audited())]
    now = {
        "batches": book.count(Batch),
        "released": book.count(Release),
        "outcomes": book.count(Outcome),
        "clearing": book.balance("payout_clearing", "JPY"),
        "payable": book.balance("compensation_payable", "JPY"),
    }
    if now != WANTED[step]:
        found.append(f"{now}")
    # What a killed process was still writing has a name with a point before it, and is nobody's.
    kept = {path.name for kind in ("payouts", "settlements") for path in (folder / "store" / kind).glob("[!.]*")}
    named = {release.file for release in book.rows(Release)} | {file.settlement for file in book.rows(Settlement)}
    if kept - named or (step == "release" and not (folder / "payouts" / "I-1-1.csv").is_file()):
        found.append(f"files {sorted(kept ^ named)}")
    return found


def in_child(work: Callable[[], object]) -> int:
    """How a forked child that did some work ended; below zero where a signal ended it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            work()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def finish(step: str, folder: Path) -> None:
    """The step twice to its end; what is wrong then goes to standard error."""
    for _ in range(2):
        run(step, folder)
    found = stands(step, folder)
    if found:
        sys.stderr.write(f"{step}: {found}\n")
        raise SystemExit(1)


def main() -> None:
    """Kill at every touch, or at some of them, until one run ends by itself."""
    step, template, every = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    server, database = sys.argv[4:6] if len(sys.argv) > 4 else ("", "")
    at, kills, failed = 1, 0, 0
    ended = -signal.SIGKILL
    while ended == -signal.SIGKILL:
        folder = template.parent / f"{step}-{at}"
        shutil.copytree(template, folder)
        if server:
            name = f"{database}_{step}_{at}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {database}")
            os.environ[VARIABLE] = server.replace("/postgres?", f"/{name}?")

        def killed(folder: Path = folder, at: int = at) -> None:
            armed(at)
            run(step, folder)

        def again(folder: Path = folder) -> None:
            finish(step, folder)

        ended = in_child(killed)
        kills += ended == -signal.SIGKILL
        failed += in_child(again) != 0
        shutil.rmtree(folder)
        at += every
    sys.stdout.write(f"{kills} {failed} {ended}\n")


if __name__ == "__main__":
    main()

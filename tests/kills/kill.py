"""Kills Hikiate's commands, its server and PostgreSQL so many times, and prints what was lost, doubled, half-done.

    python kill.py --kills 1000 [--seed 1] [--store sqlite|postgresql] [--duty NAME] [--json]

The same seed chooses the same touches. Kills at random in time fall where the machine is just then; what they find is
named by stage and delay. Exits 1 where anything is not as it should be.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from killable_server import Server
from killed_stages import AUDITED, Stage, Store, stages
from one_kill import BACKEND, PROCESS, SERVER, TIMED, Report, kill
from served_kill import SERVED, serve_kill, served_stages
from touches import warm

from hikiate.storage.database.connection import Place
from hikiate.web.settings import configure

KINDS = ("lost", "doubled", "half_done", "unsound", "badly_told")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this process's own is made in it
_ROOM_BYTES = 2 * 1024**3
"""A container's folder in memory has far less."""
_OF_TEN = (PROCESS, PROCESS, TIMED, PROCESS, BACKEND, PROCESS, PROCESS, TIMED, PROCESS, SERVER)
"""How the kills of a stage follow each other; where there is no PostgreSQL, the process is killed instead."""


def planned(store: Store, stage: Stage, chance: Random) -> Iterator[tuple[str, int]]:
    """Kills of a stage, one after another: each touch once in a random order before any comes again."""
    points: list[int] = []
    number = chance.randrange(len(_OF_TEN))
    while True:
        how = _OF_TEN[number % len(_OF_TEN)]
        if how in {BACKEND, SERVER} and store.server is None:
            how = PROCESS
        if not points:
            points = chance.sample(range(1, stage.touches + 1), stage.touches)
        yield how, 0 if how == TIMED else points.pop()
        number += 1


def campaign(stores: list[Store], kills: int, seed: int, duties: set[str] | None) -> Iterator[Report]:
    """So many kills over all stages of all stores in turn."""
    turns = []
    for store in stores:
        found = list(stages(store, duties))
        chance = Random(f"{seed} {store.name}")  # noqa: S311 - a seed that is told, no secret
        of_store = [(store, stage, planned(store, stage, chance), chance) for stage in found]
        of_store += [(store, stage, planned(store, stage, chance), chance) for stage in served_stages(store, found)]
        # What is done in a moment is killed twice in a turn, what takes long once.
        turns += [*of_store, *(turn for turn in of_store if turn[1].step.has_book)]
    done = turn = 0
    while done < kills:
        store, stage, plan, chance = turns[turn % len(turns)]
        turn += 1
        how, at = next(plan)
        run = serve_kill if stage.step.duty in SERVED else kill
        report = run(store, stage, how, at, chance)
        if report is not None:
            done += 1
            if report.wrong:
                sys.stderr.write(f"{report}\n")
            if done % 50 == 0:
                sys.stderr.write(f"{done} kills\n")
            yield report


def tell(reports: list[Report], seed: int, seconds: float) -> str:
    """The figures as text."""
    counted = Counter((report.stage, report.how, report.store) for report in reports)
    names = sorted({(stage, how) for stage, how, _ in counted})
    lines = [f"{'killed':<24} {'what was killed':<26} {'sqlite':>7} {'postgresql':>11}"]
    lines += [
        f"{stage:<24} {how:<26} {counted[stage, how, 'sqlite']:>7} {counted[stage, how, 'postgresql']:>11}"
        for stage, how in names
    ]
    lines.append(f"kills {len(reports)}, seed {seed}, commit {_commit()}, {seconds:.0f} s")
    lines += [f"{kind.replace('_', ' ')}: {sum(bool(getattr(one, kind)) for one in reports)}" for kind in KINDS]
    said = Counter(report.audit for report in reports)
    lines += [f"hikiate audit right after the kill: {words or '-'}: {count}" for words, count in said.most_common()]
    lines.append(f"hikiate audit after the step was repeated: sound: {sum(not one.unsound for one in reports)}")
    lines.append(f"states that stood differently, each audited: {len(AUDITED)}")
    for report in reports:
        if report.wrong:
            lines.append(f"WRONG {report.store}, {report.stage}, {report.how}, {report.at}: {report.wrong}")
    return "\n".join(lines)


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return "-"
    asked = [git, "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, encoding="utf-8", check=False).stdout.strip() or "-"


def main() -> int:
    """Kill, and print the figures."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--duty", action="append")
    parser.add_argument("--seconds", type=int, default=0, help="end after so many, with the kills done by then")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    # Django is set up once, before any child is forked, for the book's tables and those of the pages.
    configure(Place("nowhere", {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}))
    warm()
    # Ended from outside, it takes its server and its folders with it.
    main_process = os.getpid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3) if os.getpid() == main_process else os._exit(3))
    begun = time.monotonic()
    wanted = asked.store or ["sqlite", "postgresql"]
    # In memory where the machine has such a folder with room: SIGKILL takes from a disk no more than from there.
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES
    scratch = Path(tempfile.mkdtemp(prefix="hikiate-kills-", dir=_MEMORY if has_room else None))
    # Beside it, since a server that is not root's own could not enter a folder of root's.
    server = Server(Path(f"{scratch}-postgres")) if "postgresql" in wanted else None
    try:
        stores = [Store(scratch / name, server if name == "postgresql" else None) for name in wanted]
        reports: list[Report] = []
        for report in campaign(stores, asked.kills, asked.seed, set(asked.duty) if asked.duty else None):
            reports.append(report)
            if asked.seconds and time.monotonic() - begun > asked.seconds:
                break
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(scratch, ignore_errors=True)
    seconds = time.monotonic() - begun
    if asked.json:
        told = {kind: sum(bool(getattr(one, kind)) for one in reports) for kind in KINDS}
        by_store = Counter(one.store for one in reports)
        document = {"kills": len(reports), "seed": asked.seed, **told, "by_store": by_store}
        sys.stdout.write(json.dumps({**document, "wrong": [str(one) for one in reports if one.wrong]}) + "\n")
    else:
        sys.stdout.write(tell(reports, asked.seed, seconds) + "\n")
    return int(any(report.wrong for report in reports))


if __name__ == "__main__":
    sys.exit(main())

"""One kill: a step begun on a copy of its stage, killed, looked at, repeated to its end, and looked at again."""

import os
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from killed_stages import UNENTERED, Stage, Store, looked, remember
from touches import Child, Touches, backend, call, itself
from what_stands import Stands, stands_of

EXIT_OUTSIDE = 3
PROCESS, TIMED, BACKEND, SERVER = "command, at a touch", "command, at random", "connection of PostgreSQL", "PostgreSQL"
HOWS = (PROCESS, TIMED, BACKEND, SERVER)


@dataclass(slots=True)
class Report:
    """What became of one kill: what went wrong by kind, and what the audit said before the step was repeated."""

    stage: str
    store: str
    how: str
    at: str
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half_done: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    badly_told: list[str] = field(default_factory=list)
    audit: str = ""

    @property
    def wrong(self) -> dict[str, list[str]]:
        """Everything that is not as it should be."""
        names = ("lost", "doubled", "half_done", "unsound", "badly_told")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def kill(store: Store, stage: Stage, how: str, at: int, chance: Random) -> Report | None:
    """Kill once; None where the step had ended before the blow fell."""
    folder = stage.folder.parent / "killed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stage.folder, folder)
    database = store.new(stage.database or "template0")
    step = stage.step
    blow = {PROCESS: itself, TIMED: itself, BACKEND: backend, SERVER: store.server.kill if store.server else itself}

    def work() -> dict[str, Any]:
        store.turn(folder, database)
        touches = Touches(at, blow[how]).arm()
        code = call(step.words, step.user)
        return {"code": code, "fell": touches.fell}

    child = Child(work, stage.said).begin()
    where = f"touch {at} of {stage.touches}"
    if how == TIMED:
        delay = chance.uniform(0, stage.seconds * 1.2)
        where = f"after {delay:.4f} s"
        time.sleep(delay)
        os.kill(child.process, signal.SIGKILL)
    ended = child.end()
    if how == SERVER and store.server:
        store.server.start()
    report = Report(step.duty, store.name, how, where)
    try:
        if not ended.was_killed and not ended.told.get("fell"):
            if ended.status:
                report.badly_told.append(ended.said[-2000:])
                return report
            return None
        if not ended.was_killed:
            _told(report, stage, ended.told.get("code"), ended.said)
        _judge(report, store, stage, (folder, database))
        return report
    finally:
        store.drop(database)


def _told(report: Report, stage: Stage, code: object, said: str) -> None:
    """A command whose database was killed says so and ends with 3, or had done with the database."""
    if code not in {EXIT_OUTSIDE, stage.step.code}:
        report.badly_told.append(f"exit {code}: {said[-500:]}")
    report.badly_told += [said[-1000:] for words in ("Traceback", "This is a defect") if words in said]


def _judge(report: Report, store: Store, stage: Stage, place: tuple[Any, str]) -> None:
    step = stage.step

    def mended() -> dict[str, Any]:
        first = looked(step)
        codes = [call(step.words, step.user) for _ in range(2)]
        return {"first": first, "codes": codes, "last": looked(step)}

    ended = store.done(*place, mended)
    if ended.status:
        report.badly_told.append(ended.said[-2000:])
        return
    remember(ended.told["first"])
    remember(ended.told["last"])
    report.badly_told += [ended.said[-1000:] for words in ("Traceback", "This is a defect") if words in ended.said]
    _right_after(report, stage, stands_of(ended.told["first"]["stands"]), ended.told["first"]["audit"])
    if not set(ended.told["codes"]) <= {step.code, step.again}:
        report.badly_told.append(f"repeated: exit {ended.told['codes']}: {ended.said[-1000:]}")
    last = stands_of(ended.told["last"]["stands"])
    if last.book != stage.after.book:
        _rows(report, last, stage.after)
    if last.files != stage.after.files:
        report.half_done.append(f"at the end, files: {_differ(last.files, stage.after.files)}")
    if ended.told["last"]["audit"]:
        report.unsound.append(f"at the end: {ended.told['last']['audit'][:3]}")


def _right_after(report: Report, stage: Stage, stands: Stands, audit: list[str]) -> None:
    """Before anything is repeated: as before the step, as after it, or as at one of its commits."""
    for table, rows in stage.before.rows.items():
        gone = Counter(rows) - Counter(stands.rows.get(table, []))
        if gone and stage.step.has_book:
            report.lost.append(f"after the kill: {table} {sum(gone.values())}")
    if stands.book not in stage.commits:
        report.half_done.append("after the kill: the database is between two commits")
    before, after = stage.before.files, stage.after.files
    for name in before.keys() | after.keys() | stands.files.keys():
        if stands.files.get(name) not in {before.get(name), after.get(name)}:
            report.half_done.append(f"after the kill: {name}")
    # A paper that leaves the workspace, such as a payout file, is never there before its decision is.
    if stands.book == stage.before.book != stage.after.book:
        early = [name for name in stands.files.keys() - before.keys() if "/store/" not in f"/{name}"]
        report.half_done += [f"after the kill: {name} before its decision" for name in early]
    unfinished = [one for one in audit if UNENTERED in one]
    report.audit = "refused: not a workspace yet" if audit == ["refused"] else "sound"
    if unfinished:
        report.audit = "names the file of the step that broke off"
    wrong = [one for one in audit if one not in unfinished]
    if wrong and not (wrong == ["refused"] and not _is_workspace(stage, stands)):
        report.unsound.append(f"after the kill: {wrong[:3]}")


def _is_workspace(stage: Stage, stands: Stands) -> bool:
    """Whether what stands must open: what was one before the step, or is whole by now."""
    if stage.step.older:
        return stands.book == stage.after.book
    return bool(stage.before.rows) if stage.step.has_book else stands == stage.after


def _rows(report: Report, last: Stands, after: Stands) -> None:
    """Which rows are gone, and which are there once more or otherwise."""
    for table in last.rows.keys() | after.rows.keys():
        have, want = Counter(last.rows.get(table, [])), Counter(after.rows.get(table, []))
        if lost := sum((want - have).values()):
            report.lost.append(f"at the end: {table} {lost}")
        if more := sum((have - want).values()):
            report.doubled.append(f"at the end: {table} {more}")
    if last.rows == after.rows:
        report.half_done.append("at the end: the schema differs")


def _differ(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    return sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))

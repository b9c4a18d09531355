"""The stages of the story: the workspace before each step, kept to be copied, and how the step goes unkilled."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from killable_server import Server
from killed_story import STEPS, Step
from touches import MOMENT, Ended, Touches, call, done
from what_stands import Stands, look, stands_of

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import EntryDraft, Posting
from hikiate.book.records import Outcome, Payment, Request, User
from hikiate.storage.database.connection import VARIABLE, connect, disconnect, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace.file_store import FileStore

OLDER = "0004_triggers"
UNENTERED = "a file that no decision names"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with what stands before it, after it, and at each commit within it; how many touches it has."""

    step: Step
    folder: Path
    database: str
    before: Stands
    after: Stands
    commits: frozenset[str]
    touches: int
    seconds: float

    @property
    def said(self) -> Path:
        """Where its children say what they say."""
        return self.folder.parent / "said"


@dataclass(frozen=True, slots=True)
class Store:
    """SQLite, or the databases of a server."""

    scratch: Path
    server: Server | None

    @property
    def name(self) -> str:
        """As the report names it."""
        return "postgresql" if self.server else "sqlite"

    def new(self, template: str = "template0") -> str:
        """A new database, where there is a server."""
        return self.server.new(template) if self.server else ""

    def drop(self, database: str) -> None:
        """Take it away again."""
        if self.server and database:
            self.server.drop(database)

    def turn(self, folder: Path, database: str) -> None:
        """Have this process work in a folder and on a database."""
        os.chdir(folder)
        os.environ.pop(VARIABLE, None)
        if self.server:
            os.environ[VARIABLE] = self.server.address(database)

    def done(self, folder: Path, database: str, work: Callable[[], dict[str, Any]]) -> Ended:
        """A child's work in a folder and on a database."""

        def turned() -> dict[str, Any]:
            self.turn(folder, database)
            return work()

        return done(turned, self.scratch / "said")

    def wanted(self, folder: Path, database: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What a child hands back that must end well."""
        ended = self.done(folder, database, work)
        if ended.status:
            raise RuntimeError(ended.said)
        return ended.told


def heard(words: list[str], file: Path) -> tuple[int, str]:
    """A command of this process: its exit code and what it wrote to standard output."""
    kept, opened = os.dup(1), os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(opened, 1)
    try:
        code = call(words, "ann")
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(opened)
    return code, file.read_text(encoding="utf-8")


def audited(workspace: str) -> list[str]:
    """What `hikiate audit` finds in a workspace, in short; `refused` where there is none of this version."""
    code, text = heard(["audit", "--json", "--workspace", workspace], Path("..") / "audit.json")
    if code not in {0, 1}:
        return ["refused"]
    found = json.loads(text)
    said = [f"{one['code']} {one['where']}: {one['found']}" for one in found["findings"]]
    return said if said or found["sound"] else ["unsound"]


def looked(step: Step) -> dict[str, Any]:
    """What stands, and what an audit says of it; the same rows, guards and files are audited once."""
    stands = look(Path.cwd(), step.workspace)
    state = f"{step.workspace} {stands.everything}"
    audit = AUDITED[state] if state in AUDITED else audited(step.workspace)
    return {"stands": stands.plain, "audit": audit, "state": state}


AUDITED: dict[str, list[str]] = {}
"""What audits said, by the digest of everything that stood. Children have it from the process that forked them."""


def remember(told: dict[str, Any]) -> None:
    """Keep what a child's audit said for those that are forked after it."""
    AUDITED[told["state"]] = told["audit"]


def stages(store: Store, names: set[str] | None = None) -> Iterator[Stage]:
    """Live the story through once, keeping a copy of everything before each step; all stages, or those named."""
    live = store.scratch / "live"
    live.mkdir(parents=True)
    left = set(names or ())
    book = store.new()
    for number, step in enumerate(STEPS):
        own = book if step.has_book else store.new()

        def prepared(step: Step = step) -> dict[str, Any]:
            step.papers(Path.cwd())
            codes = [call(words[1:], words[0]) for words in step.before]
            if step.older:
                _older(Path.cwd() / step.workspace)
            disconnect()
            return {"codes": codes}

        made = store.wanted(live, own, prepared)
        if any(made["codes"]):
            raise RuntimeError(f"{step.before}: {made}: {store.scratch.joinpath('said').read_text(encoding='utf-8')}")
        kept = store.scratch / f"{number:02}" / "kept"
        shutil.copytree(live, kept)
        template = store.new(own)
        if names is not None and not left:
            return
        if names is None or step.duty in names:
            left.discard(step.duty)
            yield _lived(store, step, (live, own), (kept, template))
        else:
            store.wanted(live, own, lambda step=step: {"code": call(step.words, step.user)})  # type: ignore[misc]  # bound at once


def _lived(store: Store, step: Step, live: tuple[Path, str], kept: tuple[Path, str]) -> Stage:
    def run() -> dict[str, Any]:
        before = look(Path.cwd(), step.workspace).plain
        commits: list[str] = []
        with _each_commit(lambda: commits.append(look(Path.cwd(), step.workspace).book)):
            touches = Touches(0, lambda: None).arm()
            code = call(step.words, step.user)
        count = touches.count
        return {"before": before, "commits": commits, "code": code, "touches": count, **looked(step)}

    def timed() -> dict[str, Any]:
        begun = time.monotonic()
        code = call(step.words, step.user)
        return {"seconds": time.monotonic() - begun, "code": code}

    database, folder = store.new(kept[1]), kept[0].parent / "timed"
    shutil.copytree(kept[0], folder)
    seconds = float(store.wanted(folder, database, timed)["seconds"])
    shutil.rmtree(folder)
    store.drop(database)
    told = store.wanted(*live, run)
    remember(told)
    if told["code"] != step.code or told["audit"]:
        said = (store.scratch / "said").read_text(encoding="utf-8")
        raise RuntimeError(f"{step.duty}: exit {told['code']}, audit {told['audit']}\n{said}")
    before, after = stands_of(told["before"]), stands_of(told["stands"])
    commits = frozenset((*told["commits"], before.book, after.book))
    return Stage(step, *kept, before, after, commits, told["touches"], seconds)


@contextmanager
def _each_commit(noted: Callable[[], None]) -> Iterator[None]:
    """Something is done after each commit of this process."""
    real = BaseDatabaseWrapper._commit

    def commit(self: BaseDatabaseWrapper) -> object:
        finished = real(self)
        noted()
        return finished

    BaseDatabaseWrapper._commit = commit
    try:
        yield
    finally:
        BaseDatabaseWrapper._commit = real


def _older(folder: Path) -> None:
    """A workspace as an earlier version left it, with an entry, people and a payment."""
    FileStore(folder).make()
    place = place_of(folder)
    connect(place)
    call_command("migrate", "hikiate", OLDER, verbosity=0, interactive=False, skip_checks=True)
    book = DatabaseWorkspace(place)
    at = MOMENT.replace("+09:00", ".000000Z")
    payments = [Payment("I-1", line, f"K{line}", "C", "JPY", 1000, "payable", "", 1) for line in (1, 2, 3)]
    with book.unit() as unit:
        unit.decide(DecisionDraft(at, "ann", "user.roles", "ann"), [User("ann", 1, "admin")])
        unit.decide(DecisionDraft(at, "ann", "ask", "1"), [Request(1, "k", "s", "{}", "{}", "ann")])
        unit.post(EntryDraft(at, "ann", "k", ""), [Posting("own_funds", "opening", "JPY", 1000)])
        unit.decide(DecisionDraft(at, "ann", "determine", "1"), payments)
        unit.decide(DecisionDraft(at, "ann", "settle", "1"), [Outcome("I-1", 1, 1, "paid", 1000, "R", "")])

"""Runs commands of Hikiate in forked children, and ends one, or its database, at its n-th touch of database or disk.

A touch is what a kill could fall before or after: rows added, an SQL statement that changes something, a commit, a file
opened to be written, moved, removed or forced to the disk, a folder made. The child is a process of its own that runs
the command as its user does, by `hikiate.cli.main`; it is forked from one that has loaded everything, so that a kill
costs no start of Python. Only the moment is set, so that a killed and an unkilled run can be held against each other.
"""

import functools
import importlib
import io
import json
import os
import pkgutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

import hikiate.cli
from hikiate.cli import desks
from hikiate.storage.database import dump, workspace

MOMENT = "2026-11-25T00:00:00+09:00"
ROWS_A_CHUNK = 2
"""Rows that are added at a time in a child, so that a kill can fall between two chunks of a few rows."""

_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "os.chmod"}
_READS = ("SELECT", "PRAGMA", "SHOW", "EXPLAIN")

_door: Any = importlib.import_module("hikiate.cli.main")

Blow = Callable[[], None]


class Touches:
    """Counts the touches of this process from now on; at the one with a number, the blow falls. 0 is never."""

    def __init__(self, at: int, blow: Blow) -> None:
        self.at, self.blow, self.count, self.fell = at, blow, 0, False
        self.begun = time.monotonic()

    def touch(self) -> None:
        """One more."""
        self.count += 1
        if self.count == self.at:
            self.fell = True
            self.blow()

    def watched(self, real: Callable[..., Any], *, only_writes: bool = False) -> Callable[..., Any]:
        """A function with a touch before and one after each call."""

        def call(*words: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for any of them
            if only_writes and str(words[1]).lstrip().upper().startswith(_READS):
                return real(*words, **named)
            self.touch()
            done = real(*words, **named)
            self.touch()
            return done

        return call

    def arm(self) -> "Touches":
        """Watch from now on, until the process ends."""
        for place, name in ((BaseDatabaseWrapper, "_commit"), (Path, "replace"), (os, "fsync")):
            setattr(place, name, self.watched(getattr(place, name)))
        CursorWrapper.execute = self.watched(CursorWrapper.execute, only_writes=True)
        inserted = self.watched(workspace.insert)
        for module in (workspace, dump):
            module.insert = inserted  # type: ignore[attr-defined]  # dump takes it from workspace
        sys.addaudithook(self._heard)
        return self

    def _heard(self, event: str, words: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and _is_written(words)):
            self.touch()


def _is_written(words: tuple[Any, ...]) -> bool:
    path, _, flags = words
    is_file = isinstance(path, str | bytes | os.PathLike) and not os.fsdecode(path).startswith(("/dev/", "/proc/"))
    return is_file and isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def itself() -> None:
    """The blow that ends the process."""
    os.kill(os.getpid(), signal.SIGKILL)


def backend() -> None:
    """The blow that ends the server's process of this connection, after which the server starts all of them anew."""
    if connection.connection is not None:
        os.kill(connection.connection.info.backend_pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its status, below zero where a signal ended it; what it handed back; what it said."""

    status: int
    told: dict[str, Any]
    said: str

    @property
    def was_killed(self) -> bool:
        """Whether SIGKILL ended it."""
        return self.status == -signal.SIGKILL


@dataclass(slots=True)
class Child:
    """A forked child at its work; what it says goes to a file, what it hands back comes by a pipe."""

    work: Callable[[], dict[str, Any]]
    said: Path
    process: int = 0
    _reading: int = field(default=-1)

    def begin(self) -> "Child":
        """Fork it."""
        # What a child before it said, such as a server its port, is not to be taken for this one's.
        self.said.unlink(missing_ok=True)
        self._reading, writing = os.pipe()
        self.process = os.fork()
        if self.process:
            os.close(writing)
            return self
        os.close(self._reading)
        status = 1
        try:
            said = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            workspace.CHUNK_ROWS = ROWS_A_CHUNK
            told = self.work()
            os.write(writing, json.dumps(told).encode())
            status = 0
        except BaseException:  # noqa: BLE001 - whatever ends a child is told, and the parent judges it
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(status)

    def end(self) -> Ended:
        """Wait for its end."""
        pieces = []
        while piece := os.read(self._reading, 1 << 16):
            pieces.append(piece)
        os.close(self._reading)
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        said = self.said.read_text(encoding="utf-8", errors="replace") if self.said.exists() else ""
        return Ended(status, json.loads(b"".join(pieces)) if pieces else {}, said)


def done(work: Callable[[], dict[str, Any]], said: Path) -> Ended:
    """A child's work from its beginning to its end."""
    return Child(work, said).begin().end()


def call(words: Sequence[str], user: str = "mia") -> int:
    """A command in this process, as its user calls it, at the moment that all of them share; its exit code."""
    os.environ.update(HIKIATE_USER=user, HIKIATE_LANG="en", HIKIATE_WORKSPACE="w")
    sys.argv = ["hikiate", *words]
    desks.moment = _moment
    try:
        _door.main()
    except SystemExit as ended:
        sys.stdout.flush()
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def warm() -> None:
    """Load in this process what each child would load again: modules, the commands, and the law by its bytes.

    Nothing here begins a thread or opens a database, which a fork would not copy.
    """
    for module in pkgutil.iter_modules(hikiate.cli.__path__):
        importlib.import_module(f"hikiate.cli.{module.name}")
    _door.app = typer.main.get_command(_door.app)
    law: Any = importlib.import_module("hikiate.law.rulebooks")
    shelf: Any = importlib.import_module("hikiate.storage.lawbooks")
    law.read_provision = functools.cache(law.read_provision)
    read, known = shelf.read_library, {}

    def read_once(provisions: dict[str, str], books: dict[str, str]) -> object:
        key = (*provisions.items(), *books.items())
        if key not in known:
            known[key] = read(provisions, books)
        return known[key]

    shelf.read_library = read_once
    shelf.library()
    MigrationLoader(None)
    real, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
    call(["rules", "list"])
    sys.stdout = real


_real_moment = desks.moment


def _moment(text: str | None) -> str:
    return _real_moment(text or MOMENT)

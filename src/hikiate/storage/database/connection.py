"""A connection to the database of a workspace: where it is, what it needs, and its failures in words.

One workspace is open in a process at a time. A database that is not there, or of another version, is refused before
anything is read; what fails outside (a lock, a full disk, a lost connection) is an OSError, and the unit of work that
it broke off has left nothing.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import django
import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, OperationalError, connection, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.utils import DEFAULT_DB_ALIAS, InterfaceError

from hikiate.kernel.findings import Refused
from hikiate.storage.workspace.faults import ABSENT, NEWER, NO_ADDRESS, NOT_OURS, OLDER

VARIABLE = "HIKIATE_DATABASE_URL"
DATABASE_FILE = "hikiate.db"

_APP = "hikiate"
_CONNECT_SECONDS = 5
_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
"""Where a server of this machine is, "" for a socket. Any other is reached by TLS unless its address says otherwise."""
_LOCK_SECONDS = 120
"""How long a command waits for another that writes: a release of a million payments takes less."""
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
_SQLITE_SAYS = (
    ("locked", errno.EAGAIN),
    ("busy", errno.EAGAIN),
    ("full", errno.ENOSPC),
    ("readonly", errno.EROFS),
    ("disk I/O", errno.EIO),
    ("unable to open", errno.EACCES),
)
_POSTGRES_SAYS = {"53100": errno.ENOSPC, "55P03": errno.EAGAIN, "57014": errno.EAGAIN, "42501": errno.EACCES}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is: a file, or a PostgreSQL server; `shown` names it without a password."""

    shown: str
    options: dict[str, Any]
    file: Path | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite's."""
        return self.file is not None

    def waiting(self, seconds: int) -> "Place":
        """The same database, for whoever waits at most so long for another that writes."""
        waits = {"timeout": seconds} if self.is_sqlite else {"options": f"-c lock_timeout={seconds}s"}
        return replace(self, options={**self.options, "OPTIONS": {**self.options["OPTIONS"], **waits}})


def place_of(folder: Path, file_name: str = DATABASE_FILE) -> Place:
    """The database of a workspace: the server that HIKIATE_DATABASE_URL names, or else the file in its folder."""
    address = os.environ.get(VARIABLE)
    if address:
        return _server(address)
    file = folder / file_name
    options = {"timeout": _LOCK_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS}
    return Place(str(file), {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}, file)


def _server(address: str) -> Place:
    try:
        parts = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise Refused([NO_ADDRESS.at(VARIABLE)]) from error
    if not address.startswith(("postgresql://", "postgres://")) or not parts.get("dbname"):
        raise Refused([NO_ADDRESS.at(VARIABLE)])
    host = str(parts.get("host") or parts.get("hostaddr") or "")
    if host.partition("/")[0] not in _HERE and "PGSSLMODE" not in os.environ:
        parts.setdefault("sslmode", "require")
    named = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    options = {**parts, "options": f"-c lock_timeout={_LOCK_SECONDS}s", "connect_timeout": _CONNECT_SECONDS}
    shown = f"postgresql://{named['host']}:{named['port']}/{named['dbname']}"
    engine = {"ENGINE": "django.db.backends.postgresql", "NAME": named["dbname"], "USER": named["user"]}
    return Place(
        shown,
        {**engine, "PASSWORD": named["password"], "HOST": named["host"], "PORT": named["port"], "OPTIONS": options},
    )


def connect(place: Place) -> None:
    """Turn this process to a database; nothing is opened until something is asked."""
    if not settings.configured:
        settings.configure(
            DATABASES={DEFAULT_DB_ALIAS: dict(place.options)},
            INSTALLED_APPS=["hikiate.storage.database.apps.HikiateConfig"],
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
        )
        django.setup()
    else:
        connection.close()
        connections.databases[DEFAULT_DB_ALIAS] = dict(place.options)
        connections.configure_settings(connections.databases)
        del connections[DEFAULT_DB_ALIAS]


def disconnect() -> None:
    """Close the connection, as the end of the process would."""
    connection.close()


@contextmanager
def told(place: Place) -> Iterator[None]:
    """Turn what a database says into an OSError with its reason, or into a refusal where the file is none of ours."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise _failure(place, error) from error
    except UnicodeDecodeError as error:
        # What stands for text in the file is none: the driver says so itself, before Django could.
        raise Refused([NOT_OURS.at(place.shown)]) from error
    except Error as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise Refused([NOT_OURS.at(place.shown)]) from error
        if getattr(error.__cause__, "sqlstate", None) in _POSTGRES_SAYS:
            raise _failure(place, error) from error
        raise


def _failure(place: Place, error: Error) -> OSError:
    if place.is_sqlite:
        number = next((found for words, found in _SQLITE_SAYS if words in str(error)), errno.EIO)
    else:
        number = _POSTGRES_SAYS.get(getattr(error.__cause__, "sqlstate", None) or "", errno.ECONNREFUSED)
    return OSError(number, os.strerror(number), place.shown)


def open_database(folder: Path) -> Place:
    """Connect to the database of a workspace; Refused where there is none, or it is of another version."""
    place = place_of(folder)
    if place.file is not None and not place.file.is_file():
        raise Refused([ABSENT.at(place.shown)])
    connect(place)
    with told(place):
        missing, unknown = _versions()
        if not place.is_sqlite and "decision" not in connection.introspection.table_names():
            raise Refused([ABSENT.at(place.shown)])
    if unknown:
        raise Refused([NEWER.at(place.shown, value=", ".join(unknown))])
    if missing:
        raise Refused([OLDER.at(place.shown, value=", ".join(missing))])
    return place


def has_workspace(place: Place) -> bool:
    """Whether a workspace was begun in a database."""
    connect(place)
    with told(place), connection.cursor() as cursor:
        if "decision" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT count(*) FROM decision")
        return bool(cursor.fetchone()[0])


def migrate(place: Place) -> list[str]:
    """Bring a database to this version's schema, each step whole or not at all; gives back the steps taken."""
    with told(place):
        missing, unknown = _versions()
        if unknown:
            raise Refused([NEWER.at(place.shown, value=", ".join(unknown))])
        take_steps(_APP)
    return missing


def take_steps(app: str = "") -> None:
    """Take every step that a database lacks, of one application or of all."""
    executor = WholeSteps(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if app in {"", node[0]}])


class WholeSteps(MigrationExecutor):
    """Django's executor, but a step and the note that it was taken are one transaction.

    Django notes a step that makes an index or a foreign key after its transaction, so that a process killed in between
    leaves tables that the next call would make once more.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002 - Django calls it so
        fake_initial: bool = False,  # noqa: FBT001, FBT002 - as above
    ) -> ProjectState:
        """Take a step whole, or not at all."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with self.connection.schema_editor(atomic=True) as editor:
            reached = migration.apply(state, editor)
            self.record_migration(migration)
        return reached


def _versions() -> tuple[list[str], list[str]]:
    """The steps that the database lacks, and those it has that this version does not know."""
    try:
        loader = MigrationLoader(connection)
    except ImproperlyConfigured as error:
        raise OperationalError(str(error)) from error
    known = {name for app, name in loader.disk_migrations if app == _APP}
    applied = {name for app, name in loader.applied_migrations if app == _APP}
    return sorted(known - applied), sorted(applied - known)

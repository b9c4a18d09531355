"""Whether the database still refuses what it must, and is whole: its triggers and constraints, its file and indexes.

The triggers are held against the SQL that this version makes them from; constraints are looked for by their names. The
file of SQLite is read through by SQLite itself; a server checks the sums of its pages whenever it reads one.
"""

import re
from collections.abc import Iterator
from itertools import islice

from django.apps import apps
from django.db import DatabaseError, connection

from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term
from hikiate.storage.database import triggers
from hikiate.storage.database.connection import Place
from hikiate.storage.workspace.faults import DATABASE_DIFFERS, GUARD_DIFFERS

_TOLD_MAX = 20
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")
_DROPPED = re.compile(r"DROP TRIGGER (\w+)")
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\).*\$body\$(.*)\$body\$", re.DOTALL)
_ADDED = re.compile(r"ADD CONSTRAINT (\w+)")
_MISSING = Term("not there", "ありません")
_OTHERWISE = Term("not as it was made", "作成時と異なります")
_OFF = Term("switched off", "無効化されています")


def guard_findings(place: Place) -> Iterator[Finding]:
    """Every guard that is missing, changed or switched off, and what the database says of its own file."""
    yield from _sqlite(place) if place.is_sqlite else _postgresql()


def _sqlite(place: Place) -> Iterator[Finding]:
    made = _made("sqlite")
    standing = dict(_asked("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, sql in made.items():
        if standing.get(name) != sql:
            yield GUARD_DIFFERS.at(f"trigger {name}", value=_OTHERWISE if name in standing else _MISSING)
    tables = dict(_asked("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    indexes = {row[0] for row in _asked("SELECT name FROM sqlite_master WHERE type = 'index'")}
    for table, name in _constraints():
        if f'"{name}"' not in str(tables.get(table)) and name not in indexes:
            yield GUARD_DIFFERS.at(f"constraint {name}", value=_MISSING)
    shown = str(place.file.name) if place.file else ""
    try:
        said = [row[0] for row in islice(_asked(f"PRAGMA integrity_check({_TOLD_MAX})"), _TOLD_MAX)]
    except DatabaseError as error:
        said = [str(error)]
    yield from (DATABASE_DIFFERS.at(shown, value=words) for words in said if words != "ok")


def _postgresql() -> Iterator[Finding]:
    statements = list(_statements("postgresql"))
    standing = dict(_asked("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"))
    for name in _made("postgresql"):
        if standing.get(name) != "O":
            yield GUARD_DIFFERS.at(f"trigger {name}", value=_OFF if name in standing else _MISSING)
    bodies = dict(_asked("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'hikiate_%%'"))
    for statement in statements:
        if (made := _FUNCTION.match(statement)) and bodies.get(made[1]) != made[2]:
            yield GUARD_DIFFERS.at(f"function {made[1]}", value=_OTHERWISE if made[1] in bodies else _MISSING)
    # A constraint with a condition is an index.
    constraints = {row[0] for row in _asked("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")}
    wanted = [name for _, name in _constraints()]
    for name in (*wanted, *(found for statement in statements for found in _ADDED.findall(statement))):
        if name not in constraints:
            yield GUARD_DIFFERS.at(f"constraint {name}", value=_MISSING)


def _statements(vendor: str) -> Iterator[str]:
    """What the migrations make guards of, in their order."""
    made = triggers.sqlite if vendor == "sqlite" else triggers.postgresql
    yield from made()
    yield from triggers.sqlite_of_claims() if vendor == "sqlite" else triggers.postgresql_of_claims()
    yield from made(triggers.FLOW_TABLES)
    yield from triggers.paid_once(vendor)


def _made(vendor: str) -> dict[str, str]:
    """The triggers that stand after all migrations, by name."""
    made: dict[str, str] = {}
    for statement in _statements(vendor):
        if dropped := _DROPPED.match(statement):
            made.pop(dropped[1])
        elif found := _TRIGGER.match(statement):
            made[found[1]] = statement
    return made


def _constraints() -> Iterator[tuple[str, str]]:
    """Each constraint of a table of the book, by its table."""
    for model in apps.get_app_config("hikiate").get_models():
        for constraint in model._meta.constraints:  # noqa: SLF001 - Django's documented way to a model's table
            yield model._meta.db_table, constraint.name  # noqa: SLF001 - as above


def _asked(query: str) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from cursor.fetchall()

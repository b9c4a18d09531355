"""Least privilege in PostgreSQL: what the role under which the software runs may do to each table, as SQL.

The triggers refuse that a record be changed or taken out, whoever asks. These rights refuse it once more, and with it
what a trigger cannot: to drop a trigger, to alter a table, to truncate it. The role owns nothing; whoever owns the
tables brings them up to date and gives the rights. They are made from the models, so that a new table gets its own.
"""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.database.chains import Balance, Decision, Entry, Posting, Sealed

_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)
_CHAINS = (Entry, Posting, Balance, Decision)
_ADMINISTERS = "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = %s"
_READ, _ADDED, _KEPT = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE, DELETE"


def rights(role: str) -> list[str]:
    """The statements that give a role what it needs and take everything else from it; Refused for what is no name."""
    if not _ROLE.fullmatch(role):
        wanted = "a role: 1 to 63 small letters, digits and _", "ロール名（英小文字・数字・_ の1～63文字）"
        raise Refused([WRONG_VALUE.at("ROLE", value=role, wanted=wanted[0], wanted_ja=wanted[1])])
    return list(_statements(role))


def only_added() -> list[str]:
    """The tables to which rows are only ever added."""
    return [table for table, allowed in _tables() if allowed == _ADDED]


def give(role: str) -> None:
    """Give the rights to a role that is there and owns nothing; Refused where it is no such role."""
    statements = rights(role)
    if connection.vendor != "postgresql":
        raise Refused([_unfit(connection.vendor, "a database of PostgreSQL's", "PostgreSQL のデータベース")])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
        )
        found = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = %s", [role])
        owned = cursor.fetchone()
    if found is None:
        wanted = f"a role that is there: CREATE ROLE {role} LOGIN", f"作成済みのロール（CREATE ROLE {role} LOGIN）"
        raise Refused([_unfit(role, *wanted)])
    if found[0] or owned[0]:
        wanted = "a role that owns no table and administers nothing", "表を所有せず、管理権限を持たないロール"
        raise Refused([_unfit(role, *wanted)])
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _unfit(value: str, wanted: str, wanted_ja: str) -> Finding:
    return WRONG_VALUE.at("ROLE", value=value, wanted=wanted, wanted_ja=wanted_ja)


def _statements(role: str) -> Iterator[str]:
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f'REVOKE ALL ON SCHEMA public FROM "{role}"'
    yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, "{role}"'
    for table, allowed in _tables():
        yield f'GRANT {allowed} ON "{table}" TO "{role}"'
    yield f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, "{role}"'
    yield f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"'


def _tables() -> Iterator[tuple[str, str]]:
    """Every table, in order of names, and what may be done to it."""
    named = {model._meta.db_table: _allowed(model) for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001 - Django's documented way to a model's table
    named[MigrationRecorder.Migration._meta.db_table] = _READ  # noqa: SLF001 - as above
    yield from sorted(named.items())


def _allowed(model: type[models.Model]) -> str:
    """`is_only_added` on a model outside the book says the same of its table."""
    if issubclass(model, (Sealed, *_CHAINS)) or getattr(model, "is_only_added", False):
        return _ADDED
    return _KEPT

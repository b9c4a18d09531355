"""Amounts in a database, exact: SQLite's whole numbers up to 63 bits and text beyond, PostgreSQL's numeric(39, 0).

SQLite would turn a whole number beyond 64 bits into a binary one wherever a column has the affinity of a number; a
column declared `blob` leaves every value as it was given (docs/adr/0025).
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_WHOLE_MAX = 2**63 - 1


def sqlite_amount(amount: int) -> int | str:
    """An amount as SQLite keeps it."""
    return amount if -SQLITE_WHOLE_MAX <= amount <= SQLITE_WHOLE_MAX else str(amount)


class AmountField(models.Field):
    """Whole minor units, up to 128 bits."""

    description = "whole minor units"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        return "blob" if connection.vendor == "sqlite" else "numeric(39, 0)"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - Django calls it so
        """The value as the database keeps it."""
        value = super().get_db_prep_value(value, connection, prepared)
        return sqlite_amount(value) if connection.vendor == "sqlite" and isinstance(value, int) else value

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> int:  # noqa: ANN401 - as above
        """The value as a whole number."""
        return int(value)

"""A column of a table: its name, what its cells are, and whether it may be left out or left blank."""

from dataclasses import dataclass, field
from enum import Enum, auto


class Kind(Enum):
    """What the cells of a column are."""

    KEY = auto()
    TEXT = auto()
    ASSET = auto()
    AMOUNT = auto()
    MONEY = auto()
    PRICE = auto()
    DAY = auto()
    MOMENT = auto()
    DAY_OR_MOMENT = auto()
    MARKET = auto()
    CHOICE = auto()
    HEX = auto()


EXACT_KINDS = {Kind.AMOUNT, Kind.MONEY, Kind.PRICE}
"""Columns that hold numbers; no binary float may stand in them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. AMOUNT is in the row's asset (of a MARKET, its base), MONEY in the reporting currency."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    may_be_absent: bool = field(default=False, kw_only=True)
    may_be_blank: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its columns, and the columns that together name a row once. A bulk table is never read row by row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    bulk: bool = field(default=False, kw_only=True)

    @property
    def column_names(self) -> str:
        """The columns as a user reads them."""
        return ", ".join(column.name for column in self.columns)

"""A statement: what one customer lost of each asset, what it makes, and when it is paid or why it waits.

Amounts are decimal text as the determination was written; nothing of any other customer is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hikiate.kernel.results import Result
from hikiate.remedy.announcement import Announcement
from hikiate.remedy.pending import PendingCode


@dataclass(frozen=True, slots=True)
class Entitled:
    """One row of the determination: what was lost of `asset` (owed of it, for a haircut) makes `entitlement`."""

    asset: str
    quantity: str
    method: str
    pay_asset: str
    entitlement: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is due and cleared; `on` is None where no source is there for it yet."""

    pay_asset: str
    amount: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, with its reason."""

    pay_asset: str
    amount: str
    reason: PendingCode


@dataclass(frozen=True, slots=True)
class Made:
    """A payment that an earlier iteration made."""

    pay_asset: str
    amount: str
    iteration: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What one customer is told."""

    customer: str
    result: Result
    told: Announcement
    entitled: Sequence[Entitled]
    due: Sequence[Due]
    waiting: Sequence[Waiting]
    made: Sequence[Made]

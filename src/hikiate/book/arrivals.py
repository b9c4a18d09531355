"""What comes into the book from outside, line by line, as it stands in its file: text, not yet believed."""

from dataclasses import dataclass

END = "end"
"""What stands in the first column of the last row of a settlement file and of a payout file."""


@dataclass(frozen=True, slots=True)
class Line:
    """A payment as the determination says it: `row` of its file, and the amount in units of the asset."""

    row: int
    key: str
    customer: str
    asset: str
    amount: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line of a settlement file as it stands there; `row` is its row in the file."""

    row: int
    batch: str
    key: str
    asset: str
    amount: str
    outcome: str
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class BankLine:
    """What a bank's statement says of one transfer that bears an end-to-end id; `entry` is its entry in the file.

    `day` is when it was booked, empty where the statement does not say; the amount is decimal text. A credit of a
    payment that was sent is its return, and `reason` says why.
    """

    entry: int
    day: str
    end_to_end: str
    asset: str
    amount: str
    is_credit: bool
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class BankStatement:
    """A bank's statement of one account: whose it is, its own id and page, its day, what it closes with, its lines.

    `closing` is signed decimal text, empty where the statement gives no booked closing balance.
    """

    account: str
    identifier: str
    page: str
    as_of: str
    currency: str
    closing: str
    lines: tuple[BankLine, ...]

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

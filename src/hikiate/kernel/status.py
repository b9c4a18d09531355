"""The legal status of a number: how much law stands behind it."""

from collections.abc import Iterable
from enum import Enum


class Status(Enum):
    """From the strongest to the weakest. INPUT is a fact handed in, which no law makes stronger or weaker."""

    INPUT = "input"
    ENACTED = "enacted"
    PROPOSED = "proposed"
    REPORTED = "reported"
    ASSUMPTION = "assumption"
    UNDECIDED = "undecided"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Status).index(self)


def weakest(statuses: Iterable[Status]) -> Status:
    """The weakest of what a figure stands on; INPUT when it stands on facts alone."""
    return max(statuses, key=lambda status: status.rank, default=Status.INPUT)

"""What an entry does to the balances: counted while its postings stream past, and set down after it.

A balance stands for one account, one asset and one subject (an incident, or none). It is kept with each entry that
touched it, so that what stood there at any moment is found without adding up the journal; an audit adds it up anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.journal import Posting

Place = tuple[str, str, str]
"""Account, asset and subject."""


_WAYS = {name: (1 if account.side is Side.DEBIT else -1, account.is_by_incident) for name, account in ACCOUNTS.items()}
"""For each account, the sign of a debit and whether it is kept by incident; a million postings ask for it."""


class Overdrawn(ValueError):
    """An entry that would take more out of a guarded account than is in it."""

    def __init__(self, place: Place, held: int, after: int) -> None:
        super().__init__(f"{place[0]} has {held} minor units of {place[1]} and would have {after}")
        self.place, self.held, self.after = place, held, after


@dataclass(slots=True)
class Tally:
    """What the postings so far moved between two accounts, by debit, credit, asset and subject."""

    moved: dict[tuple[str, str, str, str], int] = field(default_factory=dict)

    def add(self, posting: Posting) -> None:
        """Take in the next posting."""
        sides = (posting.debit, posting.credit, posting.asset, posting.subject)
        self.moved[sides] = self.moved.get(sides, 0) + posting.amount

    @property
    def changes(self) -> dict[Place, int]:
        """The change of each balance."""
        changes: dict[Place, int] = {}
        for (debit, credit, asset, subject), moved in self.moved.items():
            for account, amount in ((debit, moved), (credit, -moved)):
                sign, by_incident = _WAYS[account]
                place = (account, asset, subject if by_incident else "")
                changes[place] = changes.get(place, 0) + sign * amount
        return changes

    def after(self, held: Callable[[Place], int]) -> Iterator[tuple[Place, int]]:
        """Each balance touched, as it stands afterwards; Overdrawn where a guarded one would fall below zero."""
        for place, change in sorted(self.changes.items()):
            before = held(place)
            after = before + change
            if after < 0 and ACCOUNTS[place[0]].is_guarded:
                raise Overdrawn(place, before, after)
            yield place, after

"""A transfer as the checks see it: a withdrawal or a deposit in one shape, and what lies at its other end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hikiate.facts.transfer_tables import Deposit, Withdrawal
from hikiate.kernel.wording import Term
from hikiate.rules.sheet import Sheet

Direction = Literal["sent", "received"]
Wallet = Literal["provider", "unhosted"]

TABLES: dict[Direction, str] = {"sent": "withdrawals", "received": "deposits"}
_UNSAID = Term("neither a platform nor unhosted", "業者名も非ホスト型の記載もなし")
_BOTH = Term("unhosted, and yet a platform", "非ホスト型としながら業者名の記載あり")


@dataclass(frozen=True, slots=True)
class Transfer:
    """Coins that a customer sends or receives.

    `moved_at` is when they left, or when the customer could dispose of them; None while they are held. `wallet` is what
    lies at the other end, None where nobody said, which `unsaid` puts in words.
    """

    row: Withdrawal | Deposit
    name: str
    direction: Direction
    at: datetime
    moved_at: datetime | None
    wallet: Wallet | None
    unsaid: Term | None

    @property
    def key(self) -> str:
        """The transfer's one name among those sent and received."""
        return f"{self.direction} {self.name}"


def transfers_of(sheet: Sheet) -> Iterator[Transfer]:
    """Every transfer of a pack up to its snapshot, those sent first."""
    for sent in sheet.pack.withdrawals or ():
        if not sheet.is_later(sent.requested_at):
            yield _transfer(sent, sent.withdrawal, "sent", sent.requested_at, sent.sent_at)
    for received in sheet.pack.deposits or ():
        if not sheet.is_later(received.received_at):
            yield _transfer(received, received.deposit, "received", received.received_at, received.credited_at)


def _transfer(
    row: Withdrawal | Deposit, name: str, direction: Direction, at: datetime, moved_at: datetime | None
) -> Transfer:
    wallet: Wallet | None = None
    unsaid = None
    if row.wallet == "unhosted" and row.platform is not None:
        unsaid = _BOTH
    elif row.wallet == "unhosted":
        wallet = "unhosted"
    elif row.wallet == "provider" or row.platform is not None:
        wallet = "provider"
    else:
        unsaid = _UNSAID
    return Transfer(row, name, direction, at, moved_at, wallet, unsaid)

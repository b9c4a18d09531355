"""The tables of transfers: coins that customers send and receive, travel-rule records, and proofs of a wallet.

A transfer goes to or comes from a customer of another provider, or an address that nobody keeps for somebody else (an
unhosted wallet). A travel-rule record is what two providers tell one another of the customers at both ends; its columns
are the elements of IVMS101, and `hikiate import ivms101` fills them.
"""

from datetime import date, datetime
from typing import NamedTuple

from hikiate.facts.columns import Column, Kind, TableSpec

WALLETS = ("provider", "unhosted")
DIRECTIONS = ("sent", "received")
PERSONS = ("natural", "legal")


class Withdrawal(NamedTuple):
    """A customer's withdrawal: where the coins go, and whose platform that is where the customer said so.

    `wallet` is provider or unhosted, None where nobody said; `sent_at` is None while the coins are still here.
    """

    row: int
    withdrawal: str
    requested_at: datetime
    customer: str
    asset: str
    amount: int
    address: str
    platform: str | None
    platform_country: str | None = None
    wallet: str | None = None
    purpose: str | None = None
    warned_at: datetime | None = None
    sent_at: datetime | None = None


class Deposit(NamedTuple):
    """A customer's deposit: from which address the coins came, and whose platform that is.

    `credited_at` is None while the customer may not dispose of the coins yet.
    """

    row: int
    deposit: str
    received_at: datetime
    customer: str
    asset: str
    amount: int
    address: str
    platform: str | None
    platform_country: str | None = None
    wallet: str | None = None
    credited_at: datetime | None = None


class TravelRecord(NamedTuple):
    """What was told of the two customers of a transfer: sent to, or received from, the provider at the other end."""

    row: int
    transfer: str
    direction: str
    transmitted_at: datetime | None
    originator_kind: str | None
    originator_name: str | None
    originator_given: str | None
    originator_local_name: str | None
    originator_number: str | None
    originator_address: str | None
    originator_country: str | None
    originator_identity: str | None
    originator_birth_date: date | None
    originator_birth_place: str | None
    originator_wallet: str | None
    beneficiary_kind: str | None
    beneficiary_name: str | None
    beneficiary_given: str | None
    beneficiary_local_name: str | None
    beneficiary_number: str | None
    beneficiary_wallet: str | None
    originating_provider: str | None
    beneficiary_provider: str | None


class WalletProof(NamedTuple):
    """A message by which a customer showed control of an address on a day."""

    row: int
    customer: str
    address: str
    signed_on: date
    message: str
    signature: str


def _known(name: str, kind: Kind = Kind.TEXT, choices: tuple[str, ...] = ()) -> Column:
    """A column that may be left out or left blank."""
    return Column(name, kind, choices, may_be_absent=True, may_be_blank=True)


_COINS = (
    Column("customer", Kind.KEY),
    Column("asset", Kind.ASSET),
    Column("amount", Kind.AMOUNT),
    Column("address", Kind.KEY),
    _known("platform"),
    _known("platform_country"),
    _known("wallet", Kind.CHOICE, WALLETS),
)

WITHDRAWALS = TableSpec(
    "withdrawals",
    (
        Column("withdrawal", Kind.KEY),
        Column("requested_at", Kind.MOMENT),
        *_COINS,
        _known("purpose"),
        _known("warned_at", Kind.MOMENT),
        _known("sent_at", Kind.MOMENT),
    ),
    ("withdrawal",),
)
DEPOSITS = TableSpec(
    "deposits",
    (Column("deposit", Kind.KEY), Column("received_at", Kind.MOMENT), *_COINS, _known("credited_at", Kind.MOMENT)),
    ("deposit",),
)
TRAVEL_RECORDS = TableSpec(
    "travel_records",
    (
        Column("transfer", Kind.KEY),
        Column("direction", Kind.CHOICE, DIRECTIONS),
        _known("transmitted_at", Kind.MOMENT),
        _known("originator_kind", Kind.CHOICE, PERSONS),
        Column("originator_name", Kind.TEXT, may_be_blank=True),
        _known("originator_given"),
        _known("originator_local_name"),
        _known("originator_number"),
        _known("originator_address"),
        _known("originator_country"),
        _known("originator_identity"),
        _known("originator_birth_date", Kind.DAY),
        _known("originator_birth_place"),
        Column("originator_wallet", Kind.TEXT, may_be_blank=True),
        _known("beneficiary_kind", Kind.CHOICE, PERSONS),
        Column("beneficiary_name", Kind.TEXT, may_be_blank=True),
        _known("beneficiary_given"),
        _known("beneficiary_local_name"),
        _known("beneficiary_number"),
        Column("beneficiary_wallet", Kind.TEXT, may_be_blank=True),
        _known("originating_provider"),
        _known("beneficiary_provider"),
    ),
    ("transfer", "direction"),
)
WALLET_PROOFS = TableSpec(
    "wallet_proofs",
    (
        Column("customer", Kind.KEY),
        Column("address", Kind.KEY),
        Column("signed_on", Kind.DAY),
        Column("message", Kind.TEXT),
        Column("signature", Kind.TEXT),
    ),
    ("customer", "address", "signed_on"),
)

"""An estate as it is written down: what is there for whom, who claims what, in which classes and rounds it is paid.

Amounts of pools, claims and disputes are whole minor units of their asset. Amounts of the terms of a class (base
payment, cap, limits) are exact fractions of whatever is paid, because the same terms may hold for several assets; they
are rounded down to its unit where they are used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from hikiate.remedy.incident import Exclusion

Method = Literal["in_kind", "cash"]
METHODS: tuple[Method, ...] = get_args(Method)
POOL_KINDS = ("customer_crypto", "guarantee", "fiat_trust", "general")
REGIMES = ("jp-priority", "jp-bankruptcy", "jp-rehabilitation", "us-chapter11", "uk-cass", "eu-mica")
CUSTOMERS = "customers"
"""The class of everybody whom no [[class]] names."""
CREDITORS = "creditors"
"""The class of those who claim from the general estate and are no customers, unless their entry names another."""
ANY = ""
"""Under this key of `Amounts` stands what holds for every asset that is not named."""

Amounts = Mapping[str, Fraction]
"""Amounts by the asset that is paid."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Something that is there to be distributed, and what it cost to bring it in.

    `realised` is the money that it was sold for; None while it is held as it is.
    """

    where: str
    name: str
    asset: str
    amount: int
    kind: str
    cost: int = 0
    realised: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Who belongs to a class: `all`, those with a claim up to `limit` (`claim <= N`), or above it (`claim > N`)."""

    kind: Literal["all", "up_to", "above"]
    limit: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class ClassTerms:
    """A class: who belongs to it, when it is paid, and how much of a claim it gets at most.

    Lower ranks are paid first; classes of one rank rise in step. `percentage` is the share of the claim at which a
    class is paid off, None where it shares pro rata up to the whole claim.
    """

    where: str
    name: str
    rank: int = 1
    members: tuple[str, ...] = ()
    file: str | None = None
    rule: Rule | None = None
    percentage: Fraction | None = None
    base_payment: Amounts = field(default_factory=dict)
    small_first: Amounts = field(default_factory=dict)
    cap: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Valuation:
    """The price of one whole unit of an asset, in money, and who says so."""

    where: str
    price: Fraction
    currency: str
    source: str


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """What an account's claim is from a day on: a late claim, or a correction of what the ledger says.

    `reserved` of it is disputed or not examined yet, as the register of claims says.
    """

    where: str
    customer: str
    asset: str
    amount: int
    admitted_on: date
    evidence: str | None = None
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Dispute:
    """The part of an account's claim that is disputed; `allowed` of it stands from `decided_on` on."""

    where: str
    customer: str
    asset: str
    amount: int
    decided_on: date | None = None
    allowed: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """An estimate of claims that nobody has filed yet, for which money is kept back until a day."""

    where: str
    asset: str
    amount: int
    until: date | None
    class_name: str | None = None


@dataclass(frozen=True, slots=True)
class Creditor:
    """Somebody who is no customer and claims money from the general estate; rank as that of a class."""

    where: str
    name: str
    amount: int
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Round:
    """A distribution: its day, and the pools that it adds to what is distributed; None for all that are left."""

    where: str
    day: date
    pools: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EstateFiles:
    """The tables that an estate names, each beside its file."""

    register: str | None = None
    elections: str | None = None
    unclaimed: str | None = None
    made: str | None = None
    payees: str | None = None
    destinations: str | None = None
    returned: str | None = None
    lists: tuple[str, ...] = ()
    excluded: Mapping[Exclusion, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estate:
    """One estate. `currency` is the money of its valuations, in which a distribution in cash is paid.

    `claims_until` is the last day to file a claim, `elections_until` the last day to choose a class; from
    `unclaimed_after` on, what nobody has asked for goes to the others.
    """

    id: str
    regime: str
    petition_on: date
    commencement_on: date
    method: Method
    currency: str
    pools: tuple[Pool, ...]
    classes: tuple[ClassTerms, ...] = ()
    valuations: Mapping[str, Valuation] = field(default_factory=dict)
    claims: tuple[ClaimEntry, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    creditors: tuple[Creditor, ...] = ()
    rounds: tuple[Round, ...] = ()
    minimum: Amounts = field(default_factory=dict)
    claims_until: date | None = None
    elections_until: date | None = None
    unclaimed_after: date | None = None
    files: EstateFiles = field(default_factory=EstateFiles)
    payout: Mapping[str, object] = field(default_factory=dict)

    @property
    def class_files(self) -> tuple[str, ...]:
        """The tables of members that classes name."""
        return tuple(terms.file for terms in self.classes if terms.file)


def amount_for(amounts: Amounts, asset: str, scale: int) -> int | None:
    """What amounts say of an asset, in its minor units, rounded down; None where they say nothing."""
    stated = amounts.get(asset, amounts.get(ANY))
    return None if stated is None else int(stated * 10**scale)

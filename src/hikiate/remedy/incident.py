"""An incident as it is written down: what was lost, when and where, how customers are made good, and what pays for it.

Quantities are whole minor units of their asset, money those of its currency; a price is an exact fraction of its
currency per whole unit of the asset.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, get_args

from hikiate.kernel.wording import Term

Method = Literal["in_kind", "cash", "mixed", "haircut"]

METHODS: tuple[Method, ...] = ("in_kind", "cash", "mixed", "haircut")
METHOD_WORDS: Mapping[Method, Term] = {
    "in_kind": Term("their assets in kind", "現物による返還"),
    "cash": Term("money", "金銭による補償"),
    "mixed": Term("a part in kind and the rest in money", "現物と金銭の併用"),
    "haircut": Term("what a cut of all claims leaves", "債権の一律削減"),
}
"""Each method as what customers get."""
PRICE_KINDS = ("fixed", "spot", "vwap", "mean")
SOURCES = ("guarantee", "reserve", "insurance", "own_funds", "facility", "group")
"""Where money and coins come from, in the order in which they bear the loss unless a published policy says another."""
CUSTODY = "custody"
"""What is left of the customers' own assets, from which a haircut is paid before anything else."""
Exclusion = Literal["frozen", "disputed", "deceased", "investigation"]
EXCLUSIONS: tuple[Exclusion, ...] = get_args(Exclusion)
"""Tables of customers who are not paid for now, by their keys under [screening]."""
CONTACT_KEYS = ("name", "telephone", "email", "url", "hours")
"""Whom customers ask, by the keys under [contact]; all may be left out."""
PRICE_DECIMALS_MAX = 12
"""So many decimals a reference price has at most: an error below one unit for 10^12 coins."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What was lost of one asset from one place, and how much of it came back."""

    where: str
    asset: str
    quantity: int
    tier: str
    keeper: str
    recovered: int
    addresses: tuple[str, ...] = ()

    @property
    def net(self) -> int:
        """What is still lost."""
        return self.quantity - self.recovered


@dataclass(frozen=True, slots=True)
class Quote:
    """A price that a venue named."""

    source: str
    price: Fraction


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """How the price that turns an asset into money is found.

    `fixed`: `quotes` holds the one price. `mean`: the mean of `quotes`. `spot`: the last trade of `market` by `at`, or
    the pack's price where `at` is a day. `vwap`: the trades of `market` from `start` up to but not including `end`.
    `trades` names a file of trades in place of the pack's.
    """

    where: str
    kind: str
    currency: str
    decimals: int
    quotes: tuple[Quote, ...] = ()
    market: str | None = None
    at: date | datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    trades: str | None = None


@dataclass(frozen=True, slots=True)
class Haircut:
    """By how much claims are cut: at `rate`, or at loss over liabilities where it is None; `assets` empty means all."""

    rate: Fraction | None = None
    assets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Funding:
    """A source of money or coins: how much, from which day, and on what condition.

    `amount` is None where a policy of insurance decides it. `used` is what earlier claims took of its aggregate, and
    `approval` names the authority's approval of a use of the reserve.
    """

    where: str
    source: str
    asset: str
    amount: int | None
    available_on: date | None
    policy: str | None = None
    condition: str | None = None
    approval: str | None = None
    used: int = 0


@dataclass(frozen=True, slots=True)
class Files:
    """The files that an incident names, by what they are; each stands beside it."""

    accounts: str | None = None
    movements: str | None = None
    payees: str | None = None
    destinations: str | None = None
    returned: str | None = None
    lists: tuple[str, ...] = ()
    excluded: Mapping[Exclusion, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. `occurred_at` is the moment from which claims are counted.

    `caps` and `conveniences` are amounts of what is paid (minor units), by the asset paid. `law` names the rulebooks
    that apply, None for those of the pack; `accident` is the kind of accident of Order Art. 118 where it is one.
    """

    id: str
    kind: str
    occurred_at: datetime
    noticed_at: datetime | None
    stopped_at: datetime | None
    method: Method
    losses: tuple[Loss, ...]
    prices: Mapping[str, PriceTerms] = field(default_factory=dict)
    in_kind_shares: Mapping[str, Fraction] = field(default_factory=dict)
    haircut: Haircut = field(default_factory=Haircut)
    caps: Mapping[str, int] = field(default_factory=dict)
    conveniences: Mapping[str, int] = field(default_factory=dict)
    funding: tuple[Funding, ...] = ()
    funding_order: tuple[str, ...] = SOURCES
    files: Files = field(default_factory=Files)
    law: tuple[str, ...] | None = None
    promised: Method | None = None
    accident: str | None = None
    exemptions: tuple[str, ...] = ()
    payout: Mapping[str, object] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)

    @property
    def noticed_on(self) -> date:
        """The day on which it was noticed, or on which it occurred where that is not said."""
        return (self.noticed_at or self.occurred_at).date()

    def lost(self, asset: str) -> int:
        """What was lost of an asset, before what came back."""
        return sum(loss.quantity for loss in self.losses if loss.asset == asset)

    def net(self, asset: str) -> int:
        """What is still lost of an asset."""
        return sum(loss.net for loss in self.losses if loss.asset == asset)

    @property
    def lost_assets(self) -> tuple[str, ...]:
        """The assets of which something was lost, in the order in which they are written."""
        return tuple(dict.fromkeys(loss.asset for loss in self.losses))

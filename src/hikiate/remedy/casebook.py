"""The casebook: real incidents as they were published, each number with its source and how firm that source is.

A case is a pack and an incident file, written as any exchange would write them, and beside them what was published of
the outcome. Who the customers were is public of no case: their list is synthetic (remedy.case_packs), and is marked
`assumption`. Numbers from the press are `reported`, and so are companies' statements; general knowledge without a
document, and what is derived by an assumption, are `assumption`.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from fractions import Fraction

from hikiate.facts.entries import Entry, read_toml
from hikiate.facts.exchange import Exchange
from hikiate.facts.tables import OWNERS, TIERS
from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term

STATUSES = (Status.REPORTED.value, Status.ASSUMPTION.value)
NUMBER_DECIMALS = 18
"""So many decimals a published number of any kind has at most."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a number comes from, and how firm that is."""

    status: Status
    citation: str


UNCITED = Cited(Status.ASSUMPTION, "no source named (出典の記載なし)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the inputs of a determination come from: names of figures, with `*` for any ending."""

    figures: tuple[str, ...]
    cited: Cited

    def is_of(self, figure: str) -> bool:
        """Whether a figure is among them."""
        return any(fnmatchcase(figure, pattern) for pattern in self.figures)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published of the outcome, by the figure of ours that it stands beside; None where nobody published it.

    `near` is how far ours may lie from it and still be the same number: half of the last digit that was printed.
    """

    figure: str
    published: Fraction | None
    near: Fraction
    cited: Cited
    why: Term | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A published fact that no figure of ours stands beside."""

    said: Term
    cited: Cited


@dataclass(frozen=True, slots=True)
class Balance:
    """What all customers together were owed of an asset, in minor units."""

    asset: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Held:
    """What was held of an asset in one place before the incident, in minor units."""

    asset: str
    quantity: int
    owner: str
    tier: str
    keeper: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `prices` are text in the reporting currency by asset, `credited` what a ledger error added."""

    id: str
    title: Term
    summary: Term
    customers: int
    customers_cited: Cited
    balances: tuple[Balance, ...]
    holdings: tuple[Held, ...]
    prices: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    outcomes: tuple[Outcome, ...]
    facts: tuple[Fact, ...]
    credited: Balance | None
    credited_cited: Cited
    volume: int | None
    volume_cited: Cited | None

    def cited(self, figure: str) -> Cited | None:
        """The source of an input; the first that names it."""
        return next((source.cited for source in self.sources if source.is_of(figure)), None)


def read_case(name: str, text: str, exchange: Exchange) -> Case:
    """Read the record of a case; Refused with every fault of it."""
    entry = Entry(f"{name}/case.toml", read_toml(text, f"{name}/case.toml"), [])
    entry.only(
        "title", "summary", "customers", "balance", "holding", "price", "source", "outcome", "fact", "credited",
        "volume",
    )  # fmt: skip
    customers, credited, volume = entry.table("customers"), entry.table("credited"), entry.table("volume")
    case = Case(
        id=name,
        title=_term(entry.table("title")),
        summary=_term(entry.table("summary")),
        customers=customers.count("number", 0),
        customers_cited=_cited(customers),
        balances=tuple(_balance(balance, exchange) for balance in entry.tables("balance")),
        holdings=tuple(_held(holding, exchange) for holding in entry.tables("holding")),
        prices=tuple(
            (price.choice("asset", list(exchange.assets)), price.text("price")) for price in entry.tables("price")
        ),
        sources=tuple(Source(source.names("figures"), _cited(source)) for source in entry.tables("source")),
        outcomes=tuple(_outcome(outcome) for outcome in entry.tables("outcome")),
        facts=tuple(Fact(_term(fact), _cited(fact)) for fact in entry.tables("fact")),
        credited=_balance(credited, exchange) if "credited" in entry else None,
        credited_cited=_cited(credited) if "credited" in entry else UNCITED,
        volume=volume.amount("annual", exchange.reporting_scale) if "volume" in entry else None,
        volume_cited=_cited(volume) if "volume" in entry else None,
    )
    if not entry.found and case.customers == 0:
        entry.fault("customers", 0, Term("at least one customer", "1名以上の利用者"))
    if entry.found:
        raise Refused(entry.found)
    return case


def _term(entry: Entry) -> Term:
    return Term(entry.text("en"), entry.text("ja"))


def _cited(entry: Entry) -> Cited:
    return Cited(Status(entry.choice("status", STATUSES)), entry.text("citation"))


def _balance(entry: Entry, exchange: Exchange) -> Balance:
    asset = entry.choice("asset", list(exchange.assets))
    return Balance(asset, entry.amount("quantity", exchange.scale(asset)))


def _held(entry: Entry, exchange: Exchange) -> Held:
    balance = _balance(entry, exchange)
    owner = entry.choice("owner", OWNERS) if "owner" in entry else OWNERS[0]
    return Held(balance.asset, balance.quantity, owner, entry.choice("tier", TIERS), entry.text("keeper"))


def _outcome(entry: Entry) -> Outcome:
    entry.only("figure", "published", "near", "status", "citation", "why")
    return Outcome(
        figure=entry.text("figure"),
        published=_number(entry, "published") if "published" in entry else None,
        near=_number(entry, "near") if "near" in entry else Fraction(0),
        cited=_cited(entry),
        why=_term(entry.table("why")) if "why" in entry else None,
    )


def _number(entry: Entry, key: str) -> Fraction:
    return Fraction(entry.amount(key, NUMBER_DECIMALS), 10**NUMBER_DECIMALS)

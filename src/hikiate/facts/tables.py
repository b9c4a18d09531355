"""The tables of a pack, and one record type for each table that is read row by row.

Amounts in records are whole minor units of the row's asset; money is whole minor units of the reporting currency; a
price is an exact fraction of its currency per whole unit of the asset.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.transfer_tables import DEPOSITS, TRAVEL_RECORDS, WALLET_PROOFS, WITHDRAWALS

OWNERS = ("customer", "guarantee", "own", "reserve")
TIERS = ("cold", "hot", "trust", "bank")
SIDES = ("buy", "sell", "auction")
MOVEMENTS = ("provision", "use", "release")
ROLES = ("custodian", "wallet_system", "cloud")
INCIDENT_KINDS = ("unauthorised_outflow", "insider", "provider_failure", "ledger_error", "operational_failure")
VOLUME_ITEMS = (
    "stock",
    "stock_index",
    "stock_option_premium",
    "bond_future",
    "bond_option_premium",
    "currency_future",
    "deposit_rate_index",
    "bill_rate_index",
    "commodity_future",
    "commodity_index",
    "commodity_option_premium",
    "spot",
    "margin",
)
SELF_KEEPER = "self"
SIGNATURE_SCHEMES = ("bip322", "bitcoin", "eip191", "keccak", "tron")


class Holding(NamedTuple):
    """A wallet, account or trust: what it holds, for whom, how it is kept and by whom."""

    row: int
    holding: str
    asset: str
    amount: int
    owner: str
    tier: str
    keeper: str
    address: str | None
    observed_at: date | datetime | None


class Statement(NamedTuple):
    """What a chain, custodian or bank says a holding holds."""

    row: int
    holding: str
    asset: str
    amount: int
    as_of: date | datetime
    source: str


class Ownership(NamedTuple):
    """A message that an address is said to have signed; `scheme` is None where the address's form tells it."""

    row: int
    address: str
    scheme: str | None
    message: str
    signature: str


class Published(NamedTuple):
    """A total that the exchange publishes."""

    row: int
    asset: str
    amount: int


class Volume(NamedTuple):
    """A fiscal year's volume of one item; `amount` in minor units of the reporting currency."""

    row: int
    fiscal_year: date
    item: str
    amount: int


class Price(NamedTuple):
    """A price of one whole unit of `asset`, in whole units of `currency`."""

    row: int
    on: date | datetime
    asset: str
    currency: str
    price: Fraction
    source: str


class Movement(NamedTuple):
    """A movement of the reserve."""

    row: int
    day: date
    movement: str
    asset: str
    amount: int
    memo: str | None
    approval: str | None


class Provider(NamedTuple):
    """A custodian, wallet-system or cloud provider, and its registration or notification."""

    row: int
    provider: str
    name: str | None
    role: str
    number: str | None
    notified_on: date | None
    ends_on: date | None
    jurisdiction: str | None


class Account(NamedTuple):
    """A trading account, and who stands behind it; accounts of one owner are linked."""

    row: int
    account: str
    owner: str


class Token(NamedTuple):
    """What is known of an asset as a token; None where nobody has said.

    `issuer` and `peg` are "none" where there is none, which is not the same as unknown. `largest_share` is the largest
    holder's share of the supply in circulation, and `evidence` where all this was read.
    """

    row: int
    asset: str
    name: str | None
    issuer: str | None
    peg: str | None
    raises_funds: str | None
    listed_on: date | None
    identifier: str | None = None
    unique: str | None = None
    security: str | None = None
    redeemable: str | None = None
    audited: str | None = None
    anonymous: str | None = None
    illiquid: str | None = None
    largest_share: str | None = None
    evidence: str | None = None


class PastIncident(NamedTuple):
    """A past incident of this exchange; losses in minor units of the reporting currency."""

    row: int
    day: date
    kind: str
    asset: str
    amount: int
    loss_jpy: int
    compensated_jpy: int


_ASSET = Column("asset", Kind.ASSET)
_AMOUNT = Column("amount", Kind.AMOUNT)

BALANCES = TableSpec(
    "balances",
    (Column("customer", Kind.KEY), _ASSET, _AMOUNT, Column("debt", Kind.AMOUNT, may_be_absent=True, may_be_blank=True)),
    ("customer", "asset"),
    bulk=True,
)
TRADES = TableSpec(
    "trades",
    (
        Column("id", Kind.KEY),
        Column("executed_at", Kind.MOMENT),
        Column("market", Kind.MARKET),
        Column("side", Kind.CHOICE, SIDES),
        Column("price", Kind.PRICE),
        Column("size", Kind.AMOUNT),
        Column("buyer", Kind.KEY, may_be_absent=True, may_be_blank=True),
        Column("seller", Kind.KEY, may_be_absent=True, may_be_blank=True),
    ),
    ("market", "id"),
    bulk=True,
)
ACCOUNTS = TableSpec("accounts", (Column("account", Kind.KEY), Column("owner", Kind.KEY)), ("account",))
SECRETS = TableSpec("secrets", (Column("customer", Kind.KEY), Column("secret", Kind.HEX)), ("customer",), bulk=True)
HOLDINGS = TableSpec(
    "holdings",
    (
        Column("holding", Kind.KEY),
        _ASSET,
        _AMOUNT,
        Column("owner", Kind.CHOICE, OWNERS),
        Column("tier", Kind.CHOICE, TIERS),
        Column("keeper", Kind.KEY),
        Column("address", Kind.TEXT, may_be_absent=True, may_be_blank=True),
        Column("observed_at", Kind.DAY_OR_MOMENT, may_be_absent=True, may_be_blank=True),
    ),
    ("holding", "asset", "owner"),
)
STATEMENTS = TableSpec(
    "statements",
    (
        Column("holding", Kind.KEY),
        _ASSET,
        _AMOUNT,
        Column("as_of", Kind.DAY_OR_MOMENT),
        Column("source", Kind.KEY),
    ),
    ("holding", "asset", "as_of", "source"),
)
OWNERSHIP = TableSpec(
    "ownership",
    (
        Column("address", Kind.KEY),
        Column("scheme", Kind.CHOICE, SIGNATURE_SCHEMES, may_be_absent=True, may_be_blank=True),
        Column("message", Kind.TEXT),
        Column("signature", Kind.TEXT),
    ),
    ("address", "scheme", "message"),
)
PUBLISHED = TableSpec("published", (_ASSET, _AMOUNT), ("asset",))
VOLUMES = TableSpec(
    "volumes",
    (Column("fiscal_year", Kind.DAY), Column("item", Kind.CHOICE, VOLUME_ITEMS), Column("amount", Kind.MONEY)),
    ("fiscal_year", "item"),
)
PRICES = TableSpec(
    "prices",
    (
        Column("day", Kind.DAY, may_be_absent=True, may_be_blank=True),
        Column("at", Kind.MOMENT, may_be_absent=True, may_be_blank=True),
        _ASSET,
        Column("currency", Kind.ASSET),
        Column("price", Kind.PRICE),
        Column("source", Kind.KEY),
    ),
    ("day", "at", "asset", "currency", "source"),
)
RESERVE = TableSpec(
    "reserve",
    (
        Column("day", Kind.DAY),
        Column("movement", Kind.CHOICE, MOVEMENTS),
        _ASSET,
        _AMOUNT,
        Column("memo", Kind.TEXT, may_be_absent=True, may_be_blank=True),
        Column("approval", Kind.TEXT, may_be_absent=True, may_be_blank=True),
    ),
)
PROVIDERS = TableSpec(
    "providers",
    (
        Column("provider", Kind.KEY),
        Column("name", Kind.TEXT, may_be_blank=True),
        Column("role", Kind.CHOICE, ROLES),
        Column("number", Kind.TEXT, may_be_blank=True),
        Column("notified_on", Kind.DAY, may_be_blank=True),
        Column("ends_on", Kind.DAY, may_be_blank=True),
        Column("jurisdiction", Kind.TEXT, may_be_blank=True),
    ),
    ("provider", "role"),
)
TOKENS = TableSpec(
    "tokens",
    (
        Column("asset", Kind.KEY),
        Column("name", Kind.TEXT, may_be_blank=True),
        Column("issuer", Kind.TEXT, may_be_blank=True),
        Column("peg", Kind.TEXT, may_be_blank=True),
        Column("raises_funds", Kind.TEXT, may_be_blank=True),
        Column("listed_on", Kind.DAY, may_be_blank=True),
        Column("identifier", Kind.TEXT, may_be_absent=True, may_be_blank=True),
        *(
            Column(name, Kind.CHOICE, ("yes", "no"), may_be_absent=True, may_be_blank=True)
            for name in ("unique", "security", "redeemable", "audited", "anonymous", "illiquid")
        ),
        Column("largest_share", Kind.TEXT, may_be_absent=True, may_be_blank=True),
        Column("evidence", Kind.TEXT, may_be_absent=True, may_be_blank=True),
    ),
    ("asset",),
)
INCIDENTS = TableSpec(
    "incidents",
    (
        Column("day", Kind.DAY),
        Column("kind", Kind.CHOICE, INCIDENT_KINDS),
        _ASSET,
        _AMOUNT,
        Column("loss_jpy", Kind.MONEY),
        Column("compensated_jpy", Kind.MONEY),
    ),
)

TABLES = {
    spec.name: spec
    for spec in (
        BALANCES,
        HOLDINGS,
        STATEMENTS,
        OWNERSHIP,
        PUBLISHED,
        TRADES,
        ACCOUNTS,
        VOLUMES,
        PRICES,
        RESERVE,
        PROVIDERS,
        WITHDRAWALS,
        DEPOSITS,
        TRAVEL_RECORDS,
        WALLET_PROOFS,
        TOKENS,
        INCIDENTS,
        SECRETS,
    )
}

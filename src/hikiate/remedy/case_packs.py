"""The pack of a case, made in memory: published totals, divided among a synthetic list of customers.

The list is made by a rule and without chance, so that it is the same everywhere: the customer of rank r gets a weight
of 1 / (r + 10), which is a heavy tail (of 260,000 customers the first hundred hold a fifth), and the total is divided
by those weights to the last minor unit. Ranks are spread over the customers' numbers by a step without a common factor,
another for each asset, so that who holds much of one asset need not hold much of the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import polars as pl

from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.facts.raw import RawPack, RawTable
from hikiate.kernel.amounts import amount_text
from hikiate.kernel.digests import digest
from hikiate.remedy.allocation import WHOLE, divided_among
from hikiate.remedy.casebook import Balance, Case, read_case
from hikiate.remedy.incident import Incident
from hikiate.remedy.incident_reader import read_incident
from hikiate.remedy.payouts.files import amount_texts

EXCHANGE_FILE = "exchange.toml"
INCIDENT_FILE = "incident.toml"
CASE_FILE = "case.toml"
POLICIES_FILE = "policies.toml"

_FIRST_RANK = 10
_WEIGHT_OF_ONE = 10**15


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as its files say it; `texts` are the files by name."""

    case: Case
    exchange: Exchange
    incident: Incident
    texts: Mapping[str, str]


def open_case(name: str, texts: Mapping[str, str]) -> Opened:
    """A case from its files; Refused with the faults of the first of them that has any."""
    exchange = read_exchange(texts[EXCHANGE_FILE])
    case = read_case(name, texts[CASE_FILE], exchange)
    return Opened(case, exchange, read_incident(texts[INCIDENT_FILE], INCIDENT_FILE, exchange), texts)


def case_pack(opened: Opened, annual_volume: int | None = None) -> RawPack:
    """The pack of a case; `annual_volume` is minor units of the reporting currency."""
    case, exchange, texts = opened.case, opened.exchange, opened.texts
    tables = {
        "balances": _balances(case, exchange),
        "holdings": _holdings(case, exchange),
        "prices": _prices(case, exchange),
    }
    if annual_volume is not None:
        tables["volumes"] = pl.DataFrame(
            {
                "fiscal_year": [exchange.fiscal_year.start.isoformat()],
                "item": ["spot"],
                "amount": [amount_text(annual_volume, exchange.reporting_scale)],
            }
        )
    return RawPack(
        exchange=texts[EXCHANGE_FILE],
        policies=texts.get(POLICIES_FILE),
        imports=None,
        tables={name: _raw(name, rows) for name, rows in tables.items()},
        digest=digest("case/1", [case.id, *(part for name in sorted(texts) for part in (name, texts[name]))]),
    )


def with_credit(raw: RawPack, credited: Balance, exchange: Exchange) -> RawPack:
    """The pack with what a ledger error credited, to one more customer."""
    amount = amount_text(credited.quantity, exchange.scale(credited.asset))
    row = pl.LazyFrame({"customer": ["credited in error"], "asset": [credited.asset], "amount": [amount]})
    balances = raw.tables["balances"]
    wider = RawTable(balances.file, pl.concat([balances.frame, row]), balances.schema, balances.first_row)
    return RawPack(raw.exchange, raw.policies, raw.imports, {**raw.tables, "balances": wider}, raw.digest)


def quantities(total: int, customers: int, turn: int) -> pl.Series:
    """A total of minor units divided among customers, by their numbers; `turn` spreads the ranks differently."""
    step = customers * 618 // 1000 + turn + 1
    while gcd(step, customers) != 1:
        step += 1
    ranks = pl.select(((pl.int_range(customers, dtype=pl.Int64) * step) % customers + _FIRST_RANK).alias("rank"))
    weights = ranks.select((pl.lit(_WEIGHT_OF_ONE) // pl.col("rank")).cast(WHOLE).alias("quantity")).to_series()
    return divided_among(weights, total)


def _balances(case: Case, exchange: Exchange) -> pl.DataFrame:
    width = len(str(case.customers))
    numbers = pl.int_range(1, case.customers + 1, dtype=pl.Int64).cast(pl.String).str.zfill(width)
    customers = pl.select(("C" + numbers).alias("customer")).to_series()
    parts = [
        pl.DataFrame({"customer": customers, "quantity": quantities(balance.quantity, case.customers, turn)})
        .filter(pl.col("quantity") > 0)
        .select(
            "customer",
            pl.lit(balance.asset).alias("asset"),
            amount_texts(pl.col("quantity"), exchange.scale(balance.asset)).alias("amount"),
        )
        for turn, balance in enumerate(case.balances)
    ]
    return pl.concat(parts)


def _holdings(case: Case, exchange: Exchange) -> pl.DataFrame:
    rows = [
        (
            str(number),
            held.asset,
            amount_text(held.quantity, exchange.scale(held.asset)),
            held.owner,
            held.tier,
            held.keeper,
        )
        for number, held in enumerate(case.holdings, start=1)
    ]
    return _table(("holding", "asset", "amount", "owner", "tier", "keeper"), rows)


def _prices(case: Case, exchange: Exchange) -> pl.DataFrame:
    day, currency = exchange.day.isoformat(), exchange.reporting_currency
    rows = [(day, asset, currency, price, "case") for asset, price in case.prices]
    return _table(("day", "asset", "currency", "price", "source"), rows)


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _raw(name: str, rows: pl.DataFrame) -> RawTable:
    return RawTable(name, rows.lazy(), dict(rows.schema), first_row=1)

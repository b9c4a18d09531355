"""Estates as tests write them down: a ledger of a few rows, an estate file, and what the plan says of each claimant."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from hikiate.facts.pack import read_pack
from hikiate.facts.raw import RawPack, RawTable
from hikiate.kernel.findings import Refused
from hikiate.operations.distribute import Distribution, EstateBeside, distribute
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.estate_tables import plan_text
from hikiate.storage.lawbooks import regimes

EXCHANGE = """
name = "Aoba"
registration = "00000"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = {snapshot}
rulebooks = []
[assets.JPY]
scale = 0
kind = "fiat"
[assets.USD]
scale = 2
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
[assets.ETH]
scale = 18
kind = "crypto"
"""
SCALES = {"JPY": 0, "USD": 2, "BTC": 8, "ETH": 18}
HEAD = """
id = "aoba"
regime = "{regime}"
petition_on = {petition}
commencement_on = {commencement}
method = "{method}"
"""
LAW = regimes().rulebooks

LEDGER = [("a", "BTC", "700"), ("b", "BTC", "100"), ("c", "JPY", "1000"), ("a", "JPY", "3000")]
BTC = '[[pool]]\nname = "btc"\nasset = "BTC"\namount = "142"\nkind = "customer_crypto"\n'
TRUST = '[[pool]]\nname = "trust"\nasset = "JPY"\namount = "{}"\nkind = "fiat_trust"\n'
GENERAL = '[[pool]]\nname = "rest"\nasset = "JPY"\namount = "{}"\nkind = "general"\n'
PRICES = '[valuation.BTC]\nprice = "10"\ncurrency = "JPY"\nsource = "court"\n'
ALL = '[[class]]\nname = "all"\nrule = "all"\npro_rata = true\n'
CONVENIENCE = """
[[class]]
name = "small"
rule = "claim <= 1000"
rank = 1
percentage = "50%"
[[class]]
name = "large"
rule = "claim > 1000"
rank = 2
pro_rata = true
"""
ROUNDS = """
[[pool]]
name = "later"
asset = "BTC"
amount = "58"
kind = "guarantee"
[[round]]
day = 2026-10-01
pools = ["btc"]
[[round]]
day = 2027-04-01
"""
DISPUTE = '[[disputed]]\ncustomer = "b"\nasset = "BTC"\namount = "60"\n'
CLAIM = '[[claim]]\ncustomer = "b"\nasset = "BTC"\namount = "{}"\nadmitted_on = 2026-10-01\n'
POOL = '[[pool]]\nname = "more"\nasset = "{}"\namount = "1"\nkind = "{}"\n'
STRANGER = '[[class]]\nname = "n"\nmembers = ["x"]\npro_rata = true\n'
UNKNOWN = '[[unknown]]\nasset = "BTC"\namount = "1"\nclass = "x"\n'
CREDITOR = '[[creditor]]\nname = "x"\namount = "1"\n'

Rows = Sequence[tuple[str, str, str]]


def table(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> RawTable:
    """A table as it would be opened."""
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")
    return RawTable(f"{name}.csv", frame.lazy(), dict(frame.schema), 2)


def raw_pack(ledger: Rows | None, prices: Rows = (), snapshot: str = "2026-09-18T23:59:59+09:00") -> RawPack:
    """A pack of balances, and of prices in yen by asset, day and price."""
    tables = {}
    if ledger is not None:
        tables["balances"] = table("balances", ("customer", "asset", "amount"), ledger)
    if prices:
        rows = [(day, asset, "JPY", price, "test") for asset, day, price in prices]
        tables["prices"] = table("prices", ("day", "asset", "currency", "price", "source"), rows)
    return RawPack(EXCHANGE.format(snapshot=snapshot), None, None, tables, "0" * 64)


def worked(
    ledger: Rows | None,
    text: str,
    *,
    regime: str = "jp-priority",
    method: str = "in_kind",
    raw: RawPack | None = None,
    petition: str = "2026-09-18",
    with_methods: bool = False,
    **beside: Any,  # noqa: ANN401 - the parts of EstateBeside as they are
) -> Distribution:
    """An estate worked out."""
    opened = raw or raw_pack(ledger)
    pack = read_pack(opened)
    days = {"petition": petition, "commencement": "2026-09-25" if petition == "2026-09-18" else petition}
    head = HEAD.format(regime=regime, method=method, **days)
    estate = read_estate(head + text, "estate.toml", pack.exchange)
    handed_in = EstateBeside("estate.toml", "1" * 64, **beside)
    return distribute(pack, opened, estate, handed_in, LAW[regime], with_methods=with_methods)


def plan(made: Distribution) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the plan as text, by claimant and asset."""
    return {(row["customer"], row["asset"]): row for row in plan_text(made.plan, SCALES).iter_rows(named=True)}


def paid(made: Distribution, column: str = "paid") -> dict[str, str]:
    """One column of the plan, by claimant and asset."""
    return {f"{customer} {asset}": row[column] for (customer, asset), row in plan(made).items()}


def codes(made: Distribution) -> set[str]:
    """The codes that were found."""
    return {finding.code for finding in made.result.findings}


def faults(refused: Refused) -> list[tuple[str, str]]:
    """Code and place of every fault."""
    return [(fault.code, fault.where) for fault in refused.faults]


def refused(*arguments: object, **more: object) -> list[tuple[str, str]]:
    """The faults of an estate that is refused."""
    with pytest.raises(Refused) as caught:
        worked(*arguments, **more)  # type: ignore[arg-type]  # passed on as they are
    return faults(caught.value)

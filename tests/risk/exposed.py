"""A small exchange with wallets, a reserve and a policy, in memory, and what is worked out of it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hikiate.facts.exchange import read_exchange
from hikiate.facts.pack import Pack
from hikiate.facts.policies import read_policies
from hikiate.facts.tables import Holding, Movement, PastIncident, Price, Provider, Volume
from hikiate.kernel.results import Result
from hikiate.operations.close import close
from hikiate.risk.parameters import Override
from hikiate.risk.simulation import Run
from hikiate.storage.lawbooks import library

LAW = library()
DAY = date(2026, 9, 18)
BILLION = 10**9

EXCHANGE = """
name = "Aoba Exchange"
registration = "Kanto 00000"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = "2026-09-18T23:59:59+09:00"
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
[assets.XRP]
scale = 6
kind = "crypto"
"""
POLICY = """
[[policy]]
id = "P1"
insurer = "Kaijo"
third_party = true
perils = ["theft", "insider"]
tiers = ["hot", "cold"]
limit = "5000000000"
deductible = "1000000000"
share = "0.8"
starts = 2026-04-01
ends = 2027-04-01
notice_days = 90
waiting_days = 30
premium = "100000000"
"""

HOLDINGS = (
    Holding(2, "btc-cold", "BTC", 6_000 * 10**8, "customer", "cold", "self", None, None),
    Holding(3, "btc-hot", "BTC", 400 * 10**8, "customer", "hot", "self", None, None),
    Holding(4, "eth-kept", "ETH", 20_000 * 10**18, "customer", "cold", "keeper", None, None),
    Holding(5, "xrp-cold", "XRP", 50_000_000 * 10**6, "customer", "cold", "self", None, None),
    Holding(6, "yen", "JPY", 1_000, "customer", "trust", "bank", None, None),
    Holding(7, "fund", "JPY", 12 * BILLION, "reserve", "bank", "bank", None, None),
)
PRICES = (
    Price(2, DAY, "BTC", "JPY", Fraction(10_000_000), "s"),
    Price(3, DAY, "ETH", "JPY", Fraction(500_000), "s"),
    Price(4, DAY, "XRP", "JPY", Fraction(300), "s"),
    Price(5, DAY, "USD", "JPY", Fraction(150), "s"),
)


def pack(policies: str | None = POLICY, **changes: object) -> Pack:
    """The exchange's pack, some of its tables changed."""
    at = read_exchange(EXCHANGE)
    whole = Pack(
        exchange=at,
        digest="0" * 64,
        files={name: f"{name}.csv" for name in ("holdings", "prices", "incidents", "reserve", "volumes", "providers")},
        holdings=HOLDINGS,
        prices=PRICES,
        volumes=(Volume(2, date(2026, 4, 1), "spot", 1_000 * BILLION),),
        reserve=(Movement(2, date(2026, 5, 1), "provision", "JPY", 12 * BILLION, None, None),),
        providers=tuple(
            Provider(row, name, name, "custodian", str(row), None, None, "JP")
            for row, name in ((2, "keeper"), (3, "bank"))
        ),
        incidents=(PastIncident(2, date(2025, 9, 10), "insider", "BTC", 10**8, 10_000_000, 10_000_000),),
        policies=None if policies is None else read_policies(policies, at),
    )
    fields: dict[str, Any] = changes
    return replace(whole, **fields)


def closed(of: Pack, *rulebooks: str) -> Result:
    """The pack's close."""
    return close(of, LAW.choose(rulebooks or ("jp-2026-reported",)))


def overrides(**values: str) -> dict[str, Override]:
    """Overrides by name, with two underscores for a point."""
    names = {name.replace("__", "."): value for name, value in values.items()}
    return {name: Override(name, Fraction(value), "a test") for name, value in names.items()}


def run(years: int = 20_000, seed: int = 1, workers: int = 2) -> Run:
    """A run on threads; the pool ends with the process."""
    return Run(years, seed, ThreadPoolExecutor(workers), workers)


def value(result: Result, name: str) -> Fraction:
    """A figure's number."""
    return result.figures[name].number


def codes(result: Result) -> Mapping[str, str]:
    """Where each code was found, the last of its kind."""
    return {finding.code: finding.where for finding in result.findings}

"""A pack made in memory from small tables of text, as a user would write them, without a disk."""

import csv
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

import polars as pl

from hikiate.facts import tables as facts
from hikiate.facts import transfer_tables as transfers
from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.facts.liabilities import Liability
from hikiate.facts.pack import Pack
from hikiate.facts.policies import read_policies
from hikiate.facts.raw import RawTable
from hikiate.facts.registry import read_registry
from hikiate.facts.rows import read_rows
from hikiate.facts.tables import TABLES
from hikiate.facts.turnover import Turnover
from hikiate.kernel.results import Result
from hikiate.law.overlays import overlaid
from hikiate.law.rulebooks import Library, Rulebook
from hikiate.operations.close import close
from hikiate.storage.lawbooks import library

LAW = library()

ASSETS = """
[assets.JPY]
scale = 0
kind = "fiat"
[assets.USD]
scale = 2
kind = "fiat"
[assets.KRW]
scale = 0
kind = "fiat"
[assets.EUR]
scale = 2
kind = "fiat"
[assets.AED]
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
[assets.USDC]
scale = 6
kind = "stablecoin"
[assets.HKT]
scale = 8
kind = "crypto"
"""

_RECORDS: Mapping[str, Any] = {
    "holdings": facts.Holding,
    "statements": facts.Statement,
    "ownership": facts.Ownership,
    "published": facts.Published,
    "volumes": facts.Volume,
    "reserve": facts.Movement,
    "providers": facts.Provider,
    "withdrawals": transfers.Withdrawal,
    "deposits": transfers.Deposit,
    "travel_records": transfers.TravelRecord,
    "wallet_proofs": transfers.WalletProof,
    "accounts": facts.Account,
    "tokens": facts.Token,
    "incidents": facts.PastIncident,
}


def exchange(day: str = "2026-09-18", *, firm: Mapping[str, str] | None = None, **keys: object) -> Exchange:
    """An exchange closing at the end of `day`, or at the moment that `day` is; `keys` are keys of exchange.toml.

    `firm` is its section `[firm]`.
    """
    moment = day if "T" in day else f"{day}T23:59:59+09:00"
    written = {
        "name": "Aoba Exchange",
        "registration": "Kanto 00000",
        "jurisdiction": "JP",
        "reporting_currency": "JPY",
        "fiscal_year_start": "04-01",
        "snapshot_at": moment,
        **keys,
    }
    lines = [f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in written.items()]
    about = ["[firm]", *(f'{key} = "{value}"' for key, value in (firm or {}).items())]
    return read_exchange("\n".join([*lines, "rulebooks = []", ASSETS, *about]))


def pack(
    tables: Mapping[str, str],
    *,
    of: Exchange | None = None,
    policies: str | None = None,
    registry: str | None = None,
) -> Pack:
    """A pack of tables by name, each CSV text with its header; blanks around cells are trimmed."""
    at = of or exchange()
    rows = {name: _cells(text) for name, text in tables.items()}
    made: dict[str, Any] = {name: _read(name, cells, at) for name, cells in rows.items()}
    return Pack(
        exchange=at,
        digest="0" * 64,
        files={name: f"{name}.csv" for name in tables},
        policies=None if policies is None else read_policies(policies, at),
        registry=None if registry is None else read_registry(registry),
        **made,
    )


def steady_prices(day: str, **prices: str) -> str:
    """A table of prices that were the same on each of the 400 days up to `day`."""
    days = [date.fromisoformat(day) - timedelta(days=back) for back in range(400)]
    rows = [f"{on},{asset},JPY,{price},x" for asset, price in prices.items() for on in days]
    return "\n".join(["day,asset,currency,price,source", *rows])


def closed(
    tables: Mapping[str, str],
    *rulebooks: str,
    law: Library = LAW,
    of: Exchange | None = None,
    policies: str | None = None,
    registry: str | None = None,
    previous: Result | None = None,
) -> Result:
    """The close of such a pack under these rulebooks."""
    return close(pack(tables, of=of, policies=policies, registry=registry), books(*rulebooks, law=law), previous)


def books(*names: str, law: Library = LAW) -> tuple[Rulebook, ...]:
    """The rulebooks of these names."""
    return law.choose(names)


MADE_UP = 'citation = { law = "Order (made up)", article = "1", promulgated_on = 2026-09-01 }'
"""By which a test lets law that is in force be lightened: only law may."""


def law_with(rulebook: str, provision: str, value: str | None, status: str = "assumption") -> Library:
    """The law with one provision of a rulebook changed; no value: undecided. What is enacted is cited as made up."""
    decided = f'value = "{value}"\nstatus = "{status}"' if value is not None else 'status = "undecided"'
    change = f'[[change]]\nrulebook = "{rulebook}"\nprovision = "{provision}"\nreason = "a test"\n{decided}'
    change += f"\n{MADE_UP}" if status == "enacted" else ""
    return overlaid(LAW, "what_if.toml", f'name = "what-if"\nwritten_on = 2026-09-01\n{change}')


def findings(result: Result, code: str = "") -> list[str]:
    """The findings of a code that are more than notes, as `breach segregation.short segregation.BTC due 2026-09-30`."""
    return [
        f"{found.severity.value} {found.code} {found.where}" + (f" due {found.due}" if found.due else "")
        for found in result.findings
        if found.severity.value != "note" and found.code.startswith(code)
    ]


def value(result: Result, name: str) -> str | None:
    """The value of a figure; KeyError where it was not answered."""
    return result.figures[name].value


def _cells(text: str) -> list[dict[str, str]]:
    lines = [line.strip() for line in text.strip().splitlines()]
    return [{key.strip(): (cell or "").strip() for key, cell in row.items()} for row in csv.DictReader(lines)]


def _read(name: str, cells: list[dict[str, str]], of: Exchange) -> object:
    raw = RawTable(f"{name}.csv", pl.LazyFrame(), {}, 2)
    spec = TABLES[name]
    rows, faults = read_rows(spec, raw, of, enumerate(cells, start=2))
    assert not faults, [f"{fault.where}: {fault.en.found}" for fault in faults]
    if name == "balances":
        return _liabilities(rows)
    if name == "trades":
        return _turnovers(rows, of)
    if name == "prices":
        return tuple(
            facts.Price(row["row"], row["day"] or row["at"], row["asset"], row["currency"], row["price"], row["source"])
            for row in rows
        )
    return tuple(_RECORDS[name](row["row"], *(row[column.name] for column in spec.columns)) for row in rows)


def _liabilities(rows: list[dict[str, Any]]) -> dict[str, Liability]:
    in_order = sorted(rows, key=lambda row: str(row["asset"]))
    grouped = {asset: list(group) for asset, group in groupby(in_order, key=lambda row: str(row["asset"]))}
    return {
        asset: Liability(asset, sum(row["amount"] for row in group), sum(row["debt"] for row in group), len(group))
        for asset, group in grouped.items()
    }


def _turnovers(rows: list[dict[str, Any]], of: Exchange) -> tuple[Turnover, ...]:
    def key(row: dict[str, Any]) -> tuple[str, date]:
        moment: datetime = row["executed_at"]
        return row["market"], moment.astimezone(of.snapshot_at.tzinfo).date()

    made = []
    for (market, day), group in groupby(sorted(rows, key=key), key=key):
        trades = list(group)
        sizes = [Fraction(row["size"], 10 ** of.scale(market.partition("/")[0])) for row in trades]
        paid = sum((row["price"] * size for row, size in zip(trades, sizes, strict=True)), Fraction(0))
        made.append(Turnover(market, day, len(trades), paid))
    return tuple(made)

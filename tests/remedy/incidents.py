"""Incidents made by hand for the tests: a small pack, an incident file, and what is worked out of them."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from hikiate.cli.compensation import WorkedOut, worked_out
from hikiate.facts.exchange import Exchange, read_exchange
from hikiate.kernel.findings import Finding, Refused
from hikiate.operations.compensate import Compensation
from hikiate.remedy.incident import Incident
from hikiate.remedy.incident_reader import read_incident

EXCHANGE = """
name = "見本取引所"
registration = "00001"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2018-01-25T23:59:59+09:00
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
[assets.XEM]
scale = 6
kind = "crypto"
"""
HOME: Exchange = read_exchange(EXCHANGE)

TABLES: Mapping[str, str] = {
    "balances": "customer,asset,amount\nb,XEM,300\na,XEM,100\na,BTC,2\nc,XEM,0\n",
    "holdings": "holding,asset,amount,owner,tier,keeper\nw,XEM,400,customer,hot,self\nv,BTC,2,customer,cold,self\n",
    "prices": "day,asset,currency,price,source\n2018-01-25,XEM,JPY,101,x\n2018-01-25,BTC,JPY,1000000,x\n",
}
"""Two customers with 400 XEM together, all of them in one hot wallet."""

HEAD = """
id = "xem"
kind = "unauthorised_outflow"
occurred_at = 2018-01-26T00:02:13+09:00
noticed_at = 2018-01-26T11:25:00+09:00
"""
LOSS = """
[[loss]]
asset = "XEM"
quantity = "400"
tier = "hot"
keeper = "self"
"""
CASH = f"""{HEAD}
method = "cash"
promised = "cash"
{LOSS}
[reference_price.XEM]
kind = "fixed"
currency = "JPY"
price = "88.549"
[[funding]]
source = "own_funds"
asset = "JPY"
amount = "50000"
available_on = 2018-03-12
"""
IN_KIND = f"""{HEAD}
method = "in_kind"
promised = "in_kind"
{LOSS}
"""


def hand_in(
    folder: Path,
    text: str = CASH,
    tables: Mapping[str, str] | None = None,
    beside: Mapping[str, str | bytes] | None = None,
    exchange: str = EXCHANGE,
) -> tuple[Path, Path]:
    """Write a pack, the incident beside it, and the files that the incident names; gives pack and incident."""
    pack = folder / "pack"
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "exchange.toml").write_text(exchange, encoding="utf-8")
    for name, content in {**TABLES, **(tables or {})}.items():
        (pack / f"{name}.csv").write_text(content, encoding="utf-8")
    for name, file in (beside or {}).items():
        (folder / name).write_bytes(file.encode() if isinstance(file, str) else file)
    (folder / "incident.toml").write_text(text, encoding="utf-8")
    return pack, folder / "incident.toml"


def work_out(folder: Path, text: str = CASH, **more: object) -> WorkedOut:
    """Hand in and work out."""
    pack, incident = hand_in(folder, text, **more)  # type: ignore[arg-type]  # hand_in names them
    return worked_out(pack, incident, None)


def made(folder: Path, text: str = CASH, **more: object) -> Compensation:
    """The determination alone."""
    return work_out(folder, text, **more).made


def figure(made_of: Compensation, name: str) -> str | None:
    """A figure's value; None where it was not answered."""
    found = made_of.result.figures.get(name)
    return None if found is None else found.value


def codes(made_of: Compensation) -> set[str]:
    """The codes of what was found."""
    return {finding.code for finding in made_of.result.findings}


def refusal(folder: Path, text: str = CASH, **more: object) -> list[tuple[str, str]]:
    """Code and place of every fault for which it is refused; empty where it is not."""
    try:
        work_out(folder, text, **more)
    except Refused as refused:
        return [(fault.code, fault.where) for fault in refused.faults]
    return []


def faults(text: str) -> list[Finding]:
    """The faults of an incident file; empty where it has none."""
    try:
        read(text)
    except Refused as refused:
        return list(refused.faults)
    return []


def read(text: str) -> Incident:
    """Read an incident file."""
    return read_incident(text, "incident.toml", HOME)


def paid(rows: pl.DataFrame) -> dict[tuple[str, str], int]:
    """What each customer is to get of each asset, in minor units."""
    summed = rows.group_by("customer", "pay_asset").agg(pl.col("entitlement").sum())
    return {(customer, asset): amount for customer, asset, amount in summed.iter_rows()}

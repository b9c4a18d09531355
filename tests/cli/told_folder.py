"""A determination written by the command, for the tests of what customers and the public are told of it."""

from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]

EXCHANGE = """
name = "見本<取引所>"
registration = "00001"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = "2026-11-20T23:59:59+09:00"
rulebooks = ["jp-2026-reported"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
[assets.XEM]
scale = 6
kind = "crypto"
"""
TABLES = {
    "balances": "customer,asset,amount\nC1,BTC,1.5\nC1,XEM,1000\nC2,BTC,0.25\nC2,XEM,2500000\nC4,BTC,12.75\n",
    "holdings": (
        "holding,asset,amount,owner,tier,keeper\nh1,BTC,14.5,customer,hot,self\nh2,XEM,2501000,customer,hot,self\n"
    ),
    "prices": "day,asset,currency,price,source\n2026-11-20,BTC,JPY,15000000,x\n2026-11-20,XEM,JPY,88.5,x\n",
}
HEAD = """
id = "2026-11-21-hot"
kind = "unauthorised_outflow"
occurred_at = 2026-11-21T02:57:00+09:00
noticed_at = 2026-11-21T11:25:30+09:00
"""
LOSSES = """
[[loss]]
asset = "BTC"
quantity = "14.5"
tier = "hot"
keeper = "self"
[[loss]]
asset = "XEM"
quantity = "2501000"
tier = "hot"
keeper = "self"
[screening]
frozen = "frozen.csv"
[contact]
name = "補償ご相談窓口"
telephone = "0120-000-000"
"""
MIXED = f"""{HEAD}
method = "mixed"
{LOSSES}
[mixed.BTC]
in_kind = "1"
[mixed.XEM]
in_kind = "603/1000"
[reference_price.BTC]
kind = "fixed"
currency = "JPY"
price = "15000000"
[reference_price.XEM]
kind = "mean"
currency = "JPY"
decimals = 3
prices = {{ A = "88.5", B = "88.6" }}
[[funding]]
source = "own_funds"
asset = "JPY"
amount = "100000000"
available_on = 2026-11-24
[[funding]]
source = "group"
asset = "JPY"
amount = "400000000"
available_on = 2026-12-04
"""


def told_folder(run: Run, folder: Path, incident: str = MIXED, *more: str | Path, name: str = "out") -> Path:
    """Hand in a small pack and an incident, and compensate; gives the folder."""
    pack = folder / "pack"
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "exchange.toml").write_text(EXCHANGE, encoding="utf-8")
    for table, rows in TABLES.items():
        (pack / f"{table}.csv").write_text(rows, encoding="utf-8")
    (folder / "frozen.csv").write_text("customer\nC4\n", encoding="utf-8")
    (folder / "incident.toml").write_text(incident, encoding="utf-8")
    code, _, err = run("compensate", pack, "--incident", folder / "incident.toml", "--out", folder / name, *more)
    assert code in {0, 1}, err
    return folder / name

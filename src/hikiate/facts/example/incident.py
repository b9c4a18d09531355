"""An incident for the example's last day, to be tried out: the hot wallet of a coin is emptied in the night after it.

Guarantee assets stand against what is hot, so every customer is owed the same coin in the same part, and all of it is
there. One customer in `ABSENT_ONE_IN` has named no address, and waits for that. Addresses say that they are made up.
"""

from datetime import timedelta

import polars as pl

from hikiate.facts.example.market import SNAPSHOT_AT

ASSET = "SOL"
INCIDENT_FILE = "incident.toml"
PAYEES_FILE, DESTINATIONS_FILE = "payees.csv", "destinations.csv"
LIST_FILE, FROZEN_FILE = "list.csv", "frozen.csv"
ABSENT_ONE_IN = 29

_FAMILY = ("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "松本")
_GIVEN = ("陽翔", "結衣", "蓮", "葵", "湊", "凛", "悠真", "紬", "大和", "芽依", "樹")
_LISTED = "見本 照合"
_LISTED_CUSTOMER = 7
_FROZEN_CUSTOMER = 11


def incident_text(holdings: pl.DataFrame) -> str:
    """The incident file, for the wallets of the pack."""
    lost = holdings.filter(pl.col("holding") == f"{ASSET.lower()}-hot")["amount"].item()
    occurred = SNAPSHOT_AT + timedelta(hours=3)
    noticed = occurred + timedelta(minutes=25)
    return f"""\
# Synthetic: the hot wallet of {ASSET} was emptied. / 合成データ: {ASSET} のホットウォレットから全量が流出
id = "mihon-1"
kind = "unauthorised_outflow"
occurred_at = {occurred.isoformat()}
noticed_at = {noticed.isoformat()}
method = "in_kind"
promised = "in_kind"
payees = "{PAYEES_FILE}"
destinations = "{DESTINATIONS_FILE}"

[screening]
lists = ["{LIST_FILE}"]
frozen = "{FROZEN_FILE}"

[[loss]]
asset = "{ASSET}"
quantity = "{lost}"
tier = "hot"
keeper = "self"

[[funding]]
source = "guarantee"
asset = "{ASSET}"
amount = "{lost}"
available_on = {noticed.date().isoformat()}

[payout.coins]
pay_day = {(noticed + timedelta(days=3)).date().isoformat()}
records_max = 1000
"""


def papers(balances: pl.LazyFrame) -> dict[str, pl.DataFrame]:
    """What stands beside the incident file, by file: payees, destinations, a sanctions list, frozen accounts."""
    customers = balances.filter(pl.col("asset") == ASSET).select("customer").collect(engine="streaming")
    number = pl.col("customer").str.slice(1).cast(pl.Int64)
    day = SNAPSHOT_AT.date()
    name = pl.when(number == _LISTED_CUSTOMER).then(pl.lit(_LISTED)).otherwise(_name(number))
    payees = customers.select("customer", name=name)
    destinations = customers.filter(number % ABSENT_ONE_IN != 0).select(
        "customer",
        asset=pl.lit(ASSET),
        address=pl.concat_str(pl.lit("synthetic-"), "customer"),
        purpose=pl.lit("returned after an incident (synthetic)"),
        whitelisted_on=pl.lit(day),
    )
    frozen = customers.filter(number == _FROZEN_CUSTOMER).select("customer", reason=pl.lit("court order (synthetic)"))
    return {
        PAYEES_FILE: payees,
        DESTINATIONS_FILE: destinations,
        LIST_FILE: pl.DataFrame({"entry": ["SYN-1"], "name": [_LISTED], "as_of": [day.isoformat()]}),
        FROZEN_FILE: frozen,
    }


def _name(number: pl.Expr) -> pl.Expr:
    """A made-up name for a customer's number."""
    family = pl.lit(pl.Series(_FAMILY)).gather(number % len(_FAMILY))
    given = pl.lit(pl.Series(_GIVEN)).gather(number // len(_FAMILY) % len(_GIVEN))
    return pl.concat_str(family, pl.lit(" "), given)

"""The example's reserve, volumes, insurance and one past incident: short of the reported plan by a fifth, on purpose.

The reported plan asks for 2 % of the year's volume, JPY 40 billion at most. The example holds 60 % of that in yen and
has a policy of 20 %, so its daily close has one thing to say.
"""

from datetime import date

import polars as pl

from hikiate.facts.example.market import COINS, DAYS
from hikiate.kernel.amounts import amount_text

SPOT_YEN_PER_CUSTOMER = 1_012_345
_PLAN_CAP_YEN = 40_000_000_000
_BITCOIN = next(coin for coin in COINS if coin.symbol == "BTC")


def spot_volume(customers: int) -> int:
    """The spot volume of the fiscal year up to the snapshot, in yen."""
    return customers * SPOT_YEN_PER_CUSTOMER


def planned_reserve(customers: int) -> int:
    """What the reported plan asks for at that volume, in whole yen."""
    return min(spot_volume(customers) * 2 // 100, _PLAN_CAP_YEN)


def volumes_table(customers: int, days: int = DAYS) -> pl.DataFrame:
    """The pack's `volumes`: spot and margin of three fiscal years, the last one of so many days, up to the snapshot."""
    spot = spot_volume(customers)
    years = ((2024, spot * 9 // 10), (2025, spot * 13 // 10), (2026, spot * days // DAYS))
    rows = [
        (date(year, 4, 1), item, str(volume))
        for year, yen in years
        for item, volume in (("spot", yen), ("margin", yen * 4 // 5))
    ]
    schema = {"fiscal_year": pl.Date, "item": pl.String, "amount": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def reserve_table(customers: int) -> pl.DataFrame:
    """The pack's `reserve`: yearly provisions, and one use for the past incident; they sum to `reserve_yen`."""
    loss, quarter = _incident_yen(customers), planned_reserve(customers) // 4
    rows = [
        (date(2025, 3, 31), "provision", quarter, "fiscal 2024", "BOARD-2025-03"),
        (date(2025, 9, 12), "use", loss, "compensation of 2025-09-10", "BOARD-2025-09"),
        (date(2026, 3, 31), "provision", quarter, "fiscal 2025", "BOARD-2026-03"),
        (date(2026, 9, 30), "provision", reserve_yen(customers) + loss - 2 * quarter, "half-year", "BOARD-2026-09"),
    ]
    return pl.DataFrame(
        [(day, movement, "JPY", str(yen), memo, approval) for day, movement, yen, memo, approval in rows],
        schema={"day": pl.Date, **dict.fromkeys(("movement", "asset", "amount", "memo", "approval"), pl.String())},
        orient="row",
    )


def reserve_yen(customers: int) -> int:
    """What the reserve holds on the snapshot's day."""
    return planned_reserve(customers) * 60 // 100


def incidents_table(customers: int) -> pl.DataFrame:
    """The pack's `incidents`: one operational failure, compensated in full two days later."""
    loss = _incident_yen(customers)
    satoshi = loss * 100 * 10**_BITCOIN.scale // _BITCOIN.sen
    quantity = amount_text(satoshi, _BITCOIN.scale)
    rows = [(date(2025, 9, 10), "operational_failure", "BTC", quantity, str(loss), str(loss))]
    texts = dict.fromkeys(("kind", "asset", "amount", "loss_jpy", "compensated_jpy"), pl.String())
    return pl.DataFrame(rows, schema={"day": pl.Date(), **texts}, orient="row")


def policies_text(customers: int) -> str:
    """The pack's policies.toml: a third party's policy of one year, in force on the snapshot's day."""
    limit = planned_reserve(customers) * 20 // 100
    return f"""\
[[policy]]
id = "SYN-POLICY-1"
insurer = "Mihon Insurance (synthetic)"
third_party = true
perils = ["unauthorised_outflow", "insider", "provider_failure", "operational_failure"]
tiers = ["hot", "cold"]
limit = "{limit}"
aggregate = "{limit}"
deductible = "0"
share = "1"
starts = 2026-04-01
ends = 2027-04-01
notice_days = 90
waiting_days = 0
premium = "{limit // 50}"
reinstatements = 0
"""


def _incident_yen(customers: int) -> int:
    return planned_reserve(customers) // 1000

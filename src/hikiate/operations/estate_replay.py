"""Replays of real estates: what was published of them beside what the same facts come to here.

A case is a TOML text with the exchange and the estate as a user would hand them in, the ledger as far as it was
published, who never asked for what is theirs (`unclaimed`), and the published figures, each with its source and with
what explains a difference. `round` compares what was given by the end of a round as a share of the ledger.
"""

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from hikiate.facts.pack import read_pack
from hikiate.facts.raw import RawPack, RawTable
from hikiate.kernel.amounts import Rounding, decimal_text, rounded
from hikiate.kernel.digests import digest
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.distribute import Distribution, EstateBeside, distribute
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.estate_replays import EstateCompared, EstateReplay
from hikiate.remedy.estate_tables import plan_text

_LEDGER = ("customer", "asset", "amount")
_RATE_DECIMALS = 6


def replay_estate(name: str, text: str, rulebooks: Mapping[str, Rulebook]) -> EstateReplay:
    """Work a case of the casebook out; `rulebooks` are the regimes by name. Refused where it contradicts itself."""
    case = tomllib.loads(text)
    file = f"{name}.toml"
    ledger = pl.DataFrame([{key: row[key] for key in _LEDGER} for row in case["ledger"]])
    table = RawTable(file, ledger.lazy(), dict(ledger.schema), 1)
    case_digest = digest("estate-case/1", [text])
    raw = RawPack(case["exchange"], None, None, {"balances": table}, case_digest)
    pack = read_pack(raw)
    estate = read_estate(case["estate"], file, pack.exchange)
    beside = EstateBeside(file, case_digest, unclaimed=tuple(case.get("unclaimed", ())))
    made = distribute(pack, raw, estate, beside, rulebooks[estate.regime])
    scales = {asset.name: asset.scale for asset in pack.exchange.assets.values()}
    claimed = {asset: liability.amount for asset, liability in (pack.balances or {}).items()}
    compared = tuple(_compared(row, made, claimed, scales) for row in case["published"])
    return EstateReplay(name, Term(**case["title"]), made.result, compared)


def _compared(
    row: Mapping[str, Any], made: Distribution, claimed: Mapping[str, int], scales: Mapping[str, int]
) -> EstateCompared:
    if "figure" in row:
        ours = made.result.figures[row["figure"]].value or ""
    elif "round" in row:
        ours = _rate_after(made, row["round"], claimed)
    else:
        of_plan = plan_text(made.plan, scales).filter(pl.col("customer") == row["plan"])
        ours = of_plan[row["column"]].item()
    return EstateCompared(
        Term(**row["what"]), row["unit"], row["value"], ours, row["source"], Term(**row["difference"])
    )


def _rate_after(made: Distribution, number: int, claimed: Mapping[str, int]) -> str:
    """What was paid and reserved by the end of a round of the one fund, over all that the ledger says of its asset."""
    (fund,) = made.funds
    totals = fund.outcome.totals[:number]
    given = sum(total.paid for total in totals) + totals[-1].reserved
    return decimal_text(rounded(Fraction(given, claimed[fund.asset]), _RATE_DECIMALS, Rounding.DOWN))

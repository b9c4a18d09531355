"""Replays of real estates: what was published of them beside what the same facts come to here.

A case is a TOML text with the exchange and the estate as a user would hand them in, the ledger as far as it was
published, and the published figures, each with its source and with what explains a difference.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from hikiate.facts.pack import read_pack
from hikiate.facts.raw import RawPack, RawTable
from hikiate.kernel.digests import digest
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.distribute import Distribution, EstateBeside, distribute
from hikiate.remedy.estate_reader import read_estate
from hikiate.remedy.estate_tables import plan_text

_LEDGER = ("customer", "asset", "amount")


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure beside ours, both as decimal text in `unit`."""

    what: Term
    unit: str
    published: str
    ours: str
    source: str
    difference: Term


@dataclass(frozen=True, slots=True)
class EstateReplay:
    """A case worked out: its title, the distribution, and what was published beside it."""

    title: Term
    distribution: Distribution
    compared: tuple[Compared, ...]


def replay_estate(name: str, text: str, rulebooks: Mapping[str, Rulebook]) -> EstateReplay:
    """Work a case of the casebook out; `rulebooks` are the regimes by name. Refused where it contradicts itself."""
    case = tomllib.loads(text)
    ledger = pl.DataFrame([{key: row[key] for key in _LEDGER} for row in case["ledger"]])
    table = RawTable(f"{name}.toml", ledger.lazy(), dict(ledger.schema), 1)
    case_digest = digest("estate-case/1", [text])
    raw = RawPack(case["exchange"], None, None, {"balances": table}, case_digest)
    pack = read_pack(raw)
    estate = read_estate(case["estate"], f"{name}.toml", pack.exchange)
    made = distribute(pack, raw, estate, EstateBeside(f"{name}.toml", case_digest), rulebooks[estate.regime])
    scales = {asset.name: asset.scale for asset in pack.exchange.assets.values()}
    compared = tuple(_compared(row, made, scales) for row in case["published"])
    return EstateReplay(Term(**case["title"]), made, compared)


def _compared(row: Mapping[str, Any], made: Distribution, scales: Mapping[str, int]) -> Compared:
    if "figure" in row:
        ours = made.result.figures[row["figure"]].value or ""
    else:
        of_plan = plan_text(made.plan, scales).filter(pl.col("customer") == row["plan"])
        ours = of_plan[row["column"]].item()
    return Compared(Term(**row["what"]), row["unit"], row["value"], ours, row["source"], Term(**row["difference"]))

"""The records that ship: statistics with their source, assumptions, scenarios and the incidents of the casebook."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

from hikiate.kernel.rates import rate
from hikiate.kernel.wording import Term

_FACTORS = ("custody_factor", "volume_factor", "loss_factor", "hot_factor", "incident_factor", "risk_factor")


@dataclass(frozen=True, slots=True)
class Statistic:
    """A published number, of a month or year, and where it was quoted."""

    key: str
    value: int
    period: str
    title: Term
    source: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that nobody has published, chosen here."""

    key: str
    value: Fraction
    text: str
    title: Term


@dataclass(frozen=True, slots=True)
class Scenario:
    """What would be different, as factors on what is; `assumes` says so in words."""

    name: str
    title: Term
    assumes: Term
    factors: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class CaseLoss:
    """An incident of the casebook: what was lost, from which tier, and where that was read."""

    day: date
    exchange: str
    loss_jpy: int
    tier: str
    source: str


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that the population is made from."""

    statistics: Mapping[str, Statistic]
    months_million_jpy: tuple[int, ...]
    months_source: str
    assumptions: Mapping[str, Assumption]
    scenarios: tuple[Scenario, ...]
    incidents: tuple[CaseLoss, ...]


def records() -> Records:
    """The records as they ship."""
    published, chosen, casebook = (_toml(name) for name in ("statistics", "scenarios", "incidents"))
    return Records(
        statistics={
            entry["key"]: Statistic(
                entry["key"], int(entry["value"]), entry["period"], Term(entry["en"], entry["ja"]), entry["source"]
            )
            for entry in published["statistic"]
        },
        months_million_jpy=tuple(int(value) for value in published["months"]["volumes_million_jpy"]),
        months_source=published["months"]["source"],
        assumptions={
            entry["key"]: Assumption(entry["key"], rate(entry["value"]), entry["value"], Term(entry["en"], entry["ja"]))
            for entry in chosen["assumption"]
        },
        scenarios=tuple(_scenario(entry) for entry in chosen["scenario"]),
        incidents=tuple(
            CaseLoss(entry["day"], entry["exchange"], int(entry["loss_jpy"]), entry["tier"], entry["source"])
            for entry in casebook["incident"]
        ),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("hikiate.facts.population").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _scenario(entry: Mapping[str, Any]) -> Scenario:
    return Scenario(
        name=entry["name"],
        title=Term(entry["en"], entry["ja"]),
        assumes=Term(entry["en_assumes"], entry["ja_assumes"]),
        factors={key: rate(entry.get(key, "1")) for key in _FACTORS},
    )

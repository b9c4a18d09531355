"""The incidents that the loss model is estimated from, as the package ships them, and which of them count.

`incidents.csv` holds facts transcribed from public sources, each row with its source and a confidence. A row that
stands on general knowledge alone, and one that is no loss of assets in custody, are shipped, counted and left out.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from hikiate.kernel.wording import Term

PERILS = ("unauthorised_outflow", "insider", "provider_failure", "ledger_error", "operational_failure")
"""The words of a pack's table `incidents`, in the order in which the simulation numbers them."""

PERIL_TERMS = {
    "unauthorised_outflow": Term("unauthorised outflow", "不正流出"),
    "insider": Term("theft by insiders", "内部不正"),
    "provider_failure": Term("failure of a provider", "委託先の障害・不正"),
    "ledger_error": Term("error of the ledger", "帳簿の誤り"),
    "operational_failure": Term("operational failure", "業務上の過誤"),
}

GROUPS = ("outflow_hot", "outflow_cold", "provider", "insider", "ledger", "operational")
"""The groups of tier and cause that the model tells apart."""

PERIL_OF = {
    "outflow_hot": "unauthorised_outflow",
    "outflow_cold": "unauthorised_outflow",
    "provider": "provider_failure",
    "insider": "insider",
    "ledger": "ledger_error",
    "operational": "operational_failure",
}
"""The peril of each group."""

BANDS_USD = (0, 1_000_000, 10_000_000, 100_000_000)
"""The lower ends of the bands of size by which the record is counted."""

_GROUP_OF = {peril: group for group, peril in PERIL_OF.items()}


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. `share` is the part lost of all customers' assets, where a source states it."""

    day: date
    exchange: str
    country: str
    loss_usd: int | None
    peril: str
    tier: str
    share: float | None
    documented: bool
    confidence: str
    left_out: str
    source: str

    @property
    def group(self) -> str:
        """Its group of tier and cause; theft from what was neither hot nor cold is counted as hot."""
        if self.peril == "unauthorised_outflow":
            return "outflow_cold" if self.tier == "cold" else "outflow_hot"
        return _GROUP_OF[self.peril]

    @property
    def is_loss(self) -> bool:
        """Whether it is a loss of assets in custody, with an amount."""
        return not self.left_out and bool(self.loss_usd)


@dataclass(frozen=True, slots=True)
class OperatorYear:
    """How many registered operators Japan had in a year."""

    year: int
    operators: int
    source: str


@cache
def shipped() -> tuple[Incident, ...]:
    """Every incident of the package, in order of days."""
    text = files("hikiate.risk").joinpath("incidents.csv").read_text(encoding="utf-8")
    return tuple(
        Incident(
            day=date.fromisoformat(row["day"]),
            exchange=row["exchange"],
            country=row["country"],
            loss_usd=int(row["loss_usd"]) if row["loss_usd"] else None,
            peril=row["peril"],
            tier=row["tier"],
            share=float(row["share"]) if row["share"] else None,
            documented=row["standing"] == "documented",
            confidence=row["confidence"],
            left_out=row["left_out"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def operators() -> tuple[OperatorYear, ...]:
    """The registered operators of Japan, year by year."""
    text = files("hikiate.risk").joinpath("operators.csv").read_text(encoding="utf-8")
    return tuple(
        OperatorYear(int(row["year"]), int(row["operators"]), row["source"])
        for row in csv.DictReader(text.splitlines())
    )


def counted(incidents: Sequence[Incident], before: date, *, general_knowledge: bool = False) -> tuple[Incident, ...]:
    """The losses that happened before a day; those that stand on general knowledge only where that is asked for."""
    return tuple(
        incident
        for incident in incidents
        if incident.day < before and incident.is_loss and (incident.documented or general_knowledge)
    )

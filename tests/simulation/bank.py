"""Whoever pays: a bank and a custodian, who take a payout file for what it says, once, and report what became of it.

They keep their own books, and none of ours: what customers really got is read here.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hikiate.kernel.amounts import minor_units
from hikiate.kernel.digests import sha256
from simulation.breaks import holds
from simulation.chance import happens
from simulation.market import SCALES
from simulation.papers import Report

_RETURNED = 90
Key = tuple[str, str]
"""An incident and a payment's key."""


@dataclass
class Bank:
    """The books of those who pay."""

    chance: Random
    files: dict[str, str] = field(default_factory=dict)
    received: dict[Key, int] = field(default_factory=dict)
    """What customers have got by each payment, in minor units; nothing where it came back."""
    customers: dict[Key, str] = field(default_factory=dict)
    transfers: int = 0

    def receive(self, path: Path) -> list[Report]:
        """Carry a payout file out; the same file again is known, and nothing happens."""
        content = path.read_bytes()
        rows = list(csv.DictReader(content.decode().splitlines()))
        end = rows.pop()
        holds(end["batch"] == "end" and end["key"] == str(len(rows)) and rows, f"{path.name} is cut short")
        name = rows[0]["batch"]
        if name in self.files:
            holds(self.files[name] == sha256(content).hex(), f"{path.name} was handed over with another content")
            return []
        self.files[name] = sha256(content).hex()
        reports = [self._pay(row) for row in rows]
        total = sum(report.amount for report in reports)
        holds(total == minor_units(end["amount"], SCALES[reports[0].asset]), f"{path.name} does not come to its sum")
        return reports

    def _pay(self, row: dict[str, str]) -> Report:
        incident = row["batch"].rpartition("/")[0]
        place, amount = (incident, row["key"]), minor_units(row["amount"], SCALES[row["asset"]])
        holds(not self.received.get(place), f"{row['key']} of {incident} is paid twice")
        holds(self.customers.setdefault(place, row["customer"]) == row["customer"], f"{row['key']} has another payee")
        self.transfers += 1
        is_back = happens(self.chance, _RETURNED)
        self.received[place] = 0 if is_back else amount
        outcome, reason = ("returned", "account closed") if is_back else ("paid", "")
        reference = f"R{self.transfers}"
        return Report(row["batch"], row["key"], row["asset"], amount, outcome, reference, reason)

    def give_back(self, report: Report) -> None:
        """A payment that had arrived comes back."""
        place = (report.batch.rpartition("/")[0], report.key)
        holds(self.received[place] == report.amount, f"{report.key} comes back and was not there")
        self.received[place] = 0

    def got(self, incident: str) -> dict[str, int]:
        """What every payment of an incident came to, by its key."""
        return {key: amount for (of, key), amount in self.received.items() if of == incident}

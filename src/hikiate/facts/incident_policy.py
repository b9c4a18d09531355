"""The policy for incidents (債務の履行に関する方針) that an exchange decides and publishes, from `policies.toml`.

Cabinet Office Order on Crypto-Asset Exchange Service Providers, art. 23(3) (暗号資産交換業者に関する内閣府令
第23条第3項): what is done, and when, where customers' crypto-assets cannot all be given back after a leak of keys or
for another cause. What it promises is the exchange's own decision; here it is read as it stands, to be published.
"""

from datetime import date
from typing import NamedTuple

from hikiate.facts.entries import Entry, read_toml
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term

KEY = "incident_policy"
METHODS = ("in_kind", "cash", "mixed")
DAYS = ("business", "calendar")


class Step(NamedTuple):
    """What is done, and within how many days of the discovery: `days` says whether business or calendar days."""

    within: int
    days: str
    words: Term


class IncidentPolicy(NamedTuple):
    """The policy: since when, by which method customers are made whole, in words, and its steps in order of time."""

    decided_on: date
    method: str
    words: Term
    steps: tuple[Step, ...]


def incident_policy(file: Entry) -> IncidentPolicy | None:
    """The policy in a file that is being read, to which its faults go; None where there is none."""
    if KEY not in file:
        return None
    entry = file.table(KEY)
    entry.only("decided_on", "method", "en", "ja", "step")
    steps = [_step(step) for step in entry.tables("step")]
    return IncidentPolicy(
        entry.day("decided_on"),
        entry.choice("method", METHODS),
        Term(entry.text("en"), entry.text("ja")),
        tuple(sorted(steps, key=lambda step: (step.within, step.days))),
    )


def read_incident_policy(text: str, file: str) -> IncidentPolicy | None:
    """The policy of a file's text; None where it has none. Refused with every fault of it."""
    entry = Entry(file, read_toml(text, file), [])
    read = incident_policy(entry)
    if entry.found:
        raise Refused(entry.found)
    return read


def _step(entry: Entry) -> Step:
    entry.only("within", "days", "en", "ja")
    words = Term(entry.text("en"), entry.text("ja"))
    if "within" not in entry:
        entry.text("within")
    return Step(entry.count("within", 0), entry.choice("days", DAYS), words)

"""The provider registry of a pack (`registry.toml`): contracts, sub-providers, certificates, reviews, exit plans.

The table `providers` says who a provider is and where it is registered; this file says how the exchange oversees it,
and which holdings and keys depend on it. `watched` are platforms that an authority named as unregistered.
"""

from collections.abc import Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from hikiate.facts import faults
from hikiate.facts.entries import Entry, read_toml
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term

FILE = "registry.toml"
SERVICES = ("custody", "keys", "signing", "wallet_software", "nodes", "hosting", "network", "support")


class Certificate(NamedTuple):
    """A certificate or report on a provider, and the first day on which it no longer holds."""

    name: str
    ends: date


class Oversight(NamedTuple):
    """How one provider is overseen: its contract, what depends on it, on whom it depends, and the way out.

    `holdings` are those that rest on it besides the ones it keeps; `keys` are names of keys or shares of keys.
    `contract_ends` is the first day without a contract (None: no end). `substitute` is who would take over.
    """

    provider: str
    contract: str
    contract_starts: date
    contract_ends: date | None
    services: tuple[str, ...]
    holdings: tuple[str, ...]
    keys: tuple[str, ...]
    sub_providers: tuple[str, ...]
    last_review: date | None
    exit_plan: str
    substitute: str
    certificates: tuple[Certificate, ...]


class Watched(NamedTuple):
    """A platform that an authority or the exchange watches, by its names in `providers` and its addresses."""

    name: str
    providers: tuple[str, ...]
    addresses: tuple[str, ...]
    source: str
    published_on: date


class Registry(NamedTuple):
    """The registry as written. `review_months` is within how many months the exchange promises to review a provider."""

    review_months: int | None
    providers: tuple[Oversight, ...]
    watched: tuple[Watched, ...]

    def of(self, provider: str) -> Oversight | None:
        """How a provider is overseen; None where the registry does not say."""
        return next((entry for entry in self.providers if entry.provider == provider), None)


_PROVIDER = (
    "id", "contract", "contract_starts", "services", "contract_ends", "holdings", "keys", "sub_providers",
    "last_review", "exit_plan", "substitute", "certificate",
)  # fmt: skip


def read_registry(text: str) -> Registry:
    """Read `registry.toml`; Refused with every fault of it, a circle of sub-providers among them."""
    head = Entry(FILE, read_toml(text, FILE), [])
    head.only("review_months", "provider", "watched")
    months = head.count("review_months", 1)
    if months == 0:
        head.fault("review_months", 0, Term("a whole number from 1", "1以上の整数"))
    overseen = [_overseen(entry) for entry in head.tables("provider")]
    watched = [_watched(entry) for entry in head.tables("watched")]
    found = [*head.found, *_repeated([entry.provider for entry in overseen])]
    if not found:
        found += _circle(overseen)
    if found:
        raise Refused(found)
    return Registry(months if "review_months" in head else None, tuple(overseen), tuple(watched))


def _overseen(entry: Entry) -> Oversight:
    entry.only(*_PROVIDER)
    before = len(entry.found)
    made = Oversight(
        provider=entry.text("id"),
        contract=entry.text("contract"),
        contract_starts=entry.day("contract_starts"),
        contract_ends=entry.optional_day("contract_ends"),
        services=entry.names("services"),
        holdings=entry.optional_names("holdings"),
        keys=entry.optional_names("keys"),
        sub_providers=entry.optional_names("sub_providers"),
        last_review=entry.optional_day("last_review"),
        exit_plan=entry.optional_text("exit_plan") or "",
        substitute=entry.optional_text("substitute") or "",
        certificates=tuple(_certificate(part) for part in entry.tables("certificate")),
    )
    choices = ", ".join(SERVICES)
    for service in made.services:
        if service not in SERVICES:
            entry.fault("services", service, Term(f"one of {choices}", f"次のいずれか: {choices}"))
    sound = len(entry.found) == before
    if sound and made.contract_ends is not None and made.contract_ends <= made.contract_starts:
        wanted = Term("a day after contract_starts", "contract_starts より後の日")
        entry.fault("contract_ends", made.contract_ends, wanted)
    return made


def _certificate(entry: Entry) -> Certificate:
    entry.only("name", "ends")
    return Certificate(entry.text("name"), entry.day("ends"))


def _watched(entry: Entry) -> Watched:
    entry.only("name", "providers", "addresses", "source", "published_on")
    return Watched(
        entry.text("name"),
        entry.optional_names("providers"),
        entry.optional_names("addresses"),
        entry.text("source"),
        entry.day("published_on"),
    )


def _repeated(names: Sequence[str]) -> list[Finding]:
    return [
        faults.DUPLICATE.at(f"{FILE} provider {number}", value=name, key="id")
        for number, name in enumerate(names, start=1)
        if name and name in names[: number - 1]
    ]


def _circle(overseen: Sequence[Oversight]) -> list[Finding]:
    """A provider that stands, through its sub-providers, on itself."""
    try:
        TopologicalSorter({entry.provider: entry.sub_providers for entry in overseen}).prepare()
    except CycleError as error:
        circle = " > ".join(reversed(error.args[1]))
        return [faults.CIRCLE.at(f"{FILE} key sub_providers", value=circle)]
    return []

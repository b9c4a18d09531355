"""The provider registry of a pack (`registry.toml`): contracts, sub-providers, certificates, reviews, exit plans.

The table `providers` says who a provider is and where it is registered; this file says how the exchange oversees it,
and which holdings and keys depend on it. `watched` are platforms that an authority named as unregistered.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from hikiate.facts import faults
from hikiate.facts.toml_entries import Entry
from hikiate.kernel.findings import Finding, Refused

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


_KEYS = {"review_months", "provider", "watched"}
_PROVIDER = {"id", "contract", "contract_starts", "services"}
_PROVIDER_OPTIONAL = {
    "contract_ends",
    "holdings",
    "keys",
    "sub_providers",
    "last_review",
    "exit_plan",
    "substitute",
    "certificate",
}
_CERTIFICATE = {"name", "ends"}
_WATCHED = {"name", "source", "published_on"}
_WATCHED_OPTIONAL = {"providers", "addresses"}


def read_registry(text: str) -> Registry:
    """Read `registry.toml`; Refused with every fault of it, a circle of sub-providers among them."""
    try:
        record = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused([faults.UNREADABLE.at(FILE, value=error, wanted="TOML", wanted_ja="TOML")]) from error
    head = Entry(FILE, record, required=(), optional=_KEYS)
    months = head.count("review_months")
    if "review_months" in record and months == 0 and not head.found:
        head.wrong("review_months", 0, "a whole number from 1", "1以上の整数")
    found: list[Finding] = []
    overseen = [_overseen(number, entry, found) for number, entry in enumerate(head.tables("provider"), start=1)]
    watched = [_watched(number, entry, found) for number, entry in enumerate(head.tables("watched"), start=1)]
    found = [*head.found, *found, *_repeated([entry.provider for entry in overseen])]
    if not found:
        found += _circle(overseen)
    if found:
        raise Refused(found)
    return Registry(months or None, tuple(overseen), tuple(watched))


def _overseen(number: int, plain: Mapping[str, Any], found: list[Finding]) -> Oversight:
    entry = Entry(f"{FILE} provider {number}", plain, required=_PROVIDER, optional=_PROVIDER_OPTIONAL)
    certificates = []
    for place, certificate in enumerate(entry.tables("certificate"), start=1):
        part = Entry(f"{entry.where} certificate {place}", certificate, required=_CERTIFICATE, optional=())
        certificates.append(Certificate(part.text("name"), part.day("ends")))
        entry.found += part.found
    made = Oversight(
        provider=entry.text("id"),
        contract=entry.text("contract"),
        contract_starts=entry.day("contract_starts"),
        contract_ends=entry.day_or_none("contract_ends"),
        services=entry.names("services"),
        holdings=entry.names("holdings"),
        keys=entry.names("keys"),
        sub_providers=entry.names("sub_providers"),
        last_review=entry.day_or_none("last_review"),
        exit_plan=entry.text("exit_plan"),
        substitute=entry.text("substitute"),
        certificates=tuple(certificates),
    )
    choices = ", ".join(SERVICES)
    for service in made.services:
        if service not in SERVICES:
            entry.wrong("services", service, f"one of {choices}", f"次のいずれか: {choices}")
    if not entry.found and made.contract_ends is not None and made.contract_ends <= made.contract_starts:
        entry.wrong("contract_ends", made.contract_ends, "a day after contract_starts", "contract_starts より後の日")
    found += entry.found
    return made


def _watched(number: int, plain: Mapping[str, Any], found: list[Finding]) -> Watched:
    entry = Entry(f"{FILE} watched {number}", plain, required=_WATCHED, optional=_WATCHED_OPTIONAL)
    made = Watched(
        entry.text("name"),
        entry.names("providers"),
        entry.names("addresses"),
        entry.text("source"),
        entry.day("published_on"),
    )
    found += entry.found
    return made


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

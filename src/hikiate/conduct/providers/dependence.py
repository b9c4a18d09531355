"""Dependence: which holdings and keys rest on which provider, directly or through the providers of its provider.

A holding rests on its keeper, on every provider whose entry in the registry names it, and on all sub-providers of
those. What the exchange keeps itself rests on nobody unless an entry says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hikiate.facts.registry import Registry
from hikiate.facts.tables import SELF_KEEPER, Holding


@dataclass(frozen=True, slots=True)
class Dependence:
    """Each provider with the holdings that rest on it, and each with the providers through which they do.

    `through` has for every provider those that name it as a sub-provider; a keeper of holdings may have none.
    """

    resting: Mapping[str, tuple[Holding, ...]]
    through: Mapping[str, tuple[str, ...]]
    keepers: frozenset[str]

    @property
    def providers(self) -> tuple[str, ...]:
        """Every provider on which something rests, keepers first, in the order in which they were met."""
        return tuple(self.resting)


def dependence(registry: Registry, holdings: Sequence[Holding]) -> Dependence:
    """Who rests on whom, of holdings that are not empty."""
    resting: dict[str, list[Holding]] = {}
    keepers = set()
    for holding in holdings:
        if holding.amount == 0:
            continue
        direct = [] if holding.keeper == SELF_KEEPER else [holding.keeper]
        keepers.update(direct)
        direct += [entry.provider for entry in registry.providers if holding.holding in entry.holdings]
        for provider in chain(registry, direct):
            resting.setdefault(provider, []).append(holding)
    through: dict[str, list[str]] = {}
    for entry in registry.providers:
        for sub_provider in entry.sub_providers:
            through.setdefault(sub_provider, []).append(entry.provider)
    return Dependence(
        {provider: tuple(rows) for provider, rows in resting.items()},
        {provider: tuple(above) for provider, above in through.items()},
        frozenset(keepers),
    )


def chain(registry: Registry, providers: Sequence[str]) -> list[str]:
    """Providers with all their sub-providers, each once, nearest first."""
    met: dict[str, None] = {}
    waiting = list(providers)
    while waiting:
        provider = waiting.pop(0)
        if provider not in met:
            met[provider] = None
            entry = registry.of(provider)
            waiting += entry.sub_providers if entry else ()
    return list(met)

"""What if: the law without and with overlays, in words, on a pack, and on an imagined population.

Nothing is computed here that a comparison or the impact does not compute; both are asked twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hikiate.facts.pack import Pack
from hikiate.law.rulebooks import Library
from hikiate.operations.compare import compare
from hikiate.operations.impact import SHAPE, requirement_of
from hikiate.rules.compared.answers import Row
from hikiate.rules.compared.changes import Change, by_overlay
from hikiate.rules.impact.population import ImaginedExchange


@dataclass(frozen=True, slots=True)
class OnPack:
    """A changed rulebook on the pack, without and with the overlays; amounts in the pack's reporting currency."""

    before: Row
    after: Row
    currency: str


@dataclass(frozen=True, slots=True)
class OnPopulation:
    """A changed rulebook on the population: what is required in all, and how many cannot hold it from own funds."""

    rulebook: str
    exchanges: int
    required_before: int
    required_after: int
    below_before: int
    below_after: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the overlays change, on the day of the question."""

    day: date
    changes: tuple[Change, ...]
    on_pack: tuple[OnPack, ...]
    on_population: tuple[OnPopulation, ...]


def what_if(
    before: Library,
    after: Library,
    day: date,
    pack: Pack | None,
    people: Sequence[ImaginedExchange],
    *,
    margin_per_spot: Fraction = Fraction(0),
) -> WhatIf:
    """The difference that `after` makes; the day is the pack's where there is one.

    `margin_per_spot` is what the imagined exchanges trade on margin per yen of spot volume.
    """
    day = pack.exchange.day if pack is not None else day
    changes = by_overlay(before.rulebooks, after.rulebooks, day)
    names = list(dict.fromkeys(change.rulebook for change in changes))
    for name in names:
        before.rulebooks[name].begun(day)
    return WhatIf(
        day=day,
        changes=changes,
        on_pack=() if pack is None else _on_pack(before, after, pack, names),
        on_population=tuple(
            _on_population((before, after), day, name, people, margin_per_spot)
            for name in _by_volume(after, day, names)
        )
        if people
        else (),
    )


def _on_pack(before: Library, after: Library, pack: Pack, names: Sequence[str]) -> tuple[OnPack, ...]:
    old, new = (compare(pack, [laws.rulebooks[name] for name in names]) for laws in (before, after))
    return tuple(OnPack(first, second, new.currency) for first, second in zip(old.rows, new.rows, strict=True))


def _by_volume(after: Library, day: date, names: Sequence[str]) -> list[str]:
    """The changed rulebooks that answer from yearly volume, which is what the population has."""
    return [
        name for name in names if SHAPE in after.rulebooks[name].duties and after.rulebooks[name].on(day).is_in_force
    ]


def _on_population(
    laws: tuple[Library, Library], day: date, name: str, people: Sequence[ImaginedExchange], margin: Fraction
) -> OnPopulation:
    old, new = (requirement_of(library.rulebooks[name], day, margin) for library in laws)
    was, becomes = ([requirement(person.volume) for person in people] for requirement in (old, new))
    funds = [person.own_funds for person in people]
    return OnPopulation(
        rulebook=name,
        exchanges=len(people),
        required_before=sum(was),
        required_after=sum(becomes),
        below_before=sum(amount > own for amount, own in zip(was, funds, strict=True)),
        below_after=sum(amount > own for amount, own in zip(becomes, funds, strict=True)),
    )

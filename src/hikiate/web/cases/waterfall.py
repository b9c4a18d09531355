"""The waterfall of an incident as a picture: what is owed of each asset, and from where the money for it came.

A picture is drawn of whole numbers out of a thousand, and the exact amounts stand in the table beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hikiate.kernel.wording import Term
from hikiate.web.cases.money import Money, Scales
from hikiate.web.cases.names import source_term

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: where it begins and how long it is, what it stands for."""

    kind: str
    term: Term
    money: Money
    left: int
    length: int


@dataclass(frozen=True, slots=True)
class Fall:
    """An asset: what is owed, the parts that were drawn, what was paid, and what is still short."""

    asset: str
    owed: Money
    owed_length: int
    drawn: tuple[Part, ...]
    paid: Money
    paid_length: int
    short: Money

    @property
    def is_covered(self) -> bool:
        """Whether what was drawn reaches what is owed."""
        return self.short.units == 0


def falls(
    scales: Scales, owed: Mapping[str, int], drawn: Iterable[tuple[str, str, int]], paid: Mapping[str, int]
) -> list[Fall]:
    """The waterfall of each asset; `drawn` gives source, asset and amount in the order of the draws."""
    by_asset: dict[str, dict[str, int]] = {asset: {} for asset in owed}
    for source, asset, units in drawn:
        sources = by_asset.setdefault(asset, {})
        sources[source] = sources.get(source, 0) + units
    return [
        _fall(scales, asset, owed.get(asset, 0), sources, paid.get(asset, 0)) for asset, sources in by_asset.items()
    ]


def _fall(scales: Scales, asset: str, owed: int, sources: Mapping[str, int], paid: int) -> Fall:
    total = sum(sources.values())
    scale = max(owed, total, paid, 1)
    parts, reached = [], 0
    for source, units in sources.items():
        left = reached * WIDTH // scale
        reached += units
        length = reached * WIDTH // scale - left
        parts.append(Part(source, source_term(source), scales.money(asset, units), left, length))
    return Fall(
        asset,
        scales.money(asset, owed),
        owed * WIDTH // scale,
        tuple(parts),
        scales.money(asset, paid),
        paid * WIDTH // scale,
        scales.money(asset, max(owed - total, 0)),
    )

"""The insurance tower: layers as practitioners name their terms, in the order in which they work.

Of a loss, a layer takes what is above its attachment and deductible, up to its limit and to what the year has left of
its aggregate or reinstatements; of that the insurer pays its share, down to the whole unit. Deductible and attachment
work alike; the first is what the insured bears, the second where the layers below end. A quota share (`quota_share`)
takes its share of what is still borne, and later layers attach to what it leaves; an excess layer (`excess`) leaves the
loss that others attach to as it is. No layer pays more than what is still borne.

Example: 10,000,000,000 excess of 2,000,000,000 at a share of 80 % pays 4,000,000,000 on a loss of 7,000,000,000.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from hikiate.facts.policies import FILE, Policy
from hikiate.kernel.amounts import amount_text, grouped
from hikiate.kernel.findings import Finding
from hikiate.kernel.wording import Term, unit_term
from hikiate.risk.incidents import PERIL_TERMS, PERILS
from hikiate.risk.kinds import AGGREGATE_LOW, LAYERS_GAP, LAYERS_OVERLAP, PERIL_UNKNOWN, PERIL_UNNAMED
from hikiate.risk.years import EXCESS, QUOTA_SHARE, UNLIMITED, Tower

KINDS = ("excess", "quota_share")
SYNONYMS = dict.fromkeys(("theft", "hacking", "hack", "cyber", "crime"), "unauthorised_outflow")
"""Words that policies use for theft from outside, as the reported rulebook lists them."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer. Money is whole minor units; None is no aggregate, no limit to reinstatements, no premium stated.

    `reinstatement_premium` is the part of the premium that a full reinstatement costs, in proportion to the amount.
    `refusal` and `default` are None where the model's own odds hold. A divisible layer can be bought in part.
    """

    id: str
    insurer: str
    kind: str
    attachment: int
    limit: int
    share: Fraction
    deductible: int
    aggregate: int | None
    reinstatements: int | None
    waiting_days: int
    perils: tuple[str, ...]
    tiers: tuple[str, ...]
    premium: int | None
    reinstatement_premium: Fraction = Fraction(0)
    refusal: Fraction | None = None
    default: Fraction | None = None
    divisible: bool = True
    source: str = ""

    @property
    def start(self) -> int:
        """Where it begins to pay."""
        return self.attachment + self.deductible

    @property
    def end(self) -> int:
        """The loss above which it pays no more."""
        return self.start + self.limit

    @property
    def annual(self) -> int:
        """What a year can use of it."""
        reinstated = [] if self.reinstatements is None else [self.limit * (1 + self.reinstatements)]
        return min([UNLIMITED, *reinstated, *([] if self.aggregate is None else [self.aggregate])])

    def named_perils(self) -> set[str]:
        """The perils of the model that its words name."""
        return {SYNONYMS.get(word, word) for word in self.perils} & set(PERILS)

    def covers(self, peril: str, tier: str) -> bool:
        """Whether it answers for a peril in a tier."""
        return peril in self.named_perils() and tier in self.tiers

    def of_limit(self, limit: int) -> "Layer":
        """The same layer bought up to another limit: aggregate and premium in proportion, down to the whole unit."""
        if limit == self.limit:
            return self
        part = Fraction(limit, self.limit)
        aggregate = None if self.aggregate is None else int(self.aggregate * part)
        return replace(self, limit=limit, aggregate=aggregate, premium=int((self.premium or 0) * part))


def of_policies(policies: Iterable[Policy]) -> tuple[Layer, ...]:
    """The policies of a pack as layers: each from the ground up, above its deductible, in the order of the file.

    A policy without aggregate and without reinstatements has no limit over the year, as its record says.
    """
    return tuple(
        Layer(
            id=policy.id,
            insurer=policy.insurer,
            kind="excess",
            attachment=0,
            limit=policy.limit,
            share=policy.share,
            deductible=policy.deductible,
            aggregate=policy.aggregate,
            reinstatements=policy.reinstatements or None,
            waiting_days=policy.waiting_days,
            perils=policy.perils,
            tiers=policy.tiers,
            premium=policy.premium,
            source=f"{FILE}: {policy.id}",
        )
        for policy in policies
    )


def arrays(layers: Sequence[Layer], cells: Sequence[tuple[str, str]], odds: Mapping[str, float]) -> Tower:
    """The layers as the simulation takes them; `cells` are (peril, tier), `odds` the model's refusal and default."""
    insurers = list(dict.fromkeys(layer.insurer for layer in layers))
    rows = [
        (
            QUOTA_SHARE if layer.kind == "quota_share" else EXCESS,
            layer.attachment,
            layer.deductible,
            layer.limit,
            layer.annual,
            layer.share.numerator,
            layer.share.denominator,
            layer.waiting_days,
            insurers.index(layer.insurer),
        )
        for layer in layers
    ]
    chances = [
        (
            odds["refusal"] if layer.refusal is None else float(layer.refusal),
            odds["default"] if layer.default is None else float(layer.default),
        )
        for layer in layers
    ]
    covers = [[layer.covers(peril, tier) for peril, tier in cells] for layer in layers]
    return Tower(
        np.array(rows, np.int64).reshape(len(rows), 9),
        np.array(chances, np.float64).reshape(len(rows), 2),
        np.array(covers, np.bool_).reshape(len(rows), len(cells)),
    )


def objections(layers: Sequence[Layer], perils: Iterable[str], currency: str, scale: int) -> Iterator[Finding]:
    """What is doubtful of a tower: overlaps, gaps, aggregates below limits, words without a peril, perils unnamed."""
    unit = unit_term(currency)

    def said(minor: int) -> str:
        return grouped(amount_text(minor, scale))

    for layer in layers:
        where = f"insurance.{layer.id}"
        if layer.aggregate is not None and layer.aggregate < layer.limit:
            low, limit = said(layer.aggregate), said(layer.limit)
            yield AGGREGATE_LOW.at(where, unit=unit, aggregate=low, limit=limit)
        for word in layer.perils:
            if SYNONYMS.get(word, word) not in PERILS:
                yield PERIL_UNKNOWN.at(where, word=word, words=", ".join((*PERILS, *SYNONYMS)))
    yield from _bands(layers, unit, said)
    named = {peril for layer in layers for peril in layer.named_perils()}
    for peril in PERILS:
        if layers and peril in set(perils) - named:
            yield PERIL_UNNAMED.at("insurance", peril=PERIL_TERMS[peril])


def _bands(layers: Sequence[Layer], unit: Term, said: Callable[[int], str]) -> Iterator[Finding]:
    """Excess layers that can answer for one loss and overlap, or leave a gap between them."""
    ordered = sorted((layer for layer in layers if layer.kind == "excess"), key=lambda layer: (layer.start, layer.end))
    for number, layer in enumerate(ordered):
        below = [other for other in ordered[:number] if _meet(layer, other)]
        where, attachment = f"insurance.{layer.id}", said(layer.start)
        over = [other for other in below if other.end > layer.start and not _shares_band(layer, other, below)]
        if over:
            highest = max(over, key=lambda other: other.end)
            exhaustion = said(highest.end)
            yield LAYERS_OVERLAP.at(where, unit=unit, attachment=attachment, other=highest.id, exhaustion=exhaustion)
        elif below and max(other.end for other in below) < layer.start:
            exhaustion = said(max(other.end for other in below))
            yield LAYERS_GAP.at(where, unit=unit, attachment=attachment, exhaustion=exhaustion)


def _meet(layer: Layer, other: Layer) -> bool:
    """Whether two layers can answer for one loss."""
    return bool(layer.named_perils() & other.named_perils() and set(layer.tiers) & set(other.tiers))


def _shares_band(layer: Layer, other: Layer, below: Sequence[Layer]) -> bool:
    """Whether two layers are parts of one band that several insurers take, not more than the whole of it."""
    band = (layer.start, layer.end)
    parts = [one.share for one in (*below, layer) if (one.start, one.end) == band]
    return (other.start, other.end) == band and sum(parts, Fraction(0)) <= 1

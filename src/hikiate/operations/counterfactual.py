"""The counterfactual of a case: what the reported reserve, and insurance, would have paid of it, and by when.

The whole loss is held against them, with no cut and no cap of what customers get, by the same `compensate`. The reserve
is what the reported rule requires of the year's volume; where no volume is known, its cap, which no volume exceeds.
Sums do not depend on who holds what, so it is worked out for one customer who holds everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hikiate.facts.exchange import Exchange
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure, Figures
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status, weakest
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition, Rulebook
from hikiate.operations.close import close
from hikiate.operations.compensate import Beside, Compensation, compensate
from hikiate.remedy.case_packs import INCIDENT_FILE, POLICIES_FILE, Opened, case_pack
from hikiate.remedy.casebook import UNCITED, Case, Cited
from hikiate.remedy.incident import Funding, Incident
from hikiate.remedy.kinds.funding import USE_NOT_PERMITTED
from hikiate.remedy.replays import COUNTERFACTUAL as PREFIX

_REQUIRED = "reserve.required"
_RATE = Term("reserve per yen of annual volume", "年間取引高に対する準備金の率")


@dataclass(frozen=True, slots=True)
class Assumed:
    """What whoever replays a case assumes: a year's volume in minor units, and policies as `policies.toml` has them."""

    annual_volume: int | None = None
    policies: str | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have been paid. `volume` is None where nobody knows it and the reserve stands at its cap."""

    determination: Compensation
    figures: tuple[Figure, ...]
    volume: int | None
    policies: int


def sourced(figures: Mapping[str, Figure], cited: Mapping[str, Cited], otherwise: Case) -> dict[str, Figure]:
    """Figures whose inputs have sources, and the statuses that follow from these.

    The source of an input is the one that `cited` has for it, else that of the case. A case may name other figures too,
    where they stand on more than a determination tells of; their status is then no stronger than it says.
    """
    made: dict[str, Figure] = {}
    for figure in figures.values():
        if figure.inputs:
            below = [made[name].status for name in figure.inputs]
            source = otherwise.cited(figure.name)
            status = weakest([figure.status, *below, *([source.status] if source else [])])
            made[figure.name] = replace(figure, status=status)
        elif figure.status is Status.INPUT:
            source = cited.get(figure.name) or otherwise.cited(figure.name) or UNCITED
            citation = f"{source.citation} [{figure.citation}]"
            made[figure.name] = replace(figure, status=source.status, citation=citation)
        else:
            made[figure.name] = figure
    return made


def counterfactual(opened: Opened, book: Rulebook, assumed: Assumed) -> Counterfactual:
    """Hold a case's whole loss against the reserve of `book`; Refused where the assumed policies have a fault."""
    case, exchange, incident, texts = opened.case, opened.exchange, opened.incident, opened.texts
    volume, cited = case.volume, case.volume_cited
    if assumed.annual_volume is not None:
        volume, cited = assumed.annual_volume, Cited(Status.ASSUMPTION, "--volume")
    if assumed.policies is not None:
        texts = {**texts, POLICIES_FILE: assumed.policies}
    raw = case_pack(replace(opened, case=replace(case, customers=1), texts=texts), volume)
    pack = read_pack(raw)
    edition = book.on(incident.occurred_at.date())
    closed = close(pack, [book])
    reserve, source = _reserve(closed, edition, exchange, cited)
    whole = replace(
        incident,
        method="in_kind" if incident.method == "haircut" else incident.method,
        caps={},
        conveniences={},
        funding=(reserve_funding(reserve, exchange, incident), *_insurance(pack, exchange)),
    )
    made = compensate(pack, raw, whole, Beside(INCIDENT_FILE, raw.digest, keyed=False), [book])
    named = {name: source for name in made.result.figures if name.startswith("input.funding.reserve")}
    figures = sourced(made.result.figures, named, case)
    if volume is not None and cited is not None:
        figures |= _ancestry(closed, cited, case)
    renamed = [
        replace(figure, name=PREFIX + figure.name, inputs=tuple(PREFIX + name for name in figure.inputs))
        for figure in figures.values()
    ]
    return Counterfactual(
        made, (*renamed, *_volume_needed(renamed, made, edition, exchange)), volume, len(pack.policies or ())
    )


def reserve_funding(reserve: int, exchange: Exchange, incident: Incident) -> Funding:
    """The reserve as a source that is there on the day on which the incident is noticed."""
    return Funding("reserve", "reserve", exchange.reporting_currency, reserve, incident.noticed_on)


def _insurance(pack: Pack, exchange: Exchange) -> Sequence[Funding]:
    return [
        Funding(f"{POLICIES_FILE} {policy.id}", "insurance", exchange.reporting_currency, None, None, policy.id)
        for policy in pack.policies or ()
    ]


def _reserve(closed: Result, edition: Edition, exchange: Exchange, volume: Cited | None) -> tuple[int, Cited]:
    """The reserve in minor units: as required of the volume, or its cap where no volume is known."""
    unit, required = 10**exchange.reporting_scale, closed.figures.get(_REQUIRED)
    if required is not None and volume is not None:
        status = weakest([required.status, volume.status])
        return int(required.number * unit), Cited(status, f"{required.citation}; {volume.citation}")
    cap = edition["cap"]
    return int(cap.number * unit), Cited(cap.status, f"{cap.citation.text} (cap, 上限額)")


def _ancestry(closed: Result, volume: Cited, case: Case) -> dict[str, Figure]:
    """`reserve.required` and what it stands on."""
    wanted, kept = [_REQUIRED], set[str]()
    while wanted:
        name = wanted.pop()
        kept.add(name)
        wanted += closed.figures[name].inputs
    figures = {name: figure for name, figure in closed.figures.items() if name in kept}
    return sourced(figures, {name: volume for name in figures if not figures[name].inputs}, case)


def _volume_needed(figures: Sequence[Figure], made: Compensation, edition: Edition, exchange: Exchange) -> list[Figure]:
    """`counterfactual.volume_needed`: from which annual volume the reserve covers all.

    None where its cap does not, or where it may not be used for such an incident.
    """
    if any(finding.code == USE_NOT_PERMITTED.code for finding in made.result.findings):
        return []
    paid_or_short = [
        figure
        for figure in figures
        if figure.name in {f"{PREFIX}{name}" for name in ("funding.reserve", "funding.insurance", "funding.short")}
    ]
    needed = sum((figure.number for figure in paid_or_short), Fraction(0))
    rate, cap = edition["rate"], edition["cap"]
    if needed > cap.number:
        return []
    reached = Figures()
    for figure in paid_or_short:
        reached.leaf(replace(figure, inputs=()))
    law = reached.leaf(Figure(f"{PREFIX}rate", rate.value, "ratio", rate.status, _RATE, rate.citation.text))
    return [
        reached[law],
        reached.derive(
            f"{PREFIX}volume_needed",
            rounded(needed / rate.number, exchange.reporting_scale, Rounding.UP),
            exchange.reporting_currency,
            rule=Term("what is needed over the rate of the reserve", "必要額 ÷ 準備金の率"),
            citation=rate.citation.text,
            inputs=[law, *(figure.name for figure in paid_or_short)],
        ),
    ]

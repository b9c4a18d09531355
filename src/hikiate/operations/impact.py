"""The impact: what a rulebook would require of an imagined population, in each scenario, over many drawn years.

The requirement of each exchange is what the rule itself answers on a pack of that exchange's volume, under the very
provisions and overlays that were asked for; nothing of the law is written a second time here.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache

from hikiate import __version__
from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.pack import Pack
from hikiate.facts.population.records import Records, Scenario
from hikiate.facts.tables import Volume
from hikiate.kernel.findings import FindingKind, Refused, Severity
from hikiate.kernel.wording import Words
from hikiate.law.overlays import overlaid
from hikiate.law.rulebooks import Library, Rulebook
from hikiate.rules.impact.outcomes import Impact, Requirement, outcome
from hikiate.rules.impact.population import population
from hikiate.rules.reserve_rate import required
from hikiate.rules.sheet import Sheet

SHAPE = "reserve_by_rate"
"""The duty whose requirement stands on yearly volume, which is what the population has."""

WRONG_SHAPE = FindingKind(
    "impact.wrong_shape",
    Severity.FAULT,
    Words(
        "{rulebook} does not answer from yearly volume alone, or leaves its numbers open",
        "a rulebook of a rate of annual volume whose numbers are decided",
        "take jp-2026-reported, or lay an overlay over it",
    ),
    Words(
        "{rulebook} は年間取引高のみからは算定できないか、数値が未定です",
        "年間取引高に率を乗じる規程集で、数値が定まっているもの",
        "jp-2026-reported を使うか、上書きファイルを適用してください",
    ),
)


def impact(
    records: Records, library: Library, rulebook: str, *, day: date, exchanges: int, draws: int, seed: int
) -> Impact:
    """The impact of a rulebook on its day; Refused where it does not answer from volume alone."""
    book = library.choose([rulebook])[0]
    people = population(records, exchanges, seed)
    margin = records.assumptions["margin_per_spot"].value
    requirement = requirement_of(book, day, margin)
    outcomes = []
    for scenario in records.scenarios:
        answer = (
            requirement
            if scenario.factors["risk_factor"] == 1
            else _with_risk_factor(library, book, scenario, day, margin)
        )
        outcomes.append(outcome(records, people, scenario, answer, count=draws, seed=seed))
    return Impact(
        rulebook=book.name,
        digest=book.digest,
        status=book.on(day).status,
        day=day,
        version=__version__,
        exchanges=people,
        draws=draws,
        seed=seed,
        records=records,
        outcomes=tuple(outcomes),
    )


def requirement_of(book: Rulebook, day: date, margin_per_spot: Fraction) -> Requirement:
    """What the rule answers by spot volume under a rulebook on a day; margin volume is so much of it."""
    edition = book.begun(day)
    refused = Refused([WRONG_SHAPE.at(f"rulebooks.{book.name}", rulebook=book.name)])
    if SHAPE not in book.duties or not edition.is_in_force:
        raise refused
    exchange = _exchange(day)

    @cache
    def requirement(volume: int) -> int:
        start = exchange.fiscal_year.start
        rows = (Volume(1, start, "spot", volume), Volume(2, start, "margin", int(volume * margin_per_spot)))
        figure = required(Sheet(Pack(exchange=exchange, digest="", files={}, volumes=rows)), edition)
        if figure is None:
            raise refused
        return int(figure.number)

    requirement(0)
    return requirement


def _exchange(day: date) -> Exchange:
    return Exchange(
        name="imagined",
        registration="-",
        jurisdiction="JP",
        reporting_currency="JPY",
        fiscal_year_start="04-01",
        snapshot_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        rulebooks=(),
        assets={"JPY": Asset("JPY", 0, "fiat")},
    )


def _with_risk_factor(library: Library, book: Rulebook, scenario: Scenario, day: date, margin: Fraction) -> Requirement:
    """The rule with the scenario's factor for record and risk switched on, as an overlay would."""
    factor = scenario.factors["risk_factor"]
    text = "\n".join(
        [
            f'name = "scenario {scenario.name}"',
            f"written_on = {day.isoformat()}",
            "[[change]]",
            f'rulebook = "{book.name}"',
            'provision = "incident_factor"',
            f'value = "{factor.numerator}/{factor.denominator}"',
            'status = "assumption"',
            'reason = "the scenario"',
        ]
    )
    return requirement_of(overlaid(library, scenario.name, text).rulebooks[book.name], day, margin)

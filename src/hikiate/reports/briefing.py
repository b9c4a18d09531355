"""The briefing: what a report says and in which order, before it takes the form of text, page or paper.

The first screen answers four questions: what must we hold, what do we hold, is every coin there, what is due by when.
Nothing is judged anew here; a row says what its own figures say.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.reports.figure_names import HEADS, LEAVES
from hikiate.reports.labels import TITLES, WORDS
from hikiate.reports.numerals import is_number

RowState = Literal["covered", "short", "agrees", "differs", "unjudged"]

_GRAVITY = list(Severity)

_RESERVE_ORDER = (
    "volume.annual",
    "reserve.required",
    "reserve.fund",
    "reserve.insurance_credit",
    "reserve.held",
    "reserve.shortfall",
    "reserve.coverage",
    "reserve.flow",
    "reserve.ceiling",
    "reserve.room",
    "reserve.provision",
    "reserve.releasable",
)

_CHAPTERS = (
    ("reserve", TITLES["reserve"], ("reserve", "volume", "insurance")),
    ("segregation", TITLES["segregation"], ("segregation", "custody")),
    ("fiat", TITLES["fiat"], ("fiat",)),
    ("reconciliation", TITLES["reconciliation"], ("reconciliation", "published")),
    ("law", Term("Provisions of law", "適用した規定"), ("law",)),
    ("input", Term("Data handed in", "提出データ"), ("input",)),
)
_PUBLISHED_LEAVES = {"published": "", "parts": ".parts"}
"""A published total and its parts are facts, which stand among the inputs."""

_OTHER = ("other", Term("Other figures", "その他の数値"))


@dataclass(frozen=True, slots=True)
class Row:
    """What one asset's figures say, a place for each column; None where there is no figure."""

    about: str
    state: RowState
    cells: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of figures: one row per asset or currency, one column per kind of figure."""

    key: str
    title: Term
    subject: Term
    columns: tuple[Term, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The figures of one subject, in the order in which they were reached."""

    key: str
    title: Term
    figures: tuple[Figure, ...]


def findings_by_gravity(result: Result) -> tuple[Finding, ...]:
    """The findings, gravest first; among equals the one due first; then in the order of the result."""
    return tuple(
        sorted(result.findings, key=lambda finding: (_GRAVITY.index(finding.severity), finding.due or date.max))
    )


def deadlines(result: Result) -> tuple[Finding, ...]:
    """The findings that are due on a day, the next one first."""
    return tuple(
        sorted(
            (finding for finding in result.findings if finding.due),
            key=lambda finding: (finding.due or date.max, _GRAVITY.index(finding.severity)),
        )
    )


def counts(result: Result) -> Counter[Severity]:
    """How many findings there are of each severity."""
    return Counter(finding.severity for finding in result.findings)


def snapshot_day(result: Result) -> date | None:
    """The day of the snapshot; None where the result does not write it as a day."""
    try:
        return date.fromisoformat(result.as_of[:10])
    except ValueError:
        return None


def reserve_figures(result: Result) -> tuple[Figure, ...]:
    """Requirement and resources in the order of the argument: the base, the requirement, what covers it, the gap."""
    known = [result.figures[name] for name in _RESERVE_ORDER if name in result.figures]
    others = [
        figure
        for name, figure in result.figures.items()
        if name.startswith("reserve.") and name.count(".") == 1 and name not in _RESERVE_ORDER
    ]
    return (*known, *others)


def requirement(result: Result) -> Figure | None:
    """What must be held: the requirement, or this year's provision under a rulebook that asks for one."""
    return result.figures.get("reserve.required") or result.figures.get("reserve.provision")


def resources(result: Result) -> Figure | None:
    """What is held against it: reserve and insurance together, or the reserve alone."""
    return result.figures.get("reserve.held") or result.figures.get("reserve.fund")


def custody_grid(result: Result) -> Grid:
    """Per asset: what customers are owed against what is held for them."""
    leaves = ("liability", "held", "difference", "coverage", "debt")
    return _grid(result, "custody", "segregation", leaves, WORDS["asset"], needs=("liability", "held", "difference"))


def hot_grid(result: Result) -> Grid:
    """Per asset: hot and cold wallets, and the performance guarantee assets held against the hot ones."""
    leaves = ("hot", "cold", "guarantee_required", "guarantee", "guarantee_difference", "after_hot_loss")
    return _grid(result, "hot", "segregation", leaves, WORDS["asset"], needs=("hot", "cold", "guarantee"))


def fiat_grid(result: Result) -> Grid:
    """Per currency: the money to be held in trust, and the trust."""
    return _grid(result, "fiat", "fiat", ("required", "trust", "difference"), WORDS["currency"], needs=())


def reconciliation_grid(result: Result) -> Grid:
    """Per asset or holding: the books against what a chain, a custodian or a bank says."""
    leaves = ("book", "statement", "difference")
    return _grid(result, "reconciliation", "reconciliation", leaves, WORDS["subject"], needs=())


def published_grid(result: Result) -> Grid:
    """Per asset: the total that the exchange publishes against the sum of its parts."""
    leaves = ("published", "parts", "difference")
    return _grid(result, "published", "published", leaves, WORDS["subject"], needs=())


def chapters(result: Result) -> tuple[Chapter, ...]:
    """Every figure, by subject; a subject without a figure is left out."""
    rooms = {room: key for key, _, members in _CHAPTERS for room in members}
    by_key: dict[str, list[Figure]] = {}
    for name, figure in result.figures.items():
        by_key.setdefault(rooms.get(name.partition(".")[0], "other"), []).append(figure)
    titles = [*((key, title) for key, title, _ in _CHAPTERS), _OTHER]
    return tuple(Chapter(key, title, tuple(by_key[key])) for key, title in titles if key in by_key)


def uses(result: Result) -> dict[str, tuple[str, ...]]:
    """For each figure, the figures that were reached from it."""
    found: dict[str, list[str]] = {}
    for name, figure in result.figures.items():
        for source in dict.fromkeys(figure.inputs):
            found.setdefault(source, []).append(name)
    return {name: tuple(names) for name, names in found.items()}


def hot_limit(result: Result) -> Figure | None:
    """The provision that limits the share in hot wallets: a ratio of law with hot in its name."""
    candidates = [
        figure
        for name, figure in result.figures.items()
        if name.startswith("law.") and "hot" in name and figure.unit == "ratio" and is_number(figure.value)
    ]
    return candidates[0] if candidates else None


def provisional(result: Result) -> Status | None:
    """The status of a requirement that stands on less than law in force; None for one that stands firm."""
    figure = requirement(result)
    if figure is None or figure.status.rank <= Status.ENACTED.rank:
        return None
    return figure.status


def short_guarantees(result: Result) -> list[str]:
    """The assets whose performance guarantee assets are fewer than they must be."""
    rows = hot_grid(result).rows
    return [row.about for row in rows if _lacks(result, row.about, "guarantee", "guarantee_required")]


def uncovered_without_hot(result: Result) -> list[str]:
    """The assets of which customers would not be covered with every hot wallet lost."""
    lost = {
        row.about: result.figures.get(_name("segregation", row.about, "after_hot_loss"))
        for row in hot_grid(result).rows
    }
    return [about for about, left in lost.items() if left is not None and is_number(left.value) and left.number < 0]


def is_whole(result: Result) -> bool:
    """Whether the requirement was determined; a verdict without it holds only as far as it goes."""
    figure = requirement(result)
    return figure is not None and figure.value is not None


def undecided_count(result: Result) -> int:
    """How many figures have no value because the law has not fixed what they need."""
    return sum(1 for figure in result.figures.values() if figure.value is None)


def _grid(
    result: Result, key: str, room: str, leaves: tuple[str, ...], subject: Term, *, needs: tuple[str, ...]
) -> Grid:
    subjects = _subjects(result, room, needs or leaves)
    table = {about: [result.figures.get(_name(room, about, leaf)) for leaf in leaves] for about in subjects}
    shown = [index for index in range(len(leaves)) if any(cells[index] for cells in table.values())]
    rows = tuple(
        Row(
            _currency(cells) if about is None else about,
            _state(room, dict(zip(leaves, cells, strict=True))),
            tuple(cells[index] for index in shown),
        )
        for about, cells in table.items()
    )
    heads = {**LEAVES[room], **HEADS} if room == "segregation" else LEAVES[room]
    terms = tuple(heads[leaves[index]] for index in shown)
    return Grid(key, TITLES[key], subject, terms, rows)


def _name(room: str, about: str | None, leaf: str) -> str:
    if room == "published" and leaf in _PUBLISHED_LEAVES:
        return f"input.published.{about}{_PUBLISHED_LEAVES[leaf]}"
    return f"{room}.{leaf}" if about is None else f"{room}.{about}.{leaf}"


def _subjects(result: Result, room: str, leaves: Iterable[str]) -> list[str | None]:
    """What the room's figures are about, in their own order; None for a figure of the room itself, such as fiat."""
    wanted = set(leaves)
    subjects: dict[str | None, None] = {}
    for name in result.figures:
        first, _, rest = name.partition(".")
        about, dot, leaf = rest.rpartition(".")
        if first == room and leaf in wanted:
            subjects.setdefault(about if dot else None)
    return list(subjects)


def _lacks(result: Result, asset: str, leaf: str, required: str) -> bool:
    names = {part: result.figures.get(_name("segregation", asset, part)) for part in (leaf, required)}
    pair = _numbers(names, leaf, required)
    return pair is not None and pair[0] < pair[1]


def _currency(cells: Iterable[Figure | None]) -> str:
    return next(figure.unit for figure in cells if figure is not None)


def _state(room: str, cells: dict[str, Figure | None]) -> RowState:
    """What a row says of itself: too little of anything is short; books and statements agree or differ."""
    differences = [
        Fraction(figure.value)
        for leaf in ("difference", "guarantee_difference", "after_hot_loss")
        if (figure := cells.get(leaf)) is not None and figure.value is not None and is_number(figure.value)
    ]
    pair = _numbers(cells, "guarantee", "guarantee_required")
    if pair is not None:
        differences.append(pair[0] - pair[1])
    if not differences:
        return "unjudged"
    if room in {"reconciliation", "published"}:
        return "differs" if any(differences) else "agrees"
    return "short" if min(differences) < 0 else "covered"


def _numbers(cells: dict[str, Figure | None], *leaves: str) -> tuple[Fraction, ...] | None:
    figures = [cells.get(leaf) for leaf in leaves]
    values = [figure.value for figure in figures if figure is not None]
    if len(values) < len(leaves) or not all(is_number(value) for value in values):
        return None
    return tuple(Fraction(value) for value in values if value is not None)

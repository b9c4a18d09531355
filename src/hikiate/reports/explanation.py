"""The explanation of one figure: the tree of what it was reached from, down to inputs and articles."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import FindingKind, Refused, Severity
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Words
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import STATUSES, WORDS, rule_label
from hikiate.reports.legible import legible
from hikiate.reports.numerals import value_said, yen_reading

_NEAREST_MAX = 5
_NEARNESS = 0.4

UNKNOWN_FIGURE = FindingKind(
    "explain.unknown_figure",
    Severity.FAULT,
    en=Words(
        "This result has no figure named {name}.",
        "The name of a figure of this result.",
        "Ask for one of the nearest names: {nearest}.",
    ),
    ja=Words(
        "この結果に {name} という名前の数値はありません。",
        "この結果に含まれる数値の名前を指定する必要があります。",
        "近い名前から選んでください：{nearest}",
    ),
)


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree of a figure: the figure, None where the result lacks it, and whether it stands above already.

    `trail` says of every branch from the root down to here whether it is the last of its own; the root has none.
    """

    name: str
    figure: Figure | None
    repeated: bool
    trail: tuple[bool, ...]


def nodes(result: Result, name: str) -> Iterator[Node]:
    """The tree of a figure from its root down, each branch to its end before the next.

    A figure that several others stand on is entered once and said to be repeated afterwards. Raises Refused with one
    fault, which lists the nearest names, where the result has no such figure.
    """
    if name not in result.figures:
        near = get_close_matches(name, list(result.figures), n=_NEAREST_MAX, cutoff=_NEARNESS)
        nearest = ", ".join(near) or ", ".join(list(result.figures)[:_NEAREST_MAX]) or "-"
        raise Refused([UNKNOWN_FIGURE.at(legible(name), name=legible(name), nearest=legible(nearest))])
    return _walked(result, name)


def _walked(result: Result, name: str) -> Iterator[Node]:
    entered: set[str] = set()
    # A stack of our own: a document read back from disk may be deeper than Python's, or go round in a circle.
    stack: list[tuple[str, tuple[bool, ...]]] = [(name, ())]
    while stack:
        place, trail = stack.pop()
        figure = result.figures.get(place)
        yield Node(place, figure, figure is not None and place in entered, trail)
        if figure is None or place in entered:
            continue
        entered.add(place)
        inputs = list(dict.fromkeys(figure.inputs))
        last = len(inputs) - 1
        stack += [(source, (*trail, index == last)) for index, source in reversed(list(enumerate(inputs)))]


def explanation(result: Result, name: str, language: Language) -> str:
    """The tree of a figure as text: per node value, rule, citation and status, then what it was reached from.

    A figure that several others stand on is written out once and referred to afterwards. Raises Refused with one fault,
    which lists the nearest names, where the result has no such figure.
    """
    lines: list[str] = []
    for node in nodes(result, name):
        head = _branch(node.trail) + _head(node.name, node.figure, language)
        if node.figure is None or node.repeated:
            above = WORDS["above"].said(language)
            said = f"（{above}）" if language == "ja" else f" ({above})"
            lines.append(head + said if node.repeated else head)
            continue
        margin = _below(node.trail) + ("│  " if node.figure.inputs else "   ")
        lines += [head, *(margin + ground for ground in _grounds(node.figure, language))]
    return "\n".join(lines) + "\n"


def _branch(trail: tuple[bool, ...]) -> str:
    return _below(trail[:-1]) + ("└─ " if trail[-1] else "├─ ") if trail else ""


def _below(trail: tuple[bool, ...]) -> str:
    return "".join("   " if last else "│  " for last in trail)


def _head(name: str, figure: Figure | None, language: Language) -> str:
    if figure is None:
        return f"{legible(name)} ({WORDS['missing'].said(language)})"
    reading = yen_reading(figure, language)
    value = value_said(figure, language) + (f"（{reading}）" if reading else "")
    term = figure_term(name).said(language)
    label = "" if term == name else f"  {legible(term)}"
    return f"{legible(name)}{label} = {value} [{STATUSES[figure.status].said(language)}]"


def _grounds(figure: Figure, language: Language) -> list[str]:
    lines = [f"{rule_label(figure, language)}: {legible(figure.rule.said(language))}"]
    if figure.citation:
        lines.append(f"{WORDS['citation'].said(language)}: {legible(figure.citation)}")
    return lines

"""A figure is a number that explains itself: value, unit, the rule that made it, citation, status, and its inputs.

The figures of a result form a graph without cycles: its leaves are facts of the pack and provisions of law, and every
other figure names the figures it came from. A figure's status is the weakest of what it stands on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.status import Status, weakest
from hikiate.kernel.wording import Term

AS_HANDED_IN = Term("as handed in", "提出されたとおり")
"""The rule of every fact."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is decimal text in the unit, or a word where the unit is "text"; None while undecided.

    `rule` says in both languages how the figure was reached; a provision's rule is its title.
    """

    name: str
    value: str | None
    unit: str
    status: Status
    rule: Term
    citation: str
    inputs: tuple[str, ...] = ()

    @property
    def number(self) -> Fraction:
        """The exact value; ValueError where there is none or it is a word."""
        if self.value is None:
            raise ValueError(f"{self.name} has no value")
        try:
            return Fraction(self.value)
        except ZeroDivisionError:
            raise ValueError(f"{self.name} is {self.value}, which is no number") from None


def ancestry(figures: Mapping[str, Figure], names: Iterable[str]) -> list[str]:
    """These figures and everything they were reached from, each once, the nearest first."""
    reached: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in reached:
            reached[name] = None
            waiting += figures[name].inputs
    return list(reached)


class Figures:
    """The figures of one close, in the order in which they were reached. A name is answered once."""

    def __init__(self) -> None:
        self._by_name: dict[str, Figure] = {}

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Figure:
        return self._by_name[name]

    def get(self, name: str) -> Figure | None:
        """The figure, or None where it was not answered."""
        return self._by_name.get(name)

    def leaf(self, figure: Figure) -> str:
        """Add a fact or a provision, unless it stands there already with the same value; gives back its name."""
        known = self._by_name.setdefault(figure.name, figure)
        if known != figure:
            raise ValueError(f"{figure.name} is answered twice, as {known.value} and as {figure.value}")
        return figure.name

    def fact(self, name: str, value: Fraction | int | str, unit: str, source: str) -> str:
        """Add a fact of the pack as a leaf; `source` says the table and the rows it is the sum or the cell of."""
        text = value if isinstance(value, str) else decimal_text(Fraction(value))
        return self.leaf(Figure(name, text, unit, Status.INPUT, AS_HANDED_IN, source))

    def derive(
        self, name: str, value: Fraction | int, unit: str, *, rule: Term, citation: str, inputs: Iterable[str]
    ) -> Figure:
        """Add a figure reached by `rule` from `inputs`, which must stand already; its status is their weakest.

        Raises ValueError where an input is undecided: what stands on it is undecided too, and has no value.
        """
        figure = self._reached(
            name, decimal_text(Fraction(value)), unit=unit, rule=rule, citation=citation, inputs=tuple(inputs)
        )
        if figure.status is Status.UNDECIDED:
            raise ValueError(f"{name} has a value, but stands on what is undecided")
        self._by_name[name] = figure
        return figure

    def undecided(self, name: str, unit: str, *, rule: Term, citation: str, inputs: Iterable[str]) -> Figure:
        """Add a figure that has no value, because a provision it needs is undecided."""
        figure = self._reached(name, None, unit=unit, rule=rule, citation=citation, inputs=tuple(inputs))
        self._by_name[name] = replace(figure, status=Status.UNDECIDED)
        return self._by_name[name]

    def _reached(
        self, name: str, value: str | None, *, unit: str, rule: Term, citation: str, inputs: tuple[str, ...]
    ) -> Figure:
        if name in self._by_name:
            raise ValueError(f"{name} is answered twice")
        status = weakest(self._by_name[input_name].status for input_name in inputs)
        return Figure(name, value, unit, status, rule, citation, inputs)

"""The content of a board paper: sentences, pictures and tables in order, the same for text, page and paper."""

from dataclasses import dataclass, field
from fractions import Fraction

from hikiate.kernel.amounts import Rounding, decimal_text, grouped, percent_text, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.results import Result
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Language, Term, unit_term
from hikiate.reports.numerals import value_said, yen_reading


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in SVG, what it shows in one sentence, and the sentence below it."""

    svg: str
    alt: str
    below: str


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows of text; the columns of `numeric` stand to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: paragraphs, then pictures, then a table."""

    title: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A board paper: its title, whose it is, of when, what it answers, and its sections."""

    title: str
    exchange: str
    as_of: str
    answers: tuple[str, ...]
    sections: tuple[Section, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says figures and sums of a result in one language."""

    result: Result
    language: Language

    def said(self, term: Term) -> str:
        """A phrase."""
        return term.said(self.language)

    @property
    def currency(self) -> str:
        """The currency of the result's money."""
        return self.result.figures["risk.exposure"].unit

    def money(self, text: str) -> str:
        """A sum given as decimal text; in Japanese a large sum of yen as it is read."""
        figure = Figure("", text, self.currency, Status.INPUT, Term("", ""), "")
        return yen_reading(figure, self.language) or f"{grouped(text)} {unit_term(self.currency).said(self.language)}"

    def figure(self, name: str) -> str:
        """A figure's value with its unit, a sum as `money` says it."""
        figure = self.result.figures[name]
        if figure.value is not None and figure.unit == self.currency:
            return self.money(figure.value)
        if figure.unit == "ratio" and figure.value is not None:
            return percent(figure.number)
        return value_said(figure, self.language)

    def once_in(self, probability: Fraction) -> str:
        """A yearly probability as people say it: about once in so many years."""
        if probability == 0:
            return self.said(Term("never in the simulated years", "試行した年では一度もなし"))
        years = rounded(1 / probability, 0, Rounding.HALF_UP)
        shown = grouped(decimal_text(years))
        return self.said(Term(f"about once in {shown} years", f"およそ {shown} 年に一度"))


def percent(value: Fraction) -> str:
    """A probability in per cent, at four decimals: what the simulation can tell."""
    return percent_text(rounded(value, 6, Rounding.HALF_UP))

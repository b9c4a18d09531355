"""Charts of figures over time: lines drawn in SVG on a scale said in words, with the table of every day behind them.

The drawing is stretched to the page's width and holds no text; what is said of it stands around it and keeps its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from django.utils.safestring import SafeString, mark_safe

from hikiate.kernel.wording import Language, Term
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.numerals import day_said, number_said, unit_of, value_said, yen_reading
from hikiate.web.console.shown import plain

_WIDTH, _HEIGHT = 1000, 200
_ROOM_ABOVE = Decimal("1.05")
_DAY = Term("Day", "基準日")
_TABLE = Term("Every day as a table", "全日の値（表）")
_ABSENT = "–"
_SPANS_KEPT = 8
_CELLS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it is, how it is drawn, and its value on each day as decimal text; None where there is none."""

    title: Term
    kind: str
    values: Sequence[str | None]


@dataclass(frozen=True)
class Chart:
    """Lines of one unit over days; `top` makes the scale reach at least so far, `numbers` name each day's close."""

    key: str
    title: Term
    unit: str
    days: Sequence[date]
    lines: Sequence[Line]
    addresses: Sequence[str]
    top: str = "0"

    @cached_property
    def highest(self) -> Decimal:
        """The upper end of the scale; the lower one is nothing, or the lowest value below it."""
        return max([Decimal(self.top), *self._numbers])

    @cached_property
    def lowest(self) -> Decimal:
        """The lower end of the scale."""
        return min([Decimal(0), *self._numbers])

    @cached_property
    def _numbers(self) -> list[Decimal]:
        return [Decimal(value) for line in self.lines for value in line.values if value is not None]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self._numbers

    def drawn(self, language: Language) -> SafeString:
        """The chart as a figure with its scale, its key and its table."""
        first, last = day_said(self.days[0], language), day_said(self.days[-1], language)
        title = f"{self.title.said(language)}: {first} – {last}"
        svg = element(
            "svg",
            element("title", title, id=f"title-{self.key}"),
            *self._grid(),
            *(self._path(line) for line in self.lines),
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            preserveAspectRatio="none",
            role="img",
            aria_labelledby=f"title-{self.key}",
            class_="chart",
        )
        ends = (element("span", self._said(end, language)) for end in (self.highest, self.lowest))
        scale = element("div", *ends, class_="scale")
        span = element("div", element("span", first), element("span", last), class_="span")
        return mark_safe(  # noqa: S308 - element escapes every text
            element(
                "figure",
                element("h2", self.title.said(language)),
                element("div", scale, svg, span, class_="plot"),
                element("figcaption", *(self._key(line, language) for line in self.lines)),
                self._table(language),
                class_="charted",
            )
        )

    def _grid(self) -> list[Markup]:
        return [
            element("line", x1="0", x2=str(_WIDTH), y1=str(y), y2=str(y), class_="grid")
            for y in (1, _HEIGHT // 2, _HEIGHT - 1)
        ]

    def _path(self, line: Line) -> Markup:
        """The line, broken where a day has no value."""
        begins = self.days[0].toordinal()
        width = max(self.days[-1].toordinal() - begins, 1)
        height = (self.highest - self.lowest) * _ROOM_ABOVE or Decimal(1)
        steps, pen = [], "M"
        for day, value in zip(self.days, line.values, strict=True):
            if value is None:
                pen = "M"
                continue
            x = (day.toordinal() - begins) * _WIDTH // width
            y = _HEIGHT - (Decimal(value) - self.lowest) * _HEIGHT / height
            steps.append(f"{pen}{x} {y:.1f}")
            pen = "L"
        if len(steps) == 1:
            steps.append("h1")
        drawn = "".join(steps)  # digits and letters of ours alone
        return Markup(f'<path d="{drawn}" class="line {line.kind}" vector-effect="non-scaling-stroke"></path>')

    def _key(self, line: Line, language: Language) -> Markup:
        newest = next((value for value in reversed(line.values) if value is not None), None)
        said = f" {self._said(newest, language)}" if newest is not None else ""
        swatch = element("span", class_=f"swatch {line.kind}", aria_hidden="true")
        return element("span", swatch, line.title.said(language) + said, class_="key-entry")

    def _said(self, value: str | Decimal, language: Language) -> str:
        figure = plain(f"{value:f}" if isinstance(value, Decimal) else value, self.unit)
        return yen_reading(figure, language) or value_said(figure, language)

    def _table(self, language: Language) -> Markup:
        """Every day from the newest back; put together by hand, because three years of days are many rows."""
        heads = [element("th", _DAY.said(language), scope="col")]
        unit = unit_of(plain("0", self.unit), language)
        for line in self.lines:
            said = line.title.said(language) + (
                f"（{unit}）" if unit and language == "ja" else f" ({unit})" if unit else ""
            )
            heads.append(element("th", said, scope="col", class_="numeric"))
        heads_of_rows = _row_heads(tuple(self.days), tuple(self.addresses), language)
        rows = []
        for place in range(len(self.days) - 1, -1, -1):
            cells = "".join(_cell(line.values[place], self.unit, language) for line in self.lines)
            rows.append(f"<tr>{heads_of_rows[place]}{cells}</tr>")
        caption = element("caption", self.title.said(language), class_="unseen")
        table = element(
            "table", caption, element("thead", element("tr", *heads)), element("tbody", Markup("".join(rows)))
        )
        label = self.title.said(language)
        return element(
            "details",
            element("summary", _TABLE.said(language)),
            element("div", table, class_="scroll tall", role="region", tabindex="0", aria_label=label),
        )


@lru_cache(maxsize=_SPANS_KEPT)
def _row_heads(days: tuple[date, ...], addresses: tuple[str, ...], language: Language) -> list[str]:
    """The head of each day's row, the same in the table of every chart."""
    return [
        f'<th scope="row" class="whole"><a href="{address}">{day_said(day, language)}</a></th>'
        for day, address in zip(days, addresses, strict=True)
    ]


@lru_cache(maxsize=_CELLS_KEPT)
def _cell(value: str | None, unit: str, language: Language) -> str:
    """A number in its cell; most of those that a page shows were shown the day before."""
    said = _ABSENT if value is None else number_said(plain(value, unit), language)
    return f'<td class="numeric">{said}</td>'

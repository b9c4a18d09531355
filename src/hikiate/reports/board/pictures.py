"""The pictures of a board paper: small charts drawn by hand in SVG, the same in the page and on paper.

They hold their own colours and white ground, so they read alike in light and dark; every number in them stands in a
table or in the result too.
"""

from collections.abc import Sequence
from math import ceil, floor, log10

from hikiate.reports.board.content import Picture
from hikiate.reports.html.markup import Markup, element

_WIDTH, _HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 26, 34, 48
_INK, _SOFT, _RULE = "#1b1f26", "#515967", "#cfd4dc"
COLOURS = ("#0b4f9e", "#c2571a", "#a3162a", "#14633a")
_DASHES = ("none", "7 3", "2 3", "10 3 2 3")
_SIZE = "12"
_MARKS_MAX = 5
_APART = 44

Points = Sequence[tuple[float, float]]


def curves(
    lines: Sequence[tuple[str, Points]], across: str, up: str, alt: str, below: str, *, falling: bool = True
) -> Picture:
    """Lines over a logarithmic scale across and from zero upwards; `falling` sets the largest across to the left."""
    places = [x for _, points in lines for x, _ in points]
    tops = [y for _, points in lines for _, y in points]
    if not places or max(tops) <= 0:
        return Picture(_drawn([], alt), alt, below)
    low, high = log10(min(places)), log10(max(places))
    low, high = (low - 0.5, high + 0.5) if high == low else (low, high)
    top, step = _scale(max(tops))

    def at(x: float, y: float) -> tuple[float, float]:
        part = (log10(x) - low) / (high - low)
        part = 1 - part if falling else part
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - y / top * (_HEIGHT - _TOP - _BOTTOM)

    drawn = _upright(top, step)
    last = -float(_APART)
    for x in sorted(set(places), reverse=falling):
        place = at(x, 0)[0]
        if place - last >= _APART:
            drawn.append(_text(place, _HEIGHT - _BOTTOM + 16, f"{x * 100:g}%", "middle"))
            last = place
    for number, (_, points) in enumerate(lines):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in points))
        drawn.append(
            element("polyline", points=path, fill="none", stroke=COLOURS[number], stroke_width="2.2",
                    stroke_dasharray=_DASHES[number])
        )  # fmt: skip
    drawn += _legend([name for name, _ in lines])
    drawn += [_text(_WIDTH - _RIGHT, _HEIGHT - 12, across, "end"), _text(4, 19, up, "start")]
    return Picture(_drawn(drawn, alt), alt, below)


def scatter(points: Points, across: str, up: str, alt: str, below: str) -> Picture:
    """Points against the line on which they would lie if the fit were perfect."""
    if not points:
        return Picture(_drawn([], alt), alt, below)
    values = [value for point in points for value in point]
    low, high = min(values), max(values)
    width = (high - low) or 1.0

    def at(value: float, start: float, length: float) -> float:
        return start + (value - low) / width * length

    across_all, up_all = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    drawn = [_line(_LEFT, _HEIGHT - _BOTTOM, _WIDTH - _RIGHT, _TOP, _SOFT, dashed=True)]
    drawn += [_line(_LEFT, _HEIGHT - _BOTTOM, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, _RULE)]
    drawn += [_line(_LEFT, _TOP, _LEFT, _HEIGHT - _BOTTOM, _RULE)]
    for value in (low, low + width / 2, high):
        shown = f"{value:.3g}"
        drawn.append(_text(at(value, _LEFT, across_all), _HEIGHT - _BOTTOM + 16, shown, "middle"))
        drawn.append(_text(_LEFT - 6, _HEIGHT - at(value, _BOTTOM, up_all) + 4, shown, "end"))
    for x, y in points:
        centre = (f"{at(x, _LEFT, across_all):.1f}", f"{_HEIGHT - at(y, _BOTTOM, up_all):.1f}")
        drawn.append(element("circle", cx=centre[0], cy=centre[1], r="3.4", fill=COLOURS[0], fill_opacity="0.75"))
    drawn += [_text(_WIDTH - _RIGHT, _HEIGHT - 12, across, "end"), _text(4, 19, up, "start")]
    return Picture(_drawn(drawn, alt), alt, below)


def columns(bars: Sequence[tuple[str, Sequence[int]]], parts: Sequence[str], up: str, alt: str, below: str) -> Picture:
    """Columns of stacked parts, one for each name."""
    top, step = _scale(float(max((sum(counts) for _, counts in bars), default=1)))
    wide = (_WIDTH - _LEFT - _RIGHT) / max(1, len(bars))
    drawn = _upright(top, step)
    for place, (name, counts) in enumerate(bars):
        left, base = _LEFT + place * wide + wide * 0.15, float(_HEIGHT - _BOTTOM)
        for number, count in enumerate(counts):
            tall = count / top * (_HEIGHT - _TOP - _BOTTOM)
            base -= tall
            drawn.append(_rect(left, base, wide * 0.7, tall, COLOURS[number]))
        drawn.append(_text(left + wide * 0.35, _HEIGHT - _BOTTOM + 16, name, "middle"))
    drawn += _legend(parts)
    drawn.append(_text(4, 19, up, "start"))
    return Picture(_drawn(drawn, alt), alt, below)


def stacks(rows: Sequence[tuple[str, Sequence[float]]], parts: Sequence[str], alt: str, below: str) -> Picture:
    """One bar a row across the width, in parts; the longest fills it."""
    longest = max((sum(values) for _, values in rows), default=0.0) or 1.0
    height, gap = 40, 26
    tall = 30 + len(rows) * (height + gap // 2)
    drawn = []
    for place, (name, values) in enumerate(rows):
        top, left = 34 + place * (height + gap // 2), 4.0
        drawn.append(_text(4, top + 10, name, "start"))
        for number, value in enumerate(values):
            long = value / longest * (_WIDTH - 8)
            drawn.append(_rect(left, top + 16, long, height - 20, COLOURS[number]))
            left += long
    drawn += _legend(parts, top=8, left=4)
    return Picture(_drawn(drawn, alt, tall), alt, below)


def _scale(highest: float) -> tuple[float, float]:
    """A round top at or above the highest value, and the step of its marks."""
    unit = 10 ** floor(log10(highest))
    step = next(part * unit for part in (0.2, 0.5, 1.0, 2.0, 5.0) if highest / (part * unit) <= _MARKS_MAX)
    return ceil(highest / step - 1e-9) * step, step


def _upright(top: float, step: float) -> list[Markup]:
    """The marks of the scale upwards, each with its line."""
    drawn = []
    for mark in range(round(top / step) + 1):
        y = _HEIGHT - _BOTTOM - mark * step / top * (_HEIGHT - _TOP - _BOTTOM)
        drawn.append(_line(_LEFT, y, _WIDTH - _RIGHT, y, _RULE))
        drawn.append(_text(_LEFT - 6, y + 4, f"{mark * step:,.6g}", "end"))
    return drawn


def _legend(names: Sequence[str], top: float = 10, left: float = _LEFT) -> list[Markup]:
    drawn = []
    for number, name in enumerate(names):
        drawn.append(_rect(left, top, 14, 10, COLOURS[number]))
        drawn.append(_text(left + 18, top + 9, name, "start"))
        left += 30 + sum(13 if ord(letter) > 0x2000 else 7 for letter in name)  # noqa: PLR2004 - where wide letters begin
    return drawn


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return element(
        "text", words, x=f"{x:.1f}", y=f"{y:.1f}", fill=_INK, font_size=_SIZE, text_anchor=anchor,
        font_family="Noto Sans JP, Hiragino Sans, Yu Gothic, sans-serif",
    )  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dashed: bool = False) -> Markup:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return element("line", stroke=colour, stroke_dasharray="5 4" if dashed else None, **ends)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return element("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}", fill=colour)


def _drawn(drawn: Sequence[Markup], alt: str, height: float = _HEIGHT) -> str:
    ground = _rect(0, 0, _WIDTH, height, "#ffffff")
    return element(
        "svg", ground, *drawn, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {height:g}", role="img",
        aria_label=alt,
    )  # fmt: skip

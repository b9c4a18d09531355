"""Bands drawn in SVG: a row per name with its low, middle and high on one scale, for pages and for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _NAME, _VALUE, _ROW, _BAR = 1000, 430, 150, 46, 18
_INK, _BAND, _MIDDLE, _RULE = "#515967", "#7aa7d6", "#a3162a", "#cfd4dc"
_FONT = "Noto Sans JP, sans-serif"


@dataclass(frozen=True, slots=True)
class BandRow:
    """A row: its name, the band in whole numbers of one unit, and how the middle is said."""

    name: str
    low: int
    middle: int
    high: int
    said: str


def bands(rows: Sequence[BandRow]) -> str:
    """The drawing; a band without width is its mark alone."""
    top = max((row.high for row in rows), default=0) or 1
    space = _WIDTH - _NAME - _VALUE
    parts = []
    for place, row in enumerate(rows):
        middle_line = place * _ROW + _ROW // 2
        start, mark, end = (_NAME + space * value // top for value in (row.low, row.middle, row.high))
        parts += [
            _text(0, middle_line + 6, row.name),
            f'<line x1="{_NAME}" y1="{middle_line}" x2="{_NAME + space}" y2="{middle_line}" stroke="{_RULE}"/>',
            _rectangle(start, middle_line - _BAR // 2, max(end - start, 2), _BAR, _BAND),
            _rectangle(mark - 2, middle_line - _BAR, 4, 2 * _BAR, _MIDDLE),
            _text(_WIDTH, middle_line + 6, row.said, anchor="end"),
        ]
    height = _ROW * len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">{"".join(parts)}</svg>'


def _rectangle(x: int, y: int, width: int, height: int, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"/>'


def _text(x: int, y: int, words: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="{_FONT}" font-size="17" fill="{_INK}">'
        f"{escape(words)}</text>"
    )

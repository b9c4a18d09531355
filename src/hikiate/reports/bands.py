"""Bands drawn in SVG: under each name its low, middle and high on one scale, legible on paper and on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _ROW, _LINE, _BAR = 600, 62, 44, 16
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
    parts = []
    for place, row in enumerate(rows):
        line = place * _ROW + _LINE
        start, mark, end = (_WIDTH * value // top for value in (row.low, row.middle, row.high))
        parts += [
            _text(0, line - _BAR, row.name),
            _text(_WIDTH, line - _BAR, row.said, anchor="end"),
            f'<line x1="0" y1="{line}" x2="{_WIDTH}" y2="{line}" stroke="{_RULE}"/>',
            _rectangle(min(start, _WIDTH - 2), line - _BAR // 2, max(end - start, 2), _BAR, _BAND),
            _rectangle(min(max(mark - 2, 0), _WIDTH - 4), line - _BAR // 2 - 4, 4, _BAR + 8, _MIDDLE),
        ]
    height = _ROW * len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">{"".join(parts)}</svg>'


def _rectangle(x: int, y: int, width: int, height: int, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"/>'


def _text(x: int, y: int, words: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-family="{_FONT}" font-size="18" fill="{_INK}">'
        f"{escape(words)}</text>"
    )

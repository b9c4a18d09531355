"""Columns of plain text that line up on a terminal, where a full-width character takes two places.

Widths follow East Asian Width (Unicode Standard Annex 11): wide and full-width count two, combining marks none, and
ambiguous characters one.
"""

import unicodedata
from collections.abc import Sequence
from typing import Literal

Alignment = Literal["left", "right"]

_GAP = "  "
_KINSOKU = frozenset("、。，．）」』】〕］｝ー・：；？！々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)")


def width(text: str) -> int:
    """How many places of a terminal the text takes."""
    return sum(_places(character) for character in text)


def padded(text: str, places: int, alignment: Alignment = "left") -> str:
    """The text filled with spaces to `places`; never cut."""
    blank = " " * max(0, places - width(text))
    return blank + text if alignment == "right" else text + blank


def aligned(rows: Sequence[Sequence[str]], alignments: Sequence[Alignment]) -> list[str]:
    """The rows as lines, each column as wide as its widest cell; every row has a cell per alignment."""
    widths = [max((width(row[index]) for row in rows), default=0) for index in range(len(alignments))]
    return [
        _GAP.join(
            padded(cell, places, alignment) for cell, places, alignment in zip(row, widths, alignments, strict=True)
        ).rstrip()
        for row in rows
    ]


def wrapped(text: str, places: int, hanging: str = "") -> list[str]:
    """The text in lines of at most `places`, the second and later ones behind `hanging`.

    Breaks between words, and anywhere between full-width characters except before a mark that may not open a line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        room = places - (width(hanging) if lines else 0)
        if line and width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    return [lines[0], *(hanging + rest for rest in lines[1:])]


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _pieces(text: str) -> list[str]:
    """The text cut wherever a line may break, every piece with the space that follows it."""
    pieces: list[str] = []
    for character in text:
        joins = bool(pieces) and (
            character in _KINSOKU
            or character == " "
            or not (_is_wide(character) or _is_wide(pieces[-1][-1]) or pieces[-1].endswith(" "))
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces

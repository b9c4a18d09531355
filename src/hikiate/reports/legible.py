"""Legible text: words from outside, made safe to put before people.

Control and direction characters could move a terminal's cursor or turn a line around; they are shown as their code,
and any run of white space becomes one space.
"""

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK = re.compile(r"\s+")
_JOINER = "\u200d"


def legible(text: str) -> str:
    """The text on one line, every character of it visible: an escape sign becomes `[U+001B]`."""
    return "".join(_shown(character) for character in _BLANK.sub(" ", text))


def code_shown(character: str) -> str:
    """A character that cannot be shown, as its code: `[U+001B]`."""
    return f"[U+{ord(character):04X}]"


def _shown(character: str) -> str:
    if character != _JOINER and unicodedata.category(character) in _HIDDEN:
        return code_shown(character)
    return character

"""Cursors: where the next page of a list begins, by the key of the last row and not by a count of rows."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, TypeVar

from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.findings import Refused
from hikiate.kernel.parsing import json_values

PATTERN = r"^[A-Za-z0-9_=-]{1,200}$"
BEYOND = 2**62

T = TypeVar("T")


def cursor(kind: str, key: int) -> str:
    """A cursor after the row with this key in lists of a kind."""
    return urlsafe_b64encode(json.dumps([kind, key]).encode()).decode()


def after(kind: str, text: str | None) -> int:
    """The key that a cursor stands for, 0 without one; Refused for one that this list did not give."""
    if text is None:
        return 0
    try:
        read: Any = json_values(urlsafe_b64decode(text))
    except (binascii.Error, ValueError):
        read = None
    match read:
        case [str() as said, int() as key] if said == kind and not isinstance(key, bool) and 0 <= key <= BEYOND:
            return key
    wanted = "the value of `next` in the page before", "前ページの next の値"
    raise Refused([WRONG_VALUE.at("query cursor", value=text, wanted=wanted[0], wanted_ja=wanted[1])])


def cut(rows: Sequence[T], limit: int) -> tuple[list[T], bool]:
    """A page of rows of which one more than its limit was asked for, and whether another page follows."""
    return list(rows[:limit]), len(rows) > limit

"""Texts in TOML and JSON read as plain values within bounds, so that what no document holds is refused as no document.

The parsers of the language call themselves for every list within a list, and so do those who later show or write the
values. A file that is nested deeper than any document is, or that has a number of thousands of digits, raises
`Unparsed` here, which is a ValueError like every other fault of spelling.
"""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

DEPTH_MAX = 64
"""Documents of ours are nested less than ten deep."""


_HALF = re.compile(r"\\ud[89a-f]", re.IGNORECASE)


class Unparsed(ValueError):
    """A text that is no document."""


def toml_values(text: str, *, parse_float: Callable[[str], Any] | None = None) -> dict[str, Any]:
    """The table of a TOML text; ValueError where it is none. Decimals as `parse_float` makes them."""
    try:
        read = tomllib.loads(text) if parse_float is None else tomllib.loads(text, parse_float=parse_float)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise _unparsed(error) from None
    _require_shallow(read)
    return read


def json_values(content: str | bytes, *, with_halves: bool = False, **hooks: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The value of a JSON text, with the hooks of `json.loads`; ValueError where it is none, or bytes are no UTF-8.

    JSON can spell halves of characters, which no file and no page can show. They are refused, but for a reader that
    looks for them itself (`with_halves`).
    """
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    try:
        read = json.loads(text, **hooks)  # type: ignore[arg-type] # hooks of several kinds, by their names
    except RecursionError as error:
        raise _unparsed(error) from None
    _require_shallow(read)
    if not with_halves and _HALF.search(text) and _has_halves(read):
        raise Unparsed("half of a character, which is no text / 文字の片割れ（サロゲート）")
    return read


def _has_halves(read: object) -> bool:
    written = json.dumps(read, ensure_ascii=False, default=str)
    return any("\ud800" <= letter <= "\udfff" for letter in written)


def _unparsed(error: ValueError | RecursionError) -> Unparsed:
    if isinstance(error, RecursionError):
        return _too_deep()
    # The one other fault that the parser of TOML leaves to the language: a number too long to be one.
    return Unparsed(str(error).partition(";")[0])


def _too_deep() -> Unparsed:
    return Unparsed(f"values within values, more than {DEPTH_MAX} deep / {DEPTH_MAX} 段を超える入れ子")


def _require_shallow(read: object) -> None:
    level, depth = [read], 0
    while level:
        depth += 1
        if depth > DEPTH_MAX:
            raise _too_deep()
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
            if isinstance(inner, dict | list)
        ]

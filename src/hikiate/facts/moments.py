"""A moment as text: a day of the years 1000 to 2999, a time to the second or finer, and the offset of its clock.

One pattern serves a cell read alone and a column read by the million, so that both refuse the same texts.
"""

import re
from datetime import datetime

MOMENT = (
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
YEARS = (1000, 2999)

_MOMENT = re.compile(MOMENT, re.ASCII)


def read_moment(text: str) -> datetime:
    """Read a moment with offset; ValueError for anything else. Beyond microseconds it is cut off."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"{text!r} is no moment with offset")
    return datetime.fromisoformat(text)


def as_moment(value: object) -> datetime | None:
    """A moment with offset out of a value of TOML, which has moments of its own or text; None for anything else."""
    if isinstance(value, str):
        try:
            return read_moment(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and value.tzinfo is not None and YEARS[0] <= value.year <= YEARS[1]:
        return value
    return None

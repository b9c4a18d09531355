"""A rate is an exact fraction, written as decimal text ("0.02") or as a fraction ("5/100")."""

import re
from fractions import Fraction

_RATE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:/[1-9][0-9]*)?", re.ASCII)


def rate(text: str) -> Fraction:
    """Read a rate; ValueError for anything but "0.02", "5/100" or "0.2/10000"."""
    if not _RATE.fullmatch(text):
        raise ValueError(f"{text!r} is no rate; wanted decimal text or a fraction such as 5/100")
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or "1")

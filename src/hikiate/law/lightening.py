"""Lightening: whether another value would make a duty lighter than the one that stands enacted.

Most numbers of law are amounts of a duty: less of them is lighter. A limit of what is allowed (`…_max`) and a time to
do something in are lighter the larger they are. `off` takes a duty away, but takes a cap off, or a permission back.
"""

from hikiate.kernel.rates import rate
from hikiate.law.provisions import OFF, Version

_PERMISSIONS = frozenset({"insurance_offset", "excess_release"})
_CAP = "cap"
_TIMES = frozenset({"days", "business_days", "months"})
_WORDS = frozenset({"names", "day"})


def is_lighter(key: str, unit: str, value: str | None, enacted: Version) -> bool:
    """Whether `value` of the provision `key` asks less than an enacted version does; no value asks for no number."""
    if value is None or value == enacted.value or unit in _WORDS:
        return False
    if unit == "switch":
        return (value == OFF) != (key in _PERMISSIONS)
    if OFF in {value, enacted.value}:
        return (value == OFF) != (key == _CAP)
    new, old = rate(value), enacted.number
    return new > old if is_limit(key, unit) else new < old


def is_limit(key: str, unit: str) -> bool:
    """Whether more of a provision allows more: a highest share, or days in which something is to be done."""
    return key.endswith("_max") or (unit in _TIMES and not key.endswith("_min"))

"""The firm itself: what rulebooks of other countries ask of it and no table holds (`[firm]` of `exchange.toml`).

Every key may be left out. A rulebook that needs one that is not there says so, and answers nothing that stands on it.
"""

from typing import Any, NamedTuple

from hikiate.facts import faults
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding

_FILE = "exchange.toml"
CLASSES = {
    "mica_class": ("1", "2", "3"),
    "korean_market": ("won_market", "coin_market", "custody"),
    "vara_class": ("exchange_with_vara_custodian", "exchange", "custody"),
}
"""What sort of firm it is, by the words of the law that sorts it."""

AMOUNTS = ("fixed_overheads", "own_funds", "average_daily_deposits")
"""Sums in the reporting currency: last year's fixed overheads, own funds of the day, mean of customers' daily money."""


class Firm(NamedTuple):
    """What `[firm]` says; None for a key that is not there. Money is whole minor units of the reporting currency."""

    mica_class: str | None = None
    korean_market: str | None = None
    vara_class: str | None = None
    fixed_overheads: int | None = None
    own_funds: int | None = None
    average_daily_deposits: int | None = None


NO_FIRM = Firm()
"""A firm of which nothing is said."""


def read_firm(record: object, scale: int) -> tuple[Firm, list[Finding]]:
    """The firm of a `[firm]` section, and every fault of it; `scale` is the reporting currency's."""
    if not isinstance(record, dict):
        return NO_FIRM, [_wrong("firm", record, "a section [firm]", "[firm] の節")]
    keys = (*CLASSES, *AMOUNTS)
    found = [
        faults.UNKNOWN_KEY.at(f"{_FILE} key firm", value=key, keys=", ".join(sorted(keys)))
        for key in sorted(set(record) - set(keys))
    ]
    read: dict[str, Any] = {}
    for key, choices in CLASSES.items():
        if key in record and str(record[key]) not in choices:
            among = ", ".join(choices)
            found.append(_wrong(f"firm.{key}", record[key], f"one of {among}", f"次のいずれか: {among}"))
        read[key] = str(record[key]) if key in record else None
    for key in AMOUNTS:
        value = record.get(key)
        try:
            read[key] = None if value is None else minor_units(_amount_text(value), scale)
        except AmountRefused:
            found.append(
                _wrong(
                    f"firm.{key}", value, 'an amount as text, such as "5000000000"', '文字列の金額（例 "5000000000"）'
                )
            )
    return (NO_FIRM, found) if found else (Firm(**read), [])


def _amount_text(value: object) -> str:
    """The text of an amount; blank for what no amount is written as."""
    is_written = isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    return str(value) if is_written else ""


def _wrong(key: str, value: object, wanted: str, wanted_ja: str) -> Finding:
    return faults.WRONG_VALUE.at(f"{_FILE} key {key}", value=value, wanted=wanted, wanted_ja=wanted_ja)

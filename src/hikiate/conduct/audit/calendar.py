"""Due days around a base date: audit, its report, and the filings of the year and of each quarter."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from hikiate.kernel.days import Period, months_after
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term

_QUARTERS = 4
_QUARTER_MONTHS = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due by when: counted from `anchor`, the last day of what it is about."""

    id: str
    words: Term
    anchor: date
    due: date
    law: str
    status: Status
    source: str


def due_days(base: date, year: Period) -> tuple[Due, ...]:
    """What is due around a base date in a fiscal year, the next first; nothing by law that is not in force that day."""
    text = files("hikiate.conduct.audit").joinpath("due_days.toml").read_text(encoding="utf-8")
    made = [
        _due(plain, anchor)
        for plain in tomllib.loads(text)["due"]
        if plain["in_force_from"] <= base < plain["in_force_until"]
        for anchor in _anchors(plain["anchor"], base, year)
    ]
    return tuple(sorted(made, key=lambda due: (due.due, due.id)))


def _due(plain: Mapping[str, Any], anchor: date) -> Due:
    return Due(
        id=plain["id"],
        words=Term(**plain["words"]),
        anchor=anchor,
        due=last_day(anchor, plain["months"]),
        law=plain["law"],
        status=Status(plain["status"]),
        source=plain["source"],
    )


def last_day(anchor: date, months: int) -> date:
    """The last day of so many months, counted from the day after: one month from 30 June ends on 31 July."""
    return months_after(anchor + _DAY, months) - _DAY


def _anchors(kind: str, base: date, year: Period) -> Iterator[date]:
    match kind:
        case "base":
            yield base
        case "year_end":
            yield year.end - _DAY
        case _:
            yield from (
                months_after(year.start, _QUARTER_MONTHS * (quarter + 1)) - _DAY for quarter in range(_QUARTERS)
            )

"""Days, half-open periods, fiscal years, and deadlines on Japan's business calendar.

Every period is half-open: it holds its first day and not its end. A deadline "within N business days, counted from the
day after" is the N-th business day after the day on which the duty arose.
"""

import re
from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

JAPAN = timezone(timedelta(hours=9))
"""Japan's clock, which has no summer time."""

_MONTH_AND_DAY = re.compile(r"[0-9]{2}-[0-9]{2}", re.ASCII)
_ORDINARY_YEAR = 2001
_SATURDAY = 5
_SURELY_KNOWN = "JP"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def day_of(moment: datetime) -> date:
    """The calendar day of a moment on the clock it was written with."""
    return moment.date()


def japan_text(moment: datetime) -> str:
    """A moment as people in Japan read it, to the minute: `2026-11-20 09:00`."""
    return moment.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")


def fiscal_year(day: date, first_day: str) -> Period:
    """The fiscal year that holds `day`, where `first_day` is "MM-DD", the first day of every fiscal year.

    Raises ValueError for a `first_day` that is written otherwise or that some years do not have (29 February).
    """
    if not _MONTH_AND_DAY.fullmatch(first_day):
        raise ValueError(f"{first_day!r} is no month and day; wanted MM-DD")
    start = date.fromisoformat(f"{_ORDINARY_YEAR}-{first_day}").replace(year=day.year)
    if start > day:
        start = start.replace(year=day.year - 1)
    return Period(start, start.replace(year=start.year + 1))


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_after(day: date, months: int) -> date:
    """The same day so many months later (before, where negative); the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class BusinessCalendar:
    """Business days of a jurisdiction: every day but Saturdays, Sundays and public holidays.

    The days from 31 December to 3 January that are bank holidays but no public holidays count as business days: the
    orders do not define 営業日, and a due day that is too early harms nobody (docs/adr/0004).

    `jurisdiction` is an ISO 3166 code such as "JP"; ValueError where its holidays are not known. They load slowly, and
    most days need none: Japan's are loaded when first asked for, and of any other country it is made sure at once.
    """

    def __init__(self, jurisdiction: str) -> None:
        self._jurisdiction = jurisdiction
        if jurisdiction != _SURELY_KNOWN:
            self._is_holiday(date.min)

    def _is_holiday(self, day: date) -> bool:
        return day in _holidays(self._jurisdiction)

    def is_business_day(self, day: date) -> bool:
        """Whether `day` is neither a weekend day nor a public holiday."""
        return day.weekday() < _SATURDAY and not self._is_holiday(day)

    def deadline(self, arose: date, business_days: int) -> date:
        """The last day to repair what arose on `arose`, counting `business_days` from the day after; 0 is that day."""
        day = arose
        remaining = business_days
        while remaining > 0:
            day += timedelta(days=1)
            remaining -= self.is_business_day(day)
        return day


@cache
def _holidays(jurisdiction: str) -> Container[date]:
    from holidays import country_holidays  # noqa: PLC0415 - slow to load, and only a deadline needs it

    try:
        return country_holidays(jurisdiction)
    except NotImplementedError:
        raise ValueError(f"the public holidays of {jurisdiction!r} are not known") from None

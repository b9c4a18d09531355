"""Days: half-open periods, fiscal years, and deadlines that count business days from the day after."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.kernel.days import BusinessCalendar, Period, day_of, fiscal_year, years_before

JAPAN = BusinessCalendar("JP")

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
first_days = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: f"{day:%m-%d}")


@given(days, st.integers(0, 1000), days)
def test_a_period_holds_its_first_day_and_not_its_end(start: date, length: int, day: date) -> None:
    """Periods that meet share no day and leave none out."""
    end = start + timedelta(days=length)
    period = Period(start, end)
    assert (day in period) == (0 <= (day - start).days < length)
    assert end not in period
    assert (start in period) == (length > 0)


def test_the_day_of_a_moment_is_the_one_on_its_own_clock() -> None:
    """A moment after midnight in Japan is the new day there and the old one in UTC."""
    moment = datetime(2026, 9, 19, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    assert day_of(moment) == date(2026, 9, 19)
    assert day_of(moment.astimezone(UTC)) == date(2026, 9, 18)


@pytest.mark.parametrize(
    ("day", "first_day", "start", "end"),
    [
        ("2027-03-31", "04-01", "2026-04-01", "2027-04-01"),
        ("2027-04-01", "04-01", "2027-04-01", "2028-04-01"),
        ("2026-12-31", "01-01", "2026-01-01", "2027-01-01"),
        ("2024-02-29", "04-01", "2023-04-01", "2024-04-01"),
        ("2024-02-29", "03-01", "2023-03-01", "2024-03-01"),
        ("2024-02-29", "02-28", "2024-02-28", "2025-02-28"),
        ("2024-02-28", "02-28", "2024-02-28", "2025-02-28"),
        ("2025-02-27", "02-28", "2024-02-28", "2025-02-28"),
    ],
)
def test_the_fiscal_year_holds_its_day(day: str, first_day: str, start: str, end: str) -> None:
    """The last day before the first day of the next year is still in, and 29 February falls where it should."""
    wanted = Period(date.fromisoformat(start), date.fromisoformat(end))
    assert fiscal_year(date.fromisoformat(day), first_day) == wanted


@given(days, first_days)
def test_every_day_is_in_the_fiscal_year_that_is_said_to_hold_it(day: date, first_day: str) -> None:
    """A fiscal year is one year long and begins on the first day that was asked for."""
    year = fiscal_year(day, first_day)
    assert day in year
    assert f"{year.start:%m-%d}" == f"{year.end:%m-%d}" == first_day
    assert year.end.year == year.start.year + 1
    assert fiscal_year(year.end, first_day).start == year.end


@pytest.mark.parametrize(
    "first_day", ["02-29", "4-1", "", "04", "13-01", "04-31", "0401", "W10-1", "04-01 ", "０４-01"]
)
def test_a_first_day_that_not_every_year_has_is_refused(first_day: str) -> None:
    """29 February begins no fiscal year, and a day written in another way is not guessed at, in any year."""
    for day in (date(2023, 6, 1), date(2024, 6, 1)):
        with pytest.raises(ValueError, match=r"month|isoformat"):
            fiscal_year(day, first_day)


@pytest.mark.parametrize(
    ("day", "years", "wanted"),
    [
        ("2024-02-29", 1, "2023-02-28"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2026-03-31", 3, "2023-03-31"),
        ("2026-03-31", 0, "2026-03-31"),
    ],
)
def test_the_same_day_years_before(day: str, years: int, wanted: str) -> None:
    """29 February becomes 28 February only in a year that has none."""
    assert years_before(date.fromisoformat(day), years) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("business_days", "wanted"), [(0, "2026-09-18"), (1, "2026-09-24"), (2, "2026-09-25"), (5, "2026-09-30")]
)
def test_repair_days_run_over_the_silver_week(business_days: int, wanted: str) -> None:
    """What arises on Friday 2026-09-18 waits for the weekend, two holidays and the citizens' holiday between them."""
    assert JAPAN.deadline(date(2026, 9, 18), business_days) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("day", "open_then"),
    [
        ("2026-09-18", True),
        ("2026-09-19", False),
        ("2026-09-20", False),
        ("2026-09-21", False),
        ("2026-09-22", False),
        ("2026-09-23", False),
        ("2026-09-24", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_weekends_and_public_holidays_are_no_business_days(day: str, open_then: bool) -> None:  # noqa: FBT001 - a parametrised value
    """31 December is a bank holiday and no public one, and counts as a business day."""
    assert JAPAN.is_business_day(date.fromisoformat(day)) is open_then


@given(days, st.integers(1, 20))
def test_a_deadline_has_its_number_of_business_days_behind_it(arose: date, business_days: int) -> None:
    """Counted from the day after, the deadline is itself the last of the business days."""
    due = JAPAN.deadline(arose, business_days)
    after = [arose + timedelta(days=ahead) for ahead in range(1, (due - arose).days + 1)]
    assert sum(JAPAN.is_business_day(day) for day in after) == business_days
    assert JAPAN.is_business_day(due)


def test_a_jurisdiction_without_known_holidays_is_refused() -> None:
    """No calendar is made up for a place that has none."""
    with pytest.raises(ValueError, match="'XX' are not known"):
        BusinessCalendar("XX")

"""Working days of the demo's year, from the holidays of the reference data."""

from datetime import date, timedelta
from functools import cache

from yuping.core.workdays import Calendar, add_workdays, is_workday
from yuping.demo.plan.scenario import fixture


@cache
def calendar() -> Calendar:
    """The holidays that the reference data knows."""
    rows = fixture("holidays")["rows"]
    return Calendar.of((date.fromisoformat(row["day"]), row["is_workday"]) for row in rows)


@cache
def workday_after(day: date, count: int) -> date:
    """The so-many-th working day after a day; with 0 the day itself, or the next one that is worked."""
    if count or is_workday(day, calendar()):
        return add_workdays(day, count, calendar())
    return add_workdays(day, 1, calendar())


@cache
def workday_before(day: date, count: int) -> date:
    """The so-many-th working day before a day."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_workday(day, calendar()):
            day -= timedelta(days=1)
    return day


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)

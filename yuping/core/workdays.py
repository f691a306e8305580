"""Working days, counted over a given table of holidays and of weekend days worked in exchange. Pure.

Notices run for full working days: the day on which something is posted does not count, and the time is over
at the end of the n-th working day after it. For a year whose holidays are not in the table, Monday to
Friday are counted, and `unknown_years` tells so that the screen can say it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The days on which the ordinary week does not hold, and the years for which they are known."""

    holidays: frozenset[date] = frozenset()
    makeup_workdays: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, days: Iterable[tuple[date, bool]]) -> "Calendar":
        """From pairs of a listed day and whether it is worked.

        A year is known when its 1 October is listed: the notice of every year names that day, while days
        around New Year can stand in the notice of the neighbouring year.
        """
        listed = dict(days)
        return cls(
            holidays=frozenset(day for day, worked in listed.items() if not worked),
            makeup_workdays=frozenset(day for day, worked in listed.items() if worked),
            known_years=frozenset(day.year for day in listed if (day.month, day.day) == (10, 1)),
        )


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether a day is worked."""
    if day in calendar.makeup_workdays:
        return True
    return day.weekday() < _SATURDAY and day not in calendar.holidays


def add_workdays(start: date, count: int, calendar: Calendar) -> date:
    """The `count`-th full working day after `start`; `start` itself for 0. Raises `ValueError` for less."""
    if count < 0:
        raise ValueError("working days are counted forward")
    day = start
    for _ in range(count):
        day += _DAY
        while not is_workday(day, calendar):
            day += _DAY
    return day


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """How many full working days lie after `start`, up to and with `end`; 0 when `end` is not later."""
    days = (start + offset * _DAY for offset in range(1, (end - start).days + 1))
    return sum(is_workday(day, calendar) for day in days)


def unknown_years(start: date, end: date, calendar: Calendar) -> list[int]:
    """The years from `start` to `end` whose holidays the calendar does not know."""
    return [year for year in range(start.year, end.year + 1) if year not in calendar.known_years]

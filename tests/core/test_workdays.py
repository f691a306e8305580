from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.workdays import Calendar, add_workdays, is_workday, unknown_years, workdays_between

NATIONAL_DAYS = [(date(2016, 10, day), False) for day in range(1, 8)]
CALENDAR = Calendar.of([*NATIONAL_DAYS, (date(2016, 10, 8), True), (date(2016, 10, 9), True)])
DATES = st.dates(date(2016, 1, 1), date(2018, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2016, 9, 30), True),
        (date(2016, 10, 1), False),
        (date(2016, 10, 3), False),
        (date(2016, 10, 7), False),
        (date(2016, 10, 8), True),
        (date(2016, 10, 9), True),
        (date(2016, 10, 15), False),
        (date(2030, 10, 1), True),
    ],
)
def test_holidays_and_days_worked_in_exchange_break_the_week(day, worked):
    assert is_workday(day, CALENDAR) is worked


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2016, 9, 30), 1, date(2016, 10, 8)),
        (date(2016, 9, 30), 7, date(2016, 10, 14)),
        (date(2016, 9, 28), 7, date(2016, 10, 12)),
        (date(2016, 10, 1), 1, date(2016, 10, 8)),
        (date(2016, 10, 1), 0, date(2016, 10, 1)),
        (date(2016, 12, 30), 1, date(2017, 1, 2)),
    ],
)
def test_the_posting_day_does_not_count(start, count, end):
    assert add_workdays(start, count, CALENDAR) == end


def test_working_days_are_not_counted_backward():
    with pytest.raises(ValueError):
        add_workdays(date(2016, 10, 1), -1, CALENDAR)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2016, 9, 30), date(2016, 10, 9), 2),
        (date(2016, 9, 30), date(2016, 9, 30), 0),
        (date(2016, 10, 9), date(2016, 9, 30), 0),
    ],
)
def test_days_between_count_the_last_but_not_the_first(start, end, count):
    assert workdays_between(start, end, CALENDAR) == count


def test_years_without_holidays_are_told():
    assert unknown_years(date(2016, 12, 20), date(2018, 1, 3), CALENDAR) == [2017, 2018]
    assert unknown_years(date(2016, 1, 1), date(2016, 12, 31), CALENDAR) == []


def test_a_single_day_from_the_neighbours_notice_does_not_make_a_year_known():
    assert Calendar.of([(date(2018, 12, 31), False)]).known_years == frozenset()


@settings(max_examples=100)
@given(DATES, st.integers(1, 60))
def test_the_end_is_a_working_day_and_counts_back(start, count):
    end = add_workdays(start, count, CALENDAR)

    assert is_workday(end, CALENDAR)
    assert workdays_between(start, end, CALENDAR) == count
    assert workdays_between(start, end - timedelta(days=1), CALENDAR) == count - 1

"""What an agreement owes and when."""

import datetime
from decimal import Decimal

import pytest

from dividends.schedule import Part, schedule, years_after
from tests.dividends.test_policy import EDITION


def test_three_dividends_and_the_principal_fall_due():
    rows = schedule(EDITION, first_due=datetime.date(2016, 11, 10), matures_on=datetime.date(2019, 3, 1))

    assert [(row.part, row.due_on.isoformat(), row.year) for row in rows] == [
        (Part.DIVIDEND, "2016-11-10", 2016),
        (Part.DIVIDEND, "2017-11-10", 2017),
        (Part.DIVIDEND, "2018-11-10", 2018),
        (Part.PRINCIPAL, "2019-03-01", 2019),
    ]
    assert sum(row.household_amount for row in rows) == Decimal("12000.00")
    assert sum(row.village_amount for row in rows) == Decimal("3000.00")
    assert sum(row.principal_amount for row in rows) == EDITION.principal


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [("2016-02-29", 1, "2017-02-28"), ("2016-02-29", 4, "2020-02-29"), ("2016-03-01", 3, "2019-03-01")],
)
def test_a_leap_day_falls_back_to_the_28th(day, years, expected):
    assert years_after(datetime.date.fromisoformat(day), years).isoformat() == expected

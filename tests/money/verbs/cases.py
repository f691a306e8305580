"""What a case of a money verb is, and the days and sums that the cases share."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from tests.dividends.conftest import Year

Call = Callable[[], object]
CASES: dict[str, Callable[[Year], Call]] = {}
FIFTY = Decimal("50000.00")
DRAWN, NOVEMBER = datetime.date(2016, 3, 10), datetime.date(2016, 11, 30)


def case(prepare: Callable[[Year], Call]) -> Callable[[Year], Call]:
    CASES[prepare.__name__] = prepare
    return prepare

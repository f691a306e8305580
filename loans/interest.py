"""Loan interest and the county's subsidy of it. Pure.

Interest settles on the 20th of March, June, September and December; a quarter runs from the 21st to that 20th, both
counted. Actual days over 360; the day the money goes out counts, the day it comes back doesn't (算头不算尾). Each
loan's amount is rounded to the fen once per quarter, half up, and sums add the rounded lines: that is how the bank's
bill is made. Amounts are yuan, rates per cent a year.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

from yuping.core.money import ZERO, to_fen, yuan

DAYS_OF_THE_YEAR = 360
SETTLING_DAY = 20
MONTHS_OF_A_QUARTER = 3

_EXACT = Context(prec=60)


@dataclass(frozen=True, order=True)
class Quarter:
    """An interest quarter, named by the year and the number (1–4) of the quarter in which it settles."""

    year: int
    number: int

    @property
    def first_day(self) -> datetime.date:
        return self.previous.last_day + datetime.timedelta(days=1)

    @property
    def last_day(self) -> datetime.date:
        return datetime.date(self.year, self.number * MONTHS_OF_A_QUARTER, SETTLING_DAY)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @classmethod
    def holding(cls, day: datetime.date) -> "Quarter":
        """The quarter to which the interest of that day belongs."""
        quarter = cls(day.year, (day.month - 1) // MONTHS_OF_A_QUARTER + 1)
        return quarter.next if day > quarter.last_day else quarter

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read ``2016Q2``. Raises ``ValueError`` for anything else."""
        year, mark, number = text.partition("Q")
        if not (mark and len(year) == 4 and year.isdecimal() and number in {"1", "2", "3", "4"}):
            raise ValueError("a quarter is written like 2016Q2")
        return cls(int(year), int(number))


@dataclass(frozen=True)
class Debt:
    """What interest depends on: the money that went out, its rate, and the principal that came back.

    ``due_on`` is the day on which the loan has to be back; ``repaid`` holds (day, principal) in any order.
    """

    principal: Decimal
    rate_percent: Decimal
    drawn_on: datetime.date
    due_on: datetime.date
    repaid: tuple[tuple[datetime.date, Decimal], ...] = ()


@dataclass(frozen=True)
class Line:
    """The interest of one loan for one quarter: days with a balance, interest numbers (yuan × days), amount in yuan."""

    quarter: Quarter
    days: int
    numbers: Decimal
    amount: Decimal


def interest(numbers: Decimal, rate_percent: Decimal) -> Decimal:
    """The interest in yuan on ``numbers`` (yuan × days), rounded once, half up."""
    share = _EXACT.multiply(yuan(numbers), yuan(rate_percent))
    return to_fen(_EXACT.divide(share, Decimal(100 * DAYS_OF_THE_YEAR)))


def contract_line(debt: Debt, quarter: Quarter) -> Line:
    """The contract interest of the quarter up to the due date, without penalty."""
    return _line(debt, quarter, cap=None)


def subsidised_line(debt: Debt, quarter: Quarter, *, cap: Decimal, entitled_until: datetime.date | None = None) -> Line:
    """The part of the quarter's interest that the county pays.

    Nothing for days from the due date on (overdue or extended), for penalty, or for the balance above ``cap``.
    ``entitled_until`` is the first day on which the household is no longer entitled (removed by error, for instance).
    """
    end = min(debt.due_on, entitled_until) if entitled_until else debt.due_on
    return _line(Debt(debt.principal, debt.rate_percent, debt.drawn_on, end, debt.repaid), quarter, cap=cap)


def schedule(debt: Debt) -> list[Line]:
    """One line for each quarter from the day the money went out to the day it is due or all back."""
    lines = [contract_line(debt, quarter) for quarter in _quarters(debt.drawn_on, debt.due_on)]
    return [line for line in lines if line.days]


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of the rounded lines, never a rounding of the sum."""
    return sum((line.amount for line in lines), ZERO)


def _quarters(first: datetime.date, end: datetime.date) -> Iterator[Quarter]:
    quarter = Quarter.holding(first)
    while quarter.first_day < end:
        yield quarter
        quarter = quarter.next


def _line(debt: Debt, quarter: Quarter, *, cap: Decimal | None) -> Line:
    days, numbers = 0, Decimal(0)
    for balance, stretch in _stretches(debt, quarter):
        charged = balance if cap is None else min(balance, cap)
        if charged > 0:
            days += stretch
            numbers += charged * stretch
    return Line(quarter, days, numbers, interest(numbers, debt.rate_percent))


def _stretches(debt: Debt, quarter: Quarter) -> Iterator[tuple[Decimal, int]]:
    """(balance, days) for each stretch of the quarter over which the balance stands still."""
    start = max(debt.drawn_on, quarter.first_day)
    end = min(debt.due_on, quarter.last_day + datetime.timedelta(days=1))
    balance = yuan(debt.principal)
    for day, amount in sorted(debt.repaid):
        if start < day < end:
            yield balance, (day - start).days
            start = day
        if day < end:
            balance -= yuan(amount)
    if end > start:
        yield balance, (end - start).days

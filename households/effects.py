"""The quarters of a household's effects of assistance, put together by year. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from yuping.core.money import ZERO

KINDS_OF_INCOME = ("wage_income", "business_income", "property_income", "transfer_income")


@dataclass(frozen=True)
class Sums:
    """Amounts by kind in yuan, in the order of the form, and all of them together; ``row`` is the quarter, if one."""

    amounts: tuple[Decimal, ...]
    row: Any = None

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, ZERO)


@dataclass(frozen=True)
class YearOfQuarters:
    """A year: its quarters in order, and their sums."""

    year: int
    quarters: tuple[Sums, ...]
    sums: Sums


def by_year(rows: Iterable[Any]) -> list[YearOfQuarters]:
    """Quarters by year, the latest year first; rows carry ``year``, ``quarter`` and an amount for each kind."""
    in_order = sorted(rows, key=lambda row: (-row.year, row.quarter))
    return [_year(year, list(quarters)) for year, quarters in groupby(in_order, key=lambda row: row.year)]


def _year(year: int, rows: list[Any]) -> YearOfQuarters:
    quarters = tuple(Sums(tuple(getattr(row, name) for name in KINDS_OF_INCOME), row) for row in rows)
    columns = zip(*(quarter.amounts for quarter in quarters), strict=True)
    return YearOfQuarters(year, quarters, Sums(tuple(sum(column, ZERO) for column in columns)))

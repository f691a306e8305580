"""The indicators that the village collective's own entries answer, in 10,000 yuan."""

import datetime
from decimal import Decimal

from django.db.models import Sum

from villages.indicators import source
from villages.models import CollectiveEntry
from villages.querysets import CollectiveEntryQuerySet

TEN_THOUSAND = Decimal(10_000)


def _sums(rows: CollectiveEntryQuerySet) -> dict[str, Decimal]:
    totals = rows.order_by().values_list("village").annotate(total=Sum("amount"))
    return {code: max(total, Decimal(0)) / TEN_THOUSAND for code, total in totals}


def _entries(year: int, on: datetime.date) -> CollectiveEntryQuerySet:
    return CollectiveEntry.objects.all_areas(reason="indicators of every village").of_year(year).until(on).income()


@source("B13")
def all_income(year: int, on: datetime.date) -> dict[str, Decimal]:
    """Income of all classes."""
    return _sums(_entries(year, on))


@source("B14")
def operating_income(year: int, on: datetime.date) -> dict[str, Decimal]:
    """Income the village earns itself, without subsidies and returned taxes."""
    return _sums(_entries(year, on).operating_only())


@source("B15")
def dividend_income(year: int, on: datetime.date) -> dict[str, Decimal]:
    """Shares of dividends, known by the paper they came with."""
    return _sums(_entries(year, on).exclude(source_type=""))

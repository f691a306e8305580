"""The village indicators that agreements and jobs answer."""

import datetime

from django.db.models import Count, QuerySet

from dividends.models import Job, Participation
from villages.indicators import source

EVERYWHERE = "indicators of every village"


def _by_village(rows: QuerySet, counted: str) -> dict[str, int]:
    return dict(rows.order_by().values_list("village").annotate(n=Count(counted, distinct=True)))


@source("B20")
def invested_households(year: int, on: datetime.date) -> dict[str, int]:
    """Households whose loan stands in an agreement in force."""
    return _by_village(Participation.objects.all_areas(reason=EVERYWHERE).invested(on), "household")


@source("B21")
def persons_at_work(year: int, on: datetime.date) -> dict[str, int]:
    """Persons who hold a post that an agreement brought."""
    return _by_village(Job.objects.all_areas(reason=EVERYWHERE).filled(on), "member")

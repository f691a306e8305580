"""How data quality moves: problems found, put right and open, month by month, for each part of an area."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from households.models import Finding, FindingState
from yuping.accounts.access import Scope
from yuping.dashboard.places import Place, Places

MONTHS = 12
Counts = Counter[tuple[str, datetime.date]]


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month, and what stood open at its end."""

    first: datetime.date
    found: int
    mended: int
    open: int


@dataclass(slots=True)
class Course:
    """One area's problems over the months, and what is overdue or exempted on the last day."""

    place: Place
    months: list[Month] = field(default_factory=list)
    overdue: int = 0
    exempted: int = 0

    @property
    def found(self) -> int:
        return sum(month.found for month in self.months)

    @property
    def mended(self) -> int:
        return sum(month.mended for month in self.months)

    @property
    def before(self) -> int:
        """What stood open before the first of the months: with it, found and put right come to what is open."""
        first = self.months[0]
        return first.open - first.found + first.mended

    @property
    def open(self) -> int:
        return self.months[-1].open


def months_until(on: datetime.date, count: int = MONTHS) -> list[datetime.date]:
    """The first days of the month of a day and of the months before it, the oldest first."""
    last = on.year * 12 + on.month - 1
    return [datetime.date(at // 12, at % 12 + 1, 1) for at in range(last - count + 1, last + 1)]


def courses(place: Place, places: Places, on: datetime.date) -> tuple[Course, list[Course]]:
    """That of the area and those of its parts. Exempted problems are counted apart, whenever they were found."""
    months = months_until(on)
    found = _by_village(place.scope, on, "found_on")
    mended = _by_village(place.scope, on, "closed_on")
    standing = _standing(place.scope, on)
    whole, *parts = (_course(one, months, found, mended, standing) for one in (place, *places.parts(place)))
    return whole, parts


def _by_village(scope: Scope, on: datetime.date, day: str) -> Counts:
    """How many findings of each village were found, or put right, in each month up to the day."""
    rows = Finding.objects.in_area(scope).filter(**{f"{day}__lte": on}, village__counts_in_county=True)
    rows = rows.exclude(state=FindingState.EXEMPTED).order_by().annotate(month=TruncMonth(day))
    counted = rows.values("village", "month").annotate(count=Count("pk"))
    return Counter({tuple(row[:2]): row[2] for row in counted.values_list("village", "month", "count")})


def _standing(scope: Scope, on: datetime.date) -> dict[str, tuple[int, int]]:
    """(overdue, exempted) of each village now."""
    rows = Finding.objects.in_area(scope).filter(village__counts_in_county=True, found_on__lte=on).order_by()
    counted = rows.values("village").annotate(
        overdue=Count("pk", filter=Q(state=FindingState.OPEN, due_on__lt=on)),
        exempted=Count("pk", filter=Q(state=FindingState.EXEMPTED)),
    )
    return {village: (late, let) for village, late, let in counted.values_list("village", "overdue", "exempted")}


def _course(
    place: Place, months: list[datetime.date], found: Counts, mended: Counts, standing: dict[str, tuple[int, int]]
) -> Course:
    course = Course(place)
    there, gone = _in(place, found), _in(place, mended)
    waiting = sum(count for month, count in there.items() if month < months[0])
    waiting -= sum(count for month, count in gone.items() if month < months[0])
    for first in months:
        waiting += there[first] - gone[first]
        course.months.append(Month(first, there[first], gone[first], waiting))
    for village, (overdue, exempted) in standing.items():
        if place.scope.covers(village):
            course.overdue += overdue
            course.exempted += exempted
    return course


def _in(place: Place, counts: Counts) -> Counter[datetime.date]:
    """The counts of an area's villages by month."""
    sums: Counter[datetime.date] = Counter()
    for (village, month), count in counts.items():
        if place.scope.covers(village):
            sums[month] += count
    return sums

"""The village indicators that are counted from household files; from the latest yearly record not after the year."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from households.models import Household, HouseholdYear, Member, MemberYear, ProblemState, Visit
from households.policy.status import Flag
from villages.indicators import ratio, source

REASON = "an indicator is counted for all villages at once"
UNWELL = ["2", "3", "4"]
# Outside the township: in the county, in the province, beyond.
AWAY = ["2", "3", "4"]

Counts = Mapping[str, Decimal | int]


def _by_village(rows: QuerySet) -> dict[str, int]:
    return dict(rows.order_by().values_list("village").annotate(rows=Count("pk")))


def _on_file(on: datetime.date) -> QuerySet:
    return Household.objects.all_areas(reason=REASON).on_file(on)


def _persons(on: datetime.date) -> QuerySet:
    return Member.objects.all_areas(reason=REASON).in_household(on)


def _household_records(year: int, on: datetime.date) -> QuerySet:
    """The latest record of each household on file."""
    every = HouseholdYear.objects.all_areas(reason=REASON).filter(year__lte=year, household__in=_on_file(on))
    latest = every.order_by("household_id", "-year").distinct("household_id")
    return HouseholdYear.objects.all_areas(reason=REASON).filter(pk__in=latest.values("pk"))


def _member_records(year: int, on: datetime.date) -> QuerySet:
    """The latest record of each member of a household on file."""
    every = MemberYear.objects.all_areas(reason=REASON).filter(year__lte=year, member__in=_persons(on))
    latest = every.order_by("member_id", "-year").distinct("member_id")
    return MemberYear.objects.all_areas(reason=REASON).filter(pk__in=latest.values("pk"))


def _appeals(year: int, on: datetime.date) -> QuerySet:
    """Visits of the year that found a problem."""
    visits = Visit.objects.all_areas(reason=REASON).filter(date__year=year, date__lte=on, withdrawn_on=None)
    return visits.exclude(problem_state=ProblemState.NONE)


@source("A03")
def registered_households(year: int, on: datetime.date) -> Counts:
    return _by_village(_on_file(on))


@source("A04")
def registered_persons(year: int, on: datetime.date) -> Counts:
    return _by_village(_persons(on))


@source("A05")
def persons_in_poverty(year: int, on: datetime.date) -> Counts:
    """Persons of households that have not left poverty; one without a record has not."""
    out = _household_records(year, on).filter(exit_flag=Flag.EXITED)
    return _by_village(_persons(on).exclude(household__in=out.values("household")))


def _of_records(records: Callable[[int, datetime.date], QuerySet], condition: Q) -> Callable[..., Counts]:
    """A source that counts the latest records that fit the condition."""
    return lambda year, on: _by_village(records(year, on).filter(condition))


source("A07")(_of_records(_member_records, Q(low_income_aid=True)))
source("A09")(_of_records(_member_records, Q(health__overlap=UNWELL)))
source("A10")(_of_records(_household_records, Q(unsafe_house=True)))
source("A11")(_of_records(_household_records, Q(safe_water=False)))
source("B22")(_of_records(_member_records, Q(work_region__in=AWAY)))


@source("C26")
def appeals(year: int, on: datetime.date) -> Counts:
    return _by_village(_appeals(year, on))


@source("C27")
def appeals_closed(year: int, on: datetime.date) -> Counts:
    """Of the year's appeals those closed by the day, in per cent."""
    closed = _by_village(_appeals(year, on).filter(closed_on__lte=on))
    return {
        village: ratio(Decimal(closed.get(village, 0)), Decimal(count))
        for village, count in _by_village(_appeals(year, on)).items()
    }

"""Rules over measures, trainings and relocations, against the need and the person they were meant for."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from households.models import HouseholdYear, Measure, MemberYear, Relocation, Training
from households.policy.quality import codes
from households.policy.quality.limits import MOVED_DAYS
from yuping.accounts.quality import Asked, Family, Level, Remedy, declared, of_form, verified
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
CLERK, CADRE = Role.TOWNSHIP_CLERK, Role.VILLAGE_CADRE


def _helped(asked: Asked, *purposes: str) -> Exists:
    """Whether the household of the outer query had a measure for the purpose in the year or the year before."""
    kinds = frozenset().union(*(codes.measures(purpose, asked.year) for purpose in purposes))
    years = (asked.year - 1, asked.year)
    return Exists(
        Measure.unguarded.filter(withdrawn_on=None, household=OuterRef("household"), category__in=kinds, year__in=years)
    )


def _without_help(asked: Asked, need: Q, *purposes: str) -> Iterator[tuple]:
    """Households that were helped this year, with nothing that answers their need.

    Without any measure nothing was planned yet, and the list of measures shows that; here the measure is the wrong one.
    """
    anything = Exists(Measure.unguarded.filter(withdrawn_on=None, household=OuterRef("household"), year=asked.year))
    records = HouseholdYear.unguarded.filter(need, year=asked.year, household__state="active").order_by()
    rows = asked.within(records.filter(anything, ~_helped(asked, *purposes)))
    for row in rows.values_list("village_id", "household_id"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="householdyear.main_cause measure.category measure.year",
    sources=verified("5_18_001"),
    owner=CADRE,
    remedy=Remedy.MEASURE,
)
def illness_without_help(asked: Asked) -> Iterator[tuple]:
    return _without_help(asked, Q(main_cause=codes.ILLNESS), "health", "allowance")


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="householdyear.main_cause measure.category measure.year",
    sources=verified("5_18_002"),
    owner=CADRE,
    remedy=Remedy.MEASURE,
)
def schooling_without_help(asked: Asked) -> Iterator[tuple]:
    return _without_help(asked, Q(main_cause=codes.SCHOOL), "school")


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="householdyear.main_cause measure.category measure.year",
    sources=verified("5_18_003"),
    owner=CADRE,
    remedy=Remedy.MEASURE,
)
def disability_without_help(asked: Asked) -> Iterator[tuple]:
    return _without_help(asked, Q(main_cause=codes.DISABILITY), "health", "allowance")


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="householdyear.danger_level measure.category measure.year relocation.household",
    sources=verified("5_18_004"),
    owner=CLERK,
    remedy=Remedy.MEASURE,
)
def worst_house_without_help(asked: Asked) -> Iterator[tuple]:
    moving = Exists(Relocation.unguarded.filter(household=OuterRef("household")))
    return _without_help(asked, Q(danger_level="D") & ~Q(moving), "house")


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="measure.category memberyear.low_income_aid",
    sources=verified("4_11_015", "5_16_003"),
    owner=CADRE,
    remedy=Remedy.MEASURE,
)
def allowance_measure_without_aid(asked: Asked) -> Iterator[tuple]:
    """The ledger says allowance, and no member's answers of the year say that he receives it."""
    answers = MemberYear.unguarded.filter(household=OuterRef("household"), year=asked.year)
    kinds = codes.measures("allowance", asked.year)
    given = Measure.unguarded.filter(
        withdrawn_on=None, year=asked.year, category__in=kinds, household__state="active"
    ).order_by()
    rows = asked.within(given.filter(Exists(answers), ~Exists(answers.filter(low_income_aid=True))))
    for row in rows.values_list("village_id", "household_id").distinct():
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="measure.category memberyear.labour_skill",
    sources=verified("1111_3", "4_11_014"),
    owner=CADRE,
    remedy=Remedy.MEASURE,
)
def job_measure_without_labour(asked: Asked) -> Iterator[tuple]:
    """Help to find work for a household in which nobody can work."""
    answers = MemberYear.unguarded.filter(household=OuterRef("household"), year=asked.year)
    able = answers.filter(labour_skill__in=codes.ABLE | {"5"})
    kinds = codes.measures("work", asked.year)
    given = Measure.unguarded.filter(
        withdrawn_on=None, year=asked.year, category__in=kinds, household__state="active"
    ).order_by()
    rows = asked.within(given.filter(Exists(answers), ~Exists(able)))
    for row in rows.values_list("village_id", "household_id").distinct():
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="training.member training.from_on memberyear.school_status",
    sources=verified("5_15_011", "5_15_012"),
    owner=CADRE,
    remedy=Remedy.MEASURE,
)
def trained_while_at_school(asked: Asked) -> Iterator[tuple]:
    pupils = MemberYear.unguarded.filter(member=OuterRef("member"), year=asked.year).exclude(
        school_status__in=["", codes.NOT_AT_SCHOOL]
    )
    rows = asked.within(Training.unguarded.filter(Exists(pupils), from_on__year=asked.year).order_by())
    for row in rows.values_list("village_id", "household_id", "member_id").distinct():
        yield (*row, "", {})


@declared(
    level=WARNING,
    family=Family.MEASURE,
    reads="training.from_on member.left_on",
    sources=verified("5_15_011"),
    owner=CLERK,
    remedy=Remedy.MEASURE,
)
def trained_after_leaving(asked: Asked) -> Iterator[tuple]:
    rows = asked.within(Training.unguarded.filter(from_on__gt=F("member__left_on")).order_by())
    for row in rows.values_list("village_id", "household_id", "member_id").distinct():
        yield (*row, "", {})


@declared(
    level=WARNING,
    family=Family.HOUSING,
    reads="relocation.moved_in_on householdyear.unsafe_house",
    sources=of_form("易地扶贫搬迁"),
    owner=CLERK,
    remedy=Remedy.RECORD,
)
def relocated_but_unsafe(asked: Asked) -> Iterator[tuple]:
    """Moved into the new house before the year, and the year's record still says unsafe."""
    moved = Relocation.unguarded.filter(household=OuterRef("household"), moved_in_on__year__lt=asked.year)
    records = HouseholdYear.unguarded.filter(year=asked.year, unsafe_house=True, household__state="active").order_by()
    for row in asked.within(records.filter(Exists(moved))).values_list("village_id", "household_id"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.HOUSING,
    reads="relocation.moved_in_on relocation.old_house_gone",
    sources=of_form("旧房拆除"),
    owner=CLERK,
    remedy=Remedy.MEASURE,
    limits=[MOVED_DAYS],
)
def old_house_still_stands(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=MOVED_DAYS.of(asked.year))
    moved = Relocation.unguarded.filter(old_house_gone=False, moved_in_on__lt=before, household__state="active")
    for village, household, row, day in asked.within(moved.order_by()).values_list(
        "village_id", "household_id", "pk", "moved_in_on"
    ):
        yield village, household, None, f"relocation:{row}", {"date": day.isoformat()}

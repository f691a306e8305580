"""Rules over yearly records: one year against the next, and the record against what was decided and paid."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Abs

from households.effects import KINDS_OF_INCOME
from households.models import QUARTERS, Household, HouseholdQuarter, HouseholdYear, StatusChange
from households.models.year import INCOME_ITEMS
from households.policy.quality.limits import EXIT_MONTHS, INCOME_TIMES, PERSONS_APART, QUARTERS_APART
from yuping.accounts.quality import Asked, Family, Level, Remedy, audited, declared, of_form, of_scheme, verified
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
CLERK, CADRE = Role.TOWNSHIP_CLERK, Role.VILLAGE_CADRE
EXIT, RETURN = "2", "3"
DAYS_A_MONTH = 30


def _records(asked: Asked) -> object:
    """This year's records of households on file."""
    rows = HouseholdYear.unguarded.filter(year=asked.year, household__state="active").order_by()
    return asked.within(rows)


def _last_year(asked: Asked) -> object:
    """Last year's record of the household of the outer query."""
    return HouseholdYear.unguarded.filter(household=OuterRef("household"), year=asked.year - 1).order_by()


def _beside_last_year(asked: Asked, column: str) -> object:
    """This year's records with last year's value of a column as ``before``; without one they are left out."""
    return _records(asked).annotate(before=Subquery(_last_year(asked).values(column))).filter(before__isnull=False)


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="household.state householdyear.year",
    sources=[*of_form("分区年度"), *audited("2")],
    owner=CADRE,
    remedy=Remedy.RECORD,
    on_save=True,
)
def no_year_record(asked: Asked) -> Iterator[tuple]:
    record = HouseholdYear.unguarded.filter(household=OuterRef("pk"), year=asked.year)
    rows = Household.unguarded.filter(~Exists(record), state="active")
    for row in asked.within(rows, household="pk").values_list("village_id", "pk"):
        yield (*row, None, "", {"year": asked.year})


@declared(
    level=WARNING,
    family=Family.INCOME,
    reads="householdyear.dividend_income householdyear.dividends_recorded",
    sources=of_scheme("aac092"),
    owner=CADRE,
    remedy=Remedy.RECORD,
    on_save=True,
)
def dividend_differs(asked: Asked) -> Iterator[tuple]:
    rows = _records(asked).filter(dividends_recorded__gt=0).exclude(dividend_income=F("dividends_recorded"))
    columns = ("village_id", "household_id", "dividend_income", "dividends_recorded")
    for village, household, stated, recorded in rows.values_list(*columns):
        yield village, household, None, "", {"stated": str(stated), "recorded": str(recorded)}


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="householdyear.year household.registered_on",
    sources=[*of_form("分区年度"), *audited("2")],
    owner=CLERK,
    remedy=Remedy.RECORD,
)
def gap_in_the_years(asked: Asked) -> Iterator[tuple]:
    """A record of this year and one of the year before last, none between."""
    one = HouseholdYear.unguarded.filter(household=OuterRef("household"))
    earlier, between = one.filter(year=asked.year - 2), one.filter(year=asked.year - 1)
    rows = _records(asked).filter(Exists(earlier), ~Exists(between))
    for row in rows.values_list("village_id", "household_id"):
        yield (*row, None, "", {"year": asked.year - 1})


@declared(
    level=WARNING,
    family=Family.INCOME,
    reads=" ".join(f"householdyear.{name}" for name in (*INCOME_ITEMS, "business_expense", "year")),
    sources=audited("2"),
    owner=CADRE,
    remedy=Remedy.RECORD,
)
def income_copied_from_last_year(asked: Asked) -> Iterator[tuple]:
    """Every item as last year's to the fen: copied and not asked again."""
    same = {name: OuterRef(name) for name in (*INCOME_ITEMS, "business_expense")}
    rows = _records(asked).filter(Exists(_last_year(asked).filter(**same)), total_income__gt=0)
    for row in rows.values_list("village_id", "household_id"):
        yield (*row, None, "", {"year": asked.year - 1})


@declared(
    level=WARNING,
    family=Family.INCOME,
    reads="householdyear.per_head_net_income householdyear.year",
    sources=[*audited("2", "16"), *verified("1111_18")],
    owner=CADRE,
    remedy=Remedy.RECORD,
    limits=[INCOME_TIMES],
)
def income_jumps(asked: Asked) -> Iterator[tuple]:
    """Several times last year's income per head, or a fraction of it."""
    times = INCOME_TIMES.of(asked.year)
    jumps = Q(per_head_net_income__gt=F("before") * times) | Q(before__gt=F("per_head_net_income") * times)
    rows = _beside_last_year(asked, "per_head_net_income").filter(jumps, before__gt=0, per_head_net_income__gt=0)
    columns = ("village_id", "household_id", "per_head_net_income", "before")
    for village, household, now, then in rows.values_list(*columns):
        yield village, household, None, "", {"now": str(now), "before": str(then)}


@declared(
    level=WARNING,
    family=Family.SHAPE,
    reads="householdyear.population_start householdyear.population_end householdyear.year",
    sources=of_form("年初家庭人口数", "年底家庭人口数"),
    owner=CADRE,
    remedy=Remedy.RECORD,
)
def persons_do_not_carry_over(asked: Asked) -> Iterator[tuple]:
    rows = _beside_last_year(asked, "population_end").filter(population_start__isnull=False)
    columns = ("village_id", "household_id", "population_start", "before")
    for village, household, start, ended in rows.exclude(population_start=F("before")).values_list(*columns):
        yield village, household, None, "", {"start": start, "end": ended}


@declared(
    level=WARNING,
    family=Family.SHAPE,
    reads="householdyear.population_start householdyear.population_end",
    sources=audited("3"),
    owner=CADRE,
    remedy=Remedy.RECORD,
    limits=[PERSONS_APART],
)
def many_more_or_fewer_persons(asked: Asked) -> Iterator[tuple]:
    apart = Abs(F("population_end") - F("population_start"))
    rows = _records(asked).filter(population_start__isnull=False).annotate(apart=apart)
    columns = ("village_id", "household_id", "population_start", "population_end")
    for village, household, start, end in rows.filter(apart__gte=PERSONS_APART.of(asked.year)).values_list(*columns):
        yield village, household, None, "", {"start": start, "end": end}


@declared(
    level=ERROR,
    family=Family.EXIT,
    reads="householdyear.exit_flag statuschange.kind",
    sources=verified("1_11_004"),
    owner=CLERK,
    remedy=Remedy.STATUS,
)
def exited_without_decision(asked: Asked) -> Iterator[tuple]:
    """The record says exited, last year's did not, and no exit was decided in the year."""
    decided = StatusChange.unguarded.filter(household=OuterRef("household"), kind=EXIT)
    rows = _beside_last_year(asked, "exit_flag").exclude(before="2").filter(~Exists(decided), exit_flag="2")
    for row in rows.values_list("village_id", "household_id"):
        yield (*row, None, "", {})


@declared(
    level=ERROR,
    family=Family.EXIT,
    reads="householdyear.exit_flag householdyear.year statuschange.kind",
    sources=of_form("aar010", "返贫年度"),
    owner=CLERK,
    remedy=Remedy.STATUS,
)
def poor_again_without_return(asked: Asked) -> Iterator[tuple]:
    returned = StatusChange.unguarded.filter(household=OuterRef("household"), kind=RETURN)
    rows = _beside_last_year(asked, "exit_flag").filter(~Exists(returned), before="2", exit_flag="1")
    for row in rows.values_list("village_id", "household_id"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.EXIT,
    reads="statuschange.date household.registered_on",
    sources=verified("2_11_002"),
    owner=CLERK,
    remedy=Remedy.STATUS,
    limits=[EXIT_MONTHS],
)
def exit_soon_after_entry(asked: Asked) -> Iterator[tuple]:
    soon = datetime.timedelta(days=EXIT_MONTHS.of(asked.year) * DAYS_A_MONTH)
    exits = StatusChange.unguarded.filter(kind=EXIT, date__lt=F("household__registered_on") + soon)
    for village, household, day in asked.within(exits).values_list("village_id", "household_id", "date"):
        yield village, household, None, "", {"date": day.isoformat()}


@declared(
    level=WARNING,
    family=Family.INCOME,
    reads=" ".join(
        [*(f"householdquarter.{name}" for name in ("year", "quarter", *KINDS_OF_INCOME)), "householdyear.total_income"]
    ),
    sources=of_form("帮扶成效"),
    owner=CADRE,
    remedy=Remedy.RECORD,
    limits=[QUARTERS_APART],
)
def quarters_differ_from_record(asked: Asked) -> Iterator[tuple]:
    """The income of the year before, asked by the quarter and once for the file. A year with gaps is not compared."""
    apart = Decimal(QUARTERS_APART.of(asked.year)) / 100
    quarters = HouseholdQuarter.unguarded.filter(household=OuterRef("household"), year=asked.year - 1).order_by()
    income = sum((Sum(name) for name in KINDS_OF_INCOME[1:]), Sum(KINDS_OF_INCOME[0]))
    whole = quarters.values("household").annotate(held=Count("pk"), income=income).filter(held=len(QUARTERS))
    far = Q(quarters__gt=F("total_income") * (1 + apart)) | Q(quarters__lt=F("total_income") * (1 - apart))
    rows = _records(asked).annotate(quarters=Subquery(whole.values("income"))).filter(far)
    columns = ("village_id", "household_id", "quarters", "total_income")
    for village, household, summed, stated in rows.values_list(*columns):
        yield village, household, None, "", {"year": asked.year - 1, "quarters": str(summed), "stated": str(stated)}

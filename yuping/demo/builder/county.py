"""The whole build: reference data, people, then every room's steps through the year."""

from datetime import date

from yuping.accounts import services
from yuping.core.models import Installation
from yuping.demo.builder import (
    advice,
    cases,
    casework,
    changes,
    checks,
    dividends,
    enterprises,
    households,
    jobs,
    loans,
    people,
    sales,
    villages,
)
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Report, Step, months, walk
from yuping.demo.plan import CountyPlan


def build(plan: CountyPlan, *, until: date, report: Report) -> int:
    """Bring the county to a day; returns how many steps were done. What stands already is left as it is.

    The business date goes along, month by month, so that no row of an interrupted build lies far behind it.
    """
    every, done = steps(plan), 0
    for _first, last in months(plan.scenario.as_of.year):
        day = min(last, until)
        done += walk(every, until=day, report=report)
        if Installation.objects.filter(business_date__lt=day).exists():
            services.move_demo_date(actor=person("sysadmin"), day=day)
        every = [step for step in every if step.day > day]
    if Installation.objects.filter(business_date__lt=until).exists():
        services.move_demo_date(actor=person("sysadmin"), day=until)
    return done


def steps(plan: CountyPlan) -> list[Step]:
    """Every step of the year; those of one day in the order of the rooms."""
    rooms = (villages, households, changes, casework, sales, cases, advice, loans, enterprises, jobs, dividends)
    through_the_year = (step for room in rooms for step in room.steps(plan))
    return [*people.steps(), *through_the_year, *villages.closing_steps(plan), *checks.closing_steps(plan)]

"""The builder's steps one by one: it stops at a day, goes on later, and leaves nothing half done."""

import datetime

import pytest

from villages.models import CollectiveEntry
from yuping.accounts import services
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation
from yuping.demo.builder.county import build
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Step, walk
from yuping.demo.plan import build_plan
from yuping.demo.plan.scenario import village_targets

WHY = "a test counts what was built"
OPENED = datetime.date(2016, 1, 1)


def test_a_build_up_to_a_day_stops_there_and_goes_on_later(db: None) -> None:
    plan = build_plan(only=[target.code for target in village_targets() if not target.invested][:1])
    build(plan, until=datetime.date(2016, 3, 31), report=list)

    assert Installation.objects.get().business_date == datetime.date(2016, 3, 31)
    entries = CollectiveEntry.objects.all_areas(reason=WHY)
    first = set(entries.values_list("date", flat=True))
    assert not {day for day in first if day > datetime.date(2016, 3, 31)}
    build(plan, until=datetime.date(2016, 12, 31), report=list)
    assert entries.count() == len(plan.base.entries)


def test_a_step_that_fails_leaves_nothing_half_done(db: None) -> None:
    plan = build_plan(only=[village_targets()[0].code])
    build(plan, until=OPENED, report=list)
    acts = AuditEntry.objects.count()

    def fail() -> None:
        services.create_user(actor=person("sysadmin"), username="somebody", full_name="某人", unit="office")
        raise ValueError("the step fails after its first verb")

    with pytest.raises(ValueError):
        walk([Step(OPENED, "fails", lambda: False, fail)], until=OPENED, report=list)
    assert AuditEntry.objects.count() == acts

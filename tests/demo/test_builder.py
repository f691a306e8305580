"""The builder brings a few villages through the year by the services, and a second time does nothing."""

import datetime

import pytest

from villages.models import CollectiveEntry, IndicatorState, IndicatorValue, TaskForce, VillageAccount, VillageGroup
from yuping.accounts import demo_signins
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation
from yuping.demo import signins
from yuping.demo.builder.county import build
from yuping.demo.builder.timeline import Step, walk
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.scenario import village_targets

END = datetime.date(2016, 12, 31)
WHY = "a test counts what was built"


@pytest.fixture(scope="session")
def small_plan() -> CountyPlan:
    """Two of the villages with invested households."""
    return build_plan(only=[target.code for target in village_targets() if target.invested][:2])


@pytest.fixture
def built(db: None, small_plan: CountyPlan) -> CountyPlan:
    """The two villages at the end of the year."""
    build(small_plan, until=END, report=list)
    return small_plan


def test_the_county_carries_the_demo_mark_and_the_last_day(built: CountyPlan) -> None:
    installation = Installation.objects.get()

    assert (installation.is_demo, installation.business_date) == (True, END)


def test_every_seat_has_one_confirmed_posting_and_its_published_password(built: CountyPlan) -> None:
    postings = Posting.objects.filter(confirmed_by__isnull=False).values_list("user__username", "role")

    assert sorted(postings) == sorted((seat.username, seat.role) for seat in signins.seats())
    assert all(user.check_password(signins.PASSWORD) for user in User.objects.all())
    assert not User.objects.filter(must_change_password=True).exists()


def test_two_people_sit_where_a_second_person_is_needed(built: CountyPlan) -> None:
    for role in (Role.INVESTMENT_COMPANY, Role.FINANCE_APPROVER, Role.CREDIT_UNION, Role.SECURITY_ADMIN):
        assert Posting.objects.filter(role=role).count() == 2
    assert set(Posting.objects.values_list("role", flat=True)) == set(Role)


def test_the_sign_in_page_lists_the_seats_of_a_demo_only(built: CountyPlan) -> None:
    assert [entry.username for entry in demo_signins.listed()] == [seat.username for seat in signins.seats()]
    assert "clerk001a" in {entry.username for entry in demo_signins.listed()}


def test_the_villages_stand_as_planned(built: CountyPlan) -> None:
    base = built.base

    assert VillageGroup.objects.all_areas(reason=WHY).count() == len(base.groups)
    assert VillageAccount.objects.all_areas(reason=WHY).verified().count() == len(base.accounts)
    assert TaskForce.objects.all_areas(reason=WHY).count() == len(base.task_forces)
    entries = CollectiveEntry.objects.all_areas(reason=WHY).filter(source_type="")
    assert sorted(entries.values_list("village_id", "date", "amount")) == sorted(
        (entry.village, entry.date, entry.amount) for entry in base.entries
    )
    reviewed = IndicatorValue.objects.all_areas(reason=WHY).filter(state=IndicatorState.REVIEWED)
    assert reviewed.count() == len(base.indicators)


def test_no_act_lies_after_the_business_day_of_its_rows(built: CountyPlan) -> None:
    days = set(AuditEntry.objects.values_list("business_date", flat=True))

    assert min(days) == datetime.date(2016, 1, 1)
    assert max(days) <= END
    for entry in CollectiveEntry.objects.all_areas(reason=WHY).filter(source_type=""):
        act = AuditEntry.objects.filter(verb="villages.record_collective_entry", business_date__gte=entry.date)
        assert act.exists()


def test_a_second_build_changes_nothing(built: CountyPlan) -> None:
    acts = AuditEntry.objects.count()

    assert build(built, until=END, report=list) == 0
    assert AuditEntry.objects.count() == acts


def test_a_build_up_to_a_day_stops_there_and_goes_on_later(db: None, small_plan: CountyPlan) -> None:
    build(small_plan, until=datetime.date(2016, 6, 30), report=list)

    assert Installation.objects.get().business_date == datetime.date(2016, 6, 30)
    entries = CollectiveEntry.objects.all_areas(reason=WHY)
    assert max(entries.values_list("date", flat=True)) <= datetime.date(2016, 6, 30)
    build(small_plan, until=END, report=list)
    assert entries.filter(source_type="").count() == len(small_plan.base.entries)


def test_a_date_that_was_moved_on_is_never_moved_back(built: CountyPlan) -> None:
    build(built, until=datetime.date(2016, 3, 31), report=list)

    assert Installation.objects.get().business_date == END


def test_a_step_that_fails_leaves_nothing_half_done(db: None, small_plan: CountyPlan) -> None:
    def fail() -> None:
        signins.seats()
        raise ValueError("the step fails")

    build(small_plan, until=datetime.date(2016, 1, 1), report=list)
    acts = AuditEntry.objects.count()
    with pytest.raises(ValueError):
        walk([Step(END, "fails", lambda: False, fail)], until=END, report=list)

    assert AuditEntry.objects.count() == acts

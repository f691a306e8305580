"""The builder brings a few villages through the year by the services, and a second time does nothing."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import Sum

from dividends.models import Batch, Job, Payout, Receipt, SignatureSheet, VillageShare
from dividends.workflow import LineState
from households.models import (
    Household,
    HouseholdQuarter,
    HouseholdYear,
    LifeEvent,
    Measure,
    Member,
    Pairing,
    PayeeAccount,
    Relocation,
    Sale,
    Training,
    Visit,
)
from loans.models import Loan, RiskFundMovement
from tests.conftest import two_villages
from villages.models import CollectiveEntry, IndicatorState, IndicatorValue, TaskForce, VillageAccount, VillageGroup
from yuping.accounts import demo_signins
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation
from yuping.demo import signins
from yuping.demo.builder.county import build
from yuping.demo.plan import CountyPlan

END = datetime.date(2016, 12, 31)
WHY = "a test counts what was built"


@pytest.fixture(scope="module")
def built(villages_database: str) -> CountyPlan:
    """The plan of two villages, whose year stands in the database."""
    return two_villages()


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


def test_a_date_that_was_moved_on_is_never_moved_back(built: CountyPlan) -> None:
    build(built, until=datetime.date(2016, 3, 31), report=list)

    assert Installation.objects.get().business_date == END


def test_every_household_is_on_file_with_a_verified_account(built: CountyPlan) -> None:
    numbers = Household.objects.all_areas(reason=WHY).values_list("number", flat=True)
    verified = PayeeAccount.objects.all_areas(reason=WHY).filter(state="verified")

    assert set(numbers) == {household.number for household in built.households}
    assert set(verified.values_list("household__number", flat=True)) == set(numbers)


def test_every_household_has_a_cadre_of_its_village(built: CountyPlan) -> None:
    rows = Pairing.objects.all_areas(reason=WHY)

    assert rows.count() == len(built.households)
    assert all(pairing.cadre.area_code == pairing.village_id for pairing in rows.select_related("cadre"))


def test_loans_are_drawn_where_an_agreement_or_a_project_waits_and_else_only_approved(built: CountyPlan) -> None:
    rows = Loan.objects.all_areas(reason=WHY).values_list("household__number", "kind", "drawn_on", "approved_amount")

    assert sorted(rows, key=str) == sorted(
        ((loan.household, loan.kind, loan.drawn_on, loan.amount) for loan in built.money.loans), key=str
    )
    deposits = RiskFundMovement.objects.all_areas(reason=WHY).aggregate(total=Sum("amount"))
    assert deposits["total"] == sum(deposit.amount for deposit in built.money.deposits)


def test_every_batch_is_closed_and_due_received_paid_and_signed_agree(built: CountyPlan) -> None:
    invested = sum(len(agreement.households) for agreement in built.money.agreements)
    paid = Payout.objects.all_areas(reason=WHY).filter(state=LineState.PAID)
    shares = VillageShare.objects.all_areas(reason=WHY).filter(state=LineState.PAID)
    received = Receipt.objects.all_areas(reason=WHY).aggregate(total=Sum("amount"))["total"]
    signed = SignatureSheet.objects.all_areas(reason=WHY).aggregate(total=Sum("signed_amount"))["total"]

    assert set(Batch.objects.all_areas(reason=WHY).values_list("state", flat=True)) == {"closed"}
    assert paid.values("household").distinct().count() == invested
    assert sum(paid.values_list("amount", flat=True)) == signed == Decimal(4000) * invested
    assert sum(share.payable for share in shares) == Decimal(1000) * invested
    assert received == Decimal(5000) * invested


def test_lines_that_came_back_or_were_held_are_paid_by_the_reissue_batch(built: CountyPlan) -> None:
    again = Payout.objects.all_areas(reason=WHY).filter(reissue_of__isnull=False)
    unpaid = {line.household for line in (*built.money.returned, *built.money.holds)}

    assert unpaid
    assert set(again.values_list("household__number", "state")) == {(number, LineState.PAID) for number in unpaid}


def test_the_dividend_stands_in_the_files_of_the_year_after(built: CountyPlan) -> None:
    files = HouseholdYear.objects.all_areas(reason=WHY).filter(year=2017, dividend_income__gt=0)
    invested = {number for agreement in built.money.agreements for number in agreement.households}

    assert set(files.values_list("household__number", flat=True)) == invested


def test_births_and_deaths_of_the_year_come_by_settled_events(built: CountyPlan) -> None:
    living = Member.objects.all_areas(reason=WHY).filter(state="living_here")
    died = Member.objects.all_areas(reason=WHY).filter(leave_kind="1")
    events = LifeEvent.objects.all_areas(reason=WHY)
    planned = [member for household in built.households for member in household.members]
    gone = [member for household in built.households for member in household.former_members]

    assert sorted(living.values_list("name", "birth_date", "joined_on")) == sorted(
        (member.name, member.birth_date, member.joined_on) for member in planned
    )
    assert sorted(died.values_list("name", "left_on")) == sorted((member.name, member.left_on) for member in gone)
    assert events.filter(kind="01").exists()
    assert events.filter(kind="02").count() == len(gone)
    assert not events.exclude(state="settled").exists()


def test_visits_measures_courses_and_relocations_are_on_file(built: CountyPlan) -> None:
    work = built.casework
    visits = Visit.objects.all_areas(reason=WHY)

    assert sorted(visits.values_list("household__number", "date", "closed_on"), key=str) == sorted(
        ((row.household, row.date, row.closed_on) for row in work.visits), key=str
    )
    for model, rows in ((Measure, work.measures), (Training, work.trainings), (Relocation, work.relocations)):
        assert model.objects.all_areas(reason=WHY).count() == len(rows)


def test_produce_sold_and_quarters_are_on_file_with_their_corrections(built: CountyPlan) -> None:
    work = built.casework
    sales = Sale.objects.all_areas(reason=WHY)

    kept = [row for row in work.sales if not row.returned or row.typed_first]
    assert sorted(sales.standing().values_list("household__number", "date", "amount")) == sorted(
        (row.household, row.date, row.amount) for row in kept
    )
    assert sales.exclude(withdrawn_on=None).count() == len(
        [row for row in work.sales if row.typed_first or row.returned]
    )
    assert HouseholdQuarter.objects.all_areas(reason=WHY).count() == len(work.quarters)


def test_the_jobs_of_the_year_are_filled_and_left_as_planned(built: CountyPlan) -> None:
    rows = Job.objects.all_areas(reason=WHY).values_list("participation__household__number", "started_on", "ended_on")
    planned = [(job.household, job.started_on, job.ended_on) for job in built.money.jobs if job.member]

    assert planned
    assert sorted(rows, key=str) == sorted(planned, key=str)

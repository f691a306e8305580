"""Adjustments of several households at once, and on which year's income they rest."""

import datetime
from decimal import Decimal

import pytest

from households import services
from households.models import Adjustment, Household, StatusChange
from households.policy.status import incomes_tested
from households.procedures import Kind
from tests.households.adjustments import DAYS, colleague_of, propose, ready_to_exit, take, walk
from tests.households.factories import make_household, make_year
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import PolicyRefused, SamePerson


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def test_who_proposed_a_case_does_not_check_it_for_the_township(
    clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    case = propose(colleague_of(clerk), household)
    case = walk(clerk, officer, case, to="on_notice")

    for actor in (clerk, colleague_of(clerk)):
        with pytest.raises(SamePerson):
            take(actor, case, "review_in_township")


def test_each_household_that_can_not_be_proposed_is_named_with_its_reason(
    clerk: User, officer: User, village: Village
) -> None:
    free, busy, out, gone = (make_household(village, number=number) for number in range(1, 5))
    propose(clerk, busy, Kind.REMOVAL)
    make_year(out, exit_flag="2", exit_year=2015)
    walk(clerk, officer, propose(clerk, gone, Kind.REMOVAL), to="announced")
    ids = [free.pk, busy.pk, out.pk, gone.pk]
    proposal = services.Proposal(kind=Kind.EXIT, date=DAYS["announce"], reason="民主评议提名")

    with pytest.raises(PolicyRefused) as refusal:
        services.propose_adjustments(actor=clerk, household_ids=ids, proposal=proposal)

    reasons = {reason.params["row"]: reason.params for reason in refusal.value.params["reasons"]}
    assert set(reasons) == {busy.pk, out.pk, gone.pk}
    assert all(str(row) == reasons[row.pk]["case"] for row in (busy, out, gone))
    assert "错评清退" in reasons[busy.pk]["why"]
    assert "2015" in reasons[out.pk]["why"]
    assert not Adjustment.unguarded.filter(household=free).exists()


def test_in_the_yearly_adjustment_the_income_of_the_running_year_is_tested_once_it_is_on_file(
    clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    make_year(household, year=2017, population_end=2, wage_income=Decimal("4000.00"))
    case = walk(clerk, officer, propose(clerk, household), to="township_reviewed")

    with pytest.raises(PolicyRefused) as refusal:
        take(officer, case, "approve")

    (reason,) = refusal.value.params["reasons"]
    assert (reason.code, reason.params["year"]) == ("households.exit_below_line", 2016)
    assert reason.params["line"] == Decimal("3146.00")


def test_an_exit_rests_on_the_newer_income_and_is_written_into_the_file_that_holds_it(
    clerk: User, officer: User, household: Household
) -> None:
    poor = make_year(household, population_end=2, unsafe_house=False, safe_water=True)
    newer = make_year(household, year=2017, population_end=2, wage_income=Decimal("8000.00"))

    walk(clerk, officer, propose(clerk, household), to="approved")

    for record in (poor, newer):
        record.refresh_from_db()
        assert (record.exit_flag, record.exit_year) == ("2", 2016)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (datetime.date(2016, 9, 30), (2015,)),
        (datetime.date(2016, 10, 1), (2016, 2015)),
        (datetime.date(2016, 12, 31), (2016, 2015)),
        (datetime.date(2017, 1, 1), (2016,)),
    ],
)
def test_the_income_that_is_tested_follows_the_yearly_adjustment(day: datetime.date, years: tuple[int, ...]) -> None:
    assert incomes_tested(day) == years


def test_an_exit_decided_after_the_new_year_belongs_to_the_adjustment_in_which_it_was_proposed(
    clerk: User, officer: User, household: Household
) -> None:
    old = ready_to_exit(household)
    new = make_year(
        household, year=2017, population_end=2, wage_income=Decimal("8000.00"), unsafe_house=False, safe_water=True
    )
    case = propose(clerk, household)

    with clock.fixed(datetime.date(2017, 2, 1)):
        walk(clerk, officer, case, to="approved", shift=84)

    for record in (old, new):
        record.refresh_from_db()
        assert (record.exit_flag, record.exit_year) == ("2", 2016)
    change = StatusChange.unguarded.get(household=household)
    assert (change.date, change.year) == (datetime.date(2017, 1, 24), 2016)

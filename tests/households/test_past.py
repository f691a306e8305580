"""The file as it stood on a past day. Each act commits, as on a day of its own: one transaction has one moment."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from households import services
from households.models import Household
from households.past import file_on
from tests.households.adjustments import propose, ready_to_exit, walk
from tests.households.casework.test_lists import queries_of
from tests.households.factories import id_of, make_household, make_member, make_user
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.models import Installation

TODAY = datetime.date(2016, 12, 1)
SPRING, SUMMER = datetime.date(2016, 4, 1), datetime.date(2016, 7, 1)


@pytest.fixture
def clerk(committed_db: str) -> User:
    Installation.objects.create(county_code="520622", county_name="玉屏", is_demo=True, business_date=TODAY)
    return make_user("clerk", Role.TOWNSHIP_CLERK, "520622102")


@pytest.fixture
def household(clerk: User) -> Household:
    """Entered in spring with two members, corrected in summer; a member leaves in autumn, then the household exits."""
    village = Village.unguarded.filter(township_id="520622102").order_by("pk").first()
    with transaction.atomic():
        household = make_household(village, head_name="石水生", address="坡上组")
        member = make_member(household)
    act(clerk, household, SPRING)
    with clock.fixed(SUMMER):
        services.edit_household(
            actor=clerk, household_id=household.pk, particulars=services.Particulars(address="县城安置点")
        )
    autumn = datetime.date(2016, 10, 1)
    with clock.fixed(autumn):
        event = services.record_life_event(
            actor=clerk, household_id=household.pk, kind="12", date=autumn, member_id=member.pk
        )
        services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已入伍")
    ready_to_exit(household)
    officer = make_user("officer", Role.POVERTY_OFFICE, "520622")
    with clock.fixed(TODAY):
        walk(clerk, officer, propose(clerk, household), to="approved")
    return household


def act(clerk: User, household: Household, day: datetime.date) -> None:
    """An act of the day: what was written before it had been entered by then."""
    with clock.fixed(day):
        services.refresh_findings(actor=clerk, household_ids=[household.pk])


def test_the_file_is_read_back_as_it_stood(household: Household) -> None:
    with clock.fixed(TODAY):
        before, spring, summer, today = (
            file_on(household, day) for day in (datetime.date(2016, 3, 31), SPRING, SUMMER, TODAY)
        )

    assert before is None
    assert (spring.household.address, summer.household.address) == ("坡上组", "县城安置点")
    assert [len(one.members) for one in (spring, summer, today)] == [2, 2, 1]
    assert (spring.year, today.year) == (None, 2016)
    assert spring.changes == []
    assert [change.get_kind_display() for change in today.changes] == ["脱贫"]


def test_a_day_between_two_acts_shows_the_earlier_one(household: Household) -> None:
    with clock.fixed(TODAY):
        found = file_on(household, datetime.date(2016, 6, 30))

    assert found.household.address == "坡上组"


def past(client: Client, household: Household, day: str, name: str = "household_past") -> str:
    """The page in the reading of what had been entered by that evening."""
    asked = {"on": day, "as": "entered"}
    response = client.get(reverse(f"households:{name}", kwargs={"pk": household.pk}), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_the_day_of_its_address_and_no_number(clerk: User, household: Household) -> None:
    client = browser(clerk)

    spring, today = past(client, household, "2016-04-01"), past(client, household, "2016-12-01")

    assert "坡上组" in spring
    assert "县城安置点" in today
    assert id_of(1) not in today
    assert "坡上组" in past(client, household, "2016-04-01", "past_print")
    assert "尚未录入" in past(client, household, "2016-01-01")


def test_the_page_opens_as_the_file_does(clerk: User, household: Household) -> None:
    address = reverse("households:household_past", kwargs={"pk": household.pk})

    assert browser(make_user("far", Role.TOWNSHIP_CLERK, "520622103")).get(address).status_code == 404
    assert browser(make_user("leader", Role.LEADERSHIP, "520622")).get(address).status_code == 403
    assert browser(clerk).get(address + "?on=2016-13-01").status_code == 400
    assert browser(clerk).post(address, {"address": "x"}).status_code == 405


def test_a_larger_household_takes_as_many_queries(clerk: User, household: Household) -> None:
    client = browser(clerk)
    address = reverse("households:household_past", kwargs={"pk": household.pk}) + "?on=2016-12-01"
    client.get(address)
    before = queries_of(client, address)
    for number in range(4, 9):
        make_member(household, number=2 * number, name="龙小")

    assert queries_of(client, address) == before
    assert household.members.filter(state="living_here").count() == 6


def test_the_years_record_is_the_one_that_stood(clerk: User, household: Household) -> None:
    with clock.fixed(TODAY):
        record = file_on(household, TODAY).record

    assert "8,000" in [value for _label, value in record]


def test_a_day_that_has_not_come_is_refused_in_a_sentence(clerk: User, household: Household) -> None:
    address = reverse("households:household_past", kwargs={"pk": household.pk}) + "?on=2030-01-01"
    page = browser(clerk).get(address)

    assert "2030-01-01 尚未到来" in page.content.decode()
    assert "stood" not in page.context
    paper = reverse("households:past_print", kwargs={"pk": household.pk}) + "?on=2030-01-01"
    assert browser(clerk).get(paper).status_code == 400

"""What was true on a past day, whenever it was entered, beside what the file said that evening."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse

from households import services
from households.as_it_was import differences, file_as_it_was
from households.models import Household, HouseholdState, PayeeAccount
from households.past import file_on
from tests.households.adjustments import propose, ready_to_exit, walk
from tests.households.casework.test_lists import queries_of
from tests.households.factories import make_household, make_member, make_user
from tests.households.forms_of import spouse_facts
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.models import Installation

TODAY = datetime.date(2016, 12, 1)
MAY, JUNE = datetime.date(2016, 5, 1), datetime.date(2016, 6, 1)
LATE = datetime.date(2016, 9, 1)


@pytest.fixture
def clerk(committed_db: str) -> User:
    Installation.objects.create(county_code="520622", county_name="玉屏", is_demo=True, business_date=TODAY)
    return make_user("clerk", Role.TOWNSHIP_CLERK, "520622102")


@pytest.fixture
def household(clerk: User) -> Household:
    """Entered in spring. The head died in May, which was entered in September, when the spouse became head."""
    village = Village.unguarded.filter(township_id="520622102").order_by("pk").first()
    with transaction.atomic():
        household = make_household(village, head_name="石水生")
        spouse = make_member(household)
    with clock.fixed(datetime.date(2016, 4, 1)):
        services.refresh_findings(actor=clerk, household_ids=[household.pk])
    head = household.members.get(is_head=True)
    with clock.fixed(LATE):
        event = services.record_life_event(
            actor=clerk, household_id=household.pk, kind="02", date=MAY, member_id=head.pk
        )
        services.settle_life_event(actor=clerk, event_id=event.pk, settlement="配偶任户主", new_head_id=spouse.pk)
    return Household.unguarded.get(pk=household.pk)


def names(found: object) -> list[str]:
    return [person.row.name for person in found.members]


def both(household: Household, day: datetime.date) -> tuple[object, object]:
    with clock.fixed(TODAY):
        return file_as_it_was(household, day), file_on(household, day)


def test_who_died_in_may_is_gone_in_june_though_nobody_had_entered_it(household: Household) -> None:
    true, entered = both(household, JUNE)

    assert (names(true), names(entered)) == (["李秀英"], ["石水生", "李秀英"])
    assert (true.household.head_name, entered.household.head_name) == ("李秀英", "石水生")
    assert true.members[0].row.relation == "01"
    found = {str(one.part): one for one in differences(true, entered)}
    assert found["成员"].only_entered == ("石水生",)


def test_the_day_before_the_death_both_readings_agree_on_head_and_relations(household: Household) -> None:
    true, entered = both(household, MAY - datetime.timedelta(days=1))

    assert names(true) == names(entered) == ["石水生", "李秀英"]
    assert [person.row.relation for person in true.members] == ["01", "02"]
    assert true.household.head_name == "石水生"
    assert differences(true, entered) == []


def test_a_child_entered_late_was_there_from_its_birth(clerk: User, household: Household) -> None:
    facts = spouse_facts(name="石小满", relation="03", id_number="", sex="1", birth_date=MAY, join_kind="1", years=())
    with clock.fixed(TODAY):
        services.save_member(actor=clerk, household_id=household.pk, member=facts)

    true, entered = both(household, JUNE)

    assert "石小满" in names(true)
    assert "石小满" not in names(entered)


def test_an_exit_counts_from_its_day(clerk: User, household: Household) -> None:
    ready_to_exit(household)
    with clock.fixed(TODAY):
        walk(clerk, make_user("officer", Role.POVERTY_OFFICE, "520622"), propose(clerk, household), to="approved")

    (summer, _), (today, _) = both(household, JUNE), both(household, TODAY)

    assert ("未脱贫" in dict(summer.record).values(), "已脱贫" in dict(today.record).values()) == (True, True)
    assert (summer.changes, len(today.changes)) == ([], 1)


def test_before_the_file_there_is_nothing_and_after_its_end_its_state(clerk: User, household: Household) -> None:
    with clock.fixed(TODAY):
        services.change_status(actor=clerk, household_id=household.pk, kind="6", date=LATE, reason="迁往外县")
    household.refresh_from_db()

    (before, _), (june, _), (after, _) = (both(household, day) for day in (datetime.date(2014, 5, 31), JUNE, TODAY))

    assert before is None
    assert (june.household.state, len(june.members)) == (HouseholdState.ACTIVE, 1)
    assert (after.household.state, after.members) == (HouseholdState.MOVED_OUT, [])


def test_an_account_is_in_force_from_its_confirmation_to_its_end(clerk: User, household: Household) -> None:
    other = make_user("other", Role.TOWNSHIP_CLERK, "520622102")
    holder = household.members.get(is_head=True)
    PayeeAccount.unguarded.create(
        household=household,
        village_id=household.village_id,
        member=holder,
        holder_name=holder.name,
        bank_name="信用联社",
        kind="card",
        number="6229990000000000019",
        number_index="x",
        last4="0019",
        proposed_by=clerk,
        proposed_on=JUNE,
    )
    PayeeAccount.unguarded.update(state="verified", confirmed_by=other, confirmed_on=JUNE)
    PayeeAccount.unguarded.update(state="closed", closed_on=LATE)

    assert [len(both(household, day)[0].accounts) for day in (MAY, JUNE, LATE)] == [0, 1, 0]


def test_the_page_shows_what_was_true_and_says_where_the_file_differed(clerk: User, household: Household) -> None:
    client = browser(clerk)
    address = reverse("households:household_past", kwargs={"pk": household.pk})

    true = client.get(address, {"on": "2016-06-01"})
    entered = client.get(address, {"on": "2016-06-01", "as": "entered"})
    paper = client.get(reverse("households:past_print", kwargs={"pk": household.pk}), {"on": "2016-06-01"})

    assert [names(one.context["stood"]) for one in (true, entered, paper)] == [
        ["李秀英"],
        ["石水生", "李秀英"],
        ["李秀英"],
    ]
    for one in (true, entered, paper):
        assert "两种读法不一致" in one.content.decode()
    agreed = client.get(address, {"on": "2016-04-01"}).content.decode()
    assert "两种读法不一致" not in agreed


def test_a_larger_household_takes_as_many_queries(clerk: User, household: Household) -> None:
    client = browser(clerk)
    address = reverse("households:household_past", kwargs={"pk": household.pk}) + "?on=2016-06-01"
    client.get(address)
    before = queries_of(client, address)
    for number in range(4, 9):
        make_member(household, number=2 * number, name="龙小")

    assert queries_of(client, address) == before

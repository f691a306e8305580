"""What becomes of the people of a household that leaves the file as a whole."""

import datetime

import pytest

from households import checks, services
from households.models import Household, HouseholdState
from households.services.status import apply_change
from tests.households.factories import id_of, make_household, make_member
from tests.households.forms_of import spouse_facts
from villages.models import Village
from yuping.accounts.models import User
from yuping.core.errors import BadInput, PolicyRefused

NOV = datetime.date(2016, 11, 1)


@pytest.fixture
def household(village: Village) -> Household:
    household = make_household(village)
    make_member(household)
    return household


def end(actor: User, household: Household, kind: str = "6", date: datetime.date = NOV) -> None:
    services.change_status(actor=actor, household_id=household.pk, kind=kind, date=date, reason="整户迁往外县")


def remove(actor: User, household: Household) -> None:
    apply_change(actor, household, None, kind="4", date=NOV, reason="错评")


@pytest.mark.parametrize(("leave", "state"), [(end, "moved_out"), (remove, "file_ended")])
def test_its_people_leave_with_it_and_can_be_registered_elsewhere(
    clerk: User, household: Household, village: Village, leave, state: str
) -> None:
    with pytest.raises(PolicyRefused):
        join(clerk, make_household(village, number=40, head_name="龙大海"))

    leave(clerk, household)

    assert {(row.state, row.left_on) for row in household.members.all()} == {(state, NOV)}
    join(clerk, make_household(village, number=41, head_name="杨再兴"))
    assert list(checks.who_left()) == []


def join(clerk: User, household: Household) -> None:
    """The spouse of the household that left, in another."""
    facts = spouse_facts(name="李秀英", id_number=id_of(2), join_kind="3", joined_on=NOV)
    services.save_member(actor=clerk, household_id=household.pk, member=facts)


def test_who_came_after_the_day_keeps_the_order_of_days(clerk: User, household: Household) -> None:
    late = make_member(household, number=4, name="王小", relation="03", joined_on=NOV + datetime.timedelta(days=3))

    with pytest.raises(BadInput, match="gone_before_arrival"):
        end(clerk, household)
    remove(clerk, household)

    late.refresh_from_db()
    assert late.left_on == late.joined_on


@pytest.mark.parametrize("day", [datetime.date(2014, 5, 31), datetime.date(2014, 6, 1)])
def test_a_household_does_not_leave_on_the_day_it_came(clerk: User, household: Household, day: datetime.date) -> None:
    with pytest.raises(BadInput) as refused:
        end(clerk, household, date=day)

    assert refused.value.params["field"] == "date"


def test_nobody_moves_out_on_the_day_he_came(clerk: User, household: Household) -> None:
    values = {"actor": clerk, "household_id": household.pk, "date": household.registered_on}
    for member in household.members.all():
        with pytest.raises(BadInput, match="left_as_he_joined"):
            services.record_life_event(kind="09", member_id=member.pk, **values)
    with pytest.raises(BadInput, match="gone_as_registered"):
        services.record_life_event(kind="10", **values)


def test_the_last_one_does_not_leave_in_silence(clerk: User, household: Household) -> None:
    spouse, head = household.members.order_by("is_head")
    values = {"actor": clerk, "household_id": household.pk, "kind": "09"}
    services.record_life_event(date=NOV, member_id=spouse.pk, **values)

    with pytest.raises(BadInput, match="last_one_leaves"):
        services.record_life_event(date=NOV, member_id=head.pk, **values)
    earlier = services.record_life_event(
        date=NOV - datetime.timedelta(days=9), member_id=head.pk, note="举家迁往浙江", **values
    )
    services.settle_life_event(actor=clerk, event_id=earlier.pk, settlement="已核实")

    household.refresh_from_db()
    # They moved away, and the file ends on the day the last of them left.
    assert (household.state, household.left_on) == ("moved_out", NOV)


def test_who_is_left_behind_in_a_household_off_file_is_found(household: Household) -> None:
    Household.unguarded.filter(pk=household.pk).update(state=HouseholdState.REMOVED, left_on=NOV)

    assert len(list(checks.who_left())) == household.members.count()

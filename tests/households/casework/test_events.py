"""Life events on the pages: recorded and settled."""

import pytest

from households.models import (
    Household,
    LifeEvent,
    Member,
)
from tests.households.casework.conftest import url
from tests.households.factories import make_household
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User


def test_a_death_of_the_head_is_recorded_and_settled(clerk: User, household: Household) -> None:
    head, spouse = household.members.get(is_head=True), household.members.get(is_head=False)
    client = browser(clerk)

    client.post(url("event_record", pk=household.pk), {"kind": "02", "date": "2016-11-01", "member": head.pk})
    event = LifeEvent.unguarded.get()
    address = url("event_settle", pk=event.pk)
    refused = client.post(address, {"settlement": "变更户主"})
    client.post(address, {"settlement": "变更户主", "new_head": spouse.pk})

    assert "new_head" in refused.context["form"].errors
    household.refresh_from_db()
    assert household.head_name == spouse.name
    assert client.post(address, {"settlement": "再次"}).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"member": ""}, "member"),
        ({"kind": "06", "member": ""}, "other_household"),
        ({"kind": "06", "other_household": "520600000099"}, "other_household"),
        ({"kind": "77"}, "kind"),
        ({"date": "2014-05-31"}, "date"),
    ],
    ids=["nobody", "no other household", "unknown household", "unknown kind", "before registration"],
)
def test_a_mistake_in_an_event_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    member = household.members.get(is_head=False)
    data = {"kind": "02", "date": "2016-11-01", "member": member.pk}

    response = browser(clerk).post(url("event_record", pk=household.pk), data | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Member.unguarded.get(pk=member.pk).state == "living_here"


def test_two_households_merge_on_the_pages(clerk: User, household: Household, village: Village) -> None:
    other = make_household(village, number=9)
    client = browser(clerk)

    client.post(
        url("event_record", pk=household.pk),
        {"kind": "06", "date": "2016-11-01", "other_household": f" {other.number} "},
    )
    client.post(url("event_settle", pk=LifeEvent.unguarded.get().pk), {"settlement": "并入儿子家"})

    household.refresh_from_db()
    assert household.merged_into == other


def test_a_split_is_settled_on_the_page_with_its_consequences_before_ones_eyes(
    clerk: User, household: Household
) -> None:
    spouse = household.members.get(is_head=False)
    client = browser(clerk)
    client.post(url("event_record", pk=household.pk), {"kind": "05", "date": "2016-11-01", "member": spouse.pk})
    event = LifeEvent.unguarded.get()

    shown = client.get(event.get_absolute_url()).content.decode()
    refused = client.post(url("event_settle", pk=event.pk), {"settlement": "分户"})
    client.post(url("event_settle", pk=event.pk), {"settlement": "分户", "new_number": "520600000077"})

    assert "新户不能再次贷款" in shown
    assert "new_number" in refused.context["form"].errors
    assert Household.unguarded.get(number="520600000077").head_name == spouse.name

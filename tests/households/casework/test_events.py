"""Life events on the pages: recorded and settled."""

import datetime

import pytest

from households import services
from households.models import (
    Household,
    LifeEvent,
    Member,
)
from tests.households.adjustments import propose
from tests.households.casework.conftest import NOV, body, url
from tests.households.factories import make_household, make_member
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


def split(clerk: User, household: Household) -> LifeEvent:
    """The second member goes into a household of her own."""
    goes = household.members.get(is_head=False)
    event = services.record_life_event(
        actor=clerk, household_id=household.pk, kind="05", date=NOV, member_id=goes.pk, note="分家"
    )
    parted = services.Split(number="520600000099")
    return services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已分户", split=parted)


def test_the_page_of_a_split_names_both_heads_and_tells_members_apart(clerk: User, household: Household) -> None:
    goes = household.members.get(is_head=False)
    make_member(household, number=60, name="王小满", relation="03", birth_date=datetime.date(2001, 2, 3))
    event = services.record_life_event(
        actor=clerk, household_id=household.pk, kind="05", date=NOV, member_id=goes.pk, note="分家"
    )

    shown = body(browser(clerk), url("event_settle", pk=event.pk))

    assert f"以 {goes.name} 为户主新立一户" in shown
    assert "原户的新户主" in shown
    assert "王小满 · 之子 · 2001-02-03" in shown


def test_after_a_split_either_household_leads_to_the_other_and_the_page_says_what_comes_next(
    clerk: User, household: Household
) -> None:
    event = split(clerk, household)
    opened = event.other_household
    client = browser(clerk)

    old, new = (body(client, url("household_changes", pk=row.pk)) for row in (household, opened))
    shown = body(client, event.get_absolute_url())

    assert "由本户分出" in old
    assert opened.get_absolute_url() in old
    assert "本户分自" in new
    assert household.get_absolute_url() in new
    assert "不属新识别" in new
    assert opened.get_absolute_url() in shown
    assert url("household_years", pk=opened.pk) in shown
    assert url("household_years", pk=household.pk) in shown


def test_a_household_in_which_somebody_lives_says_how_its_end_is_recorded(clerk: User, household: Household) -> None:
    event = services.record_life_event(actor=clerk, household_id=household.pk, kind="10", date=NOV, note="无人居住")

    shown = body(browser(clerk), url("event_settle", pk=event.pk))

    assert "逐人登记死亡或离户" in shown
    assert 'name="settlement"' not in shown


def test_the_former_head_is_the_spouse_of_his_wife(clerk: User, household: Household) -> None:
    former, wife = household.members.get(is_head=True), household.members.get(is_head=False)
    event = services.record_life_event(actor=clerk, household_id=household.pk, kind="07", date=NOV, member_id=wife.pk)
    asked = browser(clerk).get(url("event_settle", pk=event.pk))

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已变更", new_head_id=wife.pk)

    former.refresh_from_db()
    assert asked.context["form"].fields["new_head"].initial == wife
    assert former.relation == "02"


def test_the_page_of_a_merger_says_which_file_goes_and_what_holds_it(
    clerk: User, household: Household, village: Village
) -> None:
    staying = make_household(village, number=78, head_name="胡贵贵")
    propose(clerk, household)
    event = services.record_life_event(
        actor=clerk, household_id=household.pk, kind="06", date=NOV, other_household_id=staying.pk
    )

    shown = body(browser(clerk), event.get_absolute_url())

    assert "被并户（销档）" in shown
    assert "并入户（保留）" in shown
    assert "合户办结之前" in shown
    assert "并入本户" in body(browser(clerk), url("household_changes", pk=staying.pk))


def test_a_child_stands_last_among_who_can_become_the_head_and_is_named_a_minor(
    clerk: User, household: Household
) -> None:
    make_member(household, number=71, name="石小宝", relation="03", birth_date=datetime.date(2013, 5, 1))
    head = household.members.get(is_head=True)
    event = services.record_life_event(actor=clerk, household_id=household.pk, kind="02", date=NOV, member_id=head.pk)

    asked = browser(clerk).get(url("event_settle", pk=event.pk)).context["form"].fields["new_head"]

    labels = [label for value, label in asked.choices if value]
    assert "未成年" in labels[-1]
    assert "石小宝" in labels[-1]
    assert not any("未成年" in label for label in labels[:-1])

"""Who joins a household: the event and the new member are one act, by whichever door one comes in."""

import datetime
from dataclasses import replace

import pytest

from households import services
from households.models import Household, LifeEvent
from tests.households.casework.conftest import NOV, body, url
from tests.households.forms_of import spouse_facts
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused

BABY = {
    "row": ["0"],
    "m0-name": "石小满",
    "m0-relation": "03",
    "m0-sex": "1",
    "m0-birth_date": "2016-11-02",
    "m0-ethnic_group": "12",
    "m0-join_kind": "1",
}
BORN = datetime.date(2016, 11, 2)


def baby(**changes: object):
    return replace(
        spouse_facts(name="石小满", relation="03", id_number="", sex="1", birth_date=BORN, join_kind="1", years=()),
        **changes,
    )


def test_the_event_of_a_birth_opens_the_form_of_the_child_and_keeps_what_was_typed(
    clerk: User, household: Household
) -> None:
    client = browser(clerk)

    first = client.post(url("event_record", pk=household.pk), {"kind": "01", "date": "2016-11-02", "note": "出生证"})
    form = client.get(first.url)

    assert first.url == f"{url('member_add', pk=household.pk)}?kind=01&on=2016-11-02"
    row = form.context["form"].grid.forms[0]
    assert (row["join_kind"].value(), row["joined_on"].value()) == ("1", BORN)
    assert form.context["form"].remark["note"].value() == "出生证"
    assert not LifeEvent.unguarded.exists()

    done = client.post(first.url, BABY | {"m0-joined_on": "2016-11-02", "note": "出生证"})

    event = LifeEvent.unguarded.get()
    child = household.members.get(name="石小满")
    assert done.url == event.get_absolute_url()
    assert (event.kind, event.date, event.member, event.note) == ("01", BORN, child, "出生证")
    assert (child.joined_on, child.join_kind) == (BORN, "1")
    assert "石小满" in body(client, event.get_absolute_url())


def test_a_member_added_from_the_grid_comes_with_his_event(clerk: User, household: Household) -> None:
    browser(clerk).post(url("member_add", pk=household.pk), BABY)

    event = LifeEvent.unguarded.get()
    assert (event.kind, event.date, event.state, event.settled_by) == ("01", BORN, "settled", clerk)
    assert event.member.joined_on == BORN


def test_how_a_new_member_joined_is_asked(clerk: User, household: Household) -> None:
    answer = browser(clerk).post(url("member_add", pk=household.pk), BABY | {"m0-join_kind": ""})

    assert answer.status_code == 422
    assert "join_kind" in answer.context["form"].grid.forms[0].errors
    assert not household.members.filter(name="石小满").exists()


def test_nobody_joins_before_he_is_born(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused) as refused:
        services.save_member(actor=clerk, household_id=household.pk, member=baby(joined_on=NOV))

    assert [reason.code for reason in refused.value.params["reasons"]] == ["households.joined_before_birth"]


def test_the_event_of_a_cadres_newcomer_waits_for_the_township(cadre_user: User, clerk: User, household: Household):
    services.save_member(actor=cadre_user, household_id=household.pk, member=baby())

    event = LifeEvent.unguarded.get()
    assert (event.state, event.holds_payment) == ("open", False)

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="出生证已核对")
    event.refresh_from_db()
    assert event.settled_by == clerk


@pytest.mark.parametrize("kind", ["4", "7", "99"])
def test_a_way_of_joining_that_is_no_event_leaves_the_member_alone(kind: str, clerk: User, household: Household):
    services.save_member(actor=clerk, household_id=household.pk, member=baby(join_kind=kind, joined_on=BORN))

    assert household.members.get(name="石小满").join_kind == kind
    assert not LifeEvent.unguarded.exists()


def test_who_belonged_to_the_household_before_it_was_registered_needs_no_event(clerk: User, household: Household):
    born = datetime.date(2013, 3, 1)
    services.save_member(actor=clerk, household_id=household.pk, member=baby(birth_date=born))

    assert household.members.get(name="石小满").joined_on == born
    assert not LifeEvent.unguarded.exists()


def test_editing_a_member_leaves_how_he_came(clerk: User, household: Household) -> None:
    child = services.save_member(actor=clerk, household_id=household.pk, member=baby())
    client = browser(clerk)
    typed = {f"s{child.pk}-{name.removeprefix('m0-')}": value for name, value in BABY.items() if name != "row"}
    typed.pop(f"s{child.pk}-join_kind")

    client.post(url("member_edit", pk=household.pk, member=child.pk), typed | {f"s{child.pk}-ethnic_group": "01"})

    child.refresh_from_db()
    assert (child.ethnic_group, child.join_kind, child.joined_on) == ("01", "1", BORN)


def test_one_entered_without_it_is_explained_by_the_event_once(clerk: User, household: Household) -> None:
    child = services.save_member(
        actor=clerk, household_id=household.pk, member=baby(join_kind="", joined_on=NOV + 20 * DAY)
    )
    values = {"actor": clerk, "household_id": household.pk, "kind": "01", "member_id": child.pk}

    with pytest.raises(BadInput, match="joined_before_birth"):
        services.record_life_event(date=NOV, **values)
    services.record_life_event(date=BORN, **values)

    child.refresh_from_db()
    assert (child.joined_on, child.join_kind) == (BORN, "1")
    with pytest.raises(NotAllowedNow, match="arrival_told"):
        services.record_life_event(date=BORN, **values)


def test_an_event_of_somebody_joining_names_him(clerk: User, household: Household) -> None:
    with pytest.raises(BadInput, match="event_needs_member"):
        services.record_life_event(actor=clerk, household_id=household.pk, kind="03", date=NOV)


@pytest.mark.parametrize(("kind", "holds"), [("07", False), ("02", True), ("10", True)])
def test_the_page_says_whether_payments_wait_for_the_event(
    kind: str, holds: bool, clerk: User, household: Household
) -> None:
    member = household.members.get(is_head=False)
    event = services.record_life_event(
        actor=clerk, household_id=household.pk, kind=kind, date=NOV, member_id=member.pk if kind == "02" else None
    )

    text = body(browser(clerk), event.get_absolute_url())

    assert event.holds_payment is holds
    assert ("办结之前，该户暂不发放分红" in text) is holds
    assert ("分红照常发放" in text) is not holds


DAY = datetime.timedelta(days=1)

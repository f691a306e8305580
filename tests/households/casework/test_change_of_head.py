"""A change of head: each member's relation to the new one is proposed where it follows, and asked where it does not."""

import datetime

import pytest

from households import services
from households.models import Household, LifeEvent, Member
from tests.households.casework.conftest import NOV, body, url
from tests.households.factories import make_member
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.errors import BadInput


@pytest.fixture
def father(household: Household) -> Member:
    """The father of the head, who is his wife's father-in-law once she leads."""
    return make_member(household, number=61, name="石老根", relation="11", birth_date=datetime.date(1945, 3, 2))


@pytest.fixture
def nephew(household: Household) -> Member:
    return make_member(household, number=63, name="石小侄", relation="99", birth_date=datetime.date(1996, 3, 2))


def wife_of(household: Household) -> Member:
    return household.members.get(relation="02")


def change(clerk: User, household: Household) -> LifeEvent:
    return services.record_life_event(
        actor=clerk, household_id=household.pk, kind="07", date=NOV, member_id=wife_of(household).pk
    )


def test_the_page_proposes_what_follows_and_leaves_the_rest_open(
    clerk: User, household: Household, father: Member, nephew: Member
) -> None:
    former = household.members.get(is_head=True)
    event = change(clerk, household)

    form = browser(clerk).get(url("event_settle", pk=event.pk)).context["form"]

    proposed = {name: field.initial for name, field in form.fields.items() if name.startswith("relation_")}
    assert proposed == {
        f"relation_{former.pk}": "02",
        f"relation_{father.pk}": "15",
        f"relation_{nephew.pk}": "",
    }
    assert "01" not in dict(form.fields[f"relation_{father.pk}"].choices)


def test_what_does_not_follow_has_to_be_said(clerk: User, household: Household, father: Member, nephew: Member) -> None:
    wife, event = wife_of(household), change(clerk, household)
    client, address = browser(clerk), url("event_settle", pk=event.pk)
    typed = {"settlement": "改由妻子任户主", "new_head": wife.pk}

    refused = client.post(address, typed)
    asked = refused.context["form"]
    given = {name: asked[name].value() for name in asked.fields if name.startswith("relation_")}
    client.post(address, {**typed, **given, "asked_for": wife.pk, f"relation_{nephew.pk}": "99"})

    assert refused.status_code == 422
    assert list(asked.errors) == [f"relation_{nephew.pk}"]
    household.refresh_from_db()
    assert household.head_name == wife.name
    relations = dict(household.members.values_list("name", "relation"))
    assert relations == {"石水生": "02", "李秀英": "01", "石老根": "15", "石小侄": "99"}


def test_relations_asked_for_one_head_are_not_taken_for_another(
    clerk: User, household: Household, father: Member
) -> None:
    """Chosen anew, the other head has relations of his own: what stood in the form for the first is not written."""
    wife, former = wife_of(household), household.members.get(is_head=True)
    event = change(clerk, household)
    for_wife = {f"relation_{former.pk}": "02", f"relation_{father.pk}": "15", "asked_for": wife.pk}

    browser(clerk).post(
        url("event_settle", pk=event.pk), {"settlement": "改由父亲任户主", "new_head": father.pk, **for_wife}
    )

    assert dict(household.members.values_list("name", "relation")) == {
        "石水生": "03",
        "李秀英": "05",
        "石老根": "01",
    }


def test_the_service_asks_for_what_does_not_follow_and_refuses_a_second_head(
    clerk: User, household: Household, nephew: Member
) -> None:
    event = change(clerk, household)
    values = {"actor": clerk, "event_id": event.pk, "settlement": "变更", "new_head_id": wife_of(household).pk}

    for relations, code in (({}, "relation_needed"), ({nephew.pk: "01"}, "unknown_code"), ({nephew.pk: "x"}, "code")):
        with pytest.raises(BadInput, match=code) as refused:
            services.settle_life_event(**values, relations=relations)
        assert refused.value.params["field"] == f"relation_{nephew.pk}"
    assert household.members.get(is_head=True).name == "石水生"


def test_afterwards_the_event_names_both_heads_and_leads_to_the_members(clerk: User, household: Household) -> None:
    event = change(clerk, household)
    client = browser(clerk)
    before = body(client, event.get_absolute_url())

    services.settle_life_event(
        actor=clerk, event_id=event.pk, settlement="改由妻子任户主", new_head_id=wife_of(household).pk
    )

    shown = client.get(event.get_absolute_url())
    facts = {str(label): str(value) for label, value in shown.context["facts"]}
    assert "现户主" in before
    assert (facts["原户主"], facts["新户主"]) == ("石水生", "李秀英")
    assert url("household_members", pk=household.pk) in shown.content.decode()


def test_of_a_head_who_died_nobody_is_asked(clerk: User, household: Household, father: Member) -> None:
    head = household.members.get(is_head=True)
    event = services.record_life_event(actor=clerk, household_id=household.pk, kind="02", date=NOV, member_id=head.pk)

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="变更户主", new_head_id=wife_of(household).pk)

    father.refresh_from_db()
    head.refresh_from_db()
    assert (father.relation, head.relation, head.is_head) == ("15", "02", False)

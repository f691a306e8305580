"""Before anything is saved: whom it looks like is told, and the person says that they are others, or stops."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from households import services
from households.facts import HouseholdFacts, MemberFacts
from households.models import Household, LikelyDouble
from households.policy import completed
from households.services import Apart, LooksLikeOthers
from households.services.apart import doubts_of_batch
from tests.households.factories import id_of, make_household
from tests.households.forms_of import head_facts, household_facts
from tests.households.identity.conftest import BORN, person
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock

REASON = "户口簿为两人，身份证号不同"


@pytest.fixture
def facts(village: Village) -> HouseholdFacts:
    """A household of which the head has the name and birth date of a woman on file."""
    head = head_facts(name="吴秀兰", id_number=id_of(344, BORN), phone="")
    return household_facts(village, members=(head,), phone="")


@pytest.fixture
def on_file(home: Household) -> Household:
    person(home, "吴秀兰", seq=12)
    return home


def told(call: Callable[[], object]) -> LooksLikeOthers:
    with pytest.raises(LooksLikeOthers) as refused:
        call()
    return refused.value


def test_a_new_household_that_looks_like_one_on_file_is_not_saved(
    clerk: User, facts: HouseholdFacts, on_file: Household
):
    refused = told(lambda: services.register_household(actor=clerk, household=facts))

    (double,) = refused.params["doubles"]
    assert (double.household_id, double.kinds) == (on_file.pk, ("village",))
    assert "吴长贵" in double.where
    assert (Household.unguarded.count(), LikelyDouble.unguarded.count()) == (1, 0)


def test_said_not_to_be_the_same_it_is_saved_and_the_answer_remembered(
    clerk: User, facts: HouseholdFacts, on_file: Household
):
    seen = told(lambda: services.register_household(actor=clerk, household=facts)).params["seen"]

    saved = services.register_household(actor=clerk, household=facts, apart=Apart(seen=seen, reason=REASON))

    double = LikelyDouble.unguarded.get()
    assert double.second_household == saved
    assert (double.state, double.decided_by, double.reason) == ("not_same", clerk, REASON)


@pytest.mark.parametrize("apart", [Apart(seen="another list", reason=REASON), Apart(seen="", reason=" ")])
def test_an_answer_to_another_list_or_without_a_reason_is_none(
    clerk: User, facts: HouseholdFacts, on_file: Household, apart: Apart
):
    told(lambda: services.register_household(actor=clerk, household=facts, apart=apart))


def test_of_a_household_in_another_township_no_name_is_told(clerk: User, facts: HouseholdFacts, far_village: Village):
    person(make_household(far_village, number=8, head_name="司徒远"), "吴秀兰", seq=12)

    refused = told(lambda: services.register_household(actor=clerk, household=facts))
    (double,) = refused.params["doubles"]
    assert double.household_id is None
    assert "司徒" not in double.where

    apart = Apart(seen=refused.params["seen"], reason=REASON)
    services.register_household(actor=clerk, household=facts, apart=apart)
    assert LikelyDouble.unguarded.get().state == "open"


def test_what_was_answered_is_not_asked_again(clerk: User, on_file: Household, other: Household):
    newcomer = MemberFacts(name="吴秀兰", relation="02", id_number=id_of(344, BORN), ethnic_group="12")
    save = {"actor": clerk, "household_id": other.pk}
    seen = told(lambda: services.save_member(member=newcomer, **save)).params["seen"]
    row = services.save_member(member=newcomer, apart=Apart(seen=seen, reason=REASON), **save)

    again = MemberFacts(pk=row.pk, name="吴秀兰", relation="02", sex="2", birth_date=BORN, ethnic_group="03")
    services.save_member(member=again, **save)

    row.refresh_from_db()
    assert row.ethnic_group == "03"


def test_the_check_of_an_import_names_doubles_on_file_and_in_the_file(
    clerk: User, village: Village, facts: HouseholdFacts, on_file: Household
):
    twin = household_facts(
        village,
        number="5206000000009",
        members=(head_facts(name="吴秀兰", id_number=id_of(566, BORN), phone=""),),
        phone="",
    )
    ready = [
        replace(one, members=tuple(completed(member, today=clock.today()) for member in one.members))
        for one in (facts, twin)
    ]

    doubts = doubts_of_batch(clerk, ready)

    assert [(place, problem.member) for place, problem in doubts] == [(0, 0), (1, 0), (1, 0)]
    assert {problem.code for _place, problem in doubts} == {"households.likely_double"}


def test_the_page_names_them_and_takes_the_answer(demo_day: None, clerk: User, on_file: Household, other: Household):
    page = reverse("households:member_add", kwargs={"pk": other.pk})
    typed = {"row": "0", "m0-name": "吴秀兰", "m0-relation": "02", "m0-id_number": id_of(344, BORN)}
    typed |= {"m0-join_kind": "2"}
    typed |= {"m0-ethnic_group": "12", "m0-health": "1", "m0-education": "3", "m0-labour_skill": "1"}
    client: Client = browser(clerk)

    answer = client.post(page, typed)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert on_file.get_absolute_url() in text
    seen = answer.context["form"].seen
    assert other.members.count() == 1

    answer = client.post(page, typed | {"apart_seen": seen, "apart_reason": REASON})

    assert answer.status_code == 302
    assert LikelyDouble.unguarded.get().state == "not_same"

"""Lists, forms, tabs and records of casework: who opens what, and what they find."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households import services
from households.models import (
    Household,
)
from tests.households.casework.conftest import NOV, body, url
from tests.households.factories import id_of, make_household, make_member
from tests.households.test_casework import apply, visit
from tests.people import browser
from villages.models import Cadre, Village
from yuping.accounts.models import User

LISTS = [
    "visit_list",
    "measure_list",
    "training_list",
    "relocation_list",
    "pairing_list",
    "identification_list",
    "status_list",
    "event_list",
]
CHOICES = [
    "visit_choose",
    "visit_due",
    "measure_choose",
    "training_choose",
    "relocation_choose",
    "pairing_choose",
    "status_choose",
    "event_choose",
]
FORMS = [
    "visit_record",
    "measure_record",
    "training_record",
    "relocation_record",
    "pairing_record",
    "status_change",
    "event_record",
]
TABS = ["household_visits", "household_support", "household_pairings", "household_changes"]


@pytest.mark.parametrize("name", [*LISTS, *CHOICES, "identification_apply"])
def test_a_stranger_to_the_system_is_sent_to_sign_in(name: str) -> None:
    response = browser().get(url(name))

    assert response.headers["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", [*LISTS, *CHOICES, "identification_apply"])
def test_leadership_opens_no_casework(name: str, leader: User) -> None:
    assert browser(leader).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_its_township_and_no_other(
    name: str, records: dict[str, object], second_clerk: User, far_clerk: User
) -> None:
    own, far = body(browser(second_clerk), url(name)), body(browser(far_clerk), url(name))

    # The status list is the one that starts empty.
    assert ("石水生" in own) is (name != "status_list")
    assert "石水生" not in far


@pytest.mark.parametrize("name", LISTS)
def test_a_list_leaves_as_a_workbook(name: str, records: dict[str, object], second_clerk: User) -> None:
    assert browser(second_clerk).get(url(name) + "?export=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("name", [name for name in LISTS if name not in {"identification_list", "status_list"}])
@pytest.mark.parametrize(("typed", "found"), [("sss", True), ("shishui", True), ("石水", True), ("王", False)])
def test_a_list_is_searched_by_name_and_pinyin(
    name: str, typed: str, found: bool, records: dict[str, object], clerk: User
) -> None:
    assert ("石水生" in body(browser(clerk), f"{url(name)}?q={typed}")) is found


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_leads_to_its_own_area_only(name: str, household: Household, clerk: User, far_clerk: User) -> None:
    assert household.number in body(browser(clerk), url(name))
    assert household.number not in body(browser(far_clerk), url(name))


def test_a_search_that_finds_one_household_opens_its_form(clerk: User, household: Household, village: Village) -> None:
    make_household(village, number=7, head_name="王伟")
    client = browser(clerk)

    found = client.get(url("visit_choose") + "?q=sss")
    part = client.get(url("visit_choose") + "?q=sss", headers={"HX-Request": "true"})

    assert found.headers["Location"] == url("visit_record", pk=household.pk)
    assert part.headers["HX-Redirect"] == url("visit_record", pk=household.pk)
    assert client.get(url("visit_choose") + "?q=没有此人").status_code == 200


@pytest.mark.parametrize("name", ["visit_list", "event_list", "measure_choose"])
def test_an_identity_number_never_stays_in_an_address(name: str, household: Household, clerk: User) -> None:
    make_household(household.village, number=7)
    client = browser(clerk)

    found = client.get(url(name), {"q": id_of(1)})
    nobody = client.get(url(name), {"q": id_of(77)})
    part = client.get(url(name), {"q": id_of(1)}, headers={"HX-Request": "true"})

    assert found.headers["Location"] == f"{url(name)}?q={household.number}"
    assert nobody.headers["Location"] == f"{url(name)}?q="
    assert part.headers["HX-Redirect"] == found.headers["Location"]


@pytest.mark.parametrize("name", ["visit_list", "event_list", "measure_choose"])
def test_an_identity_number_of_another_township_finds_nobody(name: str, household: Household, far_clerk: User) -> None:
    assert browser(far_clerk).get(url(name), {"q": id_of(1)}).headers["Location"] == f"{url(name)}?q="


@pytest.mark.parametrize("name", FORMS)
def test_a_form_opens_for_its_area_and_verb(
    name: str, household: Household, clerk: User, far_clerk: User, leader: User
) -> None:
    address = url(name, pk=household.pk)

    assert "石水生" in body(browser(clerk), address)
    assert browser(far_clerk).get(address).status_code == 404
    assert browser(leader).get(address).status_code == 403


@pytest.mark.parametrize(
    ("name", "status"),
    [("visit_record", 200), ("measure_record", 200), ("training_record", 403), ("status_change", 403)],
)
def test_a_village_cadre_records_visits_and_measures_alone(
    name: str, status: int, household: Household, cadre_user: User
) -> None:
    assert browser(cadre_user).get(url(name, pk=household.pk)).status_code == status


@pytest.mark.parametrize("name", TABS)
def test_a_tab_shows_the_records_of_its_household(
    name: str, records: dict[str, object], household: Household, second_clerk: User, far_clerk: User
) -> None:
    assert "石水生" in body(browser(second_clerk), url(name, pk=household.pk))
    assert browser(far_clerk).get(url(name, pk=household.pk)).status_code == 404


@pytest.mark.parametrize("name", ["visit", "event", "identification"])
def test_a_record_opens_for_its_township_and_no_other(
    name: str, records: dict[str, object], second_clerk: User, far_clerk: User, leader: User
) -> None:
    address = url(f"{name}_detail", pk=records[name].pk)

    assert body(browser(second_clerk), address)
    assert browser(far_clerk).get(address).status_code == 404
    assert browser(leader).get(address).status_code == 403


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("visit_close", "visit"),
        ("pairing_accept", "pairing"),
        ("event_settle", "event"),
        ("identification_review_in_village", "identification"),
        ("identification_refuse", "identification"),
    ],
)
def test_a_move_opens_for_its_township_and_no_other(
    name: str, kind: str, records: dict[str, object], second_clerk: User, far_clerk: User, leader: User
) -> None:
    address = url(name, pk=records[kind].pk)

    assert body(browser(second_clerk), address)
    assert browser(far_clerk).get(address).status_code == 404
    assert browser(leader).get(address).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_the_query_count_of_a_list_does_not_grow(
    name: str, records: dict[str, object], clerk: User, village: Village
) -> None:
    client = browser(clerk)
    more_records(clerk, village, 41)
    client.get(url(name))
    before = queries_of(client, url(name))
    more_records(clerk, village, 51)

    assert queries_of(client, url(name)) == before


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def more_records(clerk: User, village: Village, first: int) -> None:
    """Five more households with a record of each kind."""
    cadre = Cadre.unguarded.create(name="龙山", unit="镇政府", area_code=village.pk[:9])
    for number in range(first, first + 5):
        household = make_household(village, number=number, head_name=f"龙{number}")
        member = make_member(household, number=800 + 2 * number)
        services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)
        services.record_visit(actor=clerk, row=visit(household, problem="漏雨", appeal_class="05"))
        services.record_life_event(actor=clerk, household_id=household.pk, kind="12", date=NOV, member_id=member.pk)
        apply(clerk, village, id_number=id_of(700 + number + 1))
        services.change_status(actor=clerk, household_id=household.pk, kind="6", date=NOV, reason="整户迁往外县")


def test_an_empty_list_proposes_an_entry_to_those_alone_who_may_make_one(clerk: User, cadre_user: User) -> None:
    for user, words in ((clerk, "请点“录入申请”开始"), (cadre_user, "本辖区还没有“贫困识别”记录")):
        text = browser(user).get(url("identification_list")).content.decode()
        assert words in text
    assert "录入申请" not in text

"""Measures, trainings and relocations on the pages, for one household and for many."""

from decimal import Decimal

import pytest

from households.models import (
    Household,
    Measure,
    Pairing,
    Relocation,
    Training,
)
from tests.households.casework.conftest import url
from tests.households.factories import make_household, make_member
from tests.people import browser
from villages.models import Cadre, Village
from yuping.accounts.models import User

BULK = ["measure_record_many", "pairing_record_many"]
MEASURE = {"date": "2016-11-01", "category": "01", "content": "发放鸡苗30羽", "unit": "农牧局", "cost": "1,450.50"}


def test_a_measure_is_recorded_on_the_page(clerk: User, household: Household) -> None:
    browser(clerk).post(url("measure_record", pk=household.pk), MEASURE)

    found = Measure.unguarded.get()
    assert (found.cost, found.household, found.year) == (Decimal("1450.50"), household, 2016)


@pytest.mark.parametrize(
    ("change", "field"), [({"cost": "12.345"}, "cost"), ({"category": "77"}, "category"), ({"unit": ""}, "unit")]
)
def test_a_mistake_in_a_measure_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    response = browser(clerk).post(url("measure_record", pk=household.pk), MEASURE | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_one_measure_is_recorded_for_several_households(clerk: User, several: list[str]) -> None:
    client, address = browser(clerk), url("measure_record_many")

    assert client.post(address, {"ids": several}).status_code == 200
    client.post(address, {"ids": several, "confirmed": "1"} | MEASURE)

    assert sorted(Measure.unguarded.values_list("household", flat=True)) == sorted(map(int, several))


@pytest.mark.parametrize("name", BULK)
def test_many_with_one_of_another_township_does_not_exist(
    name: str, clerk: User, cadre: Cadre, several: list[str], far_village: Village
) -> None:
    far = str(make_household(far_village, number=20).pk)
    data = MEASURE | {"cadre": cadre.pk, "from_on": "2016-11-01"}

    response = browser(clerk).post(url(name), {"ids": [*several, far], "confirmed": "1"} | data)

    assert response.status_code == 404
    assert not Measure.unguarded.exists()
    assert not Pairing.unguarded.exists()


@pytest.mark.parametrize("name", BULK)
def test_many_is_not_for_leadership(name: str, leader: User, several: list[str]) -> None:
    assert browser(leader).post(url(name), {"ids": several}).status_code == 403


def test_a_training_is_of_a_member_who_lives_there(clerk: User, household: Household, village: Village) -> None:
    stranger = make_member(make_household(village, number=7), number=90)
    member = household.members.get(is_head=False)
    data = {"course": "养殖", "organiser": "就业局", "from_on": "2016-11-01", "days": "5"}
    client, address = browser(clerk), url("training_record", pk=household.pk)

    assert "member" in client.post(address, data | {"member": stranger.pk}).context["form"].errors
    assert "days" in client.post(address, data | {"member": member.pk, "days": "0"}).context["form"].errors
    client.post(address, data | {"member": member.pk})

    assert Training.unguarded.get().member == member


def test_a_household_is_relocated_once_a_year_on_the_page(clerk: User, household: Household) -> None:
    data = {"year": "2016", "from_place": "坡上组", "placement": "1", "to_place": "县城", "floor_area": "80.5"}
    client, address = browser(clerk), url("relocation_record", pk=household.pk)

    assert client.post(address, data | {"floor_area": "-1"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422
    assert Relocation.unguarded.get().floor_area == Decimal("80.50")

"""Pairings on the pages: made, handed over, accepted."""

from households.models import (
    Household,
    Pairing,
)
from tests.households.casework.conftest import NOV, body, url
from tests.people import browser
from villages.models import Cadre
from yuping.accounts.models import User


def test_a_hand_over_is_proposed_and_accepted(
    second_clerk: User, household: Household, records: dict[str, object]
) -> None:
    client = browser(second_clerk)
    assert "吴兰" in body(client, url("household_pairings", pk=household.pk))
    assert "吴兰" in body(client, url("pairing_list") + "?state=waiting")

    client.post(url("pairing_accept", pk=records["pairing"].pk), {"accepted_on": "2016-11-20"})

    assert Pairing.unguarded.get(accepted_on__isnull=False, to_on=None).cadre.name == "吴兰"
    assert "吴兰" not in body(client, url("pairing_list") + "?state=waiting")


def test_who_recorded_a_hand_over_is_told_that_another_accepts_it(clerk: User, records: dict[str, object]) -> None:
    page = url("pairing_accept", pk=records["pairing"].pk)
    assert "交接须由登记人以外的另一人" in body(browser(clerk), page)

    browser(clerk).post(page, {"accepted_on": "2016-11-20"})

    assert Pairing.unguarded.filter(pk=records["pairing"].pk, accepted_on=None).exists()


def test_chosen_hand_overs_are_accepted_together(second_clerk: User, records: dict[str, object]) -> None:
    ids = [str(records["pairing"].pk)]

    browser(second_clerk).post(url("pairing_accept_many"), {"ids": ids, "confirmed": "1", "accepted_on": "2016-11-20"})

    assert not Pairing.unguarded.filter(accepted_on=None).exists()


def test_one_cadre_is_paired_with_several_households(clerk: User, several: list[str], cadre: Cadre) -> None:
    data = {"ids": several, "confirmed": "1", "cadre": cadre.pk, "from_on": "2016-11-01"}

    browser(clerk).post(url("pairing_record_many"), data)

    assert Pairing.unguarded.filter(cadre=cadre, accepted_on=NOV).count() == 3


def test_a_second_hand_over_is_refused_in_words(clerk: User, household: Household, records: dict[str, object]) -> None:
    other = Cadre.unguarded.create(name="龙山", unit="镇政府", area_code=household.village_id[:9])

    response = browser(clerk).post(url("pairing_record", pk=household.pk), {"cadre": other.pk, "from_on": "2016-12-01"})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()

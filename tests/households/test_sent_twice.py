"""A form that is sent twice is carried out once, and none overwrites what somebody else saved after it was opened."""

import re

import pytest
from django.test import Client

from households.models import Household, HouseholdYear, Measure
from tests.households.factories import make_household, make_year
from tests.households.pages import body, signed_in, url
from villages.models import Village
from yuping.accounts.models import SentForm, User

pytestmark = pytest.mark.usefixtures("demo_day")
MEASURE = {"date": "2016-11-01", "category": "01", "content": "发放鸡苗30羽", "unit": "农牧局", "cost": "1,450.50"}


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def hidden(client: Client, address: str, name: str) -> str:
    """What the form carries along."""
    return re.search(rf'name="{name}" value="([^"]+)"', body(client.get(address)))[1]


def test_a_form_that_is_sent_again_is_not_carried_out_again(clerk: User, household: Household) -> None:
    client, address = signed_in(clerk), url("measure_record", pk=household.pk)
    typed = {**MEASURE, "once": hidden(client, address, "once")}

    first, second = client.post(address, typed), client.post(address, typed, follow=True)

    assert Measure.unguarded.count() == 1
    assert second.redirect_chain[0][0] == first.url
    assert "只保存了一次" in body(second)


def test_going_back_and_entering_something_else_is_another_form(clerk: User, household: Household) -> None:
    client, address = signed_in(clerk), url("measure_record", pk=household.pk)
    typed = {**MEASURE, "once": hidden(client, address, "once")}

    client.post(address, typed)
    client.post(address, {**typed, "content": "发放化肥2袋"})
    client.post(address, {**typed, "once": hidden(client, address, "once")})

    assert Measure.unguarded.count() == 3


def test_a_refused_form_can_be_sent_again(clerk: User, household: Household) -> None:
    client, address = signed_in(clerk), url("measure_record", pk=household.pk)
    token = hidden(client, address, "once")

    refused = client.post(address, {**MEASURE, "date": "2016-12-31", "once": token})
    client.post(address, {**MEASURE, "once": token})

    assert refused.status_code == 422
    assert Measure.unguarded.count() == SentForm.objects.count() == 1


def test_a_form_opened_before_somebody_else_saved_overwrites_nothing_unseen(clerk: User, household: Household) -> None:
    make_year(household, wage_income="5430.00", farmland="3.00")
    client, address = signed_in(clerk), url("year_edit", pk=household.pk, year=2016)
    shown = client.get(address)
    form = shown.context["form"]
    opened = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, [])}
    opened |= {"reason": "更正", "seen": hidden(client, address, "seen")}

    first = client.post(address, {**opened, "wage_income": "1111.00"})
    stale = client.post(address, {**opened, "farmland": "4.00"})

    record = HouseholdYear.unguarded.get()
    assert (first.status_code, stale.status_code) == (302, 422)
    assert (str(record.wage_income), str(record.farmland)) == ("1111.00", "3.00")
    assert "已有他人修改了这份档案" in body(stale)
    again = client.post(
        address, {**opened, "farmland": "4.00", "seen": re.search('name="seen" value="([^"]+)"', body(stale))[1]}
    )
    assert again.status_code == 302


@pytest.mark.parametrize("name", ["household_edit", "members_edit"])
def test_particulars_and_members_are_guarded_alike(clerk: User, household: Household, name: str) -> None:
    client, address = signed_in(clerk), url(name, pk=household.pk)
    seen = hidden(client, address, "seen")
    household.address = "新地址"
    household.save(update_fields=["address"])
    household.members.update(ethnic_group="12")
    head = household.members.get()
    typed = {
        "address": "旧地址",
        "identification_standard": "1",
        "reason": "更正",
        "row": [],
        **{f"s{head.pk}-{key}": value for key, value in {"name": "王伟", "relation": "01"}.items()},
    }

    assert client.post(address, {**typed, "seen": seen}).status_code == 422
    household.refresh_from_db()
    assert household.address == "新地址"

"""A household with a record of each kind, and the addresses of its pages."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from households import services
from households.models import (
    Household,
)
from tests.households.conftest import TODAY
from tests.households.factories import make_household, make_member
from tests.households.test_casework import apply, visit
from villages.models import Cadre, Village
from yuping.accounts.models import User
from yuping.core.models import Installation

NOV = datetime.date(2016, 11, 1)


@pytest.fixture(autouse=True)
def _business_day_of_the_database(db: None) -> None:
    Installation.objects.create(county_code="520622", county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)


@pytest.fixture
def household(village: Village) -> Household:
    household = make_household(village, head_name="石水生")
    make_member(household)
    return household


@pytest.fixture
def cadre(village: Village) -> Cadre:
    return Cadre.unguarded.create(name="杨帆", unit="镇政府", area_code=village.pk[:9])


@pytest.fixture
def records(clerk: User, household: Household, cadre: Cadre, village: Village) -> dict[str, object]:
    """One record of each kind in the clerk's township."""
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)
    successor = Cadre.unguarded.create(name="吴兰", unit="镇政府", area_code=cadre.area_code)
    day = datetime.date(2016, 11, 20)
    member = household.members.get(is_head=False)
    measure = services.MeasureRow(
        household_id=household.pk, date=NOV, category="01", unit="农牧局", content="发放鸡苗", cost=Decimal("300.00")
    )
    training = services.TrainingRow(
        household_id=household.pk, member_id=member.pk, course="养殖技术", organiser="就业局", from_on=NOV, days=5
    )
    relocation = services.RelocationRow(
        household_id=household.pk, year=2016, from_place="坡上组", to_place="县城", placement="1"
    )
    services.record_measure(actor=clerk, row=measure)
    services.record_training(actor=clerk, row=training)
    services.record_relocation(actor=clerk, row=relocation)
    row = visit(household, problem="房屋漏雨", appeal_class="05", due_on=datetime.date(2016, 11, 20))
    return {
        "visit": services.record_visit(actor=clerk, row=row),
        "pairing": services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=successor.pk, from_on=day),
        "event": services.record_life_event(
            actor=clerk, household_id=household.pk, kind="12", date=NOV, member_id=member.pk
        ),
        "identification": apply(clerk, village),
    }


@pytest.fixture
def several(village: Village, household: Household) -> list[str]:
    return [str(household.pk), *(str(make_household(village, number=number).pk) for number in (7, 8))]


def url(name: str, **kwargs: object) -> str:
    return reverse(f"households:{name}", kwargs=kwargs)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()

"""The fixed cast of the households tests: two townships of the county, and who works in them."""

import datetime
from collections.abc import Iterator

import pytest

from tests.households.factories import make_user
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.models import Installation

TODAY = datetime.date(2016, 12, 1)
COUNTY = "520622"
OWN_TOWNSHIP = "520622102"
OTHER_TOWNSHIP = "520622103"


@pytest.fixture(autouse=True)
def _business_date() -> Iterator[None]:
    """The report's year."""
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def demo_day(db: None) -> None:
    """The pages take the business date from the database."""
    Installation.objects.create(county_code=COUNTY, county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)


def _first_village(township: str) -> Village:
    return Village.objects.all_areas(reason="cast").filter(township_id=township).order_by("pk").first()


@pytest.fixture
def village(db: None) -> Village:
    """A village of the clerk's own township."""
    return _first_village(OWN_TOWNSHIP)


@pytest.fixture
def far_village(db: None) -> Village:
    """A village of another township."""
    return _first_village(OTHER_TOWNSHIP)


@pytest.fixture
def clerk(db: None) -> User:
    """Township clerk of the own township."""
    return make_user("clerk", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)


@pytest.fixture
def second_clerk(db: None) -> User:
    """A second clerk of the same township."""
    return make_user("clerk2", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)


@pytest.fixture
def far_clerk(db: None) -> User:
    """Township clerk of the other township."""
    return make_user("farclerk", Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)


@pytest.fixture
def cadre_user(village: Village) -> User:
    """Village cadre of the own village."""
    return make_user("cadre", Role.VILLAGE_CADRE, village.pk)


@pytest.fixture
def officer(db: None) -> User:
    """County poverty office."""
    return make_user("officer", Role.POVERTY_OFFICE, COUNTY)


@pytest.fixture
def leader(db: None) -> User:
    """County leadership."""
    return make_user("leader", Role.LEADERSHIP, COUNTY)


@pytest.fixture
def stranger(db: None) -> User:
    """An account without any posting."""
    return make_user("stranger")

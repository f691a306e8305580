"""A small cast for the villages room: people with postings, and the county's real areas."""

import datetime
from collections.abc import Callable, Iterator

import pytest

from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.models import Installation

COUNTY = "520622"
TOWNSHIP = "520622001"
OTHER_TOWNSHIP = "520622102"
VILLAGE = "520622001201"
SECOND_VILLAGE = "520622001203"
OTHER_VILLAGE = "520622102201"
TODAY = datetime.date(2016, 12, 31)

Hire = Callable[..., User]


@pytest.fixture
def demo_day(db: None) -> None:
    """The pages take the business date from the database."""
    Installation.objects.create(county_code="520622", county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)


@pytest.fixture(autouse=True)
def _business_day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def hired(role: Role, area: str, name: str = "") -> User:
    """A person with one posting."""
    name = name or f"{role}-{area}-{User.objects.count()}"
    user = User.objects.create(username=name, full_name=name, unit="office", must_change_password=False)
    security = User.objects.create(username=f"{name}-by", full_name="security", unit="office")
    Posting.objects.create(
        user=user,
        role=role,
        area_code=area,
        area_name=area,
        valid_from=datetime.date(2014, 1, 1),
        confirmed_by=security,
    )
    return user


@pytest.fixture
def hire(db: None) -> Hire:
    """Make a person with one posting."""
    return hired


@pytest.fixture
def clerk(hire: Hire) -> User:
    return hire(Role.TOWNSHIP_CLERK, TOWNSHIP, "clerk")


@pytest.fixture
def second_clerk(hire: Hire) -> User:
    return hire(Role.TOWNSHIP_CLERK, TOWNSHIP, "second-clerk")


@pytest.fixture
def stranger(hire: Hire) -> User:
    """A clerk of another township."""
    return hire(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP, "stranger")


@pytest.fixture
def office(hire: Hire) -> User:
    return hire(Role.POVERTY_OFFICE, COUNTY, "office")


@pytest.fixture
def company(hire: Hire) -> User:
    return hire(Role.INVESTMENT_COMPANY, COUNTY, "company")


@pytest.fixture
def leader(hire: Hire) -> User:
    return hire(Role.LEADERSHIP, COUNTY, "leader")

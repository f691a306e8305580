"""The three administrators, and a county for postings to be for."""

import pytest

from tests.people import COUNTY, person
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.models import Installation


@pytest.fixture
def county(db: None) -> Installation:
    return Installation.objects.create(county_code=COUNTY, county_name="Yuping")


@pytest.fixture
def demo(db: None) -> Installation:
    """A database with the demo mark, as of the end of 2016."""
    return Installation.objects.create(
        county_code=COUNTY, county_name="Yuping", is_demo=True, business_date="2016-12-31"
    )


@pytest.fixture
def system_admin(db: None) -> User:
    return person("system", role=Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(db: None) -> User:
    return person("security", role=Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(db: None) -> User:
    return person("auditing", role=Role.AUDIT_ADMIN)


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody without posting."""
    return person("stranger")

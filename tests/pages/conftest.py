"""The small site in place of the real addresses, and its people."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.pages import site
from tests.people import COUNTY, TOWNSHIP, browser, person
from yuping.accounts.roles import Role


@pytest.fixture(autouse=True)
def _small_site(settings: object) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.pages.site"
    site.done.clear()
    yield
    site.done.clear()


@pytest.fixture
def clerk(db: None) -> Client:
    """A township clerk's browser."""
    return browser(person("clerk", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP))


@pytest.fixture
def leader(db: None) -> Client:
    """Sees villages of the whole county, does nothing."""
    return browser(person("leader", role=Role.LEADERSHIP, area=COUNTY))

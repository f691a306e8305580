"""Two submissions of the same form at the same moment: one household, and both browsers are led to it."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from households.models import Household
from tests.households.conftest import COUNTY, OWN_TOWNSHIP, TODAY
from tests.households.factories import make_user
from tests.households.pages import official_form, signed_in, url
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.models import Installation


@pytest.fixture
def committed_clerk(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[User]:
    """A township clerk in a database of his own, which threads share."""
    with django_db_blocker.unblock():
        Installation.objects.create(county_code=COUNTY, county_name="玉屏", is_demo=True, business_date=TODAY)
        yield make_user("clerk", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)


def test_a_double_click_makes_one_household(committed_clerk: User) -> None:
    village = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
    clients = [signed_in(committed_clerk) for _ in range(2)]
    together = threading.Barrier(2)
    answers: list[tuple[int, str]] = []

    def submit(client: object) -> None:
        together.wait()
        response = client.post(url("household_register"), official_form(village))
        answers.append((response.status_code, response.headers.get("Location", "")))
        connection.close()

    threads = [threading.Thread(target=submit, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    household = Household.unguarded.get()
    assert answers == [(302, household.get_absolute_url())] * 2

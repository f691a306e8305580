"""The same form sent twice at the same moment is carried out once, and every browser is led on."""

import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.db import connection
from django.test import Client

from households import services
from households.models import Household, Measure, PayeeAccount
from tests.factories import make_household
from tests.households.conftest import COUNTY, OWN_TOWNSHIP, TODAY
from tests.households.factories import make_user
from tests.households.forms_of import CARD
from tests.households.pages import official_form, signed_in, url
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.errors import BadInput
from yuping.core.models import Installation


@pytest.fixture
def committed_clerk(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[User]:
    """A township clerk in a database of his own, which threads share."""
    with django_db_blocker.unblock():
        Installation.objects.create(county_code=COUNTY, county_name="玉屏", is_demo=True, business_date=TODAY)
        yield make_user("clerk", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)


def at_once(clients: Sequence[Client], address: str, typed: Mapping[str, object]) -> list[tuple[int, str]]:
    """Status and address of the answer to each, sent at the same moment."""
    together = threading.Barrier(len(clients))
    answers: list[tuple[int, str]] = []

    def submit(client: Client) -> None:
        together.wait()
        response = client.post(address, typed)
        answers.append((response.status_code, response.headers.get("Location", "")))
        connection.close()

    threads = [threading.Thread(target=submit, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_double_click_makes_one_household(committed_clerk: User) -> None:
    village = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
    clients = [signed_in(committed_clerk) for _ in range(2)]

    answers = at_once(clients, url("household_register"), official_form(village))

    household = Household.unguarded.get()
    assert answers == [(302, household.get_absolute_url())] * 2


def test_a_measure_sent_thrice_at_once_is_recorded_once(committed_clerk: User) -> None:
    village = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
    address = url("measure_record", pk=make_household(village, account=False).pk)
    clients = [signed_in(committed_clerk) for _ in range(3)]
    token = clients[0].get(address).context["once_token"]
    typed = {
        "date": "2016-11-01",
        "category": "01",
        "content": "发放鸡苗",
        "unit": "农牧局",
        "cost": "50",
        "once": token,
    }

    answers = at_once(clients, address, {**typed, "once": token})

    assert Measure.unguarded.count() == 1
    assert {status for status, _address in answers} == {302}


def test_one_account_number_proposed_for_two_households_at_once_is_given_to_one(committed_clerk: User) -> None:
    village = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
    households = [make_household(village, account=False) for _ in range(2)]
    together = threading.Barrier(2)
    refused: list[str] = []

    def propose(household: Household) -> None:
        together.wait()
        member = household.members.get()
        try:
            services.propose_payee_account(
                actor=committed_clerk,
                household_id=household.pk,
                member_id=member.pk,
                bank_name="玉屏农村信用合作联社",
                kind="card",
                number=CARD,
            )
        except BadInput as error:
            refused.append(error.code)
        connection.close()

    threads = [threading.Thread(target=propose, args=[household]) for household in households]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["households.account_taken"]
    assert PayeeAccount.unguarded.count() == 1

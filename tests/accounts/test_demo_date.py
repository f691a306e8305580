"""The demo date: moved on by whoever is signed in, forward only, marked everywhere; a real database knows none."""

import datetime
import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.db import connection
from django.test import Client

from tests.people import COUNTY, TOWNSHIP, browser, person
from yuping.accounts import services
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.errors import DomainError
from yuping.core.models import Installation

ADDRESS = "/demo-date/"
START, LATER = datetime.date(2016, 12, 31), datetime.date(2017, 3, 1)


def mark(*, demo: bool) -> Installation:
    values = {"county_code": COUNTY, "county_name": "玉屏侗族自治县", "is_demo": demo}
    return Installation.objects.update_or_create(pk=1, defaults={**values, "business_date": START if demo else None})[0]


@pytest.fixture
def demo(db: None) -> Installation:
    return mark(demo=True)


@pytest.fixture
def clerk(db: None) -> Client:
    return browser(person("clerk", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP))


def test_whoever_is_signed_in_moves_the_date_for_everybody(demo: Installation, clerk: Client) -> None:
    answer = clerk.post(ADDRESS, {"day": "2017-03-01"}, follow=True)

    assert answer.context["business_date"] == LATER
    assert browser(person("other")).get("/").context["business_date"] == LATER
    assert AuditEntry.objects.get(verb="accounts.move_demo_date").facts == {"from": "2016-12-31", "to": "2017-03-01"}


@pytest.mark.parametrize("day", ["2016-12-31", "2016-01-01", "2018-01-02", "9999-12-31", "x", ""])
def test_a_day_that_is_not_later_or_too_far_is_refused_at_the_field(
    demo: Installation, clerk: Client, day: str
) -> None:
    answer = clerk.post(ADDRESS, {"day": day})

    assert answer.status_code == 422
    assert answer.context["form"].errors["day"]
    demo.refresh_from_db()
    assert demo.business_date == START


def test_a_real_database_has_no_such_page(clerk: Client) -> None:
    mark(demo=False)

    assert clerk.get(ADDRESS).status_code == 404
    assert clerk.post(ADDRESS, {"day": "2017-03-01"}).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(demo: Installation) -> None:
    answer = browser().post(ADDRESS, {"day": "2017-03-01"})

    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/", ADDRESS, "/villages/", "/villages/indicators/print/?year=2016"])
def test_every_page_and_paper_carries_the_mark_and_the_date(demo: Installation, clerk: Client, address: str) -> None:
    text = clerk.get(address).content.decode()

    assert "演示数据" in text
    assert "2016-12-31" in text


def test_an_export_carries_the_mark_and_the_date(demo: Installation, clerk: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/villages/?export=xlsx").content))

    assert "演示数据" in book.active["A2"].value
    assert "2016-12-31" in book.active["A2"].value


def test_a_real_database_carries_no_mark(clerk: Client) -> None:
    mark(demo=False)

    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/villages/?export=xlsx").content))
    assert "演示数据" not in book.active["A2"].value
    assert "演示数据" not in clerk.get("/").content.decode()


def _move(user_id: int) -> str:
    """In a connection of its own, as another request would."""
    try:
        services.move_demo_date(actor=User.objects.get(pk=user_id), day=LATER)
    except DomainError as error:
        return error.code
    finally:
        connection.close()
    return "moved"


def test_of_two_at_once_one_moves_the_date_and_the_other_is_told(
    committed_db: str, django_db_blocker: pytest.FixtureRequest
) -> None:
    with django_db_blocker.unblock():
        mark(demo=True)
        people = [person(name).pk for name in ("first", "second")]
        with ThreadPoolExecutor(2) as pool:
            ends = sorted(pool.map(_move, people))
        recorded = AuditEntry.objects.filter(verb="accounts.move_demo_date").count()
        connection.close()

    assert ends == ["demo_date_forward", "moved"]
    assert recorded == 1

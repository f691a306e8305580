"""The business date of a request: one for all of it, that of the day on which it was received whole."""

import datetime
import io

import pytest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.test import RequestFactory

from yuping.core import clock
from yuping.core.middleware import BusinessDay
from yuping.core.models import Installation

SENT, WHOLE = datetime.date(2017, 11, 20), datetime.date(2017, 11, 22)


class HeldBack(io.BytesIO):
    """A body whose end comes two days after its headers."""

    def read(self, *args: int) -> bytes:
        Installation.objects.filter(pk=1).update(business_date=WHOLE)
        return super().read(*args)


class BrokenOff(io.BytesIO):
    """A body whose sender went away."""

    def read(self, *args: int) -> bytes:
        raise OSError("the connection was reset")


@pytest.fixture
def demo(db: None) -> None:
    Installation.objects.update_or_create(
        pk=1, defaults={"county_code": "520622", "county_name": "x", "is_demo": True, "business_date": SENT}
    )


def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(clock.today().isoformat())


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_of_which_the_end_was_held_back_acts_on_the_day_it_is_whole(demo: None, kind: str):
    body = b"--x--" if "multipart" in kind else b"a=1"
    request = RequestFactory().post("/", body, content_type=kind, **{"wsgi.input": HeldBack(body)})

    assert BusinessDay(told)(request).content.decode() == WHOLE.isoformat()


def test_the_day_stands_still_once_the_request_is_whole(demo: None):
    def later(request: HttpRequest) -> HttpResponse:
        Installation.objects.filter(pk=1).update(business_date=WHOLE)
        return told(request)

    assert BusinessDay(later)(RequestFactory().get("/")).content.decode() == SENT.isoformat()


def test_a_body_that_broke_off_is_met_by_whoever_reads_the_form(demo: None):
    kind = "application/x-www-form-urlencoded"
    request = RequestFactory().post("/", b"a=1", content_type=kind, **{"wsgi.input": BrokenOff()})

    assert BusinessDay(told)(request).content.decode() == SENT.isoformat()
    with pytest.raises(UnreadablePostError):
        request.read()

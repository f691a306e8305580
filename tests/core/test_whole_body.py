"""A form that has come in part only is refused: what is missing in it would be taken for empty fields."""

import io

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from yuping.core.middleware import WholeBody

FORM = "application/x-www-form-urlencoded"
BODY = b"wage_income=5430.00&farmland=3.00"


class BrokenOff(io.BytesIO):
    """A body whose sender went away."""

    def read(self, *args: int) -> bytes:
        raise OSError("the connection was reset")


def status(body: bytes, stream: io.BytesIO, kind: str = FORM) -> int:
    """The answer to a request that announces a body and sends what the stream holds."""
    request = RequestFactory().post("/", body, content_type=kind, **{"wsgi.input": stream})
    return WholeBody(told)(request).status_code


def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("farmland", "") if request.method == "POST" else "")


@pytest.mark.parametrize("part", [0, 11, len(BODY) - 1])
def test_a_form_of_which_a_part_has_come_is_refused(part: int):
    assert status(BODY, io.BytesIO(BODY[:part])) == 400


def test_a_form_whose_sender_went_away_is_refused():
    assert status(BODY, BrokenOff()) == 400


def test_a_whole_form_is_read():
    assert status(BODY, io.BytesIO(BODY)) == 200


def test_a_page_without_a_body_is_answered():
    assert WholeBody(told)(RequestFactory().get("/")).status_code == 200

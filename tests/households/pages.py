"""How the tests of the pages open them and fill the official form."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.households.factories import id_of
from villages.models import Village
from yuping.accounts.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, **kwargs: object) -> str:
    return reverse(f"households:{name}", kwargs=kwargs)


def page_of(user: User, name: str, **kwargs: object) -> HttpResponse:
    """The page of that name, as the person sees it."""
    return signed_in(user).get(url(name, **kwargs))


def body(response: HttpResponse) -> str:
    return response.content.decode()


def official_form(place: Village, /, **changes: Any) -> dict[str, Any]:
    """What a browser posts for a right household of two; ``changes`` replace, None leaves a field out."""
    typed = {
        "number": "5206000000001",
        "village": place.pk,
        "registered_on": "2016-12-01",
        "row": ["0", "1", "2"],
        "m0-id_number": id_of(101),
        "m0-name": "王伟",
        "m0-relation": "01",
        "m0-health": ["1"],
        "m1-id_number": id_of(102),
        "m1-name": "李秀英",
        "m1-relation": "02",
        "m1-health": ["2", "4"],
        "m1-public_post": "no",
        "y-population_end": "2",
        "y-attribute": "1",
        "y-main_cause": "7",
        "y-farmland": "3.5",
        "y-unsafe_house": "no",
        "y-wage_income": "12,345.67",
        "y-business_expense": "100",
    }
    return {name: value for name, value in {**typed, **changes}.items() if value is not None}


def mistakes(response: HttpResponse) -> dict[str, str]:
    """Where the form is marked: the field's id and the sentence in the summary that leads to it."""
    return {one.anchor: one.text for one in response.context["form"].mistakes()}

"""Whose address counts when a proxy stands before the server."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from yuping.core.middleware import AddressBehindProxy

PROXY = "10.1.1.1"


def seen(**headers: str) -> str:
    """The address that the rest of the program sees."""
    found: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    with override_settings(TRUSTED_PROXIES=frozenset({PROXY})):
        AddressBehindProxy(answer)(RequestFactory().get("/", **headers))
    return found[0]


def test_behind_our_proxy_the_person_s_own_address_counts() -> None:
    assert seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="192.0.2.7") == "192.0.2.7"


def test_what_the_person_claims_himself_does_not_count() -> None:
    assert seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.7") == "192.0.2.7"
    assert seen(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1") == "192.0.2.7"


@pytest.mark.parametrize("told", ["", "unknown", "192.0.2.7:443, "])
def test_what_is_no_address_leaves_the_proxy_s(told: str) -> None:
    assert seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=told) == PROXY

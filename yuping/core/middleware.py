"""What holds for every request: its size, the person's address, security headers, the language, one business date."""

import contextlib
import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.utils import translation

from yuping.core import clock

Responder = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
LANGUAGE_SESSION_KEY = "language"


class AddressBehindProxy:
    """The person's address instead of the proxy's: locks after failed sign-ins and the audit record go by it.

    Only a proxy of our own (``TRUSTED_PROXIES``) is believed, and only the last address, which that proxy added itself.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if _is_address(told):
                request.META["REMOTE_ADDR"] = told
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class SecurityHeaders:
    """Strict content policy everywhere; pages with personal data are never kept by a cache."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if not request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RequestSize:
    """Refuses (400) a body larger than the largest file that any page takes, before anything of it is received.

    The answer is bare: a page of ours needs the session.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.LARGEST_REQUEST:
            return HttpResponseBadRequest("The request is too large.", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class WholeBody:
    """Refuses (400) a form of which only a part has come: a connection that broke off would be taken for empty fields.

    Files are sent in parts with an end of their own, which whoever reads them misses.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.content_type != "multipart/form-data" and length.isdecimal() and int(length):
            try:
                whole = len(request.body) == int(length)
            except UnreadablePostError:
                whole = False
            if not whole:
                return HttpResponseBadRequest("The form has not come whole.", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class LanguageChoice:
    """The language the person chose in the header; Simplified Chinese until then, whatever the browser asks for."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.session.get(LANGUAGE_SESSION_KEY, settings.LANGUAGE_CODE)
        if chosen not in dict(settings.LANGUAGES):
            chosen = settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class BusinessDay:
    """One business date for the whole request, so that a page can't straddle midnight or a move of the demo date.

    It is the day on which the last byte of what was posted has come: a form of which the end is held back acts, and its
    sender's postings are judged, on the day it acts. A date that is held still already, as in tests, stays.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with contextlib.suppress(UnreadablePostError):
            # Reads the body. What broke off is met again by whoever reads the form.
            _ = request.POST
        with clock.fixed(clock.today()):
            return self.get_response(request)

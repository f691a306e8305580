"""Every request: who changes what goes into the history's context; refusals become plain pages and audit entries."""

from collections.abc import Callable

import pghistory
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from yuping.accounts import signing_in
from yuping.accounts.acts import record_refusal
from yuping.audit.services import Circumstances, circumstances
from yuping.core.errors import MissingVerb

Responder = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}

IDLE_SECONDS, LONGEST_SECONDS, NOTED_EVERY = 15 * 60, 8 * 60 * 60, 60
SIGNED_IN_AT, LAST_SEEN = "signed_in_at", "last_seen"
# Open to a person whose password must be changed first.
BEFORE_CHANGE = {"accounts:change_password", "accounts:sign_out", "accounts:language"}


class SessionRules:
    """Ends a session after 15 idle minutes and after 8 hours, in real time; sends who must to change the password.

    The last request is noted in the session at most once a minute.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._over(request):
            logout(request)
        response = self.get_response(request)
        if request.headers.get("HX-Request") and self._leads_to_sign_in(response):
            # A part of a page can't hold the sign-in form: the browser opens it whole.
            return HttpResponse(headers={"HX-Redirect": resolve_url("accounts:sign_in")})
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        user = request.user
        closed = user.is_authenticated and signing_in.must_change(user)
        if closed and request.resolver_match.view_name not in BEFORE_CHANGE:
            return redirect("accounts:change_password")
        return None

    def _over(self, request: HttpRequest) -> bool:
        now = timezone.now().timestamp()
        started, seen = request.session.setdefault(SIGNED_IN_AT, now), request.session.get(LAST_SEEN, now)
        if now - started > LONGEST_SECONDS or now - seen > IDLE_SECONDS:
            return True
        if LAST_SEEN not in request.session or now - seen > NOTED_EVERY:
            request.session[LAST_SEEN] = now
        return False

    def _leads_to_sign_in(self, response: HttpResponse) -> bool:
        return response.status_code == 302 and response.headers["Location"].startswith(resolve_url("accounts:sign_in"))


class HistoryContext:
    """Changes made by one request share one history context, which its audit entries name."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR") or None
        if request.method in SAFE:
            return self._answer(request, Circumstances(address=address))
        with pghistory.context(user=request.user.pk) as context:
            return self._answer(request, Circumstances(address=address, history_context=context.id))

    def _answer(self, request: HttpRequest, now: Circumstances) -> HttpResponse:
        token = circumstances.set(now)
        try:
            return self.get_response(request)
        finally:
            circumstances.reset(token)


class Refusals:
    """A missing verb is a 403 wherever it is raised, and stands in the audit record."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, MissingVerb):
            permission = str(exception.params["permission"])
            if request.user.is_authenticated:
                where = request.resolver_match.view_name
                record_refusal(actor=request.user, verb=permission, obj=request.user, where=where)
            raise PermissionDenied(permission) from exception

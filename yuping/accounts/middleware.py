"""Every request: who changes what goes into the history's context; refusals become plain pages and audit entries."""

from collections.abc import Callable

import pghistory
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from yuping.audit.services import Circumstances, circumstances
from yuping.core.errors import MissingVerb

Responder = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}


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
    """A missing verb is a 403 wherever it is raised."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, MissingVerb):
            raise PermissionDenied(exception.params["permission"]) from exception

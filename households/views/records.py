"""Lists that are searched by household, without ever keeping an identity number in an address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from households.models import Household
from households.views.households import is_identity
from yuping.accounts.pages import ListPage
from yuping.core import clock


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """To another address, for a whole page and for a part of one."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


class RecordList(ListPage, abstract=True):
    """A list with a search by household. A typed identity number becomes the number of the person's household."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.GET.get("q", "")
        if not is_identity(typed):
            return super().get(request, *args, **kwargs)
        household = Household.objects.visible_to(self.user).search(typed, today=clock.today()).first()
        if household is None:
            messages.info(request, _("Nobody with this identity number is on file in your area."))
        query = request.GET.copy()
        query["q"] = household.number if household else ""
        return lead_to(request, f"{request.path}?{query.urlencode()}")

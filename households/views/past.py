"""The file on a past day, in two readings: what was true that day, and what the file said that evening.

On screen and on paper, for whoever may see its history.
"""

import datetime
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households.as_it_was import differences, file_as_it_was
from households.models import Household
from households.past import file_on
from households.views.tabs import HouseholdTab, covered
from yuping.accounts import access
from yuping.accounts.pages import PrintPage
from yuping.core import clock, show

HISTORY = "households.view_history"
FIRST_DAY = datetime.date(2000, 1, 1)


class _OnADay:
    """``?on=2016-06-30``; without it, today. ``&as=entered`` asks for what had been entered by that evening."""

    # The day that was asked for, where it lies ahead: nothing can be said of it.
    not_come: datetime.date | None = None

    @cached_property
    def as_entered(self) -> bool:
        return self.request.GET.get("as") == "entered"

    @cached_property
    def day(self) -> datetime.date:
        asked = self.request.GET.get("on", "")
        if not asked:
            return clock.today()
        try:
            day = datetime.date.fromisoformat(asked)
        except ValueError as error:
            raise SuspiciousOperation("no day") from error
        if day > clock.today():
            self.not_come = day
            return clock.today()
        return max(day, FIRST_DAY)

    def asked(self) -> str:
        """The address of this day in this reading."""
        return f"?on={self.day.isoformat()}" + ("&as=entered" if self.as_entered else "")

    def shown(self) -> dict[str, Any]:
        """What the page and the paper hold."""
        true, entered = file_as_it_was(self.object, self.day), file_on(self.object, self.day)
        return {
            "day": self.day,
            "as_entered": self.as_entered,
            "stood": entered if self.as_entered else true,
            "differences": differences(true, entered),
            "may_see_quarters": self.may("households.view_householdquarter"),
            "may_see_accounts": self.may("households.view_payeeaccount"),
            "may_see_answers": self.may("households.view_memberyear"),
        }


class PastTab(_OnADay, HouseholdTab):
    """The file on a day: who lived there, the year's record, status, cadre and account."""

    tab, permission, template_name = "history", HISTORY, "households/past.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = reverse("households:past_print", kwargs={"pk": self.object.pk}) + self.asked()
        shown = {"day": self.day} if self.not_come else self.shown()
        return super().get_context_data(today=clock.today(), print_url=paper, not_come=self.not_come, **shown, **kwargs)


class PastPrint(_OnADay, PrintPage):
    """The same on A4."""

    model, permission, template_name = Household, HISTORY, "households/past_print.html"
    signatures = (_("Printed by"), _("Checked by"))

    def rows(self) -> QuerySet[Household]:
        return covered(self.user, HISTORY)

    def may(self, permission: str) -> bool:
        return access.scope_of(self.user, permission).covers(self.object.village_id)

    def get_title(self) -> str:
        entered, true = _("The file of %(name)s as entered by %(day)s"), _("The household of %(name)s on %(day)s")
        words = entered if self.as_entered else true
        return str(words) % {"name": self.object.head_name, "day": show.show_day(self.day)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.day and self.not_come:
            raise SuspiciousOperation("a day that has not come")
        return super().get(request, *args, **kwargs)

    def back_url(self) -> str:
        return reverse("households:household_past", kwargs={"pk": self.object.pk}) + self.asked()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(household=self.object, **self.shown(), **kwargs)

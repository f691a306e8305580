"""The file as it stood at the end of a past day: on screen and on paper, for whoever may see its history."""

import datetime
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households.models import Household
from households.past import FileOn, file_on
from households.views.tabs import HouseholdTab, covered
from yuping.accounts import access
from yuping.accounts.pages import PrintPage
from yuping.core import clock, show

HISTORY = "households.view_history"
FIRST_DAY = datetime.date(2000, 1, 1)


class _OnADay:
    """``?on=2016-06-30``; without it, today."""

    @cached_property
    def day(self) -> datetime.date:
        asked = self.request.GET.get("on", "")
        if not asked:
            return clock.today()
        try:
            day = datetime.date.fromisoformat(asked)
        except ValueError as error:
            raise SuspiciousOperation("no day") from error
        if not FIRST_DAY <= day <= clock.today():
            return clock.today() if day > FIRST_DAY else FIRST_DAY
        return day

    def stood(self) -> FileOn | None:
        return file_on(self.object, self.day)

    def shown(self) -> dict[str, Any]:
        """What the page and the paper hold."""
        return {
            "day": self.day,
            "stood": self.stood(),
            "may_see_quarters": self.may("households.view_householdquarter"),
            "may_see_accounts": self.may("households.view_payeeaccount"),
            "may_see_answers": self.may("households.view_memberyear"),
        }


class PastTab(_OnADay, HouseholdTab):
    """The file at the end of a day: who lived there, the year's record, status, cadre and account."""

    tab, permission, template_name = "history", HISTORY, "households/past.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = f"{reverse('households:past_print', kwargs={'pk': self.object.pk})}?on={self.day.isoformat()}"
        return super().get_context_data(today=clock.today(), print_url=paper, **self.shown(), **kwargs)


class PastPrint(_OnADay, PrintPage):
    """The same on A4."""

    model, permission, template_name = Household, HISTORY, "households/past_print.html"
    signatures = (_("Printed by"), _("Checked by"))

    def rows(self) -> QuerySet[Household]:
        return covered(self.user, HISTORY)

    def may(self, permission: str) -> bool:
        return access.scope_of(self.user, permission).covers(self.object.village_id)

    def get_title(self) -> str:
        return str(_("The file of %(name)s as it stood on %(day)s")) % {
            "name": self.object.head_name,
            "day": show.show_day(self.day),
        }

    def back_url(self) -> str:
        return f"{reverse('households:household_past', kwargs={'pk': self.object.pk})}?on={self.day.isoformat()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(household=self.object, **self.shown(), **kwargs)

"""Pages on holidays and on weekend days worked to make up for them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages import services
from villages.filters import HolidayFilter, day_in
from villages.forms import HolidayForm
from villages.tables import HolidayTable
from yuping.accounts.pages import SIGNED_IN, Action, Crumb, FormPage, ListPage
from yuping.core.models import Holiday


class HolidayList(ListPage):
    """The days on which the ordinary week does not hold; notice days are counted by it."""

    model, permission, table_class, filterset_class = Holiday, SIGNED_IN, HolidayTable, HolidayFilter
    primary = Action(_("Change a day"), "villages:holiday_change", "villages.change_holiday")
    empty_text = _("No day fits. For a year without days, Monday to Friday are counted as worked.")

    def rows(self) -> QuerySet[Holiday]:
        return Holiday.objects.order_by("-day")


class ChangeHoliday(FormPage):
    """Say whether a day is worked."""

    permission, form_class = "villages.change_holiday", HolidayForm
    title, success_message = _("Change a day"), _("The day is saved: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [(_("Holidays"), reverse("villages:holiday_list"))]

    def get_initial(self) -> dict[str, Any]:
        known = Holiday.objects.filter(day=day_in(self.request.GET, "day")).first()
        if known is None:
            return {}
        return {"day": known.day, "name": known.name, "is_workday": "yes" if known.is_workday else "no"}

    def save(self, form: HolidayForm) -> Holiday:
        return services.change_holiday(actor=self.user, **form.cleaned_data)

    def get_success_url(self, done: Holiday) -> str:
        return reverse("villages:holiday_list") + f"?year={done.day.year}"

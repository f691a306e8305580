"""Choosing the household that something is recorded for: a search, one row, and its form opens."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.filters.visits import HouseholdChoiceFilter
from households.models import Household
from households.tables.casework import ChoiceTable
from households.views.households import is_identity
from households.views.records import RecordList, lead_to


class ChooseHousehold(RecordList, abstract=True):
    """The households on file for which the person holds the verb. When a search finds one, its form opens at once.

    Name ``permission`` (the verb), ``title`` and ``target``, the name of the form's address.
    """

    model, table_class, filterset_class = Household, ChoiceTable, HouseholdChoiceFilter
    target: ClassVar[str]
    empty_text = _("No household on file in your area fits. Search by name, pinyin initials or household number.")

    def rows(self) -> QuerySet[Household]:
        found = Household.objects.actionable_by(self.user, self.permission).active().with_cadre()
        return found.select_related("village", "group")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        only = self.only_one()
        if only is None:
            return super().get(request, *args, **kwargs)
        return lead_to(request, reverse(self.target, kwargs={"pk": only.pk}))

    def only_one(self) -> Household | None:
        """The household that a search finds, if it finds one only."""
        typed = self.request.GET.get("q", "").strip()
        if not typed or is_identity(typed):
            return None
        filterset = self.make_filterset()
        found = list(filterset.qs[:2]) if filterset.is_valid() else []
        return found[0] if len(found) == 1 else None

    def make_table(self, rows: QuerySet[Household]) -> ChoiceTable:
        table = super().make_table(rows)
        table.target = self.target
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What is chosen from is no list of its own: the list of households is the one that is exported.
        return super().get_context_data(**kwargs) | {"may_export": False}

"""Filter bars of visits, and of the households to be visited."""

import django_filters
from django.utils.translation import gettext_lazy as _

from households.filters.records import FileRecordFilter, code_filter, until
from households.models import Household, ProblemState, Visit
from households.querysets import HouseholdQuerySet
from households.querysets.casework import VisitQuerySet
from villages.models import Cadre, Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock

PROBLEMS = [
    ("unsettled", _("not closed")),
    ("overdue", _("past the agreed day")),
    *ProblemState.choices,
]


class VisitFilter(FileRecordFilter):
    """Visits by household, place, day and what became of the problem."""

    search_label = _("Household, visitor or purpose")
    own_words = ("visitor__startswith", "theme__contains")
    problem = django_filters.ChoiceFilter(label=_("Problem"), choices=PROBLEMS, method="by_problem")
    appeal_class = code_filter("appeal_class", _("Class of the problem"))
    since = until(_("From"), "date", "gte")
    to = until(_("To"), "date", "lte")

    class Meta:
        model = Visit
        fields = ["township", "village", "problem", "appeal_class", "since", "to"]

    def by_problem(self, rows: VisitQuerySet, name: str, value: str) -> VisitQuerySet:
        if value == "unsettled":
            return rows.unsettled()
        return rows.overdue(clock.today()) if value == "overdue" else rows.filter(problem_state=value)


# In an address: households without a cadre in charge.
NOBODY = "nobody"


class HouseholdChoiceFilter(BaseFilterSet):
    """Households by name, pinyin, initials or number, and place."""

    search_label = _("Household: name, pinyin, number")
    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())

    class Meta:
        model = Household
        fields = ["township", "village"]

    def search(self, queryset: HouseholdQuerySet, text: str) -> HouseholdQuerySet:
        return queryset.search(text, today=clock.today())


class VisitDueFilter(HouseholdChoiceFilter):
    """Households to be visited, also by who is in charge of them."""

    helper = django_filters.ModelChoiceFilter(
        label=_("Cadre in charge"),
        queryset=Cadre.objects.all(),
        null_label=_("no cadre in charge"),
        null_value=NOBODY,
        method="by_helper",
    )

    class Meta:
        model = Household
        fields = ["township", "village", "helper"]

    def by_helper(self, rows: HouseholdQuerySet, name: str, value: Cadre | str) -> HouseholdQuerySet:
        return rows.with_helper().filter(helper=None if value == NOBODY else value.pk)

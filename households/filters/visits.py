"""Filter bars of visits, and of the households to be visited."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from households.filters.records import FileRecordFilter, code_filter, until
from households.models import Household, ProblemState, Visit
from households.querysets import HouseholdQuerySet
from households.querysets.casework import VisitQuerySet
from villages.forms.people import with_unit
from villages.models import Cadre, Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock
from yuping.core.pinyin import sort_key

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


class CadresByName(ModelChoiceIterator):
    """What the list offers, the cadres in the order of their pinyin."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        offered = list(super().__iter__())
        yield from (one for one in offered if not hasattr(one[0], "instance"))
        cadres = [one for one in offered if hasattr(one[0], "instance")]
        yield from sorted(cadres, key=lambda one: (sort_key(one[0].instance.name), one[0].instance.unit))


class CadreChoiceField(ModelChoiceField):
    """A cadre by name and unit: many share a name."""

    iterator = CadresByName

    def label_from_instance(self, cadre: Cadre) -> str:
        return with_unit(cadre)


class CadreFilter(django_filters.ModelChoiceFilter):
    """A cadre of many."""

    field_class = CadreChoiceField


class VisitDueFilter(HouseholdChoiceFilter):
    """Households to be visited, also by who is in charge of them."""

    helper = CadreFilter(
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

"""Filter bars of the income by quarter, and of how far the villages are with one."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households.filters.records import FileRecordFilter
from households.forms.quarters import QUARTER_NAMES
from households.models import QUARTERS, HouseholdQuarter
from villages.models import Township, Village
from yuping.accounts.pages import BaseFilterSet

CHOICES = list(zip(QUARTERS, QUARTER_NAMES, strict=True))


class QuarterFilter(FileRecordFilter):
    """Income by household, place, year and quarter."""

    year = django_filters.NumberFilter(label=_("Year"), min_value=2013, max_value=2100)
    quarter = django_filters.ChoiceFilter(label=_("Quarter"), choices=CHOICES)

    class Meta:
        model = HouseholdQuarter
        fields = ["township", "village", "year", "quarter"]


class VillageQuarterFilter(BaseFilterSet):
    """Villages by township; year and quarter are read by the page before the rows are made."""

    search_lookups = ("name__contains", "short_name__contains", "code__startswith")
    search_label = _("Village or code")
    township = django_filters.ModelChoiceFilter(label=_("Township"), queryset=Township.objects.all())
    year = django_filters.NumberFilter(label=_("Year"), min_value=2013, max_value=2100, method="keep")
    quarter = django_filters.ChoiceFilter(label=_("Quarter"), choices=CHOICES, method="keep")

    class Meta:
        model = Village
        fields = ["township", "year", "quarter"]

    def keep(self, rows: QuerySet[Village], name: str, value: Any) -> QuerySet[Village]:
        return rows

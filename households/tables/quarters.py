"""Tables of the income by quarter: household by household, and how far the villages are."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import HouseholdQuarter
from households.tables.casework import FileRecordTable
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.pages import BaseTable, MoneyColumn, NumberColumn


class QuarterTable(FileRecordTable):
    """Income of households by quarter."""

    tab = "support"
    year = tables.Column(verbose_name=_("Year"))
    quarter = tables.Column(verbose_name=_("Quarter"))
    wage_income = MoneyColumn(verbose_name=_("Wage income"))
    business_income = MoneyColumn(verbose_name=_("Business income"))
    property_income = MoneyColumn(verbose_name=_("Property income"))
    transfer_income = MoneyColumn(verbose_name=_("Transfer income"))
    total = MoneyColumn(verbose_name=_("Together (yuan)"))

    class Meta(FileRecordTable.Meta):
        model = HouseholdQuarter
        fields = (
            "household",
            "number",
            "village",
            "year",
            "quarter",
            "wage_income",
            "business_income",
            "property_income",
            "transfer_income",
            "total",
        )


class VillageQuarterTable(BaseTable):
    """How many households of each village have the quarter on record; a row opens the village's grid, or the list."""

    short_name = tables.Column(verbose_name=_("Village"), order_by="pk")
    township = tables.Column(verbose_name=_("Township"))
    on_file = NumberColumn(verbose_name=_("Households on file"))
    recorded = NumberColumn(verbose_name=_("Recorded"))
    missing = NumberColumn(verbose_name=_("Missing"))
    # The quarter that the rows are counted for, and where the person enters it.
    when = (0, 0)
    entered_in = access.Scope(frozenset())

    class Meta(BaseTable.Meta):
        model = Village
        fields = ("short_name", "township", "on_file", "recorded", "missing")

    def render_short_name(self, record: Any) -> str:
        return str(record)

    def row_url(self, record: Any) -> str:
        year, quarter = self.when
        if not self.entered_in.covers(record.pk):
            return f"{reverse('households:quarter_list')}?village={record.pk}&year={year}&quarter={quarter}"
        return reverse("households:quarter_enter", kwargs={"code": record.pk, "year": year, "quarter": quarter})

"""Filter bar of produce sold with help."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.filters.records import FileRecordFilter, code_filter, until
from households.models import Sale
from households.querysets.sales import SaleQuerySet

STATES = [("stands", pgettext_lazy("sale", "counts")), ("withdrawn", pgettext_lazy("sale", "withdrawn"))]


class SaleFilter(FileRecordFilter):
    """Sales by household, place, year, channel and kind of produce."""

    search_label = _("Household, produce or buyer")
    own_words = ("product_name__contains", "buyer__contains")
    year = django_filters.NumberFilter(label=_("Year"), field_name="date__year", min_value=2013, max_value=2100)
    channel = code_filter("sale_channel", _("Channel of the sale"))
    product = code_filter("sale_product", _("Kind of produce"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    since = until(_("From"), "date", "gte")
    to = until(_("To"), "date", "lte")

    class Meta:
        model = Sale
        fields = ["township", "village", "year", "channel", "product", "state", "since", "to"]

    def by_state(self, rows: SaleQuerySet, name: str, value: str) -> SaleQuerySet:
        return rows.filter(withdrawn_on__isnull=value == "stands")

"""Table of produce sold with help."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from households.models import Sale
from households.tables.casework import FileRecordTable, LabelColumn
from yuping.accounts.pages import DayColumn, MoneyColumn, NumberColumn
from yuping.core.templatetags.core import badge

TONES = {"stands": "done", "withdrawn": "plain", "corrected": "plain"}


class SaleTable(FileRecordTable):
    """Sales; lines that count no more stand among the others and say so."""

    date = DayColumn(verbose_name=_("Date"))
    product = LabelColumn("product", _("Kind of produce"))
    product_name = tables.Column(verbose_name=_("Produce"))
    quantity = NumberColumn(verbose_name=_("Quantity"))
    unit = LabelColumn("unit", _("Unit of quantity"))
    channel = LabelColumn("channel", _("Channel of the sale"))
    amount = MoneyColumn(verbose_name=_("Proceeds (yuan)"))
    state = tables.Column(verbose_name=_("State"), orderable=False)
    recorded_by = tables.Column(accessor="recorded_by__full_name", verbose_name=_("Recorded by"))
    optional = ("number", "product", "note", "recorded_by")

    class Meta(FileRecordTable.Meta):
        model = Sale
        fields = (
            "household",
            "number",
            "village",
            "date",
            "product",
            "product_name",
            "quantity",
            "unit",
            "channel",
            "buyer",
            "amount",
            "state",
            "note",
            "recorded_by",
        )

    def render_state(self, record: Sale) -> Any:
        return badge(record.get_state_display(), record.state, TONES[record.state])

"""Table of the leads of the negative list."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from households.models import Lead
from households.querysets.leads import UNDECIDED
from households.tables.casework import VillageColumn
from yuping.accounts.pages import BaseTable, DayColumn, StateColumn
from yuping.core import clock
from yuping.core.templatetags.core import badge

LEAD_TONES = {
    "open": "wait",
    "checked": "wait",
    "ineligible": "risk",
    "eligible": "done",
    "other_person": "done",
    "withdrawn": "plain",
}


class LeadTable(BaseTable):
    """Leads, the first due first. What the list says is shown on the lead's own page, masked."""

    of = tables.Column(verbose_name=_("Household or application"), empty_values=(), orderable=False)
    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")
    village = VillageColumn()
    state = StateColumn(tones=LEAD_TONES)
    found_on, due_on, data_on, decided_on = DayColumn(), DayColumn(), DayColumn(), DayColumn()
    optional = ("township", "data_on", "decided_on")

    class Meta(BaseTable.Meta):
        model = Lead
        fields = (
            "person",
            "kind",
            "of",
            "township",
            "village",
            "department",
            "data_on",
            "found_on",
            "due_on",
            "state",
            "checked_by",
            "decided_on",
        )

    def render_of(self, record: Lead) -> str:
        return str(record.household or record.identification)

    def render_due_on(self, value: Any, record: Lead) -> Any:
        shown = DayColumn().render(value)
        late = record.state in UNDECIDED and value < clock.today()
        return badge(shown, "overdue") if late else shown

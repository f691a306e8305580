"""Tables of the assistance given: measures, training, relocation."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from households.models import Measure, Relocation, Training
from households.tables.casework import FileRecordTable, LabelColumn
from yuping.accounts.pages import DayColumn, MoneyColumn, NumberColumn
from yuping.core.templatetags.core import badge


class MeasureTable(FileRecordTable):
    """Measures."""

    date = DayColumn()
    category = LabelColumn("category", _("Kind of measure"))
    cost = MoneyColumn(verbose_name=_("Cost (yuan)"))
    optional = ("number", "note")

    class Meta(FileRecordTable.Meta):
        model = Measure
        fields = (
            "household",
            "number",
            "village",
            "date",
            "category",
            "content",
            "unit",
            "cost",
            "signed_by_head",
            "note",
        )

    def render_content(self, value: str, record: Measure) -> Any:
        """A line that counts no more stands among the others and says so."""
        return format_html("{} {}", value, badge(_("withdrawn"), "ended")) if record.withdrawn_on else value


class TrainingTable(FileRecordTable):
    """Courses that members took."""

    tab = "support"
    member = tables.Column(accessor="member__name", verbose_name=_("Household member"))
    from_on = DayColumn()

    class Meta(FileRecordTable.Meta):
        model = Training
        fields = ("household", "number", "village", "member", "course", "organiser", "from_on", "days", "certificate")


class RelocationTable(FileRecordTable):
    """Relocations."""

    tab = "support"
    year = tables.Column(verbose_name=_("Year of the programme"))
    placement = LabelColumn("placement", _("Placement"))
    site = LabelColumn("site", _("Kind of site"))
    floor_area = NumberColumn(verbose_name=_("Floor area (m²)"))
    moved_in_on = DayColumn()
    optional = ("number", "from_place", "site")

    class Meta(FileRecordTable.Meta):
        model = Relocation
        fields = (
            "household",
            "number",
            "village",
            "year",
            "from_place",
            "to_place",
            "placement",
            "site",
            "floor_area",
            "moved_in_on",
            "old_house_gone",
        )

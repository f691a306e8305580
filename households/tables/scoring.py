"""Tables of scores and of their templates."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from households.models import Score, ScoringTemplate
from households.scores import BAND_TONES, change_of
from households.tables.casework import VillageColumn
from yuping.accounts.pages import BaseTable, DayColumn, NumberColumn, StateColumn


class ScoreTable(BaseTable):
    """Scores, the poorest first whatever the direction of their scale."""

    name = tables.Column(verbose_name=_("Household or applicant"), order_by=("household__name_pinyin", "pk"))
    number = tables.Column(accessor="household__number", verbose_name=_("Household number"))
    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")
    village = VillageColumn()
    date = DayColumn()
    total = NumberColumn(verbose_name=_("Points"))
    band = StateColumn(verbose_name=_("Band"), tones=BAND_TONES, order_by=("standing", "pk"))
    before = tables.Column(verbose_name=_("Against the score before"), empty_values=(), orderable=False)
    is_replaced = tables.Column(verbose_name=_("Corrected"), orderable=False)
    optional = ("township", "template", "note", "is_replaced")

    class Meta(BaseTable.Meta):
        model = Score
        fields = (
            "name",
            "number",
            "township",
            "village",
            "date",
            "scorer",
            "total",
            "band",
            "before",
            "template",
            "note",
            "is_replaced",
        )

    def render_before(self, record: Score) -> str:
        return change_of(record) or "—"

    def render_is_replaced(self, value: bool) -> Any:
        return _("yes") if value else _("no")

    @classmethod
    def of_one(cls, rows: Any) -> "ScoreTable":
        """As it stands on the page of the household."""
        return cls(rows, exclude=("name", "number", "township", "village", "note"), orderable=False)


class TemplateTable(BaseTable):
    """Templates with their versions."""

    state = StateColumn(tones={"draft": "wait", "published": "done"})
    valid_from, valid_to = DayColumn(), DayColumn()
    is_used = tables.Column(verbose_name=_("Used"), orderable=False)

    class Meta(BaseTable.Meta):
        model = ScoringTemplate
        fields = ("name", "version", "direction", "state", "valid_from", "valid_to", "is_used")

    def render_is_used(self, value: bool) -> Any:
        return _("yes") if value else _("no")

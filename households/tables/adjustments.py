"""Tables of adjustments and of objections to notices."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from households.models import Adjustment, AdjustmentState, NoticeObjection
from households.tables.casework import FileRecordTable, VillageColumn
from yuping.accounts.pages import BaseTable, DayColumn, StateColumn
from yuping.core.templatetags.core import badge

ADJUSTMENT_TONES = {state.value: "wait" for state in AdjustmentState}
ADJUSTMENT_TONES |= {"approved": "done", "announced": "done", "refused": "risk"}


class AdjustmentTable(FileRecordTable):
    """Adjustments with where they stand; of a watch the day by which it has to be decided."""

    kind = tables.Column(verbose_name=_("Kind"))
    proposed_on = DayColumn()
    state = StateColumn(tones=ADJUSTMENT_TONES)
    state_on = DayColumn()
    decide_by = DayColumn(verbose_name=_("To be decided by"), orderable=False)
    optional = ("number", "reason")

    class Meta(FileRecordTable.Meta):
        model = Adjustment
        fields = (
            "household",
            "number",
            "village",
            "kind",
            "proposed_on",
            "state",
            "state_on",
            "decide_by",
            "reason",
        )

    def render_decide_by(self, value: object, record: Adjustment) -> object:
        shown = DayColumn().render(value)
        return badge(shown, "overdue") if record.late else shown


class ObjectionTable(BaseTable):
    """Objections; a row opens the case."""

    case = tables.Column(verbose_name=_("Case"), orderable=False)
    village = VillageColumn()
    raised_on = DayColumn(verbose_name=_("Raised on"))
    raised_by = tables.Column(verbose_name=_("Raised by"))
    text = tables.Column(verbose_name=_("Objection"))
    answer = tables.Column(verbose_name=_("Answer"))
    answered_on = DayColumn(verbose_name=_("Answered on"))

    class Meta(BaseTable.Meta):
        model = NoticeObjection
        fields = ("case", "village", "raised_on", "raised_by", "text", "answer", "answered_on")

    def row_url(self, record: NoticeObjection) -> str:
        return record.case.get_absolute_url()

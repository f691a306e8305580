"""Tables of likely doubles and of changes of identity."""

import datetime

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households.comparing import kinds_of, sees
from households.models import DoubleState, Household, IdentityChange, LikelyDouble
from households.tables.casework import FileRecordTable
from villages.models import Village
from yuping.accounts.pages import BaseTable, DayColumn, StateColumn
from yuping.core import clock
from yuping.core.templatetags.core import badge

TONES = {"open": "wait", "later": "wait", "proposed": "wait", "merged": "done", "not_same": "done", "gone": "plain"}


class DoubleTable(BaseTable):
    """Pairs of files; of one over two townships each sees its own half, the county both."""

    first = tables.Column(accessor="first_household", verbose_name=_("Entered first"), orderable=False)
    second = tables.Column(accessor="second_household", verbose_name=_("Entered later"), orderable=False)
    kinds = tables.Column(orderable=False)
    found_on = DayColumn()
    due_on = DayColumn(verbose_name=_("Look again on"))
    state = StateColumn(tones=TONES)
    key_column = "first"

    class Meta(BaseTable.Meta):
        model = LikelyDouble
        fields = ("first", "second", "kinds", "found_on", "due_on", "state")

    def render_first(self, value: Household, record: LikelyDouble) -> str:
        return self._half(value, record.first_village)

    def render_second(self, value: Household, record: LikelyDouble) -> str:
        return self._half(value, record.second_village)

    def _half(self, household: Household, village: Village) -> str:
        if not sees(self.request.user, village.pk):
            return gettext("a household of another township")
        place = f"{village.township} {village}"
        return format_html('{} <span class="text-secondary">{}</span>', household, place)

    def render_kinds(self, value: list[str]) -> str:
        return format_html_join("", "<div>{}</div>", ((kind,) for kind in kinds_of(value)))

    def render_due_on(self, value: datetime.date, record: LikelyDouble) -> str:
        shown = DayColumn().render(value)
        late = record.state == DoubleState.LATER and value <= clock.today()
        return badge(shown, "overdue") if late else shown


class IdentityTable(FileRecordTable):
    """Changes of identity, the latest first."""

    key_column = "new_name"
    old_name = tables.Column()
    new_name = tables.Column()
    card = tables.Column(accessor="id_index", verbose_name=_("Identity number"), orderable=False, empty_values=())
    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")
    proposed_on = DayColumn()
    decided_on = DayColumn()
    state = StateColumn()
    optional = ("number", "township", "decided_on")

    class Meta(BaseTable.Meta):
        model = IdentityChange
        fields = (
            "new_name",
            "old_name",
            "card",
            "household",
            "township",
            "village",
            "proposed_by",
            "proposed_on",
            "decided_by",
            "decided_on",
            "state",
        )

    def row_url(self, record: IdentityChange) -> str:
        return record.get_absolute_url()

    def render_card(self, value: str) -> str:
        return gettext("another number") if value else gettext("stays")

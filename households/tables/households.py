"""Tables of the households pages."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2.columns import BoundColumn

from households.models import Household
from yuping.accounts.pages import BaseTable, DayColumn, MoneyColumn, NumberColumn, StateColumn, YesNoColumn
from yuping.core import clock
from yuping.core.codes import label_of
from yuping.core.templatetags.core import badge


class CodeColumn(tables.Column):
    """A code of an official list, shown by its label of the year."""

    def __init__(self, code_set: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code_set = code_set

    def render(self, value: str) -> str:
        return label_of(self.code_set, value, year=clock.today().year)


class ExitColumn(CodeColumn):
    """The exit flag of a registered household; one that is only watched has none to show."""

    def render(self, value: str, record: Household) -> str:
        return "—" if record.never_registered else super().render(value)


class StandingColumn(StateColumn):
    """The household's state, and whether it is watched."""

    def render(self, value: object, record: Household, bound_column: BoundColumn) -> str:
        state = super().render(value, record, bound_column)
        return format_html("{} {}", state, badge(_("watched"), "open")) if record.watched_since else state


class HouseholdTable(BaseTable):
    """Households with this year's record."""

    number = tables.Column(attrs={"td": {"class": "day"}})
    village = tables.Column(accessor="village__short_name", verbose_name=_("Village"), order_by="village")
    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")
    persons = NumberColumn(verbose_name=_("Persons"))
    attribute = CodeColumn("household_attribute", verbose_name=_("Household attribute"))
    main_cause = CodeColumn("cause", verbose_name=_("Main cause"))
    exit_flag = ExitColumn("exit_flag", verbose_name=_("Exit flag"))
    per_head_net_income = MoneyColumn(verbose_name=_("Net income per head (yuan)"))
    net_income = MoneyColumn(verbose_name=_("Net income (yuan)"))
    open_findings = NumberColumn(verbose_name=_("Open problems"))
    has_account = YesNoColumn(verbose_name=_("Account in force"), orderable=False)
    registered_on = DayColumn()
    left_on = DayColumn()
    watched_since = DayColumn(verbose_name=_("Watched since"))
    state = StandingColumn(tones={"active": "done", "removed": "plain"})
    optional = ("township", "group", "net_income", "has_account", "registered_on", "left_on", "watched_since")

    class Meta(BaseTable.Meta):
        model = Household
        fields = (
            "head_name",
            "number",
            "township",
            "village",
            "group",
            "persons",
            "attribute",
            "main_cause",
            "exit_flag",
            "net_income",
            "per_head_net_income",
            "open_findings",
            "has_account",
            "registered_on",
            "left_on",
            "watched_since",
            "state",
        )

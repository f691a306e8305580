"""Tables of persons, payee accounts and findings."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from households.models import Finding, FindingState, Member, PayeeAccount
from households.tables.casework import FileRecordTable, LabelColumn
from households.templatetags.households import finding_page, finding_text, village_page
from yuping.accounts.pages import DayColumn, StateColumn, YesNoColumn
from yuping.core import clock
from yuping.core.bankcard import mask_account
from yuping.core.fields import Sealed
from yuping.core.identity import mask_identity
from yuping.core.templatetags.core import badge


class _PlacedTable(FileRecordTable):
    """File records with their township, for who sees more than one."""

    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")


class MemberTable(_PlacedTable):
    """Persons; numbers are masked."""

    tab, key_column = "members", "name"
    name = tables.Column(verbose_name=_("Name"))
    id_number = tables.Column(verbose_name=_("Identity number"), orderable=False, attrs={"td": {"class": "day"}})
    birth_date = DayColumn()
    relation = LabelColumn("relation", _("Relation to the head"))
    sex = LabelColumn("sex", _("Sex"))
    ethnic_group = LabelColumn("ethnic_group", _("Ethnic group"))
    state = StateColumn(tones={"living_here": "done"})
    optional = ("number", "township", "ethnic_group", "joined_on", "left_on")

    class Meta(FileRecordTable.Meta):
        model = Member
        fields = (
            "name",
            "relation",
            "sex",
            "birth_date",
            "id_number",
            "ethnic_group",
            "household",
            "number",
            "township",
            "village",
            "joined_on",
            "left_on",
            "state",
        )

    def render_id_number(self, value: Sealed) -> str:
        return mask_identity(value.open())


class AccountTable(_PlacedTable):
    """Payee accounts; numbers are masked."""

    tab, key_column = "accounts", "household"
    number_masked = tables.Column(
        accessor="number", verbose_name=_("Account number"), orderable=False, attrs={"td": {"class": "day"}}
    )
    state = StateColumn()
    proposed_on = DayColumn()
    confirmed_on = DayColumn()
    optional = ("township", "bank_name", "confirmed_by", "confirmed_on")

    class Meta(FileRecordTable.Meta):
        model = PayeeAccount
        fields = (
            "household",
            "number",
            "township",
            "village",
            "holder_name",
            "kind",
            "bank_name",
            "number_masked",
            "state",
            "proposed_by",
            "proposed_on",
            "confirmed_by",
            "confirmed_on",
        )

    def render_number_masked(self, value: Sealed) -> str:
        return mask_account(value.open())


class FindingTable(_PlacedTable):
    """What the rules found wrong."""

    tab, key_column = "findings", "household"
    member = tables.Column(accessor="member__name", verbose_name=_("Member"))
    text = tables.Column(accessor="rule", verbose_name=_("Problem"), order_by="rule")
    level = StateColumn(tones={"error": "risk", "warning": "wait"})
    blocks_payment = YesNoColumn()
    found_on = DayColumn()
    due_on = DayColumn()
    optional = ("number", "township")

    class Meta(FileRecordTable.Meta):
        model = Finding
        fields = (
            "household",
            "number",
            "township",
            "village",
            "member",
            "text",
            "level",
            "blocks_payment",
            "owner",
            "found_on",
            "due_on",
            "state",
        )

    def row_url(self, record: Finding) -> str:
        """The record itself where the finding names one, else the household's problems, else the village."""
        return finding_page(record) or super().row_url(record) or village_page(record)

    def render_due_on(self, value: Any, record: Finding) -> Any:
        shown = DayColumn().render(value)
        late = record.state == FindingState.OPEN and value < clock.today()
        return badge(shown, "overdue") if late else shown

    def render_text(self, record: Finding) -> str:
        return finding_text(record)


class OwnFindingTable(FindingTable):
    """The tasks of the person's own posts; a row opens the record or the household, which every post may see."""

    optional = ("number", "township", "owner", "blocks_payment")

    class Meta(FindingTable.Meta):
        pass

    def row_url(self, record: Finding) -> str:
        if page := finding_page(record):
            return page
        return record.household.get_absolute_url() if record.household_id else village_page(record)

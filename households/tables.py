"""Tables of the households pages."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from households import tabs
from households.models import Finding, Household, Member, PayeeAccount
from households.templatetags.households import finding_text
from yuping.accounts.pages import BaseTable, DayColumn, MoneyColumn, NumberColumn, StateColumn, YesNoColumn
from yuping.core import clock
from yuping.core.bankcard import mask_account
from yuping.core.codes import label_of
from yuping.core.fields import Sealed
from yuping.core.identity import mask_identity


class CodeColumn(tables.Column):
    """A code of an official list, shown by its label of the year."""

    def __init__(self, code_set: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code_set = code_set

    def render(self, value: str) -> str:
        return label_of(self.code_set, value, year=clock.today().year)


class HouseholdTable(BaseTable):
    """Households with this year's record."""

    number = tables.Column(attrs={"td": {"class": "day"}})
    village = tables.Column(accessor="village__short_name", verbose_name=_("Village"), order_by="village")
    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")
    persons = NumberColumn(verbose_name=_("Persons"))
    attribute = CodeColumn("household_attribute", verbose_name=_("Household attribute"))
    main_cause = CodeColumn("cause", verbose_name=_("Main cause"))
    exit_flag = CodeColumn("exit_flag", verbose_name=_("Exit flag"))
    per_head_net_income = MoneyColumn(verbose_name=_("Net income per head (yuan)"))
    net_income = MoneyColumn(verbose_name=_("Net income (yuan)"))
    open_findings = NumberColumn(verbose_name=_("Open problems"))
    has_account = YesNoColumn(verbose_name=_("Account in force"), orderable=False)
    registered_on = DayColumn()
    left_on = DayColumn()
    state = StateColumn(tones={"active": "done", "removed": "plain"})
    optional = ("township", "group", "net_income", "has_account", "registered_on", "left_on")

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
            "state",
        )


class _OfHousehold(BaseTable):
    """A table of records of households: the row opens the household's tab."""

    household = tables.Column(accessor="household__head_name", verbose_name=_("Household"))
    number = tables.Column(
        accessor="household__number", verbose_name=_("Household number"), attrs={"td": {"class": "day"}}
    )
    village = tables.Column(accessor="village__short_name", verbose_name=_("Village"), order_by="village")
    township = tables.Column(accessor="village__township__name", verbose_name=_("Township"), order_by="village")
    tab = "overview"

    def row_url(self, record: Any) -> str:
        return tabs.url_of(record.household, self.tab)


class MemberTable(_OfHousehold):
    """Persons; numbers are masked."""

    tab, key_column = "members", "name"
    id_number = tables.Column(verbose_name=_("Identity number"), orderable=False, attrs={"td": {"class": "day"}})
    birth_date = DayColumn()
    state = StateColumn(tones={"living_here": "done"})
    optional = ("number", "township", "ethnic_group", "joined_on", "left_on")

    class Meta(BaseTable.Meta):
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

    def render_relation(self, record: Member) -> str:
        return record.get_relation_display()

    def render_sex(self, record: Member) -> str:
        return record.get_sex_display()

    def render_ethnic_group(self, record: Member) -> str:
        return record.get_ethnic_group_display()


class AccountTable(_OfHousehold):
    """Payee accounts; numbers are masked."""

    tab, key_column = "accounts", "household"
    number_masked = tables.Column(
        accessor="number", verbose_name=_("Account number"), orderable=False, attrs={"td": {"class": "day"}}
    )
    state = StateColumn()
    proposed_on = DayColumn()
    confirmed_on = DayColumn()
    optional = ("township", "bank_name", "confirmed_by", "confirmed_on")

    class Meta(BaseTable.Meta):
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


class FindingTable(_OfHousehold):
    """What the rules found wrong."""

    tab, key_column = "findings", "household"
    member = tables.Column(accessor="member__name", verbose_name=_("Member"))
    text = tables.Column(accessor="rule", verbose_name=_("Problem"), order_by="rule")
    level = StateColumn(tones={"error": "risk", "warning": "wait"})
    blocks_payment = YesNoColumn()
    found_on = DayColumn()
    optional = ("number", "township")

    class Meta(BaseTable.Meta):
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
            "found_on",
            "state",
        )

    def render_text(self, record: Finding) -> str:
        return finding_text(record)

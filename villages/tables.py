"""Tables of the villages pages."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages.models import (
    Cadre,
    CollectiveEntry,
    ComplaintPhone,
    IndicatorValue,
    Responsibility,
    TaskForce,
    Village,
    VillageAccount,
    VillageResolution,
)
from yuping.accounts.pages import BaseTable, DayColumn, MoneyColumn, NumberColumn, StateColumn
from yuping.core.characters import for_reader
from yuping.core.models import Holiday


class VillageTable(BaseTable):
    """Villages with the income and the indicators of the last complete year."""

    short_name = tables.Column(verbose_name=_("Village"))
    income = MoneyColumn(verbose_name=_("Collective income (yuan)"))
    operating_income = MoneyColumn(verbose_name=_("Of which operating income (yuan)"))
    indicators = NumberColumn(verbose_name=_("Indicators"))
    counts_in_county = StateColumn(verbose_name=_("In the county's totals"))
    optional = ("code", "kind", "counts_in_county")

    class Meta(BaseTable.Meta):
        model = Village
        fields = (
            "short_name",
            "code",
            "township",
            "kind",
            "income",
            "operating_income",
            "indicators",
            "counts_in_county",
        )

    def render_short_name(self, value: str) -> str:
        return for_reader(value)

    def render_counts_in_county(self, value: bool) -> str:
        return _("yes") if value else _("no")


class EntryTable(BaseTable):
    """Income and spending of the collectives."""

    date = DayColumn()
    category = tables.Column(accessor="category_label", verbose_name=_("Class"), orderable=False)
    text = tables.Column(accessor="title", verbose_name=_("Text"), order_by="text")
    amount = MoneyColumn(accessor="signed", verbose_name=_("Amount (yuan)"), order_by="amount")
    recorded_by = tables.Column(verbose_name=_("Recorded by"))
    optional = ("recorded_by",)

    class Meta(BaseTable.Meta):
        model = CollectiveEntry
        fields = ("date", "village", "direction", "category", "text", "amount", "recorded_by")


class ResolutionTable(BaseTable):
    """Resolutions with what has been spent under them."""

    decided_on = DayColumn()
    result_published_on = DayColumn()
    amount = MoneyColumn(verbose_name=_("Amount (yuan)"))
    spent = MoneyColumn(verbose_name=_("Spent (yuan)"))

    class Meta(BaseTable.Meta):
        model = VillageResolution
        fields = ("subject", "village", "decided_on", "amount", "spent", "result_published_on")


class AccountTable(BaseTable):
    """Bank accounts of villages; numbers are masked."""

    masked = tables.Column(verbose_name=_("Account number"), order_by="last4")
    state = StateColumn()
    proposed_on = DayColumn()
    confirmed_on = DayColumn()

    class Meta(BaseTable.Meta):
        model = VillageAccount
        fields = ("village", "bank_name", "holder_name", "masked", "state", "proposed_on", "confirmed_on")


class ValueTable(BaseTable):
    """Values of indicators, one in each row."""

    year = tables.Column(verbose_name=_("Year"))
    shown = tables.Column(verbose_name=_("Value"), orderable=False, attrs={"td": {"class": "num"}})
    state = StateColumn(tones={"entered": "wait", "reviewed": "done"})
    entered_on = DayColumn()

    class Meta(BaseTable.Meta):
        model = IndicatorValue
        fields = ("village", "year", "indicator", "shown", "state", "entered_by", "entered_on", "reviewed_by")


class PlaceColumn(tables.Column):
    """A place's name on one line."""

    css = "name"


class StayingColumn(PlaceColumn):
    """The name that stays in sight while the columns beside it are scrolled."""

    css = "name stay"


class GridTable(BaseTable):
    """Villages in rows, indicators in columns; the indicators' columns are added when the table is made."""

    village = StayingColumn(verbose_name=_("Village"))
    township = PlaceColumn(verbose_name=_("Township"))
    count = NumberColumn(verbose_name=_("Indicators"))

    def row_url(self, record: dict[str, object]) -> str:
        return reverse("villages:village_detail", kwargs={"code": record["code"]})


class TaskForceTable(BaseTable):
    """Task forces with their leader and how many villages and members they have."""

    leader = tables.Column(verbose_name=_("Leader"), orderable=False)
    village_count = NumberColumn(verbose_name=_("Villages"))
    member_count = NumberColumn(verbose_name=_("Members"))
    founded_on = DayColumn()
    key_column = "name"

    class Meta(BaseTable.Meta):
        model = TaskForce
        fields = ("code", "name", "township", "leader", "village_count", "member_count", "founded_on")


class CadreTable(BaseTable):
    """Cadres."""

    name = tables.Column(verbose_name=_("Name"))
    masked_phone = tables.Column(verbose_name=_("Phone"), orderable=False)
    active = StateColumn(verbose_name=_("In office"))
    team_post = tables.Column(
        accessor="get_team_post_display", order_by="team_post", verbose_name=_("Post in the village team")
    )
    unit_kind = tables.Column(accessor="get_unit_kind_display", order_by="unit_kind", verbose_name=_("Kind of unit"))
    rank = tables.Column(accessor="get_rank_display", order_by="rank", verbose_name=_("Rank"))
    optional = ("unit_kind", "rank")

    class Meta(BaseTable.Meta):
        model = Cadre
        fields = ("name", "unit", "unit_kind", "position", "rank", "team_post", "masked_phone", "active")

    def render_active(self, value: bool) -> str:
        return _("yes") if value else _("no")


class ResponsibilityTable(BaseTable):
    """Who answers for which area."""

    area = tables.Column(accessor="area_name", verbose_name=_("Area"), order_by="area_code")
    valid_from = DayColumn()
    valid_to = DayColumn()

    class Meta(BaseTable.Meta):
        model = Responsibility
        fields = ("cadre", "cadre__unit", "kind", "area", "group", "household_number", "valid_from", "valid_to")

    def render_area(self, value: str) -> str:
        return for_reader(value)


class HolidayTable(BaseTable):
    """Days on which the ordinary week does not hold."""

    day = DayColumn(verbose_name=_("Date"))
    is_workday = StateColumn(verbose_name=_("Worked"))

    class Meta(BaseTable.Meta):
        model = Holiday
        fields = ("day", "name", "is_workday")

    def render_is_workday(self, value: bool) -> str:
        return _("worked") if value else _("day off")

    def row_url(self, record: Holiday) -> str:
        return reverse("villages:holiday_change") + f"?day={record.day:%Y-%m-%d}"


class ComplaintPhoneTable(BaseTable):
    """The number of each office."""

    recorded_on = DayColumn()

    class Meta(BaseTable.Meta):
        model = ComplaintPhone
        fields = ("area_name", "phone", "recorded_on", "recorded_by")

    def render_area_name(self, value: str) -> str:
        return for_reader(value)

"""Filter bars of the villages pages."""

import datetime
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from villages.models import (
    Cadre,
    CollectiveEntry,
    IncomeClass,
    Indicator,
    IndicatorValue,
    Responsibility,
    SpendingClass,
    TaskForce,
    Township,
    Village,
    VillageAccount,
    VillageResolution,
)
from villages.querysets import VillageQuerySet
from yuping.accounts.pages import DAYS_ON_FILE, BaseFilterSet
from yuping.core import clock
from yuping.core.codes import choices_of
from yuping.core.models import Holiday

BAND_LABELS = [
    ("none", _("no income")),
    ("below_50000", _("below 50,000 yuan")),
    ("50000_to_100000", _("50,000 to below 100,000 yuan")),
    ("from_50000", _("50,000 yuan or more")),
    ("from_100000", _("100,000 yuan or more")),
]
YES_NO = [("yes", _("yes")), ("no", _("no"))]


def day_in(data: Any, name: str) -> datetime.date | None:
    """The date of that name in an address; None when there is none that can be."""
    try:
        return forms.DateField(required=False, validators=DAYS_ON_FILE).clean(data.get(name))
    except forms.ValidationError:
        return None


def day_of(data: Any) -> datetime.date:
    """The as-of date in an address, else the business date."""
    return day_in(data, "on") or clock.today()


class AreaFilter(BaseFilterSet):
    """A list for an area and a day: the two parameters with which a figure opens the rows behind it."""

    on = django_filters.DateFilter(label=_("As of"), method="keep", widget=forms.DateInput)
    area = django_filters.CharFilter(
        label=_("Area code"),
        method="within_area",
        widget=forms.HiddenInput,
        validators=[forms.fields.validators.RegexValidator(r"^(\d{6}|\d{9}|\d{12})$")],
    )

    def keep(self, rows: models.QuerySet[Any], name: str, value: Any) -> models.QuerySet[Any]:
        """Read by the page itself before the rows are made."""
        return rows

    def within_area(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.filter(pk__startswith=value)


class VillageFilter(AreaFilter):
    """Villages by name, township, income band and whether they are counted."""

    search_lookups = ("name__contains", "short_name__contains", "code__startswith")
    search_label = _("Village or code")
    township = django_filters.ModelChoiceFilter(label=_("Township"), queryset=Township.objects.all())
    band = django_filters.ChoiceFilter(label=_("Collective income"), choices=BAND_LABELS, method="within_band")
    counted = django_filters.ChoiceFilter(label=_("In the county's totals"), choices=YES_NO, method="by_counted")

    class Meta:
        model = Village
        fields = ["township", "band", "counted", "on"]

    def within_band(self, rows: VillageQuerySet, name: str, value: str) -> VillageQuerySet:
        return rows.in_band(value, day_of(self.request.GET))

    def by_counted(self, rows: VillageQuerySet, name: str, value: str) -> VillageQuerySet:
        return rows.filter(counts_in_county=value == "yes")


class EntryFilter(BaseFilterSet):
    """Entries by village, township, direction, class and days."""

    search_lookups = ("text__contains",)
    search_label = _("Text")
    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())
    income_class = django_filters.ChoiceFilter(label=_("Income class"), choices=IncomeClass.choices)
    spending_class = django_filters.ChoiceFilter(label=_("Spending class"), choices=SpendingClass.choices)
    since = django_filters.DateFilter(label=_("From"), field_name="date", lookup_expr="gte", widget=forms.DateInput)
    until = django_filters.DateFilter(label=_("To"), field_name="date", lookup_expr="lte", widget=forms.DateInput)

    class Meta:
        model = CollectiveEntry
        fields = ["township", "village", "direction", "income_class", "spending_class"]


class ResolutionFilter(BaseFilterSet):
    """Resolutions by village, and those whose result is not published."""

    search_lookups = ("subject__contains",)
    search_label = _("Subject")
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())
    published = django_filters.ChoiceFilter(
        label=_("Result published"), choices=YES_NO, method="by_published", empty_label=_("all")
    )

    class Meta:
        model = VillageResolution
        fields = ["village"]

    def by_published(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.filter(result_published_on__isnull=value == "no")


class AccountFilter(BaseFilterSet):
    """Bank accounts by village, township and state."""

    search_lookups = ("holder_name__contains", "village__short_name__contains", "last4")
    search_label = _("Village, holder, last 4 digits")
    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )

    others = django_filters.ChoiceFilter(
        label=_("Proposed by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    class Meta:
        model = VillageAccount
        fields = ["township", "state"]

    def by_others(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.exclude(proposed_by=self.request.user)


class ValueFilter(BaseFilterSet):
    """Values by village, year, indicator and state; ``mine`` leaves out what the person entered himself."""

    search_lookups = ("village__short_name__contains", "indicator__code__iexact")
    search_label = _("Village or indicator code")
    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    indicator = django_filters.ModelChoiceFilter(label=_("Indicator"), queryset=Indicator.objects.all())
    year = django_filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)
    others = django_filters.ChoiceFilter(
        label=_("Entered by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    class Meta:
        model = IndicatorValue
        fields = ["township", "indicator", "year", "state"]

    def by_others(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.exclude(entered_by=self.request.user)


class GridFilter(BaseFilterSet):
    """The villages of the grid, and the year it shows."""

    search_lookups = ("short_name__contains",)
    search_label = _("Village")
    township = django_filters.ModelChoiceFilter(label=_("Township"), queryset=Township.objects.all())
    year = django_filters.NumberFilter(label=_("Year"), method="keep", min_value=2000, max_value=2100)

    class Meta:
        model = Village
        fields = ["township"]

    def keep(self, rows: models.QuerySet[Any], name: str, value: Any) -> models.QuerySet[Any]:
        """Read by the page when it makes the table."""
        return rows


class TaskForceFilter(AreaFilter):
    """Task forces by name, township and whether they are at work."""

    search_lookups = ("name__contains", "code__iexact")
    search_label = _("Name or code of the task force")
    township = django_filters.ModelChoiceFilter(label=_("Township"), queryset=Township.objects.all())
    at_work = django_filters.ChoiceFilter(label=_("At work"), choices=YES_NO, method="by_work")

    class Meta:
        model = TaskForce
        fields = ["township", "at_work", "on"]

    def within_area(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.within(value)

    def by_work(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        at_work = rows.at_work(day_of(self.request.GET))
        return at_work if value == "yes" else rows.exclude(pk__in=at_work.order_by().values("pk"))


class CadreFilter(BaseFilterSet):
    """Cadres by name or unit, post in the village team, and whether they are in office."""

    search_lookups = ("name__startswith", "unit__contains")
    search_label = _("Name or unit")
    team_post = django_filters.ChoiceFilter(
        label=_("Post in the village team"), choices=lambda: choices_of("village_team_post")
    )

    class Meta:
        model = Cadre
        fields = ["team_post", "active"]


class ResponsibilityFilter(BaseFilterSet):
    """Responsibilities by kind, cadre, area, and whether they are in force."""

    search_lookups = ("cadre__name__startswith", "household_number__iexact", "area_code__startswith")
    search_label = _("Cadre, household number, area code")
    current = django_filters.ChoiceFilter(label=_("In force"), choices=YES_NO, method="by_current")

    class Meta:
        model = Responsibility
        fields = ["kind"]

    def by_current(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        today = clock.today()
        in_force = rows.in_force(today)
        return in_force if value == "yes" else rows.exclude(pk__in=in_force.order_by().values("pk"))


class HolidayFilter(BaseFilterSet):
    """Days by year."""

    search_lookups = ("name__contains",)
    search_label = _("Name of the holiday")
    year = django_filters.NumberFilter(label=_("Year"), field_name="day", lookup_expr="year", min_value=2000)

    class Meta:
        model = Holiday
        fields = ["year", "is_workday"]

"""Filter bars of the households pages."""

import datetime
from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models import BANDS as BANDS_OF_SCORES
from households.models import FindingLevel, Household, HouseholdState, ImportRun
from households.policy.refusals import FIRST_YEAR
from households.querysets import HouseholdQuerySet
from households.querysets.scoring import scored_as, scored_in
from households.reference import poverty_line
from villages.models import Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock
from yuping.core.codes import choices_of

YES_NO = [("yes", _("yes")), ("no", _("no"))]
BANDS = [
    ("below", _("below the poverty line")),
    ("above", _("at or above the poverty line")),
    ("no_record", _("no record of this year")),
]
PROBLEMS = [
    ("any", _("any problem")),
    ("error", _("errors")),
    ("blocks", _("blocks payment")),
    ("none", _("none")),
]
SCORES = [("none", _("not scored this year")), *BANDS_OF_SCORES.items()]
YEARS_BACK = 5
ADJUSTING = {
    "missing": _("no record of %(year)s"),
    "planned": _("planned to exit in %(year)s"),
    "exited": _("exited in %(year)s"),
}
ACCOUNTS = [
    ("verified", pgettext_lazy("account", "in force")),
    ("proposed", _("waiting for a second person")),
    ("none", _("none")),
]


def codes_of_this_year(code_set: str) -> list[tuple[str, str]]:
    """The choices of an official list as it stands this year."""
    return choices_of(code_set, year=clock.today().year)


def _code_filter(code_set: str, label: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=lambda: codes_of_this_year(code_set), **options)


def adjusting() -> list[tuple[str, str]]:
    """What the yearly adjustment counts of household files, for the last years."""
    last = clock.today().year
    return [
        (f"{key}-{year}", words % {"year": year})
        for year in range(last, last - YEARS_BACK, -1)
        for key, words in ADJUSTING.items()
    ]


def years_of_records() -> list[tuple[str, str]]:
    """The years whose records can be shown in the list, the present one being what it shows by itself."""
    last = clock.today().year
    return [(str(year), str(year)) for year in range(last - 1, FIRST_YEAR - 1, -1)]


def year_shown(asked: Mapping[str, str]) -> int:
    """The year whose record the list shows: the one asked for, else the present one."""
    typed = asked.get("year", "")
    return int(typed) if (typed, typed) in years_of_records() else clock.today().year


class PlaceFilter(BaseFilterSet):
    """A list narrowed by township and village."""

    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())


def import_filter(method: str) -> django_filters.ModelChoiceFilter:
    """What an import wrote, as its page links to it; the bar only keeps it."""
    return django_filters.ModelChoiceFilter(
        label=_("Written by the import"), queryset=ImportRun.objects.all(), method=method, widget=forms.HiddenInput
    )


class HouseholdFilter(PlaceFilter):
    """Households by place, state, and what this year's record says; ``by_import``: those that an import wrote."""

    search_label = _("Name, pinyin, initials, number")
    state = django_filters.ChoiceFilter(label=_("State"), choices=HouseholdState.choices)
    attribute = _code_filter("household_attribute", _("Household attribute"))
    main_cause = _code_filter("cause", _("Main cause"))
    exit_flag = _code_filter("exit_flag", _("Exit flag"), method="by_exit_flag")
    income = django_filters.ChoiceFilter(label=_("Net income per head"), choices=BANDS, method="by_income")
    problems = django_filters.ChoiceFilter(label=_("Problems"), choices=PROBLEMS, method="by_problems")
    score = django_filters.ChoiceFilter(label=_("Score of this year"), choices=SCORES, method="by_score")
    account = django_filters.ChoiceFilter(label=_("Payee account"), choices=ACCOUNTS, method="by_account")
    year = django_filters.ChoiceFilter(
        label=_("Record of"), choices=years_of_records, method="by_year", empty_label=_("this year")
    )
    watch = django_filters.ChoiceFilter(label=_("Watching"), choices=[("now", _("watched now"))], method="by_watch")
    adjust = django_filters.ChoiceFilter(label=_("Yearly adjustment"), choices=adjusting, method="by_adjusting")
    # The yearly adjustment links to it; the bar only keeps it.
    on_file = django_filters.DateFilter(label=_("On file on"), method="by_day", widget=forms.HiddenInput)
    by_import = import_filter("written_by")

    class Meta:
        model = Household
        fields = ["township", "village", "state"]

    def search(self, queryset: HouseholdQuerySet, text: str) -> HouseholdQuerySet:
        return queryset.search(text, today=clock.today())

    def by_exit_flag(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        """Of the registered households; one that is only watched is neither poor nor exited."""
        return rows.filter(exit_flag=value, never_registered=False)

    def by_income(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        if value == "no_record":
            return rows.filter(record_id__isnull=True)
        # File year N holds the income of the year before, which is measured by that year's line.
        line = poverty_line(year_shown(self.data) - 1)
        if line is None:
            return rows.none()
        return rows.filter(**{"per_head_net_income__lt" if value == "below" else "per_head_net_income__gte": line})

    def by_problems(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        if value == "none":
            return rows.without_findings()
        narrower = {"error": {"level": FindingLevel.ERROR}, "blocks": {"blocks_payment": True}}
        return rows.with_open_finding(**narrower.get(value, {}))

    def by_score(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        today = clock.today()
        if value == "none":
            return rows.filter(~scored_in(today.year, today))
        return rows.filter(scored_as(value, today.year, today))

    def by_year(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        """The list itself shows the record of that year; it takes no household away."""
        return rows

    def written_by(self, rows: HouseholdQuerySet, name: str, value: ImportRun) -> HouseholdQuerySet:
        return rows.filter(pk__in=value.household_ids)

    def by_watch(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        return rows.watched()

    def by_adjusting(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        what, year = value.split("-")
        return rows.adjusted(what, int(year))

    def by_day(self, rows: HouseholdQuerySet, name: str, value: datetime.date) -> HouseholdQuerySet:
        return rows.on_file(value)

    def by_account(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        return rows.without_account() if value == "none" else rows.with_account(value)

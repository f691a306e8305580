"""Filters of the dividend lists."""

from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dividends.figures import FIGURES
from dividends.models import (
    Agreement,
    Batch,
    Enterprise,
    Instalment,
    Job,
    Participation,
    Payout,
    Receipt,
    VillageShare,
)
from yuping.accounts import access
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock

HOUSEHOLD_SEARCH = (
    "household__head_name__startswith",
    "household__name_initials__startswith",
    "household__name_pinyin__startswith",
    "household__number__iexact",
)


def figure_of(page: str) -> django_filters.ChoiceFilter:
    """The parameter ``figure`` of a list: which of the figures that open this page it shows the rows of."""
    choices = [(figure.key, figure.title) for figure in FIGURES if figure.page == page]
    return django_filters.ChoiceFilter(
        label=_("Behind the figure"), choices=choices, method="behind", widget=forms.HiddenInput
    )


class BehindFigure(BaseFilterSet):
    """A list that a figure opens: with ``figure``, the figure's area and its day it shows exactly the rows counted."""

    on = django_filters.DateFilter(label=_("As of"), method="keep", widget=forms.HiddenInput)
    area = django_filters.CharFilter(
        label=_("Area code"),
        method="within",
        widget=forms.HiddenInput,
        validators=[RegexValidator(r"^(\d{6}|\d{9}|\d{12})$")],
    )

    def keep(self, rows: models.QuerySet[Any], name: str, value: Any) -> models.QuerySet[Any]:
        """Read together with the figure."""
        return rows

    def within(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.filter(access.Scope(frozenset({value})).q("village"))

    def behind(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        figure = next(figure for figure in FIGURES if figure.key == value)
        seen = access.whole_scope(self.request.user)
        counted = figure.rows(seen, self.form.cleaned_data.get("on") or clock.today())
        return rows.filter(pk__in=counted.order_by().values("pk"))


class EnterpriseFilter(BaseFilterSet):
    search_lookups = ("name__contains", "credit_code__iexact")

    class Meta:
        model = Enterprise
        fields: list[str] = []


class AgreementFilter(BaseFilterSet):
    search_lookups = ("number__istartswith", "enterprise__name__contains")

    class Meta:
        model = Agreement
        fields = ["enterprise", "state"]


class ParticipationFilter(BehindFigure):
    figure = figure_of("dividends:participation_list")
    search_lookups = HOUSEHOLD_SEARCH

    class Meta:
        model = Participation
        fields = ["agreement", "village"]


class InstalmentFilter(BehindFigure):
    figure = figure_of("dividends:instalment_list")
    search_lookups = tuple(f"participation__{lookup}" for lookup in HOUSEHOLD_SEARCH)

    class Meta:
        model = Instalment
        fields = ["year", "part", "village"]


class ReceiptFilter(BaseFilterSet):
    search_lookups = ("bank_reference__istartswith", "enterprise__name__contains")

    class Meta:
        model = Receipt
        fields = ["enterprise"]


class BatchFilter(BaseFilterSet):
    search_lookups = ("number__istartswith",)

    class Meta:
        model = Batch
        fields = ["due_year", "state", "kind"]


class PayoutFilter(BehindFigure):
    figure = figure_of("dividends:payout_list")
    search_lookups = HOUSEHOLD_SEARCH

    class Meta:
        model = Payout
        fields = ["batch", "state", "village", "agreement"]


class VillageShareFilter(BehindFigure):
    figure = figure_of("dividends:villageshare_list")
    search_lookups = ("village__name__contains",)

    class Meta:
        model = VillageShare
        fields = ["batch", "state", "village"]


class JobFilter(BehindFigure):
    figure = figure_of("dividends:job_list")
    search_lookups = ("member__name__startswith", "post__contains")
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), field_name="participation__agreement__enterprise", queryset=Enterprise.objects.all()
    )

    class Meta:
        model = Job
        fields = ["enterprise", "village"]

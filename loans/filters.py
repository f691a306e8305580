"""Filter bars of the loans pages."""

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models import Household
from loans import workflow
from loans.models import (
    CreditRating,
    Lender,
    Loan,
    MovementKind,
    Payer,
    Repayment,
    RiskFundMovement,
    SubsidyLine,
    SubsidyQuarter,
    SubsidyState,
)
from loans.querysets import LoanQuerySet
from villages.filters import YES_NO, AreaFilter, day_of
from villages.models import Township, Village
from yuping.accounts.access import Scope
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock
from yuping.core.codes import choices_of

SOON_DAYS = 90
STAGES = [
    ("granted", _("approved, not ended")),
    ("undrawn", _("approved, not drawn")),
    ("lent", _("drawn, not settled")),
    ("due_soon", _("due within 90 days")),
    ("overdue", _("overdue")),
    ("repaid", _("all back, to be settled")),
    ("recall", _("to recall or convert")),
]


def of_households(text: str, prefix: str = "household__") -> Q:
    """Rows of a household found by the head's name, its pinyin or initials, or by the household's number."""
    low = text.lower()
    return (
        Q(**{f"{prefix}head_name__startswith": text})
        | Q(**{f"{prefix}name_pinyin__startswith": low})
        | Q(**{f"{prefix}name_initials__startswith": low})
        | Q(**{f"{prefix}number": text.upper()})
    )


def _papers(request: HttpRequest) -> QuerySet[SubsidyQuarter]:
    """The papers this person may see, each with its lender for the name."""
    return SubsidyQuarter.objects.visible_to(request.user).select_related("lender")


class VillageRowFilter(AreaFilter):
    """Rows of villages: by township and village, by the area and day of a figure, and whether they are counted."""

    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())
    counted = django_filters.ChoiceFilter(
        label=_("In the county's totals"), choices=YES_NO, method="by_counted", empty_label=_("all")
    )

    def within_area(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Scope(frozenset({value})).q("village"))

    def by_counted(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(village__counts_in_county=value == "yes")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(of_households(text))


class LoanFilter(VillageRowFilter):
    """Loans by state, by where they stand on the day, kind, place, lender; ``others`` leaves out one's own entries."""

    search_label = _("Name, pinyin or number")
    stage = django_filters.ChoiceFilter(
        label=_("Stands"), choices=STAGES, method="by_stage", empty_label=pgettext_lazy("any stage", "anywhere")
    )
    lender = django_filters.ModelChoiceFilter(label=_("Lender"), queryset=Lender.objects.all())
    others = django_filters.ChoiceFilter(
        label=_("Entered by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    class Meta:
        model = Loan
        fields = ["state", "stage", "kind", "township", "village", "lender", "on", "counted", "others"]

    def search(self, queryset: LoanQuerySet, text: str) -> LoanQuerySet:
        return queryset.searched(text)

    def by_stage(self, rows: LoanQuerySet, name: str, value: str) -> LoanQuerySet:
        return at_stage(rows, value, day_of(self.request.GET))

    def by_others(self, rows: LoanQuerySet, name: str, value: str) -> LoanQuerySet:
        return rows.exclude(applied_by=self.request.user)


def at_stage(rows: LoanQuerySet, stage: str, on: datetime.date) -> LoanQuerySet:
    """The loans that stand there on the day."""
    if stage == "due_soon":
        return rows.due_within(on, SOON_DAYS)
    if stage == "repaid":
        return rows.with_outstanding(on).lent(on).filter(outstanding=0)
    return getattr(rows, stage)(on)


class WithoutLoanFilter(VillageRowFilter):
    """Households with neither kind of loan."""

    class Meta:
        model = Household
        fields = ["township", "village", "on"]

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.search(text, today=clock.today())


class MovementFilter(BaseFilterSet):
    """Movements of the risk deposit up to a day."""

    search_lookups = ("document__icontains", "loan__contract_number__iexact", "loan__household__head_name__startswith")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MovementKind.choices)
    lender = django_filters.ModelChoiceFilter(label=_("Lender"), queryset=Lender.objects.all())
    on = django_filters.DateFilter(label=_("As of"), field_name="date", lookup_expr="lte", widget=forms.DateInput)
    area = django_filters.CharFilter(method="keep", widget=forms.HiddenInput)

    class Meta:
        model = RiskFundMovement
        fields = ["kind", "lender", "on"]

    def keep(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The deposit is the county's: an area narrows nothing."""
        return rows


class LineFilter(VillageRowFilter):
    """Lines of interest subsidy by paper, state of the paper and place."""

    quarter = django_filters.ModelChoiceFilter(label=_("Subsidy quarter"), queryset=_papers)
    state = django_filters.ChoiceFilter(label=_("State"), choices=SubsidyState.choices, method="by_state")
    bill = django_filters.ChoiceFilter(
        label=_("Bank's bill"),
        choices=[("differs", _("differs or is missing"))],
        method="by_bill",
        empty_label=_("all"),
    )
    live = django_filters.ChoiceFilter(label=_("Counts"), choices=YES_NO, method="by_live", empty_label=_("all"))

    class Meta:
        model = SubsidyLine
        fields = ["quarter", "state", "bill", "live", "township", "village", "on", "counted"]

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == workflow.PAID:
            return rows.paid(day_of(self.request.GET))
        return rows.filter(quarter__state=value)

    def by_bill(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.unlike_the_bill()

    def by_live(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(live=value == "yes")

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(of_households(text, "loan__household__") | Q(loan__contract_number__iexact=text))


class QuarterFilter(BaseFilterSet):
    """Papers of interest subsidy."""

    year = django_filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)
    lender = django_filters.ModelChoiceFilter(label=_("Lender"), queryset=Lender.objects.all())
    others = django_filters.ChoiceFilter(
        label=_("Prepared by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    bill = django_filters.ChoiceFilter(
        label=_("Bank's bill"), choices=[("no", _("not compared yet"))], method="by_bill", empty_label=_("all")
    )

    class Meta:
        model = SubsidyQuarter
        fields = ["year", "number", "lender", "state", "bill", "others"]

    def by_bill(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(bills__isnull=True)

    def by_others(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Papers in which the person has not taken a step yet."""
        return rows.exclude(prepared_by=self.request.user).exclude(approved_by=self.request.user)


class RepaymentFilter(VillageRowFilter):
    """Repayments by payer and days."""

    payer = django_filters.ChoiceFilter(label=_("Paid by"), choices=Payer.choices)
    since = django_filters.DateFilter(label=_("From"), field_name="date", lookup_expr="gte", widget=forms.DateInput)
    until = django_filters.DateFilter(label=_("To"), field_name="date", lookup_expr="lte", widget=forms.DateInput)

    class Meta:
        model = Repayment
        fields = ["payer", "township", "village", "since", "until"]

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return queryset.filter(of_households(text, "loan__household__") | Q(loan__contract_number__iexact=text))


class RatingFilter(VillageRowFilter):
    """Credit ratings by grade, lender and whether they hold on the day."""

    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=lambda: choices_of("credit_grade"))
    holds = django_filters.ChoiceFilter(label=_("In force"), choices=YES_NO, method="by_force", empty_label=_("all"))

    class Meta:
        model = CreditRating
        fields = ["grade", "lender", "holds", "township", "village", "on"]

    def by_force(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        in_force = rows.in_force(day_of(self.request.GET))
        return in_force if value == "yes" else rows.exclude(pk__in=in_force.order_by().values("pk"))

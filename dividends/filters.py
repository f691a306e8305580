"""Filters of the dividend lists."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dividends.models import (
    Agreement,
    AgreementException,
    Batch,
    Enterprise,
    Hold,
    Instalment,
    Job,
    Objection,
    Participation,
    Payout,
    Receipt,
    VillageShare,
)
from yuping.accounts.pages import BaseFilterSet

HOUSEHOLD_SEARCH = (
    "household__head_name__startswith",
    "household__name_initials__startswith",
    "household__name_pinyin__startswith",
    "household__number__iexact",
)


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


class ParticipationFilter(BaseFilterSet):
    search_lookups = HOUSEHOLD_SEARCH
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), field_name="agreement__enterprise", queryset=Enterprise.objects.all()
    )

    class Meta:
        model = Participation
        fields = ["enterprise", "agreement", "village"]


class InstalmentFilter(BaseFilterSet):
    search_lookups = tuple(f"participation__{lookup}" for lookup in HOUSEHOLD_SEARCH)
    due_after = django_filters.DateFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_before = django_filters.DateFilter(label=_("Due up to"), field_name="due_on", lookup_expr="lte")
    late = django_filters.BooleanFilter(label=_("Late"))
    agreement = django_filters.ModelChoiceFilter(
        label=_("Agreement"), field_name="participation__agreement", queryset=Agreement.objects.all()
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), field_name="participation__agreement__enterprise", queryset=Enterprise.objects.all()
    )

    class Meta:
        model = Instalment
        fields = ["late", "due_after", "due_before", "year", "part", "enterprise", "agreement", "village"]


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


class PayoutFilter(BaseFilterSet):
    search_lookups = HOUSEHOLD_SEARCH

    class Meta:
        model = Payout
        fields = ["batch", "state", "village", "agreement"]


class VillageShareFilter(BaseFilterSet):
    search_lookups = ("village__name__contains",)

    class Meta:
        model = VillageShare
        fields = ["batch", "state", "village"]


class JobFilter(BaseFilterSet):
    search_lookups = ("member__name__startswith", "post__contains")
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), field_name="participation__agreement__enterprise", queryset=Enterprise.objects.all()
    )

    class Meta:
        model = Job
        fields = ["enterprise", "village"]


class ExceptionFilter(BaseFilterSet):
    search_lookups = ("document__contains", "enterprise__name__contains")

    class Meta:
        model = AgreementException
        fields = ["scheme"]


class FailedFilter(BaseFilterSet):
    search_lookups = HOUSEHOLD_SEARCH

    class Meta:
        model = Payout
        fields = ["batch", "state", "village"]


class FailedShareFilter(BaseFilterSet):
    search_lookups = ("village__name__contains",)

    class Meta:
        model = VillageShare
        fields = ["batch"]


class HoldFilter(BaseFilterSet):
    search_lookups = tuple(f"payout__{lookup}" for lookup in HOUSEHOLD_SEARCH)
    waiting = django_filters.BooleanFilter(
        label=_("Waits for a second person"), field_name="confirmed_by", lookup_expr="isnull"
    )
    others = django_filters.BooleanFilter(label=_("Asked for by somebody else"), method="of_others")

    class Meta:
        model = Hold
        fields = ["village"]

    def of_others(self, rows: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those a person may be the second one of; or his own."""
        mine = Q(proposed_by=self.request.user)
        return rows.exclude(mine) if value else rows.filter(mine)


class ObjectionFilter(BaseFilterSet):
    search_lookups = ("raised_by__startswith", "text__contains")
    waiting = django_filters.BooleanFilter(label=_("Without an answer"), field_name="answered_on", lookup_expr="isnull")

    class Meta:
        model = Objection
        fields = ["village"]

"""Filters of the dividend lists."""

from typing import Any

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
from dividends.village_papers import HAND_IN, PUBLISH, lacking_notice, lacking_sheet
from yuping.accounts import access
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock

HOUSEHOLD_SEARCH = (
    "household__head_name__startswith",
    "household__name_initials__startswith",
    "household__name_pinyin__startswith",
    "household__number__iexact",
)

ACCOUNT_NOW = [
    ("same", _("to be corrected")),
    ("proposed", _("another one waits for its second person")),
    ("verified", _("another one is in force")),
]


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
    ready = django_filters.BooleanFilter(label=_("Ready for a batch"), method="ready_or_not")
    agreement = django_filters.ModelChoiceFilter(
        label=_("Agreement"), field_name="participation__agreement", queryset=Agreement.objects.all()
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), field_name="participation__agreement__enterprise", queryset=Enterprise.objects.all()
    )

    class Meta:
        model = Instalment
        fields = ["late", "ready", "due_after", "due_before", "year", "part", "enterprise", "agreement", "village"]

    def ready_or_not(self, rows: QuerySet, _name: str, value: bool) -> QuerySet:
        """Those that the next batch would take, or the others."""
        ready = rows.order_by().ready(clock.today()).values("pk")
        return rows.filter(pk__in=ready) if value else rows.exclude(pk__in=ready)


class ReceiptFilter(BaseFilterSet):
    search_lookups = ("bank_reference__istartswith", "enterprise__name__contains")

    class Meta:
        model = Receipt
        fields = ["enterprise"]


class BatchFilter(BaseFilterSet):
    search_lookups = ("number__istartswith",)
    lacking = django_filters.ChoiceFilter(
        label=_("Paper your villages owe"),
        method="lacking_paper",
        choices=[("notice", _("Notice")), ("sheet", _("Signature sheet"))],
    )

    class Meta:
        model = Batch
        fields = ["due_year", "state", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(access.may(self.request.user, permission) for permission in (PUBLISH, HAND_IN)):
            del self.filters["lacking"]

    def lacking_paper(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those for which a village, in which the person may do so, has still to record the paper."""
        lacking = lacking_notice if value == "notice" else lacking_sheet
        return rows.filter(pk__in={batch for batch, _village in lacking(self.request.user)})


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
    account = django_filters.ChoiceFilter(label=_("Account since the return"), choices=ACCOUNT_NOW, method="of_account")

    class Meta:
        model = Payout
        fields = ["batch", "state", "village"]

    def of_account(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """By what became of the account; those still to be corrected without the ones a locked batch pays again."""
        return rows.account_to_correct() if value == "same" else rows.with_account_now().filter(account_now=value)


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

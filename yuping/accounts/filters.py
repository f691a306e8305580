"""Filters of people, postings, sign-in attempts and the audit record."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yuping.accounts import verbs
from yuping.accounts.models import Posting, SignInAttempt, User
from yuping.accounts.pages import BaseFilterSet
from yuping.audit.models import AuditEntry
from yuping.core import clock


class UserFilter(BaseFilterSet):
    search_lookups = ("full_name__startswith", "username__startswith", "unit__contains")
    search_label = _("Name, sign-in name or unit")

    class Meta:
        model = User
        fields = ["is_active"]


class PostingFilter(BaseFilterSet):
    search_lookups = ("user__full_name__startswith", "user__username__startswith", "area_name__startswith")
    search_label = _("Name, sign-in name or area")

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[("waiting", _("waiting for confirmation")), ("in_force", _("in force")), ("ended", _("ended"))],
    )

    class Meta:
        model = Posting
        fields = ["role"]

    def in_state(self, queryset: QuerySet[Posting], name: str, value: str) -> QuerySet[Posting]:
        today = clock.today()
        ended = queryset.filter(valid_to__lt=today)
        if value == "ended":
            return ended
        return queryset.exclude(valid_to__lt=today).filter(confirmed_by__isnull=value == "waiting")


class SignInAttemptFilter(BaseFilterSet):
    search_lookups = ("username__startswith",)
    search_label = _("Sign-in name")

    class Meta:
        model = SignInAttempt
        fields = ["outcome"]


class AuditFilter(BaseFilterSet):
    """The record by person, act, kind of record, record, area and day."""

    search_lookups = ("actor_name__startswith", "object_text__contains", "object_id__exact")
    search_label = _("Person, record or record number")

    verb = django_filters.ChoiceFilter(label=_("Act"), choices=lambda: sorted(verbs.NAMES.items()))
    object_type = django_filters.ChoiceFilter(label=_("Kind of record"), choices=verbs.kinds)
    object_id = django_filters.CharFilter(label=_("Record number"), max_length=40)
    area_code = django_filters.CharFilter(label=_("Area code"), lookup_expr="startswith", max_length=12)
    at = django_filters.DateFromToRangeFilter(label=_("Recorded from and to"))

    class Meta:
        model = AuditEntry
        fields = ["verb", "outcome", "object_type", "object_id", "area_code", "at"]

"""Filter bars of adjustments and of objections to notices."""

import datetime

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from households.case_sentences import STAGES
from households.filters.records import FileRecordFilter, until
from households.models import Adjustment, AdjustmentKind, AdjustmentState, NoticeObjection
from households.policy.adjustments import DECIDE_WITHIN
from households.procedures import ADJUSTMENTS
from households.querysets import AdjustmentQuerySet, ObjectionQuerySet
from households.services.adjustments import places_waiting_for
from villages.models import Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.accounts.pages.moves import PRIMARY_KEY
from yuping.core import clock


def chosen_keys(text: str) -> list[int]:
    """The keys of the rows that an address names."""
    return [int(pk) for pk in text.split(",") if PRIMARY_KEY.fullmatch(pk)]


class AdjustmentFilter(FileRecordFilter):
    """Adjustments by household, place, kind, state, day, and those whose next step is the person's own."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AdjustmentKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=AdjustmentState.choices)
    mine = django_filters.ChoiceFilter(
        label=_("Next step"), choices=[("yes", _("mine, possible today"))], method="by_step", empty_label=_("anybody's")
    )
    watch = django_filters.ChoiceFilter(
        label=_("Watching"), choices=[("now", _("watched now")), ("late", _("decision is late"))], method="by_watch"
    )
    # The yearly adjustment links to it; the bar only keeps it.
    # Those chosen before for a step; the bar only keeps it.
    chosen = django_filters.CharFilter(label=_("Chosen before"), method="by_chosen", widget=forms.HiddenInput)
    watched_on = django_filters.DateFilter(label=_("Watched on"), method="by_day", widget=forms.HiddenInput)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=list(STAGES.items()), method="by_stage")
    since = until(_("From"), "proposed_on", "gte")
    to = until(_("To"), "proposed_on", "lte")

    class Meta:
        model = Adjustment
        fields = ["township", "village", "kind", "state", "stage", "mine", "watch", "since", "to"]

    def by_step(self, rows: AdjustmentQuerySet, name: str, value: str) -> AdjustmentQuerySet:
        user = self.request.user
        return rows.ready_for(places_waiting_for(user), user.pk, clock.today())

    def by_stage(self, rows: AdjustmentQuerySet, name: str, value: str) -> AdjustmentQuerySet:
        places = ((kind, state) for kind, procedure in ADJUSTMENTS.items() for state in procedure.states_at(value))
        return rows.standing_at(places)

    def by_watch(self, rows: AdjustmentQuerySet, name: str, value: str) -> AdjustmentQuerySet:
        return rows.watching() if value == "now" else rows.late(clock.today(), within=DECIDE_WITHIN)

    def by_chosen(self, rows: AdjustmentQuerySet, name: str, value: str) -> AdjustmentQuerySet:
        return rows.filter(pk__in=chosen_keys(value))

    def _words(self, name: str, value: object) -> str:
        if name != "chosen":
            return super()._words(name, value)
        count = len(chosen_keys(str(value)))
        return ngettext("%(count)s case", "%(count)s cases", count) % {"count": count}

    def by_day(self, rows: AdjustmentQuerySet, name: str, value: datetime.date) -> AdjustmentQuerySet:
        return rows.watching_on(value)


class ObjectionFilter(BaseFilterSet):
    """Objections by place and whether they wait for an answer."""

    search_label = _("Objector, applicant or head of household")
    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())
    waiting = django_filters.ChoiceFilter(
        label=_("Answer"), choices=[("yes", _("not answered yet")), ("no", _("answered"))], method="by_answer"
    )

    class Meta:
        model = NoticeObjection
        fields = ["township", "village", "waiting"]

    def search(self, queryset: ObjectionQuerySet, text: str) -> QuerySet[NoticeObjection]:
        named = Q(raised_by__contains=text) | Q(identification__applicant__startswith=text)
        return queryset.filter(named | Q(adjustment__household__head_name__startswith=text))

    def by_answer(self, rows: ObjectionQuerySet, name: str, value: str) -> ObjectionQuerySet:
        return rows.open() if value == "yes" else rows.exclude(answered_on__isnull=True)

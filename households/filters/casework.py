"""Filter bars of pairings, identifications, changes of status and life events."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.case_sentences import STAGES
from households.filters.records import FileRecordFilter, code_filter, until
from households.models import (
    EventState,
    Identification,
    IdentificationState,
    LifeEvent,
    Pairing,
    PairingState,
    StatusChange,
)
from households.procedures import IDENTIFICATION
from households.querysets import IdentificationQuerySet, PairingQuerySet
from households.querysets.pairings import acceptable_by
from households.services.identification import states_waiting_for
from villages.models import Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock
from yuping.core.text import clean_number

MINE = "mine"
PAIRING_STATES = [*PairingState.choices, (MINE, _("waiting for me to accept"))]


class PairingFilter(FileRecordFilter):
    """Pairings by household, cadre, place and whether they are in force."""

    search_label = _("Household or cadre")
    own_words = ("cadre__name__startswith",)
    state = django_filters.ChoiceFilter(label=_("State"), choices=PAIRING_STATES, method="by_state")

    class Meta:
        model = Pairing
        fields = ["township", "village", "state"]

    def by_state(self, rows: PairingQuerySet, name: str, value: str) -> PairingQuerySet:
        if value == "ended":
            return rows.filter(to_on__isnull=False)
        if value == MINE:
            return acceptable_by(self.request.user, rows)
        return rows.in_charge() if value == "in_charge" else rows.waiting()


class IdentificationFilter(BaseFilterSet):
    """Applications by applicant, place, state, and those whose next step is the person's own."""

    search_label = _("Applicant or household number")
    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())
    state = django_filters.ChoiceFilter(label=_("State"), choices=IdentificationState.choices)
    mine = django_filters.ChoiceFilter(
        label=_("Next step"), choices=[("yes", _("mine, possible today"))], method="by_step", empty_label=_("anybody's")
    )

    file = django_filters.ChoiceFilter(
        label=_("File"), choices=[("missing", _("accepted, not opened")), ("open", _("opened"))], method="by_file"
    )

    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=list(STAGES.items()), method="by_stage")
    since = until(_("From"), "applied_on", "gte")
    to = until(_("To"), "applied_on", "lte")

    class Meta:
        model = Identification
        fields = ["township", "village", "state", "stage", "mine", "file", "since", "to"]

    def search(self, queryset: IdentificationQuerySet, text: str) -> models.QuerySet[Any]:
        number = clean_number(text).upper()
        return queryset.filter(Q(applicant__startswith=text) | Q(household__number__startswith=number))

    def by_step(self, rows: IdentificationQuerySet, name: str, value: str) -> IdentificationQuerySet:
        user = self.request.user
        return rows.ready_for(states_waiting_for(user), user.pk, clock.today())

    def by_stage(self, rows: IdentificationQuerySet, name: str, value: str) -> IdentificationQuerySet:
        return rows.filter(state__in=IDENTIFICATION.states_at(value))

    def by_file(self, rows: IdentificationQuerySet, name: str, value: str) -> IdentificationQuerySet:
        return rows.to_be_filed() if value == "missing" else rows.exclude(household=None)


class StatusFilter(FileRecordFilter):
    """Changes of status by household, place, kind and day."""

    kind = code_filter("status_change_kind", _("Kind of change"))
    since = until(_("From"), "date", "gte")
    to = until(_("To"), "date", "lte")

    class Meta:
        model = StatusChange
        fields = ["township", "village", "kind", "since", "to"]


class EventFilter(FileRecordFilter):
    """Life events by household, place, kind, state and day."""

    kind = code_filter("event_kind", _("Kind of event"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=EventState.choices)
    since = until(_("From"), "date", "gte")
    to = until(_("To"), "date", "lte")

    class Meta:
        model = LifeEvent
        fields = ["township", "village", "kind", "state", "since", "to"]

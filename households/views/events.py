"""Pages on life events: the list, one event, and recording it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.consequences import CONSEQUENCES
from households.filters.casework import EventFilter
from households.forms.events import EventForm
from households.forms.fields import codes_of
from households.models import EventState, LifeEvent
from households.policy.events import JOINING, consequence_of
from households.services.payees import takes_two
from households.services.withdrawing import why_not_withdrawn
from households.tables.casework import EventTable
from households.views.choosing import ChooseHousehold
from households.views.event_moves import SETTLE, WITHDRAW, against, event_crumbs, who_else
from households.views.members import JOINING_NOTE
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact
from yuping.core import clock, show

RECORD = "households.record_life_event"


class EventList(RecordList):
    """Life events, latest first."""

    model, table_class, filterset_class = LifeEvent, EventTable, EventFilter
    title = _("Life events")
    primary = Action(_("Record a life event"), "households:event_choose", RECORD)
    empty_text = _("No life event fits. Widen the filter or record one.")


@dataclass(frozen=True)
class Newcomer:
    """How and when somebody joined who is still to be entered."""

    kind: str
    date: datetime.date
    note: str


class ChooseForEvent(ChooseHousehold):
    """In which household it happened."""

    permission, title, target = RECORD, _("Record a life event · choose the household"), "households:event_record"

    def parents(self) -> list[Crumb]:
        return event_crumbs()


class RecordEvent(HouseholdFormPage):
    """Record what happened in one household."""

    permission, form_class, back_to = RECORD, EventForm, "changes"
    template_name = "households/event_form.html"
    title, submit_label = _("Record a life event"), _("Record the event")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"household": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: EventForm) -> LifeEvent | Newcomer:
        """Whoever joins and is not on file yet is entered on the page of a new member, with the event."""
        data = form.cleaned_data
        member, other = data["member"], data["other_household"]
        if member is None and data["kind"] in JOINING:
            return Newcomer(data["kind"], data["date"], data["note"])
        return services.record_life_event(
            actor=self.user,
            household_id=self.object.pk,
            kind=data["kind"],
            date=data["date"],
            member_id=member.pk if member else None,
            other_household_id=other.pk if other else None,
            note=data["note"],
        )

    def respond(self, done: LifeEvent | Newcomer) -> HttpResponse:
        if isinstance(done, Newcomer):
            self.request.session[JOINING_NOTE] = done.note
            return redirect(f"{self.new_member}?kind={done.kind}&on={done.date.isoformat()}")
        waits = _("The event is recorded: %(object)s. Until it is settled, the household is not paid.")
        goes_on = _("The event is recorded: %(object)s. Payments go on.")
        messages.success(self.request, (waits if done.holds_payment else goes_on) % {"object": done})
        return redirect(done.get_absolute_url())

    @property
    def new_member(self) -> str:
        return reverse("households:member_add", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = dict(codes_of("event_kind"))
        doors = [(labels[kind], f"{self.new_member}?kind={kind}") for kind in JOINING if kind in labels]
        second = takes_two([self.object.pk])
        others = access.others_who_may(self.user, SETTLE, self.object.village_id) if second else []
        return super().get_context_data(doors=doors, who_else=who_else(others) if second else "", **kwargs)


class EventDetail(DetailPage):
    """One life event and how it was settled."""

    model, template_name = LifeEvent, "households/event_detail.html"

    def rows(self) -> QuerySet[LifeEvent]:
        people = ("recorded_by", "settled_by", "withdrawn_by", "member", "other_household")
        return LifeEvent.objects.visible_to(self.user).select_related("household", "village", *people)

    def parents(self) -> list[Crumb]:
        return event_crumbs(self.object.household)

    def facts(self) -> list[Fact]:
        event: LifeEvent = self.object
        sees_other = event.other_household and access.scope_of(self.user, "households.view_household").covers(
            event.other_household.village_id
        )
        return [
            (_("Household"), event.household),
            (_("Household member"), event.member),
            (_("Date"), show.show_day(event.date)),
            *([(_("Other household"), event.other_household)] if sees_other else []),
            (_("Remark"), event.note),
            (_("Recorded by"), event.recorded_by.full_name),
            (_("Recorded at"), show.show_time(event.recorded_at)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event: LifeEvent = self.object
        scope = access.scope_of(self.user, SETTLE)
        living = event.household.members.filter(state="living_here").count()
        may_settle = event.state == EventState.OPEN and scope.covers(event.village_id)
        return super().get_context_data(
            event=event,
            household=event.household,
            consequences=CONSEQUENCES[consequence_of(event.kind, living=living)],
            living=living,
            may_settle=may_settle,
            against=against(event, self.user) if may_settle else [],
            may_withdraw=self.may_withdraw(),
            **kwargs,
        )

    def may_withdraw(self) -> bool:
        event: LifeEvent = self.object
        withdrawn = event.state == EventState.WITHDRAWN or why_not_withdrawn(event) is not None
        return not withdrawn and access.scope_of(self.user, WITHDRAW).covers(event.village_id)

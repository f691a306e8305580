"""Pages on life events: the list, one event, and recording it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from households import services
from households.consequences import CONSEQUENCES
from households.filters.casework import EventFilter
from households.forms.events import EventForm
from households.forms.fields import codes_of
from households.hanging import told
from households.models import EventState, Household, LifeEvent
from households.policy.events import JOINING, MERGES, NEW_HEAD, SPLITS, TAKEN_BACK, consequence_of
from households.services.events import needs_new_head
from households.services.joining import against_giving_way
from households.services.payees import takes_two
from households.tables.casework import EventTable
from households.tabs import url_of
from households.views.choosing import ChooseHousehold
from households.views.event_moves import (
    SETTLE,
    WITHDRAW,
    against,
    against_taking_back,
    event_crumbs,
    in_the_way,
    who_else,
)
from households.views.members import JOINING_NOTE
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact
from yuping.core import clock, show

RECORD = "households.record_life_event"


def linked(household: Household | None) -> SafeString | str:
    """A household with the way to its file."""
    if household is None:
        return ""
    return format_html('<a href="{}">{}</a>', household.get_absolute_url(), household)


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
        return super().get_context_data(
            doors=doors,
            who_else=who_else(others) if second else "",
            bars_merger=told(self.user, against_giving_way(self.object.pk), self.object.village_id),
            parts=[(_("Split"), CONSEQUENCES["split"]), (_("Merger"), CONSEQUENCES["merged"])],
            **kwargs,
        )


class EventDetail(DetailPage):
    """One life event and how it was settled."""

    model, template_name = LifeEvent, "households/event_detail.html"

    def rows(self) -> QuerySet[LifeEvent]:
        people = (
            "recorded_by",
            "settled_by",
            "withdrawn_by",
            "member",
            "other_household",
            "former_head",
            "new_head",
        )
        return LifeEvent.objects.visible_to(self.user).select_related("household", "village", *people)

    def parents(self) -> list[Crumb]:
        return event_crumbs(self.object.household)

    def facts(self) -> list[Fact]:
        event: LifeEvent = self.object
        sees_other = event.other_household and access.scope_of(self.user, "households.view_household").covers(
            event.other_household.village_id
        )
        gives_way = event.kind in MERGES
        return [
            (_("Gives way (its file ends)") if gives_way else _("Household"), linked(event.household)),
            (_("Household member"), event.member),
            (_("Date"), show.show_day(event.date)),
            *([(self.other_label(), linked(event.other_household))] if sees_other else []),
            *self.heads(),
            (_("Remark"), event.note),
            (_("Recorded by"), event.recorded_by.full_name),
            (_("Recorded at"), show.show_time(event.recorded_at)),
        ]

    def heads(self) -> list[Fact]:
        """Who led before and who leads since; until it is settled, who leads now where that is to change."""
        event: LifeEvent = self.object
        if event.new_head is not None:
            return [(_("Former head"), event.former_head), (_("New head"), event.new_head)]
        if event.state == EventState.OPEN and needs_new_head(event):
            return [(_("Head so far"), event.household.members.get(is_head=True))]
        return []

    def other_label(self) -> str | Promise:
        if self.object.kind in MERGES:
            return _("Takes it in (its file stays)")
        return _("New household") if self.object.kind in SPLITS else _("Other household")

    def next_steps(self) -> list[tuple[str | Promise, str]]:
        """After the file was put in order: what is still to be entered, with the page for it."""
        event: LifeEvent = self.object
        if event.state != EventState.SETTLED:
            return []
        changed = event.other_household if event.kind in SPLITS | MERGES else event.household
        may_see = access.scope_of(self.user, "households.save_member").covers(changed.village_id)
        if not may_see or changed.left_on is not None:
            return []
        steps = [(_("Check each member's relation to the head"), url_of(changed, "members"))]
        if event.kind in SPLITS:
            begin = _("Enter this year's record: class, causes and living conditions are taken over, income is not")
            steps.insert(0, (begin, reverse("households:year_current", kwargs={"pk": changed.pk})))
        elif event.kind not in NEW_HEAD:
            steps.append((_("Correct the persons at the end of the year, and the incomes"), url_of(changed, "years")))
        if event.kind in SPLITS:
            steps.append((_("Enter phone and address"), url_of(changed, "overview")))
            steps.append((_("Propose a payee account"), url_of(changed, "accounts")))
            steps.append((_("Pair a cadre"), url_of(changed, "pairings")))
            steps.append((_("Persons of the household it came from"), url_of(event.household, "years")))
        return steps

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
            **self.withdrawing(),
            in_the_way=in_the_way(event, self.user),
            next_steps=self.next_steps(),
            **kwargs,
        )

    def withdrawing(self) -> dict[str, Any]:
        """Whether this person may withdraw the event; of one that could be withdrawn but by him, who may."""
        event: LifeEvent = self.object
        mine = access.scope_of(self.user, WITHDRAW).covers(event.village_id)
        if not mine or event.state == EventState.WITHDRAWN:
            return {"may_withdraw": False}
        kept = event.state == EventState.SETTLED and event.kind not in TAKEN_BACK
        why = against_taking_back(event, self.user)
        return {"may_withdraw": not why, "others_withdraw": [] if kept else why}

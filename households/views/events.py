"""Pages on life events: recording them, and putting the file in order."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.filters.casework import EventFilter
from households.forms.events import EventForm, SettleForm
from households.forms.fields import codes_of
from households.models import EventState, Household, LifeEvent
from households.policy.events import ENDS_HOUSEHOLD, JOINING, MERGES, NEW_HEAD, SPLITS, consequence_of
from households.tables.casework import EventTable
from households.views.choosing import ChooseHousehold
from households.views.members import JOINING_NOTE
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, MovePage
from yuping.core import clock, show

RECORD = "households.record_life_event"
SETTLE = "households.settle_life_event"


def event_crumbs(household: Household | None = None) -> list[Crumb]:
    """Breadcrumbs that lead to the list of life events, and to a household's changes."""
    crumbs: list[Crumb] = [(_("Life events"), reverse("households:event_list"))]
    if household is not None:
        crumbs.append((str(household), tabs.url_of(household, "changes")))
    return crumbs


LOAN, TO_HOUSEHOLD, TO_VILLAGE, ACCOUNT = (
    _("Loan and principal"),
    _("Dividend to the household"),
    _("Dividend to the village"),
    _("Payee account"),
)
GOES_ON = _("Goes on as agreed.")
UNCHANGED = _("Stays as it is.")
# What becomes of them, row by row.
CONSEQUENCES: dict[str, list[Fact]] = {
    "died": [
        (LOAN, _("If the borrower has died, another member takes the loan over; it runs on until maturity.")),
        (TO_HOUSEHOLD, _("Goes on to the household.")),
        (TO_VILLAGE, GOES_ON),
        (ACCOUNT, _("If the holder has died, a new account is needed before the next payment.")),
    ],
    "extinct": [
        (LOAN, _("The principal is recovered from the enterprise, or repaid by the county.")),
        (TO_HOUSEHOLD, _("Stops after the day of the event; what was due before goes to the heirs.")),
        (TO_VILLAGE, _("As the agreement says.")),
        (ACCOUNT, _("Is no longer paid.")),
    ],
    "split": [
        (LOAN, _("Stays with the borrower and the present household; the new household gets no second loan.")),
        (TO_HOUSEHOLD, _("One payment, to the present household.")),
        (TO_VILLAGE, _("To the village of the contract.")),
        (ACCOUNT, _("If the holder goes along, the present household needs a new account.")),
    ],
    "merged": [
        (LOAN, _("Stays with the borrower until maturity; the other household gets no second loan.")),
        (TO_HOUSEHOLD, _("The line of the merged household is stopped until the agreement is put in order.")),
        (TO_VILLAGE, _("To the village of the contract.")),
        (ACCOUNT, _("That of the merged household is no longer paid.")),
    ],
    "left": [
        (LOAN, _("Stays until maturity; if the borrower has left, settle who answers for it.")),
        (TO_HOUSEHOLD, _("Goes on to the household.")),
        (TO_VILLAGE, GOES_ON),
        (ACCOUNT, _("If the holder has left, a new account is needed before the next payment.")),
    ],
    "stays": [(LOAN, UNCHANGED), (TO_HOUSEHOLD, GOES_ON), (TO_VILLAGE, GOES_ON), (ACCOUNT, UNCHANGED)],
}


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
        return super().get_context_data(doors=doors, **kwargs)


class EventDetail(DetailPage):
    """One life event and how it was settled."""

    model, template_name = LifeEvent, "households/event_detail.html"

    def rows(self) -> QuerySet[LifeEvent]:
        people = ("recorded_by", "settled_by", "member", "other_household")
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
        return super().get_context_data(
            event=event,
            household=event.household,
            consequences=CONSEQUENCES[consequence_of(event.kind, living=living)],
            may_settle=event.state == EventState.OPEN and scope.covers(event.village_id),
            **kwargs,
        )


class SettleEvent(MovePage):
    """Put the file in order after an event."""

    model, permission, form_class = LifeEvent, SETTLE, SettleForm
    title, submit_label = _("Settle the life event"), _("Settle the event")
    success_message = _("The event is settled: %(object)s.")

    def rows(self) -> QuerySet[LifeEvent]:
        return super().rows().select_related("household", "member", "other_household")

    def parents(self) -> list[Crumb]:
        return event_crumbs(self.object.household)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"event": self.object}

    def facts(self) -> list[Fact]:
        event: LifeEvent = self.object
        return [
            (_("Household"), event.household),
            (_("Household member"), event.member),
            (_("Date"), show.show_day(event.date)),
            (_("Remark"), event.note),
        ]

    def consequence(self) -> str:
        event: LifeEvent = self.object
        if event.kind in ENDS_HOUSEHOLD:
            return _("The household leaves the file as extinct and is no longer paid.")
        if event.kind in MERGES:
            other = {"other": event.other_household}
            return _("The household leaves the file and becomes part of %(other)s; it is no longer paid.") % other
        if event.kind in SPLITS:
            return _("Opens a household of those who go; loan and share agreement stay with the present household.")
        if event.kind in NEW_HEAD:
            return _("Another member becomes the head; check each member's relation to the new head afterwards.")
        return _("The event no longer stops the household's payments. Where nobody is left, the household is extinct.")

    def save(self, form: SettleForm) -> LifeEvent:
        data = form.cleaned_data
        split = None
        if "new_number" in data:
            split = services.Split(number=data["new_number"], member_ids=tuple(row.pk for row in data["going"]))
        return services.settle_life_event(
            actor=self.user,
            event_id=self.object.pk,
            settlement=data["settlement"],
            new_head_id=data["new_head"].pk if data["new_head"] else None,
            split=split,
        )

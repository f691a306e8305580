"""Pages on changes of status, the end of a file that needs no procedure, and the tab of all that changed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.filters.casework import StatusFilter
from households.forms.status import StatusForm
from households.models import Adjustment, Household, Identification, LifeEvent, MemberState, StatusChange
from households.policy.events import MERGES, SPLITS
from households.procedures import PROPOSE
from households.tables.adjustments import AdjustmentTable
from households.tables.casework import EventTable, StatusTable
from households.views.choosing import ChooseHousehold
from households.views.events import RECORD as RECORD_EVENT
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, Fact, MovePage
from yuping.core import clock

CHANGE = "households.change_status"


class StatusList(RecordList):
    """Changes of status, latest first."""

    model, table_class, filterset_class = StatusChange, StatusTable, StatusFilter
    title = _("Changes of status")
    primary = Action(_("End a file"), "households:status_choose", CHANGE)
    empty_text = _("No change of status fits. Widen the filter; exits and returns are proposed as adjustments.")


class ChooseForStatus(ChooseHousehold):
    """Whose status changes."""

    permission, title, target = CHANGE, _("End a file · choose the household"), "households:status_change"

    def parents(self) -> list[Crumb]:
        return [(_("Changes of status"), reverse("households:status_list"))]


class ChangeStatus(HouseholdFormPage, MovePage):
    """End the file of one household that is extinct or has left the county."""

    permission, form_class, back_to = CHANGE, StatusForm, "changes"
    title, submit_label = _("End the file"), _("End the file")
    success_message = _("The status is changed: %(object)s.")
    danger = True

    def get_initial(self) -> dict[str, Any]:
        # A page that leads here may name the change.
        return {"date": clock.today(), "kind": self.request.GET.get("kind", "")}

    def consequence(self) -> str:
        return _(
            "An extinct household, or one that has moved out of the county, leaves the file: it is no longer paid. "
            "Exit, return, removal and watching are proposed as an adjustment instead."
        )

    def facts(self) -> list[Fact]:
        living = self.object.members.filter(state=MemberState.LIVING_HERE).order_by("-is_head", "pk")
        names = "、".join(living.values_list("name", flat=True))
        return [(_("Household"), self.object), (_("Members living in the household"), names or _("none"))]

    def save(self, form: StatusForm) -> StatusChange:
        return services.change_status(actor=self.user, household_id=self.object.pk, **form.cleaned_data)


class HouseholdChanges(HouseholdTab):
    """What changed in one household: identification, status, life events."""

    tab, permission, template_name = "changes", "households.view_statuschange", "households/changes_tab.html"
    actions = (
        TabAction(_("End the file"), "households:status_change", CHANGE, "x"),
        TabAction(_("Propose an adjustment"), "households:adjustment_start", PROPOSE),
        TabAction(_("Record a life event"), "households:event_record", RECORD_EVENT),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = StatusChange.objects.visible_to(self.user).filter(household=self.object).for_table()
        events = LifeEvent.objects.visible_to(self.user).of_household(self.object.pk).for_table()
        adjustments = Adjustment.objects.visible_to(self.user).filter(household=self.object).for_table()
        identifications = Identification.objects.visible_to(self.user).filter(household=self.object)
        return super().get_context_data(
            changes=StatusTable.of_one_household(changes),
            events=EventTable.of_one_household(events),
            ties=list(self.ties(events)),
            adjustments=AdjustmentTable.of_one_household(adjustments),
            may_see_adjustments=access.may(self.user, "households.view_adjustment"),
            may_see_events=access.may(self.user, "households.view_lifeevent"),
            identifications=list(identifications),
            **kwargs,
        )

    def ties(self, events: Iterable[LifeEvent]) -> Iterator[tuple[str | Promise, Household, LifeEvent]]:
        """The households from which this one came, or that came from it, as far as the person may see them."""
        tied = {event: self.other_of(event) for event in events if event.other_household_id}
        seen = Household.objects.visible_to(self.user).in_bulk({pk for pk in tied.values() if pk})
        for event, pk in tied.items():
            if pk in seen:
                yield TIES[tie_of(event, self.object)], seen[pk], event

    def other_of(self, event: LifeEvent) -> int:
        return event.other_household_id if event.household_id == self.object.pk else event.household_id


# What another household is to this one, by the kind of event and which side this one is on.
TIES = {
    ("split", True): _("Split off from this household"),
    ("split", False): _("This household was split off from"),
    ("merged", True): _("Takes this household in"),
    ("merged", False): _("Becomes part of this household"),
    ("", True): _("Other household"),
    ("", False): _("Other household"),
}


def tie_of(event: LifeEvent, household: Household) -> tuple[str, bool]:
    kind = "split" if event.kind in SPLITS else "merged" if event.kind in MERGES else ""
    return kind, event.household_id == household.pk


tabs.register(
    tabs.Tab("changes", _("Changes"), "households:household_changes", "households.view_statuschange", order=66)
)

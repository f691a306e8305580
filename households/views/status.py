"""Pages on changes of status: exit, return, removal; and the tab of all that changed in a household."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.filters.casework import StatusFilter
from households.forms.status import StatusForm
from households.models import Identification, LifeEvent, StatusChange
from households.policy.status import StatusFacts
from households.services.status import facts_of
from households.tables.casework import EventTable, StatusTable
from households.views.choosing import ChooseHousehold
from households.views.events import RECORD as RECORD_EVENT
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, Fact, MovePage
from yuping.core import clock, show
from yuping.core.codes import label_of

CHANGE = "households.change_status"


class StatusList(RecordList):
    """Changes of status, latest first."""

    model, table_class, filterset_class = StatusChange, StatusTable, StatusFilter
    title = _("Changes of status")
    primary = Action(_("Change a status"), "households:status_choose", CHANGE)
    empty_text = _("No change of status fits. Widen the filter or record one.")


class ChooseForStatus(ChooseHousehold):
    """Whose status changes."""

    permission, title, target = CHANGE, _("Change a status · choose the household"), "households:status_change"

    def parents(self) -> list[Crumb]:
        return [(_("Changes of status"), reverse("households:status_list"))]


class ChangeStatus(HouseholdFormPage, MovePage):
    """Change the status of one household, with what its file says before one's eyes."""

    permission, form_class, back_to = CHANGE, StatusForm, "changes"
    title, submit_label = _("Change the status"), _("Change the status")
    success_message = _("The status is changed: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        # A page that leads here may name the change.
        return {"date": clock.today(), "kind": self.request.GET.get("kind", "")}

    def consequence(self) -> str:
        return _(
            "An exit or a return is entered in the record of the year. A removal, an extinction or a move out of the "
            "county ends the file: the household is no longer paid."
        )

    def facts(self) -> list[Fact]:
        year = clock.today().year
        record = self.object.householdyears.filter(year=year).first()
        return facts_shown(facts_of(self.object, record, year=year), year)

    def save(self, form: StatusForm) -> StatusChange:
        return services.change_status(actor=self.user, household_id=self.object.pk, **form.cleaned_data)


def facts_shown(found: StatusFacts, year: int) -> list[Fact]:
    """What the rules of an exit ask of the file, in words."""
    flag = (_("Exit flag"), label_of("exit_flag", found.flag, year=year))
    if not found.has_record:
        return [flag, (_("Record of %(year)s") % {"year": year}, _("none"))]
    return [
        flag,
        (_("Net income per head (yuan)"), show.show_money(found.per_head)),
        (_("Standard (yuan)"), show.show_money(found.line)),
        (_("Unsafe house"), found.unsafe_house),
        (_("Safe drinking water"), found.safe_water),
        (_("Children of school age not at school"), found.children_out_of_school),
        (_("Members living in the household"), found.living),
    ]


class HouseholdChanges(HouseholdTab):
    """What changed in one household: identification, status, life events."""

    tab, permission, template_name = "changes", "households.view_statuschange", "households/changes_tab.html"
    actions = (
        TabAction(_("Record a life event"), "households:event_record", RECORD_EVENT),
        TabAction(_("Change the status"), "households:status_change", CHANGE),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = StatusChange.objects.visible_to(self.user).filter(household=self.object).for_table()
        events = LifeEvent.objects.visible_to(self.user).filter(household=self.object).for_table()
        identifications = Identification.objects.visible_to(self.user).filter(household=self.object)
        return super().get_context_data(
            changes=StatusTable.of_one_household(changes),
            events=EventTable.of_one_household(events),
            may_see_events=access.may(self.user, "households.view_lifeevent"),
            identifications=list(identifications),
            **kwargs,
        )


tabs.register(
    tabs.Tab("changes", _("Changes"), "households:household_changes", "households.view_statuschange", order=66)
)

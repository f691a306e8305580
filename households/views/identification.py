"""Pages on identification: the application, and each step to the county's decision."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.casework import IdentificationFilter
from households.forms.identification import ApplicationForm
from households.forms.steps import StepForm
from households.models import Identification, Lead
from households.notices import notice_of
from households.procedures import APPLY, CONFIRM, IDENTIFICATION
from households.services import Application, StepFacts
from households.services.identification import AFTER_LEADS
from households.tables.casework import IDENTIFICATION_TONES, IdentificationTable
from households.views.cases import PAPERS, CasePage, StepPage
from yuping.accounts import access, sentences
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Crumb, Fact, FormPage, ListPage
from yuping.core import clock, show
from yuping.core.templatetags.core import masked_id

# States of a case from which the household's file is opened.
FILED_FROM = frozenset({"accepted", "announced"})


def identification_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of applications."""
    return [(_("Identification"), reverse("households:identification_list"))]


class IdentificationList(ListPage):
    """Applications to be put on file, latest first."""

    model, table_class, filterset_class = Identification, IdentificationTable, IdentificationFilter
    title = _("Identification")
    primary = Action(_("Enter an application"), "households:identification_apply", APPLY)
    secondary = (Action(_("Rules for cases"), "households:case_rule_list", "households.view_caserule", "list-check"),)
    empty_text = _("No application fits. Widen the filter or enter one.")


class Apply(FormPage):
    """Enter an application."""

    once = True
    permission, form_class, template_name = APPLY, ApplicationForm, "households/application_form.html"
    title, submit_label = _("Enter an application"), _("Enter the application")
    success_message = _("The application of %(object)s is entered. Next: the review in the village group.")

    def parents(self) -> list[Crumb]:
        return identification_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"applied_on": clock.today()}

    def save(self, form: ApplicationForm) -> Identification:
        data = dict(form.cleaned_data)
        village, group = data.pop("village"), data.pop("group")
        application = Application(village_code=village.pk, group_id=group.pk if group else None, **data)
        return services.apply_for_identification(actor=self.user, application=application)


class IdentificationDetail(CasePage):
    """One application: where it stands, who did what, and the steps that are possible now."""

    model, case, template_name = Identification, "identification", "households/identification_detail.html"

    def rows(self) -> QuerySet[Identification]:
        return Identification.objects.visible_to(self.user).select_related(
            "village", "group", "household", "recorded_by"
        )

    def parents(self) -> list[Crumb]:
        return identification_crumbs()

    def started_on(self) -> datetime.date:
        return self.object.applied_on

    def state(self) -> tuple[str, str]:
        tone = {"wait": "waiting", "done": "approved", "risk": "refused"}[IDENTIFICATION_TONES[self.object.state]]
        return self.object.get_state_display(), tone

    def facts(self) -> list[Fact]:
        found: Identification = self.object
        return [
            (_("Village"), found.village),
            (_("Village group"), found.group),
            (_("Identity number"), masked_id(found.id_number)),
            (_("Persons in the household"), found.persons),
            (_("Main cause of poverty"), found.get_main_cause_display()),
            (_("Applied on"), show.show_day(found.applied_on)),
            (_("Proposed by the village"), found.proposed_by_village),
            (_("Remark"), found.note),
            (_("Recorded by"), found.recorded_by.full_name),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: Identification = self.object
        to_be_filed = found.household_id is None and found.state in FILED_FROM
        may_open = access.scope_of(self.user, "households.register_household").covers(found.village_id)
        return super().get_context_data(
            notice_url=notice_of(found),
            application_url=reverse("households:identification_application", kwargs={"pk": found.pk})
            if found.paper and access.may(self.user, PAPERS)
            else "",
            to_be_filed=to_be_filed,
            open_url=f"{reverse('households:household_register')}?case={found.pk}" if to_be_filed and may_open else "",
            **kwargs,
        )

    def also_against(self, move: str) -> str:
        return against_leads(self.user, self.object, move)


def against_leads(user: User, found: Identification, move: str) -> str:
    """Why leads of the negative list keep the county from the step, in a sentence; "" where they don't."""
    if move not in AFTER_LEADS:
        return ""
    standing = Lead.objects.actionable_by(user, "households.view_identification").against(found.pk)
    if undecided := standing.undecided().count():
        return sentences.sentence("households.lead_undecided", {"count": undecided})
    return sentences.sentence("households.applicant_not_eligible", {}) if standing.exists() else ""


class IdentificationStepPage(StepPage, abstract=True):
    """One step of an application; who takes it depends on the permission of the subclass."""

    model = Identification

    def parents(self) -> list[Crumb]:
        return [*identification_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def facts(self) -> list[Fact]:
        found: Identification = self.object
        return [
            (_("Village"), found.village),
            (_("State"), found.get_state_display()),
            (_("In this state since"), show.show_day(found.state_on)),
            *(self.told_late() if self.permission == CONFIRM else []),
        ]

    def save(self, form: StepForm) -> Identification:
        return services.move_identification(
            actor=self.user, identification_id=self.object.pk, move=self.move, facts=StepFacts(**form.cleaned_data)
        )


class TownshipStep(IdentificationStepPage):
    permission = APPLY


class CountyStep(IdentificationStepPage):
    permission = CONFIRM


def step_page(move: str) -> Callable[..., HttpResponse]:
    """The page of a step, for the addresses."""
    page = CountyStep if IDENTIFICATION.workflow.moves[move].permission == CONFIRM else TownshipStep
    return page.as_view(move=move, danger=move in {"refuse", "reject"})

"""Findings: what the rules of data quality found wrong, in one file, over the area, and as the tasks of a post."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.files import FindingFilter
from households.forms.findings import ExemptForm
from households.models import Finding, FindingState, Household
from households.models.quality import ACCEPTED_FOR_GOOD
from households.querysets import FindingManager
from households.services.findings import ACCEPT, against_acceptance
from households.tables.files import FindingTable, OwnFindingTable
from households.templatetags.households import finding_remedy, finding_text
from households.views.tabs import PERSONAL, HouseholdFormPage, HouseholdRowFormPage, HouseholdTab, TabAction
from yuping.accounts import access, quality, sentences
from yuping.accounts.pages import Action, ActionPage, Crumb, EmptyForm, Fact, ListPage, MovePage, ReasonForm
from yuping.core import clock, show

USUAL_EXEMPTION = datetime.timedelta(days=90)


class FindingList(ListPage):
    """What is wrong in the files of the area; the open ones unless the filter says otherwise."""

    model, table_class, filterset_class = Finding, FindingTable, FindingFilter
    title = _("Problems found in the files")
    export_permission = "households.export_household"
    empty_text = _("No problem fits. Widen the filter.")
    primary = Action(_("Check all files"), "households:findings_check", "households.refresh_findings", "refresh")

    def rows(self) -> QuerySet[Finding]:
        rows = Finding.objects.visible_to(self.user)
        return rows.select_related("household", "village__township", "member")

    def hidden_columns(self) -> list[str]:
        hidden = super().hidden_columns()
        return hidden if access.may(self.user, PERSONAL) else [*hidden, "member"]


class OwnFindings(ListPage):
    """What the person's own posts have to put right, the first due first."""

    model, table_class, filterset_class = Finding, OwnFindingTable, FindingFilter
    permission = FindingManager.OWN
    export_permission = "households.export_household"
    title = _("Problems of my post")
    empty_text = _("Nothing of your post has to be put right.")

    def rows(self) -> QuerySet[Finding]:
        rows = Finding.objects.tasks_of(self.user).order_by("due_on", "pk")
        return rows.select_related("household", "village__township", "member")


class CheckFiles(ActionPage):
    """Read every rule over the person's whole area."""

    permission, title, submit_label = "households.refresh_findings", _("Check all files"), _("Check all files")
    success_message = _("Every rule was read; open problems: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [(FindingList.title, reverse("households:finding_list"))]

    def consequence(self) -> str:
        counted = Household.objects.actionable_by(self.user, self.permission).active().count()
        words = {"rules": show.show_count(len(quality.rules())), "households": show.show_count(counted)}
        return str(
            _("Reads %(rules)s rules over %(households)s households: new problems are noted, those put right closed.")
            % words
        )

    def cancel_url(self) -> str:
        return reverse("households:finding_list")

    def get_success_url(self, done: int) -> str:
        return self.cancel_url() + "?state=open"

    def save(self, form: EmptyForm) -> int:
        return services.refresh_findings(actor=self.user)

    def respond(self, done: int) -> HttpResponse:
        self.success_message = str(self.success_message) % {"object": show.show_count(done)}
        return super().respond(done)


class FindingsTab(HouseholdTab):
    """Everything found in this household's file, the open ones first."""

    tab, permission = "findings", "households.view_finding"
    template_name = "households/findings.html"
    actions = (
        TabAction(_("Check the file anew"), "households:findings_refresh", "households.refresh_findings", "refresh"),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Finding.objects.visible_to(self.user).filter(household=self.object).select_related("member")
        return super().get_context_data(
            rows=sorted(rows, key=lambda row: (row.state != FindingState.OPEN, row.level, -row.pk)),
            may_exempt=self.may("households.exempt_finding"),
            may_accept=self.may(ACCEPT),
            hide_findings_beside=True,
            today=clock.today(),
            **kwargs,
        )


class RefreshFindings(HouseholdFormPage, MovePage):
    """Read the rules over this file now."""

    permission, form_class, back_to = "households.refresh_findings", EmptyForm, "findings"
    title, submit_label = _("Check the file anew"), _("Check the file")
    success_message = _("The file is checked; open problems: %(object)s.")

    def consequence(self) -> str:
        return str(_("Reads all rules over this file: new problems are noted, those put right are closed."))

    def save(self, form: EmptyForm) -> int:
        return services.refresh_findings(actor=self.user, household_ids=[self.object.pk])


class OfFinding(HouseholdRowFormPage, MovePage, abstract=True):
    """An act on one finding that is open."""

    model, back_to = Finding, "findings"

    def rows(self) -> QuerySet[Finding]:
        return super().rows().filter(state=FindingState.OPEN).select_related("household", "member", "village")

    def facts(self) -> list[Fact]:
        finding: Finding = self.object
        return [
            (_("Household"), finding.household),
            (_("Member"), finding.member),
            (_("Problem"), finding_text(finding)),
            (_("Next step"), finding_remedy(finding)),
            (_("Task of"), finding.get_owner_display()),
            (_("Found on"), show.show_day(finding.found_on)),
            (_("To be put right by"), show.show_day(finding.due_on) if finding.due_on else show.EMPTY),
        ]


class AcceptFile(OfFinding):
    """The county accepts a file that came on record without identification."""

    permission, form_class = ACCEPT, ReasonForm
    title, submit_label = _("Accept the file"), _("Accept the file")
    success_message = _("The file is accepted; the household is paid again.")

    def rows(self) -> QuerySet[Finding]:
        return super().rows().filter(rule=ACCEPTED_FOR_GOOD)

    def hindrances(self) -> list[str]:
        why = against_acceptance(self.object, self.user.pk)
        return [text for _field, text in sentences.explain(why)] if why else []

    def consequence(self) -> str:
        return str(_("The household counts as identified; from now on it may be paid. This does not run out."))

    def save(self, form: ReasonForm) -> Finding:
        reason = form.cleaned_data["reason"]
        return services.accept_file(actor=self.user, finding_id=self.object.pk, reason=reason)


class ExemptFinding(OfFinding):
    """Let a finding stand for a time."""

    permission, form_class = "households.exempt_finding", ExemptForm
    title, submit_label = _("Exempt a problem"), _("Exempt the problem")
    success_message = _("The problem is exempted.")

    def get_title(self) -> str:
        return super().get_title() if self.household else f"{self.title} · {self.object.village}"

    def parents(self) -> list[Crumb]:
        if self.household:
            return super().parents()
        return [(FindingList.title, self.cancel_url())]

    def cancel_url(self) -> str:
        return super().cancel_url() if self.household else reverse("households:finding_list")

    def get_success_url(self, done: Finding) -> str:
        return super().get_success_url(done) if self.household else self.cancel_url()

    def consequence(self) -> str:
        return str(_("The problem stays as it is and no longer blocks payment until that day."))

    def get_initial(self) -> dict[str, Any]:
        return {"until": clock.today() + USUAL_EXEMPTION}

    def save(self, form: ExemptForm) -> Finding:
        return services.exempt_finding(actor=self.user, finding_id=self.object.pk, **form.cleaned_data)

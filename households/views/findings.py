"""Findings: what the rules of data quality found wrong, in one file and over the area."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.files import FindingFilter
from households.forms.findings import ExemptForm
from households.models import Finding, FindingState
from households.tables.files import FindingTable
from households.templatetags.households import finding_text
from households.views.tabs import HouseholdFormPage, HouseholdRowFormPage, HouseholdTab, TabAction
from yuping.accounts.pages import EmptyForm, Fact, ListPage, MovePage
from yuping.core import clock
from yuping.core.show import show_day

USUAL_EXEMPTION = datetime.timedelta(days=90)


class FindingList(ListPage):
    """What is wrong in the files of the area; the open ones unless the filter says otherwise."""

    model, table_class, filterset_class = Finding, FindingTable, FindingFilter
    title = _("Problems found in the files")
    empty_text = _("No problem fits. Widen the filter.")

    def rows(self) -> QuerySet[Finding]:
        rows = Finding.objects.visible_to(self.user)
        return rows.select_related("household", "village__township", "member")


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
            hide_findings_beside=True,
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


class ExemptFinding(HouseholdRowFormPage, MovePage):
    """Let a finding stand for a time."""

    model, permission, form_class, back_to = Finding, "households.exempt_finding", ExemptForm, "findings"
    title, submit_label = _("Exempt a problem"), _("Exempt the problem")
    success_message = _("The problem is exempted.")

    def rows(self) -> QuerySet[Finding]:
        return super().rows().filter(state=FindingState.OPEN).select_related("household", "member")

    def consequence(self) -> str:
        return str(_("The problem stays as it is and no longer blocks payment until that day."))

    def facts(self) -> list[Fact]:
        finding: Finding = self.object
        return [
            (_("Household"), finding.household),
            (_("Member"), finding.member),
            (_("Problem"), finding_text(finding)),
            (_("Found on"), show_day(finding.found_on)),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"until": clock.today() + USUAL_EXEMPTION}

    def save(self, form: ExemptForm) -> Finding:
        return services.exempt_finding(actor=self.user, finding_id=self.object.pk, **form.cleaned_data)

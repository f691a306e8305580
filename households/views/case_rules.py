"""Pages on the county's rules for cases: what held from which day, and a new one."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.case_rules import CaseRuleForm
from households.models import CaseRule
from households.services.case_rules import SET
from households.tables.case_rules import CaseRuleTable
from households.views.identification import identification_crumbs
from yuping.accounts.pages import Action, Crumb, FormPage, ListPage
from yuping.core import clock


class CaseRuleList(ListPage):
    """The rules, the latest first. They are the county's."""

    model, table_class = CaseRule, CaseRuleTable
    title = _("Rules for cases")
    primary = Action(_("Set a rule"), "households:case_rule_set", SET)
    empty_text = _(
        "The county has set no rule yet: the base stock is being entered, and no file needs identification. Set one "
        "once the base stock is on file."
    )

    def rows(self) -> QuerySet[CaseRule]:
        return CaseRule.objects.select_related("recorded_by")

    def parents(self) -> list[Crumb]:
        return identification_crumbs()


class SetCaseRule(FormPage):
    """Say what holds from a day on; earlier rows stay as they are."""

    permission, form_class = SET, CaseRuleForm
    title, submit_label = _("Set a rule for cases"), _("Set the rule")
    success_message = _("The rule holds from %(object)s on.")

    def parents(self) -> list[Crumb]:
        return [*identification_crumbs(), (_("Rules for cases"), reverse("households:case_rule_list"))]

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        return {
            "valid_from": today,
            "identification_required": "yes",
            "entry_days": CaseRule.objects.of(today).entry_days,
        }

    def save(self, form: CaseRuleForm) -> CaseRule:
        return services.set_case_rule(actor=self.user, **form.cleaned_data)

    def get_success_url(self, done: CaseRule) -> str:
        return reverse("households:case_rule_list")

"""Agreements and the households in them: lists, pages, signing, putting in force."""

from collections import Counter
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import overview, services
from dividends.filters import AgreementFilter, ParticipationFilter
from dividends.forms import ActivateForm, AgreementForm, WithdrawForm
from dividends.models import Agreement, Participation
from dividends.policy import over_capacity
from dividends.schedule import schedule, years_after
from dividends.services.agreements import Terms, placed_with
from dividends.tables import AgreementTable, ParticipationTable
from dividends.views.checked import CheckedFormPage
from dividends.workflow import AGREEMENT, AgreementState
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, ListPage, MovePage
from yuping.core.errors import PolicyRefused
from yuping.core.money import ZERO
from yuping.core.show import show_count, show_day, show_money


class AgreementList(ListPage):
    model, table_class, filterset_class = Agreement, AgreementTable, AgreementFilter
    primary = Action(_("Sign an agreement"), "dividends:agreement_add", "dividends.sign_agreement")
    empty_text = _("No agreement holds households of your area.")

    def rows(self) -> Any:
        return super().rows().select_related("enterprise").with_own(access.scope_of(self.user, self.permission))

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("Principal (yuan)"), show_money(rows.aggregate(sum=Sum("own_principal"))["sum"] or ZERO))]


class OfAgreements:
    """Breadcrumb of the pages below the list of agreements."""

    def parents(self) -> list[Crumb]:
        return [(_("Agreements"), reverse("dividends:agreement_list"))]


class AgreementDetail(OfAgreements, DetailPage):
    model, template_name = Agreement, "dividends/agreement_detail.html"

    def facts(self) -> list[Fact]:
        agreement = self.object
        withdrawn = agreement.state == AgreementState.WITHDRAWN
        return [
            (_("Enterprise"), agreement.enterprise),
            (_("Scheme"), agreement.scheme),
            (_("Signed on"), show_day(agreement.signed_on)),
            (_("Funds arrived on"), show_day(agreement.funds_arrived_on)),
            (_("Matures on"), show_day(agreement.matures_on)),
            (_("Days of grace"), agreement.grace_days),
            (_("Lowest monthly wage of the job (yuan)"), show_money(agreement.monthly_wage_floor)),
            (_("Security"), agreement.security),
            (_("Document of the exception"), agreement.exception_document),
            *([(_("Withdrawn on"), f"{show_day(agreement.withdrawn_on)} · {agreement.withdrawal_reason}")] * withdrawn),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview.of_agreement(self.object, self.user), **kwargs)


class AgreementAdd(OfAgreements, CheckedFormPage):
    """Terms and households; looked through with sums and schedule before it is recorded."""

    permission, form_class, template_name = "dividends.sign_agreement", AgreementForm, "dividends/agreement_form.html"
    title, success_message = _("Sign an agreement"), _("Agreement %(object)s is recorded with its whole schedule.")
    submit_label = _("Record the agreement")

    def secondary(self) -> list[Action]:
        request = Action(
            _("Ask for an exception"), "dividends:exception_add", "dividends.request_new_agreement_exception"
        )
        return [request] if access.may(self.user, request.permission) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(secondary=self.secondary(), **kwargs)

    def consequence(self, form: AgreementForm) -> dict[str, Any]:
        """What would be signed: households and principal by village, and the whole schedule."""
        values = form.cleaned_data
        edition, loans = values["scheme"].edition, values["loans"]
        enterprise = values["enterprise"]
        over = list(over_capacity(enterprise.capacity_households, placed_with(enterprise), len(loans)))
        if over:
            raise PolicyRefused("agreement_refused", reasons=over)
        by_village = Counter(loan.village for loan in loans)
        due = schedule(
            edition,
            first_due=values["first_due_on"],
            matures_on=years_after(values["signed_on"], edition.years),
        )
        return {
            "households": len(loans),
            "principal": edition.principal * len(loans),
            "by_village": [(village, count, edition.principal * count) for village, count in by_village.items()],
            "schedule": [
                {
                    "due_on": row.due_on,
                    "households": len(loans),
                    "to_households": row.household_amount * len(loans),
                    "to_villages": row.village_amount * len(loans),
                    "principal": row.principal_amount * len(loans),
                }
                for row in due
            ],
        }

    def save(self, form: AgreementForm) -> Agreement:
        values = form.cleaned_data
        terms = Terms(
            number=values["number"],
            signed_on=values["signed_on"],
            first_due_on=values["first_due_on"],
            grace_days=values["grace_days"],
            monthly_wage_floor=values["monthly_wage_floor"],
            security=values["security"],
        )
        return services.sign_agreement(
            actor=self.user,
            scheme_code=values["scheme"].code,
            enterprise_id=values["enterprise"].pk,
            loan_ids=[loan.pk for loan in values["loans"]],
            terms=terms,
            exception_id=values["exception"].pk if values["exception"] else None,
        )


class AgreementActivate(MovePage):
    model, permission, form_class = Agreement, "dividends.activate_agreement", ActivateForm
    workflow, move = AGREEMENT, "activate"
    title, submit_label = _("Put in force"), _("Put in force")
    success_message = _("Agreement %(object)s is in force.")

    def consequence(self) -> str:
        return _("The principal of %(count)s households counts as invested from this day on.") % {
            "count": show_count(self.object.households)
        }

    def save(self, form: ActivateForm) -> Agreement:
        return services.activate_agreement(actor=self.user, agreement_id=self.object.pk, **form.cleaned_data)


class AgreementWithdraw(MovePage):
    """Take back an agreement that was signed by mistake."""

    model, permission, form_class = Agreement, "dividends.withdraw_agreement", WithdrawForm
    workflow, move, danger = AGREEMENT, "withdraw", True
    title, submit_label = _("Withdraw the agreement"), _("Withdraw the agreement")
    success_message = _("Agreement %(object)s is withdrawn. Its households can be chosen for another one.")

    def facts(self) -> list[Fact]:
        agreement = self.object
        return [
            (_("Enterprise"), agreement.enterprise),
            (_("Signed on"), show_day(agreement.signed_on)),
            (_("Households"), show_count(agreement.households)),
            (_("Principal"), show_money(agreement.principal)),
        ]

    def consequence(self) -> str:
        return _(
            "The agreement with its list stays on record as withdrawn; nothing falls due under it. The loans of its "
            "%(count)s households are free for another agreement."
        ) % {"count": show_count(self.object.households)}

    def save(self, form: WithdrawForm) -> Agreement:
        return services.withdraw_agreement(actor=self.user, agreement_id=self.object.pk, **form.cleaned_data)


class ParticipationList(ListPage):
    model, table_class, filterset_class = Participation, ParticipationTable, ParticipationFilter
    empty_text = _("No household of your area stands in an agreement.")

    def rows(self) -> Any:
        return super().rows().select_related("household", "village", "agreement")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("Principal (yuan)"), show_money(rows.aggregate(sum=Sum("principal"))["sum"] or ZERO))]


class ParticipationDetail(OfAgreements, DetailPage):
    """One household in an agreement: what falls due, what was paid, who works at the enterprise."""

    model, template_name = Participation, "dividends/participation_detail.html"

    def rows(self) -> Any:
        return super().rows().select_related("household", "village", "agreement__enterprise", "loan")

    def parents(self) -> list[Crumb]:
        return [*super().parents(), (str(self.object.agreement), self.object.agreement.get_absolute_url())]

    def get_title(self) -> str:
        return f"{self.object.household.head_name} · {self.object.agreement}"

    def facts(self) -> list[Fact]:
        row = self.object
        return [
            (_("Enterprise"), row.agreement.enterprise),
            (_("Village"), row.village),
            (_("Loan"), row.loan),
            (_("Principal"), show_money(row.principal)),
            (_("From"), row.starts_on),
            (_("Ended on"), row.ended_on),
            (_("Reason of the end"), row.end_reason),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview.of_participation(self.object, self.user), **kwargs)

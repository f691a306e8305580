"""Enterprises, agreements, receipts, instalments: lists, pages and the forms that add to them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import services
from dividends.filters import (
    AgreementFilter,
    EnterpriseFilter,
    InstalmentFilter,
    ParticipationFilter,
    ReceiptFilter,
)
from dividends.forms import ActivateForm, AgreementForm, EnterpriseForm, ReceiptForm, ReviewForm
from dividends.models import Agreement, Enterprise, Instalment, Participation, Receipt, ReceiptAllocation
from dividends.services.agreements import Terms
from dividends.tables import AgreementTable, EnterpriseTable, InstalmentTable, ParticipationTable, ReceiptTable
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, MovePage
from yuping.core.show import show_day, show_money


class EnterpriseList(ListPage):
    """A township sees the enterprises with which households of its own have money."""

    model, table_class, filterset_class = Enterprise, EnterpriseTable, EnterpriseFilter
    primary = Action(_("Register an enterprise"), "dividends:enterprise_add", "dividends.register_enterprise")
    empty_text = _("No enterprise yet. The investment company registers the first one.")


class OfEnterprises:
    """Breadcrumb of the pages below the list of enterprises."""

    def parents(self) -> list[Crumb]:
        return [(_("Enterprises"), reverse("dividends:enterprise_list"))]


class EnterpriseDetail(OfEnterprises, DetailPage):
    model, template_name = Enterprise, "dividends/enterprise_detail.html"

    def facts(self) -> list[Fact]:
        enterprise = self.object
        return [
            (_("Unified social credit code"), enterprise.credit_code),
            (_("Legal representative"), enterprise.legal_representative),
            (_("Line of business"), enterprise.business),
            (_("Address"), enterprise.address),
            (_("Bank"), enterprise.bank_name),
            (_("Account"), f"**** {enterprise.account_last4}"),
            (_("Households it can take"), enterprise.capacity_households),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reviews=self.object.reviews.all(),
            agreements=Agreement.objects.visible_to(self.user)
            .filter(enterprise=self.object)
            .with_own(access.scope_of(self.user, "dividends.view_agreement")),
            **kwargs,
        )


class EnterpriseAdd(OfEnterprises, FormPage):
    permission, form_class = "dividends.register_enterprise", EnterpriseForm
    title, success_message = _("Register an enterprise"), _("%(object)s is registered. Record its review next.")
    submit_label = _("Register")

    def save(self, form: EnterpriseForm) -> Enterprise:
        return services.register_enterprise(actor=self.user, **form.cleaned_data)


class EnterpriseReviewAdd(OfEnterprises, FormPage):
    permission, form_class = "dividends.review_enterprise", ReviewForm
    title, success_message = _("Record a review"), _("The review is recorded.")

    def save(self, form: ReviewForm) -> Enterprise:
        review = services.review_enterprise(actor=self.user, enterprise_id=self.kwargs["pk"], **form.cleaned_data)
        return review.enterprise


class AgreementList(ListPage):
    model, table_class, filterset_class = Agreement, AgreementTable, AgreementFilter
    primary = Action(_("Sign an agreement"), "dividends:agreement_add", "dividends.sign_agreement")
    empty_text = _("No agreement holds households of your area.")

    def rows(self) -> Any:
        return super().rows().select_related("enterprise").with_own(access.scope_of(self.user, self.permission))


class OfAgreements:
    """Breadcrumb of the pages below the list of agreements."""

    def parents(self) -> list[Crumb]:
        return [(_("Agreements"), reverse("dividends:agreement_list"))]


class AgreementDetail(OfAgreements, DetailPage):
    model, template_name = Agreement, "dividends/agreement_detail.html"

    def facts(self) -> list[Fact]:
        agreement = self.object
        return [
            (_("Enterprise"), agreement.enterprise),
            (_("Scheme"), agreement.scheme),
            (_("Signed on"), show_day(agreement.signed_on)),
            (_("Funds arrived on"), show_day(agreement.funds_arrived_on)),
            (_("Matures on"), show_day(agreement.matures_on)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Participation.objects.visible_to(self.user).filter(agreement=self.object)
        due = Instalment.objects.visible_to(self.user).filter(participation__agreement=self.object)
        return super().get_context_data(
            participations=mine.select_related("household", "village")[:100],
            participation_count=mine.count(),
            schedule=due.by_due_date(),
            **kwargs,
        )


class AgreementAdd(OfAgreements, FormPage):
    permission, form_class = "dividends.sign_agreement", AgreementForm
    title, success_message = _("Sign an agreement"), _("Agreement %(object)s is recorded with its whole schedule.")
    submit_label = _("Record the agreement")

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
            loan_ids=values["loan_ids"],
            terms=terms,
        )


class AgreementActivate(MovePage):
    model, permission, form_class = Agreement, "dividends.activate_agreement", ActivateForm
    title, submit_label = _("Put in force"), _("Put in force")
    success_message = _("Agreement %(object)s is in force.")

    def consequence(self) -> str:
        return _("The principal of %(count)s households counts as invested from this day on.") % {
            "count": self.object.households
        }

    def save(self, form: ActivateForm) -> Agreement:
        return services.activate_agreement(actor=self.user, agreement_id=self.object.pk, **form.cleaned_data)


class ParticipationList(ListPage):
    model, table_class, filterset_class = Participation, ParticipationTable, ParticipationFilter
    empty_text = _("No household of your area stands in an agreement.")

    def rows(self) -> Any:
        return super().rows().select_related("household", "village", "agreement")


class InstalmentList(ListPage):
    model, table_class, filterset_class = Instalment, InstalmentTable, InstalmentFilter
    empty_text = _("Nothing falls due here.")

    def rows(self) -> Any:
        return super().rows().select_related("village", "participation__household", "participation__agreement")


class ReceiptList(ListPage):
    model, table_class, filterset_class = Receipt, ReceiptTable, ReceiptFilter
    primary = Action(_("Record a receipt"), "dividends:receipt_add", "dividends.record_receipt")
    empty_text = _("No money has arrived for households of your area.")

    def rows(self) -> Any:
        return super().rows().select_related("enterprise")


class OfReceipts:
    """Breadcrumb of the pages below the list of receipts."""

    def parents(self) -> list[Crumb]:
        return [(_("Receipts"), reverse("dividends:receipt_list"))]


class ReceiptDetail(OfReceipts, DetailPage):
    model, template_name = Receipt, "dividends/receipt_detail.html"

    def facts(self) -> list[Fact]:
        receipt = self.object
        return [
            (_("Enterprise"), receipt.enterprise),
            (_("Received on"), show_day(receipt.received_on)),
            (_("Amount"), show_money(receipt.amount)),
            (_("Recorded by"), receipt.recorded_by),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = ReceiptAllocation.objects.visible_to(self.user).filter(receipt=self.object)
        return super().get_context_data(
            allocations=mine.select_related("instalment__participation__household", "village")[:200],
            allocation_count=mine.count(),
            **kwargs,
        )


class ReceiptAdd(OfReceipts, FormPage):
    permission, form_class = "dividends.record_receipt", ReceiptForm
    title, success_message = _("Record a receipt"), _("Receipt %(object)s is laid on what is due, oldest first.")

    def save(self, form: ReceiptForm) -> Receipt:
        values = dict(form.cleaned_data)
        return services.record_receipt(actor=self.user, enterprise_id=values.pop("enterprise").pk, **values)

"""Loans: the list, one loan with everything that happened to it, applying, and the households without a loan."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models import Household
from loans import figures, overview, services
from loans.filters import LoanFilter, WithoutLoanFilter
from loans.forms import ApplicationForm, OneApplicationForm
from loans.models import Lender, Loan, LoanKind
from loans.querysets import LoanQuerySet, with_credit
from loans.services import Application
from loans.services.eligibility import product_on
from loans.tables import LoanTable, WithoutLoanTable
from loans.views.bulk import RowsPage, outcome_of
from villages.filters import day_of
from villages.views.areas import linked
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage
from yuping.core import clock, show
from yuping.core.errors import NotAllowedNow, PolicyRefused
from yuping.core.money import ZERO

APPLY = "loans.apply_for_loan"


class OfLoans:
    """Breadcrumb of the pages below the list of loans."""

    def parents(self) -> list[Crumb]:
        return [(_("Loans"), reverse("loans:loan_list"))]


class LoanList(ListPage):
    """Loans with what is owed on the day."""

    model, table_class, filterset_class = Loan, LoanTable, LoanFilter
    title = _("Loans")
    primary = Action(_("Choose households to apply"), "loans:without_loan_list", APPLY)
    bulk_actions = (
        Action(_("Recommend"), "loans:recommend_rows", "loans.recommend_loan", "send"),
        Action(_("Confirm the borrowers"), "loans:confirm_rows", "loans.confirm_borrower", "user-check"),
        Action(_("Approve"), "loans:approve_rows", "loans.approve_loan", "check"),
        Action(_("Pay out"), "loans:draw_rows", "loans.draw_loan", "cash"),
        Action(_("All repaid"), "loans:repay_rows", "loans.record_repayment", "receipt"),
        Action(pgettext_lazy("loan", "Settle"), "loans:settle_rows", "loans.settle_loan", "circle-check"),
    )
    empty_text = _("No loan fits. Widen the filter, or look whether the household has applied yet.")

    def rows(self) -> LoanQuerySet:
        return super().rows().with_outstanding(day_of(self.request.GET))

    def totals(self, rows: LoanQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(
            approved=Sum("approved_amount", default=ZERO), owed=Sum("outstanding", default=ZERO)
        )
        return [
            (_("Approved (yuan)"), show.show_money(sums["approved"])),
            (_("Outstanding (yuan)"), show.show_money(sums["owed"])),
        ]


def of_household(household: Household) -> Any:
    """The household's name, opening its page where it has one."""
    return linked(household) if hasattr(household, "get_absolute_url") else str(household)


def loan_facts(loan: Loan) -> list[Fact]:
    """What a person compares before a step."""
    return [
        (_("Household"), of_household(loan.household)),
        (_("Village"), loan.village),
        (_("Kind"), loan.get_kind_display()),
        (_("State"), loan.get_state_display()),
        (_("Amount (yuan)"), show.show_money(loan.amount)),
        (_("Term (years)"), loan.years),
        (_("Use of the money"), loan.purpose),
        (_("Lender"), loan.lender),
    ]


class LoanDetail(OfLoans, DetailPage):
    """One loan from application to settlement."""

    model, template_name = Loan, "loans/loan_detail.html"

    def rows(self) -> LoanQuerySet:
        people = ("borrower", "product", "applied_by", "approved_by")
        return super().rows().select_related(*people).defer("borrower__id_number", "borrower__phone")

    def get_title(self) -> str:
        return f"{self.object.household.head_name} · {self.object}"

    def facts(self) -> list[Fact]:
        loan: Loan = self.object
        rate = f"{loan.rate_percent.normalize():f} %" if loan.rate_percent is not None else None
        return [
            (_("Household"), of_household(loan.household)),
            (_("Village"), loan.village),
            (_("Borrower"), loan.borrower),
            (_("Kind"), loan.get_kind_display()),
            (_("Use of the money"), loan.purpose),
            (_("Lender"), loan.lender),
            (_("Contract number"), loan.contract_number),
            (_("Amount applied for (yuan)"), show.show_money(loan.applied_amount)),
            (_("Approved amount (yuan)"), show.show_money(loan.approved_amount)),
            (_("Rate a year"), rate),
            (_("Basis of the rate"), loan.get_rate_basis_display()),
            (_("Fixed or floating"), loan.get_rate_type_display()),
            (_("Term (years)"), loan.years),
            (_("Drawn on"), loan.drawn_on),
            (_("Due back on"), loan.due_on),
            (_("Edition of the loan"), loan.product),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview.of_loan(self.object, self.user), **kwargs)


class WithoutLoanList(OfLoans, ListPage):
    """Registered households in neither group, with their credit rating."""

    model, table_class, filterset_class = Household, WithoutLoanTable, WithoutLoanFilter
    title = _("Households in neither group")
    bulk_actions = (
        Action(_("Rate credit"), "loans:rate_rows", "loans.rate_credit", "star"),
        Action(_("Apply for loans"), "loans:apply_rows", APPLY, "plus"),
    )
    empty_text = _("Every registered household of your area has a loan, or none fits the filter.")

    def rows(self) -> QuerySet[Household]:
        scope, on = access.scope_of(self.user, self.permission), day_of(self.request.GET)
        return with_credit(figures.without_loan(scope, on), on).select_related("village").defer("phone")


class Applying(OfLoans):
    """What both application pages share."""

    permission = APPLY
    model = Household

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        try:
            product = product_on(today)
        except NotAllowedNow:
            return {"on": today}
        return {
            "on": today,
            "lender": Lender.objects.filter(active=True).first(),
            "kind": LoanKind.POOLED,
            "amount": f"{product.max_amount:.2f}",
            "years": product.max_years,
            "purpose": _("Share in a leading enterprise"),
        }


class Apply(Applying, FormPage):
    """One household applies."""

    form_class = OneApplicationForm
    submit_label = _("Enter the application")
    success_message = _("The application is entered. The township recommends it next.")

    def rows(self) -> QuerySet[Household]:
        return super().rows().select_related("village").defer("phone")

    def get_title(self) -> str:
        return str(_("Apply for a loan · %(household)s") % {"household": self.object.head_name})

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "household_id": self.object.pk}

    def save(self, form: OneApplicationForm) -> Loan:
        data = form.cleaned_data
        wish = Application(
            household_id=self.object.pk,
            borrower_id=data["borrower"].pk,
            kind=data["kind"],
            amount=data["amount"],
            years=data["years"],
            purpose=data["purpose"],
            capacity_confirmed=data["capacity_confirmed"],
        )
        outcome = services.apply_for_loan(
            actor=self.user, lender_id=data["lender"].pk, applications=[wish], on=data["on"]
        )
        if outcome.refused:
            raise PolicyRefused("nothing_done", reasons=outcome.refused[self.object.pk])
        return Loan.objects.actionable_by(self.user, APPLY).get(pk=outcome.done[0])


class ApplyRows(Applying, RowsPage):
    """Chosen households apply alike; each head borrows."""

    title, form_class = _("Apply for loans"), ApplicationForm
    submit_label = _("Enter the applications")
    done_message = _("%(count)s applications are entered. The township recommends them next.")
    template_name = "loans/households_confirm.html"

    def rows(self) -> QuerySet[Household]:
        return super().rows().select_related("village").defer("phone")

    def consequence(self) -> str:
        return str(_("%(count)s households apply for the same; the head of each is the borrower.")) % {
            "count": show.show_count(len(self.ids))
        }

    def save(self, form: ApplicationForm) -> services.Outcome:
        data, ids = form.cleaned_data, self.numbers
        heads = services.heads_of(actor=self.user, permission=APPLY, household_ids=ids)
        wishes = [
            Application(pk, heads.get(pk, 0), data["kind"], data["amount"], data["years"], data["purpose"])
            for pk in ids
        ]
        return outcome_of(
            lambda: services.apply_for_loan(
                actor=self.user, lender_id=data["lender"].pk, applications=wishes, on=data["on"]
            )
        )

    def row_url(self, row: Household) -> str:
        """The household's own application, where another member can be the borrower."""
        return reverse("loans:apply", args=[row.pk])

    def get_success_url(self, done: Any) -> str:
        return f"{reverse('loans:loan_list')}?state=applied"

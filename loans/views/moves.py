"""The steps of a loan, each for one loan and for a list of them: a page that names the consequence, then a POST."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans import services, workflow
from loans.forms import ContractForm, DayForm, OneContractForm, RefusalForm, published_on
from loans.models import Loan, RateBasis, RateType
from loans.views.bulk import RowsPage, outcome_of
from loans.views.loans import OfLoans, loan_facts
from yuping.accounts.pages import Fact, MovePage
from yuping.core import clock, show
from yuping.core.errors import PolicyRefused
from yuping.core.money import ZERO


class LoanMove(OfLoans, MovePage, abstract=True):
    """A step of one loan; a refusal gives every reason in the summary."""

    model, workflow = Loan, workflow.LOAN

    def takers(self) -> dict[str, set[int]]:
        return {"apply": {self.object.applied_by_id}}

    def get_title(self) -> str:
        return f"{self.title} · {self.object.household.head_name}"

    def rows(self) -> Any:
        return super().rows().for_table()

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def facts(self) -> list[Fact]:
        return loan_facts(self.object)

    def save(self, form: Any) -> Loan:
        outcome = self.act(form, [self.object.pk])
        if outcome.refused:
            raise PolicyRefused("nothing_done", reasons=outcome.refused[self.object.pk])
        return self.object

    def get_success_url(self, done: Loan) -> str:
        return self.object.get_absolute_url()

    def act(self, form: Any, ids: Sequence[int]) -> services.Outcome:
        raise NotImplementedError


class LoanRows(OfLoans, RowsPage, abstract=True):
    """A step of chosen loans; each that can't take it keeps its state and says why."""

    model = Loan
    comes_from = workflow.APPLIED

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def consequence(self) -> str:
        chosen = self.chosen().order_by().aggregate(sum=Sum("applied_amount", default=ZERO))
        return str(_("%(count)s loans chosen, %(amount)s yuan applied for.")) % {
            "count": show.show_count(len(self.ids)),
            "amount": show.show_money(chosen["sum"]),
        }

    def save(self, form: Any) -> services.Outcome:
        ids = self.numbers
        return outcome_of(lambda: self.act(form, ids))

    def get_success_url(self, done: Any) -> str:
        return f"{reverse('loans:loan_list')}?state={self.comes_from}"

    def act(self, form: Any, ids: Sequence[int]) -> services.Outcome:
        raise NotImplementedError


class Recommending:
    """The township recommends."""

    permission, form_class = "loans.recommend_loan", DayForm
    title, submit_label = _("Recommend"), _("Recommend to the county")
    success_message = _("The loan is recommended. The poverty office confirms the borrower next.")
    done_message = _("%(count)s loans are recommended. The poverty office confirms the borrowers next.")

    def act(self, form: DayForm, ids: Sequence[int]) -> services.Outcome:
        return services.recommend_loan(actor=self.user, loan_ids=ids, **form.cleaned_data)


class Recommend(Recommending, LoanMove):
    move = "recommend"

    def consequence(self) -> str:
        return _("Says that the township has looked at the household and the use of the money.")


class RecommendRows(Recommending, LoanRows):
    comes_from = workflow.APPLIED


class Confirming:
    """The poverty office confirms that the borrower is entitled."""

    permission, form_class = "loans.confirm_borrower", DayForm
    title, submit_label = _("Confirm the borrower"), _("Confirm")
    success_message = _("The borrower is confirmed. The credit union approves next.")
    done_message = _("%(count)s borrowers are confirmed. The credit union approves next.")

    def act(self, form: DayForm, ids: Sequence[int]) -> services.Outcome:
        return services.confirm_borrower(actor=self.user, loan_ids=ids, **form.cleaned_data)


class Confirm(Confirming, LoanMove):
    move = "confirm"

    def consequence(self) -> str:
        return _("Age, household and other loans are checked once more for the day you enter.")


class ConfirmRows(Confirming, LoanRows):
    comes_from = workflow.RECOMMENDED


class Approving:
    """The credit union grants the loan."""

    permission = "loans.approve_loan"
    title, submit_label = _("Approve"), _("Approve the loan")
    success_message = _("The loan is approved. It can be paid out once its agreement is in force.")
    done_message = _("%(count)s loans are approved. They can be paid out once their agreements are in force.")
    template_name = "loans/approve.html"

    def get_initial(self) -> dict[str, Any]:
        basis = RateBasis.BENCHMARK_5Y
        rate = services.published_rate(basis, clock.today())
        return {
            "on": clock.today(),
            "rate_basis": basis,
            "rate_percent": f"{rate.normalize():f}" if rate is not None else None,
            "rate_type": RateType.FIXED,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(published=published_on(clock.today()), **kwargs)


class Approve(Approving, LoanMove):
    move = "approve"
    form_class = OneContractForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "loan": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "amount": f"{self.object.applied_amount:.2f}"}

    def consequence(self) -> str:
        return _("The loan is granted, not paid out. No interest runs until the money goes out.")

    def act(self, form: OneContractForm, ids: Sequence[int]) -> services.Outcome:
        data = form.cleaned_data
        numbers = {self.object.pk: data["number"]} if data["number"] else None
        contract = services.Contract(
            data["rate_percent"], data["rate_basis"], data["rate_type"], numbers, {self.object.pk: data["amount"]}
        )
        return services.approve_loan(actor=self.user, loan_ids=ids, contract=contract, on=data["on"], note=data["note"])


class ApproveRows(Approving, LoanRows):
    form_class, comes_from = ContractForm, workflow.CONFIRMED
    submit_label = _("Approve the loans")
    template_name = "loans/approve_rows.html"

    def act(self, form: ContractForm, ids: Sequence[int]) -> services.Outcome:
        data = form.cleaned_data
        contract = services.Contract(data["rate_percent"], data["rate_basis"], data["rate_type"])
        return services.approve_loan(actor=self.user, loan_ids=ids, contract=contract, on=data["on"], note=data["note"])


class Drawing:
    """The money goes out."""

    permission, form_class = "loans.draw_loan", DayForm
    title, submit_label = _("Pay out"), _("Record the payout")
    success_message = _("The payout is recorded; interest runs from this day on.")
    done_message = _("%(count)s payouts are recorded; interest runs from that day on.")

    def act(self, form: DayForm, ids: Sequence[int]) -> services.Outcome:
        return services.draw_loan(actor=self.user, loan_ids=ids, **form.cleaned_data)


class Draw(Drawing, LoanMove):
    move = "draw"

    def consequence(self) -> str:
        return str(_("%(amount)s yuan go out and are due after %(years)s years; county interest begins.")) % {
            "amount": show.show_money(self.object.approved_amount),
            "years": self.object.years,
        }


class DrawRows(Drawing, LoanRows):
    comes_from = workflow.APPROVED


class Settling:
    """The loan is closed once its principal is back."""

    permission, form_class = "loans.settle_loan", DayForm
    title, submit_label = pgettext_lazy("loan", "Settle"), _("Settle the loan")
    success_message = _("The loan is settled.")
    done_message = _("%(count)s loans are settled.")

    def act(self, form: DayForm, ids: Sequence[int]) -> services.Outcome:
        return services.settle_loan(actor=self.user, loan_ids=ids, **form.cleaned_data)


class Settle(Settling, LoanMove):
    move = "settle"

    def consequence(self) -> str:
        return _("Closes the loan for good. No repayment can be taken back afterwards.")


class SettleRows(Settling, LoanRows):
    submit_label = _("Settle the loans")

    def get_success_url(self, done: Any) -> str:
        return f"{reverse('loans:loan_list')}?stage=repaid"


class Refuse(LoanMove):
    """The loan is refused, or the household withdraws."""

    move, permission, form_class = "refuse", "loans.refuse_loan", RefusalForm
    title, submit_label, danger = pgettext_lazy("loan", "Refuse"), _("Refuse the loan"), True
    success_message = _("The loan is refused; the household can apply again.")

    def consequence(self) -> str:
        return _("Ends the loan for good. The reason stays with it.")

    def act(self, form: RefusalForm, ids: Sequence[int]) -> services.Outcome:
        return services.refuse_loan(actor=self.user, loan_ids=ids, **form.cleaned_data)

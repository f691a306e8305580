"""What came back: the list, recording it for one loan or for many, taking a wrong entry back."""

from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loans import services
from loans.filters import RepaymentFilter
from loans.forms import RepaymentForm, WholeRepaymentForm
from loans.models import Loan, Payer, Repayment
from loans.querysets import LoanQuerySet, RepaymentQuerySet
from loans.services import Back
from loans.tables import RepaymentTable
from loans.views.bulk import RowsPage, outcome_of
from loans.views.loans import OfLoans, loan_facts
from yuping.accounts.pages import Fact, ListPage, MovePage, ReasonForm
from yuping.core import clock, show
from yuping.core.money import ZERO

RECORD = "loans.record_repayment"


class RepaymentList(OfLoans, ListPage):
    """Repayments, latest first; an entry taken back stands with its opposite."""

    model, table_class, filterset_class = Repayment, RepaymentTable, RepaymentFilter
    title = _("Repayments")
    empty_text = _("No repayment fits. Widen the filter; the credit union records them on the loan's page.")

    def totals(self, rows: RepaymentQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(
            principal=Sum("principal", default=ZERO), interest=Sum("interest", default=ZERO)
        )
        return [
            (_("Principal (yuan)"), show.show_money(sums["principal"])),
            (_("Interest (yuan)"), show.show_money(sums["interest"])),
        ]


class RecordRepayment(OfLoans, MovePage):
    """Principal and interest of one loan that came back on a day."""

    model, permission, form_class = Loan, RECORD, RepaymentForm
    title, submit_label = _("Record a repayment"), _("Record the repayment")
    success_message = _("The repayment is recorded.")

    def get_title(self) -> str:
        return f"{self.title} · {self.object.household.head_name}"

    def rows(self) -> LoanQuerySet:
        return super().rows().for_table().with_outstanding(clock.today())

    def get_initial(self) -> dict[str, Any]:
        owed = f"{self.object.outstanding:.2f}"
        return {"on": clock.today(), "payer": Payer.HOUSEHOLD, "principal": owed, "interest": "0"}

    def facts(self) -> list[Fact]:
        return [*loan_facts(self.object), (_("Outstanding (yuan)"), show.show_money(self.object.outstanding))]

    def consequence(self) -> str:
        return _("Enters the money as back at the lender. A wrong entry is taken back by an opposite one.")

    def save(self, form: RepaymentForm) -> Loan:
        data = form.cleaned_data
        row = Back(self.object.pk, data["principal"], data["interest"])
        services.record_repayment(actor=self.user, rows=[row], payer=data["payer"], on=data["on"], note=data["note"])
        return self.object


class RepayRows(OfLoans, RowsPage):
    """Chosen loans are repaid with all that they still owe: when an enterprise returns the money of many."""

    model, permission, form_class = Loan, RECORD, WholeRepaymentForm
    title, submit_label = _("Record full repayment"), _("Record the repayments")
    done_message = _("%(count)s repayments are recorded. The loans can be settled next.")

    def rows(self) -> LoanQuerySet:
        return super().rows().with_outstanding(clock.today())

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today(), "payer": Payer.ENTERPRISE}

    def consequence(self) -> str:
        owed = self.chosen().order_by().aggregate(sum=Sum("outstanding", default=ZERO))["sum"]
        return str(_("%(count)s loans are repaid with all they owe, %(amount)s yuan. All or none is recorded.")) % {
            "count": show.show_count(len(self.ids)),
            "amount": show.show_money(owed),
        }

    def save(self, form: WholeRepaymentForm) -> services.Outcome:
        data = form.cleaned_data
        owed = dict(self.chosen().order_by().values_list("pk", "outstanding"))
        rows = [Back(pk, amount) for pk, amount in owed.items()]

        def act() -> services.Outcome:
            services.record_repayment(actor=self.user, rows=rows, payer=data["payer"], on=data["on"], note=data["note"])
            return services.Outcome(list(owed))

        return outcome_of(act)

    def get_success_url(self, done: Any) -> str:
        return f"{reverse('loans:loan_list')}?stage=repaid"


class ReverseRepayment(OfLoans, MovePage):
    """Take back an entry that was a mistake."""

    model, permission, form_class = Repayment, "loans.reverse_repayment", ReasonForm
    title, submit_label, danger = _("Take the repayment back"), _("Take back"), True
    success_message = _("The repayment is taken back; its amount is owed again.")

    def get_title(self) -> str:
        return f"{self.title} · {self.object.loan.household.head_name}"

    def rows(self) -> RepaymentQuerySet:
        return super().rows().for_table()

    def facts(self) -> list[Fact]:
        row: Repayment = self.object
        return [
            (_("Date"), show.show_day(row.date)),
            (_("Paid by"), row.get_payer_display()),
            (_("Principal (yuan)"), show.show_money(row.principal)),
            (_("Interest (yuan)"), show.show_money(row.interest)),
        ]

    def consequence(self) -> str:
        return _("Adds an entry of the same day with the opposite amounts. Both stay on record.")

    def save(self, form: ReasonForm) -> Loan:
        services.reverse_repayment(actor=self.user, repayment_id=self.object.pk, reason=form.cleaned_data["reason"])
        return self.object.loan

    def cancel_url(self) -> str:
        return self.object.loan.get_absolute_url()

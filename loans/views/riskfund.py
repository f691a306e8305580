"""The risk deposit: its movements, its balance, recording one."""

from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loans import services
from loans.filters import MovementFilter
from loans.forms import MovementForm
from loans.models import Lender, Loan, MovementKind, RiskFundMovement
from loans.querysets import RiskFundQuerySet
from loans.tables import MovementTable
from loans.views.loans import OfLoans
from yuping.accounts.pages import Action, Crumb, FormPage, ListPage
from yuping.core import clock, show
from yuping.core.money import ZERO

RECORD = "loans.record_risk_fund"


class MovementList(OfLoans, ListPage):
    """What went into and out of the deposit, and the balance of what is shown."""

    model, table_class, filterset_class = RiskFundMovement, MovementTable, MovementFilter
    title = _("Risk fund")
    primary = Action(_("Record a movement"), "loans:movement_record", RECORD)
    empty_text = _("No movement fits. County finance records the first payment into the deposit.")

    def rows(self) -> RiskFundQuerySet:
        return super().rows().with_signed()

    def totals(self, rows: RiskFundQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(
            balance=Sum("signed", default=ZERO),
            compensated=Sum("amount", filter=Q(kind=MovementKind.COMPENSATION), default=ZERO),
        )
        return [
            (_("Balance (yuan)"), show.show_money(sums["balance"])),
            (_("Compensated (yuan)"), show.show_money(sums["compensated"])),
        ]


class RecordMovement(FormPage):
    """Record money paid in, bank interest, a compensation or its recovery."""

    permission, form_class = RECORD, MovementForm
    title, submit_label = _("Record a movement of the risk fund"), _("Record the movement")
    success_message = _("The movement is recorded: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [(_("Risk fund"), reverse("loans:movement_list"))]

    def get_initial(self) -> dict[str, Any]:
        loan = self._asked_for()
        if loan is None:
            return {"date": clock.today(), "kind": MovementKind.DEPOSIT, "lender": Lender.objects.first()}
        return {
            "date": clock.today(),
            "kind": MovementKind.COMPENSATION,
            "lender": loan.lender_id,
            "loan_id": loan.contract_number,
            "amount": f"{loan.outstanding * loan.product.compensation_percent / 100:.2f}",
        }

    def _asked_for(self) -> Loan | None:
        """The loan in the address: the page of an overdue loan leads here."""
        asked = self.request.GET.get("loan", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
            return None
        found = Loan.objects.actionable_by(self.user, RECORD).with_outstanding(clock.today())
        return found.select_related("product").filter(pk=asked).first()

    def save(self, form: MovementForm) -> RiskFundMovement:
        data = dict(form.cleaned_data)
        return services.record_risk_fund(actor=self.user, lender_id=data.pop("lender").pk, **data)

    def get_success_url(self, done: RiskFundMovement) -> str:
        return done.loan.get_absolute_url() if done.loan else reverse("loans:movement_list")

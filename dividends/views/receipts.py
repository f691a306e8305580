"""Receipts: the list, a receipt with what it covers, recording one and taking a wrong one back."""

import datetime
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import services
from dividends.allocation import lay
from dividends.filters import ReceiptFilter
from dividends.forms import ReceiptForm, WithdrawForm
from dividends.models import Instalment, Receipt, ReceiptAllocation
from dividends.services.receipts import against_reversal, due_this_year, reference_of, taken_back_under
from dividends.tables import ReceiptTable
from dividends.views.checked import CheckedFormPage
from yuping.accounts import access, sentences
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, ListPage, MovePage
from yuping.core import clock
from yuping.core.money import ZERO
from yuping.core.show import show_day, show_money


class ReceiptList(ListPage):
    model, table_class, filterset_class = Receipt, ReceiptTable, ReceiptFilter
    primary = Action(_("Record a receipt"), "dividends:receipt_add", "dividends.record_receipt")
    empty_text = _("No money has arrived for households of your area.")

    def rows(self) -> Any:
        return own_receipts(super().rows(), self.user)

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("Amount (yuan)"), show_money(rows.aggregate(sum=Sum("own_amount"))["sum"] or ZERO))]


def own_receipts(receipts: Any, user: User) -> Any:
    """Receipts with the money that lies in the person's area: of another one he learns no sum."""
    scope = access.scope_of(user, "dividends.view_receipt")
    return receipts.select_related(
        "enterprise", "reverses", "reversal__recorded_by", "corrects", "correction"
    ).with_own(scope)


class OfReceipts:
    """Breadcrumb of the pages below the list of receipts."""

    def parents(self) -> list[Crumb]:
        return [(_("Receipts"), reverse("dividends:receipt_list"))]


class ReceiptDetail(OfReceipts, DetailPage):
    model, template_name = Receipt, "dividends/receipt_detail.html"

    def rows(self) -> Any:
        return own_receipts(super().rows(), self.user).select_related("recorded_by")

    def facts(self) -> list[Fact]:
        receipt = self.object
        return [
            (_("Enterprise"), receipt.enterprise),
            (_("Received on"), show_day(receipt.received_on)),
            (_("Amount"), show_money(receipt.own_amount)),
            (_("Recorded by"), receipt.recorded_by),
            (_("Remark"), receipt.remark),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = ReceiptAllocation.objects.visible_to(self.user).filter(receipt=self.object)
        return super().get_context_data(
            allocations=mine.select_related("instalment__participation__household", "village")[:200],
            allocation_count=mine.count(),
            may_reverse=access.may(self.user, "dividends.reverse_receipt")
            and not against_reversal(self.object, self.user),
            **kwargs,
        )


class ReceiptAdd(OfReceipts, CheckedFormPage):
    """Money that arrived; looked through with what it covers before it is recorded."""

    permission, form_class, template_name = "dividends.record_receipt", ReceiptForm, "dividends/receipt_form.html"
    title, success_message = _("Record a receipt"), _("Receipt %(object)s is laid on what is due, oldest first.")
    submit_label, look_first = _("Record the receipt"), True

    def consequence(self, form: ReceiptForm) -> dict[str, Any]:
        """Which instalments the money would cover, by agreement and due date, and what would be left over."""
        values = form.cleaned_data
        # A reference that was used is told now, not after the look.
        taken_back_under(reference_of(values["bank_reference"]))
        debts = Instalment.objects.actionable_by(self.user, self.permission).open_of(values["enterprise"].pk)
        rows = debts.select_related("participation__agreement")
        year_end = clock.today().replace(month=12, day=31)
        covered: dict[tuple[str, datetime.date], dict[str, Any]] = {}
        left = values["amount"]
        for row, part in lay(values["amount"], ((row, row.missing) for row in rows)):
            key = (row.participation.agreement.number, row.due_on)
            line = {"agreement": key[0], "due_on": key[1], "count": 0, "amount": ZERO, "ahead": key[1] > year_end}
            found = covered.setdefault(key, line)
            found["count"] += 1
            found["amount"] += part
            left -= part
        due = due_this_year(values["enterprise"].pk)
        return {
            "paper": [str(values["enterprise"]), values["received_on"], values["amount"], values["bank_reference"]],
            "covered": list(covered.values()),
            "left": left,
            "due": due,
            "ahead": max(values["amount"] - due, ZERO),
        }

    def save(self, form: ReceiptForm) -> Receipt:
        values = dict(form.cleaned_data)
        return services.record_receipt(actor=self.user, enterprise_id=values.pop("enterprise").pk, **values)


class ReceiptReverse(OfReceipts, MovePage):
    """Take back a receipt that was entered wrongly; a second person does."""

    model, permission, form_class = Receipt, "dividends.reverse_receipt", WithdrawForm
    title, submit_label, danger = _("Take the receipt back"), _("Take back"), True
    success_message = _("%(object)s: the money no longer covers anything. Record the receipt again as it was.")

    def rows(self) -> Any:
        return super().rows().select_related("enterprise", "recorded_by")

    def get_title(self) -> str:
        return f"{self.title} · {self.object}"

    def hindrances(self) -> list[str]:
        against = against_reversal(self.object, self.user)
        return [sentences.sentence(against.code, against.params)] if against else []

    def facts(self) -> list[Fact]:
        receipt = self.object
        return [
            (_("Enterprise"), receipt.enterprise),
            (_("Received on"), show_day(receipt.received_on)),
            (_("Amount"), show_money(receipt.amount)),
            (_("Recorded by"), receipt.recorded_by),
        ]

    def consequence(self) -> str:
        return _("Adds a row of today with the opposite amounts, in the journal too. Both stay on record.")

    def save(self, form: WithdrawForm) -> Receipt:
        return services.reverse_receipt(actor=self.user, receipt_id=self.object.pk, **form.cleaned_data)

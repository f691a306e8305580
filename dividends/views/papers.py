"""Enterprises, instalments, receipts: lists, pages and the forms that add to them."""

import datetime
import hashlib
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import overview, services
from dividends.allocation import lay
from dividends.filters import EnterpriseFilter, InstalmentFilter, ReceiptFilter
from dividends.forms import EnterpriseForm, ReceiptForm, ReviewForm
from dividends.models import Enterprise, Instalment, Notice, Receipt, ReceiptAllocation
from dividends.tables import EnterpriseTable, InstalmentTable, ReceiptTable
from dividends.views.checked import CheckedFormPage
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, Page
from yuping.core import clock
from yuping.core.money import ZERO
from yuping.core.photos import BadPhoto, read_photo
from yuping.core.show import show_day, show_money


class EnterpriseList(ListPage):
    """Enterprises are county papers without an area: whoever may view them sees all."""

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
        return super().get_context_data(**overview.of_enterprise(self.object, self.user), **kwargs)


class EnterpriseAdd(OfEnterprises, FormPage):
    permission, form_class = "dividends.register_enterprise", EnterpriseForm
    title, success_message = _("Register an enterprise"), _("%(object)s is registered. Record its review next.")
    submit_label = _("Register")

    def save(self, form: EnterpriseForm) -> Enterprise:
        return services.register_enterprise(actor=self.user, **form.cleaned_data)


class EnterpriseReviewAdd(OfEnterprises, FormPage):
    model, permission, form_class = Enterprise, "dividends.review_enterprise", ReviewForm
    title, success_message = _("Record a review"), _("The review is recorded.")

    def rows(self) -> Any:
        return Enterprise.objects.all()

    def save(self, form: ReviewForm) -> Enterprise:
        review = services.review_enterprise(actor=self.user, enterprise_id=self.object.pk, **form.cleaned_data)
        return review.enterprise


class InstalmentList(ListPage):
    """What falls due, what of it has come, and what is late."""

    model, table_class, filterset_class = Instalment, InstalmentTable, InstalmentFilter
    empty_text = _("Nothing falls due here.")

    def rows(self) -> Any:
        rows = super().rows().with_received().with_lateness(clock.today())
        return rows.select_related("village", "participation__household", "participation__agreement")

    def totals(self, rows: Any) -> list[tuple[str, str]]:
        sums = rows.aggregate(due=Sum("owed", default=ZERO), short=Sum("missing", default=ZERO))
        return [
            (_("Due (yuan)"), show_money(sums["due"])),
            (_("Not received (yuan)"), show_money(sums["short"])),
        ]


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
    return receipts.select_related("enterprise").with_own(scope)


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
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = ReceiptAllocation.objects.visible_to(self.user).filter(receipt=self.object)
        return super().get_context_data(
            allocations=mine.select_related("instalment__participation__household", "village")[:200],
            allocation_count=mine.count(),
            **kwargs,
        )


class ReceiptAdd(OfReceipts, CheckedFormPage):
    """Money that arrived; looked through with what it covers before it is recorded."""

    permission, form_class, template_name = "dividends.record_receipt", ReceiptForm, "dividends/receipt_form.html"
    title, success_message = _("Record a receipt"), _("Receipt %(object)s is laid on what is due, oldest first.")

    def consequence(self, form: ReceiptForm) -> dict[str, Any]:
        """Which instalments the money would cover, by agreement and due date, and what would be left over."""
        values = form.cleaned_data
        debts = Instalment.objects.actionable_by(self.user, self.permission).open_of(values["enterprise"].pk)
        rows = debts.select_related("participation__agreement")
        covered: dict[tuple[str, datetime.date], dict[str, Any]] = {}
        left = values["amount"]
        for row, part in lay(values["amount"], ((row, row.missing) for row in rows)):
            key = (row.participation.agreement.number, row.due_on)
            found = covered.setdefault(key, {"agreement": key[0], "due_on": key[1], "count": 0, "amount": ZERO})
            found["count"] += 1
            found["amount"] += part
            left -= part
        return {"covered": list(covered.values()), "left": left}

    def save(self, form: ReceiptForm) -> Receipt:
        values = dict(form.cleaned_data)
        return services.record_receipt(actor=self.user, enterprise_id=values.pop("enterprise").pk, **values)


class NoticePhoto(Page):
    """The photograph of a notice, for whoever may see the notice: a picture and nothing else.

    What is no picture any more, or no longer the one that was recorded, is not shown.
    """

    model, permission = Notice, "dividends.view_notice"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice: Notice = self.one(self.rows(), pk=kwargs["pk"])
        try:
            with notice.photo.open("rb") as stored:
                content = stored.read()
            picture = read_photo(content)
        except (FileNotFoundError, BadPhoto) as error:
            raise Http404 from error
        if hashlib.sha256(content).hexdigest() != notice.photo_sha256:
            raise Http404
        name = f"{notice.batch_id}-{notice.village_id}-{notice.round}.{picture.ending}"
        headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=picture.content_type, headers=headers)

"""The enterprise's money, and which instalments it covers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dividends.guards import receipts as receipt_guards
from dividends.models.agreement import Instalment
from dividends.models.enterprise import Enterprise
from dividends.querysets import PaperQuerySet
from dividends.references import plain_reference
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager, PaperManager
from yuping.core import guards
from yuping.core.fields import MoneyField


class Receipt(models.Model):
    """Money of an enterprise that arrived in the scheme's account; its bank reference counts once in any
    spelling.

    A receipt that was entered wrongly stays. Another row with the opposite amounts ``reverses`` it, made by a second
    person; the right one then ``corrects`` it under the same bank reference.
    """

    append_only = True

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="receipts", verbose_name=_("enterprise"))
    received_on = models.DateField(_("received on"))
    amount = MoneyField(_("amount"), signed=True)
    bank_reference = models.CharField(_("bank reference"), max_length=40)
    remark = models.CharField(_("remark"), max_length=120, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("takes back")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    unguarded = models.Manager()
    objects = PaperManager(PaperQuerySet, path="allocations__village")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0, reason="")
                | Q(reverses__isnull=False, corrects__isnull=True, amount__lt=0) & ~Q(reason=""),
                name="dividends_receipt_above_zero",
            ),
            models.UniqueConstraint(
                Upper("bank_reference"),
                condition=Q(reverses__isnull=True, corrects__isnull=True),
                name="dividends_receipt_reference_once",
            ),
            models.CheckConstraint(condition=plain_reference(), name="dividends_receipt_reference_plain"),
        ]
        triggers = [*guards.append_only(), receipt_guards.mirrors_its_original(), receipt_guards.taken_back_whole()]

    def __str__(self) -> str:
        return (
            gettext("%(receipt)s (taken back)") % {"receipt": self.bank_reference}
            if self.reverses_id
            else (self.bank_reference)
        )

    def get_absolute_url(self) -> str:
        return reverse("dividends:receipt_detail", args=[self.pk])


class ReceiptAllocation(models.Model):
    """The part of a receipt that covers an instalment: oldest due first, then by agreement number."""

    append_only = True

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations", verbose_name=_("receipt"))
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="allocations", verbose_name=_("instalment"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    amount = MoneyField(_("amount"), signed=True)

    unguarded = models.Manager()
    objects = AreaManager()

    class Meta:
        verbose_name = _("allocation of a receipt")
        verbose_name_plural = _("allocations of receipts")
        ordering = ["receipt", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "instalment"], name="dividends_allocation_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="dividends_allocation_not_zero"),
        ]
        triggers = [*guards.append_only(), receipt_guards.allocations_within_bounds()]

    def __str__(self) -> str:
        return f"{self.receipt} → {self.instalment}"

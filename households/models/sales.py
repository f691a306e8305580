"""Produce that the household sold with help: by e-commerce, a cooperative, a unit that buys for relief (消费扶贫)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.base import WithdrawableRecord, recorded_at, recorded_by, stays, withdrawn_with_reason
from households.querysets.sales import SaleQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core.codes import CodeField
from yuping.core.fields import MoneyField
from yuping.core.history import tracked

# What was sold, to whom and for how much never changes: a wrong line is withdrawn, the right one is a line of its own.
SAID = ("date", "product", "product_name", "quantity", "unit", "channel", "buyer", "amount", "note")


class SaleState(models.TextChoices):
    STANDS = "stands", pgettext_lazy("sale", "counts")
    WITHDRAWN = "withdrawn", pgettext_lazy("sale", "withdrawn")
    CORRECTED = "corrected", _("corrected by another line")


@tracked()
class Sale(WithdrawableRecord):
    """A sale of the household's produce, in yuan."""

    date = models.DateField(_("date of the sale"))
    product = CodeField(_("kind of produce"), code_set="sale_product")
    product_name = models.CharField(_("produce"), max_length=60)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    unit = CodeField(_("unit of quantity"), code_set="sale_unit")
    channel = CodeField(_("channel of the sale"), code_set="sale_channel")
    buyer = models.CharField(_("buyer"), max_length=80)
    amount = MoneyField(_("proceeds"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(SaleQuerySet, path="village")

    class Meta:
        verbose_name = _("sale of produce")
        verbose_name_plural = _("produce sold")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["village", "date"], name="households_sale_place")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="households_sale_amount"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="households_sale_quantity"),
            withdrawn_with_reason("households_sale_withdrawn_with_reason"),
            models.UniqueConstraint(
                fields=["household", "date", "product_name", "channel", "buyer", "quantity", "unit", "amount"],
                condition=Q(withdrawn_on__isnull=True),
                name="households_sale_once",
                violation_error_message=_("This very sale is recorded already."),
            ),
        ]
        triggers = stays(*SAID, "replaces_id")

    def __str__(self) -> str:
        return f"{self.date} {self.product_name}"

    def get_absolute_url(self) -> str:
        return reverse("households:sale_detail", kwargs={"pk": self.pk})

    @property
    def state(self) -> SaleState:
        """Whether the line counts, was withdrawn, or gave way to another one."""
        if self.withdrawn_on is None:
            return SaleState.STANDS
        return SaleState.CORRECTED if hasattr(self, "replaced_by") else SaleState.WITHDRAWN

    def get_state_display(self) -> str:
        """The state in words."""
        return str(self.state.label)

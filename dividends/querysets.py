"""Reading instalments and lines in the trade's words."""

from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from dividends.schedule import Part
from dividends.workflow import DEAD_LINES, LineState
from yuping.core.fields import MoneyField
from yuping.core.money import ZERO

MONEY = MoneyField(signed=True)


class InstalmentQuerySet(QuerySet):
    """Instalments: what is due, covered, and free to be paid."""

    def dividends(self, *, year: int) -> "InstalmentQuerySet":
        return self.filter(part=Part.DIVIDEND, year=year)

    def with_received(self) -> "InstalmentQuerySet":
        """Adds ``owed`` and ``received`` (yuan) to each row; a subquery, so that nothing is counted twice."""
        received = (
            self.model._meta.get_field("allocations")
            .related_model.unguarded.filter(instalment=models.OuterRef("pk"))
            .order_by()
            .values("instalment")
            .annotate(sum=Sum("amount"))
            .values("sum")
        )
        return self.annotate(
            owed=F("household_amount") + F("village_amount") + F("principal_amount"),
            received=Coalesce(models.Subquery(received, output_field=MONEY), ZERO, output_field=MONEY),
        )

    def covered(self) -> "InstalmentQuerySet":
        """Instalments for which the enterprise's money is there in full."""
        return self.with_received().filter(received__gte=F("owed"))

    def unpaid(self) -> "InstalmentQuerySet":
        """Instalments that no line has ever named."""
        return self.filter(payouts__isnull=True) | self.exclude(
            payouts__in=self.model._meta.get_field("payouts").related_model.unguarded.exclude(state=LineState.DROPPED)
        )


class LineQuerySet(QuerySet):
    """Payouts and village shares."""

    def with_received(self) -> "LineQuerySet":
        """Adds ``covered`` to payouts: what of the enterprise's money lies on their instalment (yuan)."""
        allocations = (
            self.model._meta.get_field("instalment").related_model._meta.get_field("allocations").related_model
        )
        received = (
            allocations.unguarded.filter(instalment=models.OuterRef("instalment"))
            .order_by()
            .values("instalment")
            .annotate(sum=Sum("amount"))
            .values("sum")
        )
        return self.annotate(covered=Coalesce(models.Subquery(received, output_field=MONEY), ZERO, output_field=MONEY))

    def live(self) -> "LineQuerySet":
        return self.exclude(state__in=DEAD_LINES)

    def paid(self) -> "LineQuerySet":
        return self.filter(state=LineState.PAID)

    def total(self) -> object:
        """The sum of the stored amounts, in yuan."""
        return self.aggregate(sum=Sum("amount", default=ZERO))["sum"]

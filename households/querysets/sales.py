"""Sales of produce: which lines count on a day, and what they bring."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from households.querysets import FileRecordQuerySet
from yuping.core.money import ZERO


@dataclass(frozen=True)
class Proceeds:
    """What sales brought together, in yuan; ``year`` is that of the sales, None for all of them."""

    year: int | None
    sales: int
    households: int
    amount: Decimal


class SaleQuerySet(FileRecordQuerySet):
    """Sales of produce."""

    def for_table(self) -> Self:
        return super().for_table().select_related("replaced_by", "recorded_by")

    def standing(self) -> Self:
        """The lines that count now."""
        return self.filter(withdrawn_on__isnull=True)

    def standing_on(self, on: datetime.date) -> Self:
        """The lines that counted on a day: sold by then and not withdrawn by then.

        A line that corrects another counts from the day of the correction on, so that the two never count together.
        """
        stands = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        begun = Q(replaces__isnull=True) | Q(replaces__withdrawn_on__lte=on)
        return self.filter(stands, begun, date__lte=on)

    def proceeds(self) -> Proceeds:
        """What the lines that count bring together."""
        found = self.standing().order_by().aggregate(**_SUMS)
        return Proceeds(None, found["sales"], found["homes"], found["sum"] or ZERO)

    def by_year(self) -> list[Proceeds]:
        """The same year by year, the latest first."""
        years = self.standing().order_by().annotate(sold_in=ExtractYear("date")).values("sold_in").annotate(**_SUMS)
        rows = sorted(years, key=lambda row: -row["sold_in"])
        return [Proceeds(row["sold_in"], row["sales"], row["homes"], row["sum"]) for row in rows]


_SUMS = {"sales": Count("pk"), "homes": Count("household", distinct=True), "sum": Sum("amount")}

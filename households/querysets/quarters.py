"""Income by quarter: the rows with their sums, and how far the villages are with a quarter."""

from decimal import Decimal
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Count, DecimalField, ExpressionWrapper, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from households.effects import KINDS_OF_INCOME
from households.querysets import FileRecordQuerySet


class QuarterQuerySet(FileRecordQuerySet):
    """Income of households by quarter."""

    def for_table(self) -> Self:
        """Adds ``total``, all kinds together."""
        together = F(KINDS_OF_INCOME[0])
        for name in KINDS_OF_INCOME[1:]:
            together = together + F(name)
        total = ExpressionWrapper(together, DecimalField(max_digits=14, decimal_places=2))
        return super().for_table().annotate(total=total)

    def sums(self) -> tuple[int, Decimal]:
        """How many households, and what they earned together, in yuan."""
        columns = {name: Sum(name) for name in KINDS_OF_INCOME}
        found = self.order_by().aggregate(homes=Count("household", distinct=True), **columns)
        return found["homes"], sum((found[name] or Decimal("0.00") for name in KINDS_OF_INCOME), Decimal("0.00"))


def with_quarter(villages: models.QuerySet, year: int, quarter: int) -> models.QuerySet:
    """Villages with ``on_file``, their active households, ``recorded``, those of whom the quarter is on record, and
    ``missing``, the rest."""
    active = _counted(apps.get_model("households", "Household").unguarded.filter(state="active"))
    quarters = apps.get_model("households", "HouseholdQuarter").unguarded
    recorded = _counted(quarters.filter(year=year, quarter=quarter, household__state="active"))
    return villages.annotate(on_file=active, recorded=recorded).annotate(missing=F("on_file") - F("recorded"))


def _counted(rows: models.QuerySet) -> Coalesce:
    """How many of these rows belong to the village of the outer query."""
    counted = rows.filter(village=OuterRef("pk")).order_by().values("village").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

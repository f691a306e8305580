"""Visits and measures: which of them count, and what they bring."""

import datetime
from decimal import Decimal
from typing import Self

from django.apps import apps
from django.db.models import OuterRef, Subquery, Sum

from households.querysets import FileRecordQuerySet


class VisitQuerySet(FileRecordQuerySet):
    """Visits and the problems found there."""

    def for_table(self) -> Self:
        return super().for_table().select_related("closed_by").with_agreed()

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def unsettled(self) -> Self:
        """With a problem that is not closed."""
        return self.standing().filter(problem_state__in=("open", "measure"))

    def of_one_day(self, visitor: str, day: datetime.date) -> int:
        """How many households somebody visited on a day."""
        return self.standing().filter(visitor=visitor, date=day).order_by().values("household").distinct().count()

    def with_agreed(self) -> Self:
        """Adds ``agreed_before``: the measure as it stood last before the problem was closed."""
        lines = apps.get_model("households", "VisitEvent").objects.filter(pgh_obj=OuterRef("pk"), closed_on=None)
        return self.annotate(agreed_before=Subquery(lines.order_by("-pgh_id").values("measure")[:1]))

    def overdue(self, today: datetime.date) -> Self:
        """With a problem that should have been closed before today."""
        return self.unsettled().filter(due_on__lt=today)


class MeasureQuerySet(FileRecordQuerySet):
    """Measures."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def total_cost(self) -> Decimal | None:
        """What those that count cost together, in yuan."""
        return self.standing().order_by().aggregate(sum=Sum("cost"))["sum"]

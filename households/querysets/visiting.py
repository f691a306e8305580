"""How long households have been waiting for a visit."""

import datetime

from django.db.models import DateField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Cast, ExtractDay

from households.policy.quality.limits import VISIT_DAYS
from households.querysets import HouseholdQuerySet


def with_due_day(rows: HouseholdQuerySet, today: datetime.date) -> HouseholdQuerySet:
    """Adds to ``unvisited_since`` rows ``due_by``, the day by which each was to be visited, and ``days_overdue``."""
    days = datetime.timedelta(days=VISIT_DAYS.of(today.year))
    rows = rows.annotate(due_by=Cast(F("last_seen") + days, DateField()))
    late = ExpressionWrapper(Value(today, DateField()) - F("due_by"), DurationField())
    return rows.annotate(days_overdue=ExtractDay(late))

"""What a draft leaves out: households of its year whose money has not arrived in full."""

from typing import Any

from django.db.models import Count, Sum

from dividends.models import Batch, BatchKind, Instalment
from dividends.workflow import BatchState
from yuping.accounts.models import User
from yuping.core.money import ZERO

AGREEMENT = "participation__agreement"


def left_out(batch: Batch, user: User) -> list[dict[str, Any]]:
    """By agreement in force: how many households of the year stand in no batch, and the yuan still to be received."""
    if batch.state != BatchState.DRAFT or batch.kind != BatchKind.REGULAR:
        return []
    due = Instalment.objects.visible_to(user).dividends(year=batch.due_year)
    short = due.filter(participation__agreement__scheme=batch.scheme_id).without_line().with_received()
    rows = short.filter(missing__gt=ZERO).order_by(f"{AGREEMENT}__number")
    by_agreement = rows.values(AGREEMENT, f"{AGREEMENT}__number", f"{AGREEMENT}__enterprise__name")
    return list(by_agreement.annotate(count=Count("pk"), short=Sum("missing")))

"""The leads of the negative list that wait: to be checked in the township, to be decided in the county's office."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Lead, LeadState
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem

CHECK, DECIDE = "households.check_lead", "households.decide_lead"


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """What the person may check, what he may decide and has not checked himself, and what is late in the area."""
    page = reverse("households:lead_list")
    if access.may(user, CHECK):
        rows = Lead.objects.actionable_by(user, CHECK).filter(state=LeadState.OPEN)
        yield _item(_("Leads of the negative list to check"), rows, f"{page}?state=open", today)
    if access.may(user, DECIDE):
        leads = Lead.objects.actionable_by(user, DECIDE)
        checked = leads.filter(state=LeadState.CHECKED).exclude(checked_by=user)
        yield _item(_("Leads of the negative list to decide"), checked, f"{page}?state=checked&others=yes", today)
        late = leads.overdue(today)
        yield _item(_("Overdue leads of the negative list"), late, f"{page}?late=overdue", today)


def _item(title: object, rows: QuerySet[Lead], url: str, today: datetime.date) -> WorkItem:
    """Counted with the oldest day and whether one is late in one query."""
    late = Count("pk", filter=Q(due_on__lt=today))
    found = rows.order_by().aggregate(rows=Count("pk"), oldest=Min("found_on"), late=late)
    return WorkItem(title, found["rows"], url, found["oldest"], bool(found["late"]))

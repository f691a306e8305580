"""The work with households that waits: visits, open problems, hand-overs, identifications, life events."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import (
    LifeEvent,
    NoticeObjection,
    Pairing,
    Visit,
)
from households.querysets.pairings import ACCEPT, acceptable_by
from households.worklist.visiting import to_visit
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import Hurts, WorkItem

# While a life event is open the household is not paid: after this many days it is late.
EVENT_DAYS = 15


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """What the person's postings let him do, each kind with the list that shows it."""
    if access.may(user, "households.record_visit"):
        yield to_visit(user, today)
    if access.may(user, "households.close_problem"):
        yield _problems(user, today)
    if access.may(user, ACCEPT):
        mine = acceptable_by(user, Pairing.objects.actionable_by(user, ACCEPT))
        url = reverse("households:pairing_list") + "?state=mine"
        yield counted(_("Hand-overs to accept"), mine, "from_on", url)
    if access.may(user, "households.answer_objection"):
        rows = NoticeObjection.objects.actionable_by(user, "households.answer_objection").open()
        url = reverse("households:objection_list") + "?waiting=yes"
        yield counted(_("Objections to notices to answer"), rows, "raised_on", url, late=Q())
    if access.may(user, "households.settle_life_event"):
        rows = LifeEvent.objects.actionable_by(user, "households.settle_life_event").open()
        late_before = today - datetime.timedelta(days=EVENT_DAYS)
        url = reverse("households:event_list") + "?state=open"
        late = Q(date__lt=late_before)
        yield counted(_("Life events to settle"), rows, "date", url, late=late, hurts=Hurts.MONEY)


def _problems(user: User, today: datetime.date) -> WorkItem:
    rows = Visit.objects.actionable_by(user, "households.close_problem").unsettled()
    url = reverse("households:visit_list") + "?problem=unsettled"
    return counted(_("Problems of visits to close"), rows, "date", url, late=Q(due_on__lt=today))


def counted(
    title: object, rows: QuerySet, day: str, url: str, *, late: Q | None = None, hurts: Hurts = Hurts.PEOPLE
) -> WorkItem:
    """Counted with the oldest day and how many are late in one query."""
    overdue = Count("pk", filter=Q(pk__in=[]) if late is None else late or None)
    found = rows.order_by().aggregate(rows=Count("pk"), oldest=Min(day), overdue=overdue)
    return WorkItem(title, found["rows"], url, found["oldest"], bool(found["overdue"]), hurts=hurts)

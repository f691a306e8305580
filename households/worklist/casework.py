"""The work with households that waits: visits, open problems, hand-overs, identifications, life events."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import (
    Adjustment,
    CaseRule,
    Identification,
    LifeEvent,
    NoticeObjection,
    Pairing,
    Visit,
)
from households.policy.adjustments import DECIDE_WITHIN
from households.services.adjustments import places_waiting_for
from households.services.case_rules import SET
from households.services.identification import states_waiting_for
from households.worklist.visiting import to_visit
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem

# While a life event is open the household is not paid: after this many days it is late.
EVENT_DAYS = 15


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """What the person's postings let him do, each kind with the list that shows it."""
    if access.may(user, "households.record_visit"):
        yield to_visit(user, today)
    if access.may(user, "households.close_problem"):
        yield _problems(user, today)
    if access.may(user, "households.accept_pairing"):
        rows = Pairing.objects.actionable_by(user, "households.accept_pairing").waiting()
        yield _item(_("Hand-overs to accept"), rows, "from_on", reverse("households:pairing_list") + "?state=waiting")
    if states := states_waiting_for(user):
        yield from _identifications(user, today, states)
    if access.may(user, "households.apply_for_identification"):
        rows = Identification.objects.actionable_by(user, "households.register_household").to_be_filed()
        url = reverse("households:identification_list") + "?file=missing"
        yield _item(_("Accepted households whose file is to be opened"), rows, "state_on", url)
    if access.may(user, SET) and not CaseRule.objects.exists():
        yield WorkItem(_("Say from which day a new file needs identification"), 1, reverse("households:case_rule_set"))
    if places := places_waiting_for(user):
        yield from _adjustments(user, today, places)
    if access.may(user, "households.answer_objection"):
        rows = NoticeObjection.objects.actionable_by(user, "households.answer_objection").open()
        url = reverse("households:objection_list") + "?waiting=yes"
        yield _item(_("Objections to notices to answer"), rows, "raised_on", url, late=Q())
    if access.may(user, "households.settle_life_event"):
        rows = LifeEvent.objects.actionable_by(user, "households.settle_life_event").open()
        late_before = today - datetime.timedelta(days=EVENT_DAYS)
        url = reverse("households:event_list") + "?state=open"
        yield _item(_("Life events to settle"), rows, "date", url, late=Q(date__lt=late_before))


def _problems(user: User, today: datetime.date) -> WorkItem:
    rows = Visit.objects.actionable_by(user, "households.close_problem").unsettled()
    url = reverse("households:visit_list") + "?problem=unsettled"
    return _item(_("Problems of visits to close"), rows, "date", url, late=Q(due_on__lt=today))


def _identifications(user: User, today: datetime.date, states: list[str]) -> Iterator[WorkItem]:
    rows = Identification.objects.visible_to(user).ready_for(states, today)
    url = reverse("households:identification_list") + "?mine=yes"
    yield _item(_("Identifications waiting for your step"), rows, "state_on", url)


def _adjustments(user: User, today: datetime.date, places: list[tuple[str, str]]) -> Iterator[WorkItem]:
    """Cases whose next step is the person's, and leads on households at risk whose decision is late."""
    seen = Adjustment.objects.visible_to(user)
    url = reverse("households:adjustment_list")
    yield _item(_("Adjustments waiting for your step"), seen.ready_for(places, today), "state_on", f"{url}?mine=yes")
    late = seen.late(today, within=DECIDE_WITHIN)
    yield _item(
        _("Leads on households at risk not decided in time"), late, "proposed_on", f"{url}?watch=late", late=Q()
    )


def _item(title: object, rows: QuerySet, day: str, url: str, *, late: Q | None = None) -> WorkItem:
    """Counted with the oldest day and how many are late in one query."""
    overdue = Count("pk", filter=Q(pk__in=[]) if late is None else late or None)
    found = rows.order_by().aggregate(rows=Count("pk"), oldest=Min(day), overdue=overdue)
    return WorkItem(title, found["rows"], url, found["oldest"], bool(found["overdue"]))

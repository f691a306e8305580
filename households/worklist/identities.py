"""What waits of identities: files that look alike, mergers and changes that need a second person."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import DoubleState, IdentityChange, IdentityChangeState, LikelyDouble
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import Hurts, WorkItem

CLEAR = "households.clear_double"
MERGER = "households.confirm_merger"
IDENTITY = "households.confirm_identity_change"


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Pairs of files to decide, mergers to confirm, changes of identity to confirm."""
    if access.may(user, CLEAR):
        rows = LikelyDouble.objects.actionable_by(user, CLEAR).due(today)
        looked = Count("pk", filter=Q(state=DoubleState.LATER))
        found = rows.order_by().aggregate(rows=Count("pk"), oldest=Min("found_on"), again=looked)
        url = reverse("households:double_list") + "?due=yes&mine=yes"
        yield WorkItem(_("Likely doubles to decide"), found["rows"], url, found["oldest"], late=bool(found["again"]))
    if access.may(user, MERGER):
        rows = LikelyDouble.objects.actionable_by(user, MERGER).filter(state=DoubleState.PROPOSED)
        found = rows.exclude(decided_by=user).order_by().aggregate(rows=Count("pk"), oldest=Min("decided_on"))
        url = reverse("households:double_list") + f"?state={DoubleState.PROPOSED}&others=yes&mine=yes"
        yield WorkItem(_("Mergers of files to confirm"), found["rows"], url, found["oldest"], hurts=Hurts.MONEY)
    if access.may(user, IDENTITY):
        rows = IdentityChange.objects.actionable_by(user, IDENTITY).filter(state=IdentityChangeState.PROPOSED)
        found = rows.exclude(proposed_by=user).order_by().aggregate(rows=Count("pk"), oldest=Min("proposed_on"))
        url = reverse("households:identity_list") + f"?state={IdentityChangeState.PROPOSED}&others=yes"
        yield WorkItem(_("Changes of identity to confirm"), found["rows"], url, found["oldest"], hurts=Hurts.MONEY)

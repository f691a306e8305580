"""What waits for the administrators."""

import datetime
from collections.abc import Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access
from yuping.accounts.models import Posting, User
from yuping.accounts.worklist import WorkItem


def unconfirmed_postings(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Postings that another administrator asked for."""
    if not access.may(user, "accounts.confirm_posting"):
        return
    waiting = Posting.objects.filter(confirmed_by__isnull=True).exclude(valid_to__lt=today)
    since = waiting.aggregate(first=Min("valid_from"))["first"]
    url = reverse("accounts:posting_list") + "?state=waiting"
    yield WorkItem(_("Postings to confirm"), waiting.count(), url, since=since, late=bool(since and since < today))

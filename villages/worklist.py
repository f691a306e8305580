"""What waits for a person in the villages room."""

import datetime
from collections.abc import Iterator

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages.models import IndicatorValue, VillageAccount
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Accounts to confirm and values to review, without what the person entered himself."""
    if access.may(user, "villages.confirm_village_account"):
        rows = VillageAccount.objects.actionable_by(user, "villages.confirm_village_account").waiting()
        found = rows.exclude(proposed_by=user)
        url = reverse("villages:account_list") + "?state=proposed&others=yes"
        yield WorkItem(_("Village accounts to confirm"), found.count(), url, _oldest(found, "proposed_on"))
    if access.may(user, "villages.review_indicator"):
        rows = IndicatorValue.objects.actionable_by(user, "villages.review_indicator").waiting()
        found = rows.exclude(entered_by=user)
        url = reverse("villages:value_list") + "?state=entered&others=yes"
        yield WorkItem(_("Village indicators to review"), found.count(), url, _oldest(found, "entered_on"))


def _oldest(rows: QuerySet, field: str) -> datetime.date | None:
    return rows.order_by().aggregate(oldest=Min(field))["oldest"]

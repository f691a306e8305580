"""What waits for a person in the households room."""

import datetime
from collections.abc import Iterator

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import AccountState, Finding, FindingLevel, FindingState, Household, HouseholdState, PayeeAccount
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem

CONFIRM = "households.confirm_payee_account"
SAVE_YEAR = "households.save_household_year"
PROPOSE = "households.propose_payee_account"
# Errors are to be put right within a month; a doubt may stand longer.
TIME_FOR_ERRORS = datetime.timedelta(days=30)


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Accounts to confirm, errors to put right, records to enter, households that can't be paid."""
    if access.may(user, CONFIRM):
        rows = PayeeAccount.objects.actionable_by(user, CONFIRM).filter(state=AccountState.PROPOSED)
        found = rows.exclude(proposed_by=user)
        url = reverse("households:account_list") + "?state=proposed&others=yes"
        yield WorkItem(_("Payee accounts to confirm"), found.count(), url, _oldest(found, "proposed_on"))
    if access.may(user, SAVE_YEAR):
        yield from _to_put_right(user, today)
        active = Household.objects.actionable_by(user, SAVE_YEAR).active()
        missing = active.with_record(today.year).filter(record_id__isnull=True)
        url = reverse("households:household_list") + "?state=active&income=no_record"
        yield WorkItem(_("Households without this year's record"), missing.count(), url)
    if access.may(user, PROPOSE):
        unpaid = Household.objects.actionable_by(user, PROPOSE).active().without_account()
        url = reverse("households:household_list") + f"?state={HouseholdState.ACTIVE}&account=none"
        yield WorkItem(_("Households without a payee account"), unpaid.count(), url)


def _to_put_right(user: User, today: datetime.date) -> Iterator[WorkItem]:
    rows = Finding.objects.actionable_by(user, SAVE_YEAR)
    errors = rows.filter(state=FindingState.OPEN, level=FindingLevel.ERROR)
    since = _oldest(errors, "found_on")
    late = since is not None and since + TIME_FOR_ERRORS < today
    url = reverse("households:finding_list") + "?state=open&level=error"
    yield WorkItem(_("Errors in files to put right"), errors.count(), url, since, late=late)


def _oldest(rows: QuerySet, field: str) -> datetime.date | None:
    return rows.order_by().aggregate(oldest=Min(field))["oldest"]

"""What waits for a person in the households room."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.full_checks import GOOD_FOR, last_full_check
from households.models import AccountState, Draft, Finding, Household, HouseholdState, PayeeAccount, RuleFault
from households.querysets import FindingManager
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import Hurts, WorkItem
from yuping.core.models import Installation

CONFIRM = "households.confirm_payee_account"
PROPOSE = "households.propose_payee_account"
REFRESH = "households.refresh_findings"
EXEMPT, ACCEPT = "households.exempt_finding", "households.accept_file"
MONEY = Hurts.MONEY
WITHOUT_CASE = "registered_without_identification"


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Accounts to confirm, forms to finish, problems to put right, households that can't be paid."""
    if access.may(user, CONFIRM):
        rows = PayeeAccount.objects.actionable_by(user, CONFIRM).filter(state=AccountState.PROPOSED)
        found = rows.exclude(proposed_by=user)
        url = reverse("households:account_list") + "?state=proposed&others=yes"
        yield WorkItem(_("Payee accounts to confirm"), found.count(), url, _oldest(found, "proposed_on"), hurts=MONEY)
    drafts = Draft.objects.own(user).count()
    yield WorkItem(_("Half-entered forms"), drafts, reverse("households:draft_list"))
    yield from _to_put_right(user, today)
    if access.may(user, PROPOSE):
        unpaid = Household.objects.actionable_by(user, PROPOSE).active().without_account()
        url = reverse("households:household_list") + f"?state={HouseholdState.ACTIVE}&account=none"
        yield WorkItem(_("Households without a payee account"), unpaid.count(), url, hurts=MONEY)


def _to_put_right(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """The tasks of the person's own posts, what is overdue with others, and rules that can't be read."""
    if access.may(user, FindingManager.OWN):
        mine = Finding.objects.tasks_of(user).open()
        found = mine.order_by().aggregate(rows=Count("pk"), oldest=Min("found_on"), due=Min("due_on"))
        late = bool(found["due"] and found["due"] < today)
        url = reverse("households:finding_own") + "?state=open"
        yield WorkItem(_("Problems to put right"), found["rows"], url, found["oldest"], late=late)
    if access.may(user, REFRESH):
        late = Finding.objects.actionable_by(user, REFRESH).overdue(today)
        url = reverse("households:finding_list") + "?overdue=yes"
        yield WorkItem(_("Overdue problems of the area"), late.count(), url, _oldest(late, "due_on"), late=True)
        yield from _to_check(user, today)
    if access.may(user, EXEMPT):
        # Only the county lets such a file stand; until then the household is not paid.
        without = Finding.objects.actionable_by(user, ACCEPT).open().filter(rule=WITHOUT_CASE)
        url = reverse("households:finding_list") + f"?state=open&rule={WITHOUT_CASE}"
        yield WorkItem(
            _("Files without identification, to be let stand"),
            without.count(),
            url,
            _oldest(without, "found_on"),
            hurts=MONEY,
        )
        failed = RuleFault.objects.filter(mended_on=None)
        url = reverse("households:rule_list") + "#failed"
        yield WorkItem(_("Rules that could not be read"), failed.count(), url, _oldest(failed, "first_on"), late=True)


def _to_check(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """All files, where the last time lies too far back; the county checks them all."""
    if not access.scope_of(user, REFRESH).whole_county:
        return
    county = Installation.objects.values_list("county_code", flat=True).first() or ""
    last = last_full_check(county, today)
    if last is None or today - last > GOOD_FOR:
        due = Household.objects.actionable_by(user, REFRESH).active()
        url = reverse("households:findings_check")
        yield WorkItem(_("Files to check by every rule"), due.count(), url, last, hurts=Hurts.ROUND)


def _oldest(rows: QuerySet, field: str) -> datetime.date | None:
    return rows.order_by().aggregate(oldest=Min(field))["oldest"]

"""The work with cases that waits: files to be reviewed, identifications, files to be opened, adjustments, rules."""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Adjustment, CaseRule, Household, Identification
from households.policy.adjustments import DECIDE_WITHIN
from households.services.adjustments import places_waiting_for
from households.services.case_rules import SET
from households.services.identification import states_waiting_for
from households.worklist.casework import counted
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import Hurts, WorkItem

# The yearly adjustment is held from October to December.
CAMPAIGN = (10, 1)


def waiting(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """What the person's postings let him do, each kind with the list that shows it."""
    if states := states_waiting_for(user):
        yield from _identifications(user, today, states)
    if access.may(user, "households.apply_for_identification"):
        rows = Identification.objects.actionable_by(user, "households.register_household").to_be_filed()
        url = reverse("households:identification_list") + "?file=missing"
        yield counted(_("Accepted households whose file is to be opened"), rows, "state_on", url)
    if access.may(user, "households.save_household_year"):
        yield _to_review(user, today)
    if access.may(user, SET) and not CaseRule.objects.exists():
        yield WorkItem(_("Say from which day a new file needs identification"), 1, reverse("households:case_rule_set"))
    if places := places_waiting_for(user):
        yield from _adjustments(user, today, places)


def _identifications(user: User, today: datetime.date, states: list[tuple[str, frozenset[str]]]) -> Iterator[WorkItem]:
    rows = Identification.objects.visible_to(user).ready_for(states, user.pk, today)
    url = reverse("households:identification_list") + "?mine=yes"
    yield counted(_("Identifications waiting for your step"), rows, "state_on", url)


def _adjustments(user: User, today: datetime.date, places: list[tuple[str, str, frozenset[str]]]) -> Iterator[WorkItem]:
    """Cases whose next step is the person's, and leads on households at risk whose decision is late."""
    seen = Adjustment.objects.visible_to(user)
    url = reverse("households:adjustment_list")
    yield counted(
        _("Adjustments waiting for your step"), seen.ready_for(places, user.pk, today), "state_on", f"{url}?mine=yes"
    )
    late = seen.late(today, within=DECIDE_WITHIN)
    yield counted(
        _("Leads on households at risk not decided in time"), late, "proposed_on", f"{url}?watch=late", late=Q()
    )


def _to_review(user: User, today: datetime.date) -> WorkItem:
    """The yearly adjustment: files without a record of this year, late from the autumn's campaign on."""
    homes = Household.objects.actionable_by(user, "households.save_household_year").active()
    count = homes.adjusted("missing", today.year).count()
    url = reverse("households:household_list") + f"?state=active&adjust=missing-{today.year}"
    begins = datetime.date(today.year, *CAMPAIGN)
    late = bool(count) and today >= begins
    return WorkItem(_("Files to be reviewed this year"), count, url, None, late, hurts=Hurts.ROUND)

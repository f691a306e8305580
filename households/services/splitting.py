"""Splitting a household: members go over into one of their own, each with a row of his own in either household.

Who goes over leaves the one and joins the other on the same day; loans and agreements stay where they were signed. The
record of the new household's first year begins with what the old one's said, as a new year does with the year before.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from households.as_it_was import record_as_it_was
from households.models import EventState, Household, HouseholdState, HouseholdYear, LifeEvent, Member, StatusChange
from households.policy.events import SPLITS
from households.policy.numbers import FORM
from households.services.going_over import go_over
from households.services.rows import STATE_AFTER
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.text import compact_number

NEWLY_ENTERED = "1"
# Codes of the lists of increase and decrease.
JOINED_BY_SPLIT, LEFT_BY_SPLIT = "5", "5"


def split_off(
    actor: User, household: Household, *, head: Member, others: Sequence[Member], number: str, date: datetime.date
) -> StatusChange:
    """Open a household of the members who go, the first of them its head; part of the verb that settles the event.

    The change by which it came on file names it. Raises BadInput for a number that is none or taken, and when nobody
    would be left.
    """
    number = compact_number(number).upper()
    if not FORM.fits(number):
        raise BadInput("households.number_form", field="new_number", **FORM.params)
    if Household.unguarded.filter(number=number).exclude(state=HouseholdState.UNDONE).exists():
        raise BadInput("households.number_taken", field="new_number")
    for member in others:
        leave_household(member, LEFT_BY_SPLIT, date)
    opened = Household.objects.create(
        number=number,
        village_id=household.village_id,
        group_id=household.group_id,
        address=household.address,
        head_name=head.name,
        name_pinyin=head.name_pinyin,
        name_initials=head.name_initials,
        identification_standard=household.identification_standard,
        registered_on=date,
    )
    go_over([head, *others], opened, date=date, join_kind=JOINED_BY_SPLIT, new_head=head)
    return StatusChange.objects.create(
        household=opened,
        village_id=opened.village_id,
        kind=NEWLY_ENTERED,
        year=date.year,
        date=date,
        reason=gettext("Split off from %(household)s; not newly identified") % {"household": household},
        state_before="",
        state_after=opened.state,
        recorded_by=actor,
    )


def leave_household(member: Member, kind: str, date: datetime.date) -> None:
    """Take a member out of the household on a day; raises BadInput for a day before he joined."""
    if date < member.joined_on:
        raise BadInput("households.left_before_joined", field="date", day=member.joined_on)
    member.leave_kind, member.left_on = kind, date
    member.state = STATE_AFTER[kind]
    member.save(update_fields=["leave_kind", "left_on", "state"])


def records_to_begin_with(households: Iterable[int]) -> dict[int, HouseholdYear]:
    """Of households that were split off, the record of the one they came from, with its exit and return as of that
    day; by household, the others are left out."""
    splits = LifeEvent.unguarded.filter(other_household__in=households, kind__in=SPLITS, state=EventState.SETTLED)
    records = {
        event.other_household_id: record_as_it_was(event.household, event.date)
        for event in splits.select_related("household").order_by("-pk")
    }
    return {pk: record for pk, record in records.items() if record is not None}

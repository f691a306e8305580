"""Splitting a household: members go over into one of their own, each with a row of his own in either household.

A member's row stays with its household for good. Who goes over leaves the one and joins the other on the same day, with
the same identity; loans and agreements stay where they were signed.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from households.models import Household, HouseholdState, Member, StatusChange
from households.policy.numbers import FORM
from households.services.rows import MEMBER_FIELDS, STATE_AFTER
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.text import compact_number

NEWLY_ENTERED = "1"
# Codes of the lists of increase and decrease.
JOINED_BY_SPLIT, LEFT_BY_SPLIT = "5", "5"
HEAD, OTHER_RELATION = "01", "99"
# Of a member's columns, those that the new row has of its own.
SEALED = ("id_number", "phone")


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


def go_over(
    members: Iterable[Member],
    household: Household,
    *,
    date: datetime.date,
    join_kind: str,
    new_head: Member | None = None,
) -> None:
    """A row in the other household for each member who has left his own."""
    for member in members:
        values = {name: getattr(member, name) for name in MEMBER_FIELDS}
        values |= {name: values[name].open() if values[name] else None for name in SEALED}
        leads = new_head is not None and member.pk == new_head.pk
        values |= {
            "is_head": leads,
            "relation": HEAD if leads else OTHER_RELATION,
            "state": "living_here",
            "joined_on": date,
            "join_kind": join_kind,
            "left_on": None,
            "leave_kind": "",
        }
        Member.objects.create(household=household, village_id=household.village_id, **values)

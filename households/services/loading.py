"""Loading what a verb acts on: scope, permission and lock in one line; outside the area it does not exist."""

import datetime
from collections.abc import Iterable

from households.models import Household, Member
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow


def household_for(actor: User, verb: str, household_id: int) -> Household:
    """The household on file, locked. Raises MissingVerb, Household.DoesNotExist, NotAllowedNow once it has left."""
    household = Household.objects.for_action(actor, verb).get(pk=household_id)
    if household.left_on is not None:
        raise gone(household)
    return household


def gone(household: Household) -> NotAllowedNow:
    """That the household is no longer on file: since when, and how it left."""
    state = household.get_state_display()
    return NotAllowedNow("households.not_on_file", name=household.head_name, day=household.left_on, state=state)


def member_of(household: Household, member_id: int, *, field: str = "member") -> Member:
    """A living member of the household, locked; raises BadInput."""
    found = household.members.select_for_update().filter(pk=member_id, state="living_here").first()
    if found is None:
        raise BadInput("households.not_a_member", field=field)
    return found


def not_in_future(day: datetime.date, *, field: str = "date") -> None:
    """Raises BadInput for a day after the business date."""
    if day > clock.today():
        raise BadInput("households.future_date", field=field)


def households_for(actor: User, verb: str, household_ids: Iterable[int]) -> dict[int, Household]:
    """Households on file, locked, by id; raises Household.DoesNotExist when one is out of reach, NotAllowedNow."""
    wanted = set(household_ids)
    rows = Household.objects.for_action(actor, verb).filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows}
    if not wanted or len(found) < len(wanted):
        raise Household.DoesNotExist
    if left := [row for row in found.values() if row.left_on is not None]:
        raise gone(left[0])
    return found

"""Whoever joins a household on file comes with the event that says so: one writing for the grid, imports and events."""

import datetime
from collections.abc import Iterable

from households.models import EventState, Household, LifeEvent, Member
from households.policy.events import BIRTH, JOINING, joining_event
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

SETTLE = "households.settle_life_event"


def record_arrivals(
    actor: User, newcomers: Iterable[tuple[Household, Member]], *, note: str = ""
) -> dict[int, LifeEvent]:
    """The event of each newcomer who was born, married or moved in since the household is on file, by member.

    Nothing is left to be put in order, so it is settled at once where the person may settle; else it waits for
    somebody who may, and holds no payment. Who came with the household, or otherwise, needs no event.
    """
    rows = [
        LifeEvent(
            household=household,
            village_id=household.village_id,
            kind=kind,
            date=_day_of(household, member),
            member=member,
            note=clean_line(note, max_length=500),
            recorded_by=actor,
        )
        for household, member in newcomers
        if (kind := joining_event(member.join_kind)) and member.joined_on >= household.registered_on
    ]
    events = LifeEvent.objects.bulk_create(rows)
    scope = access.scope_of(actor, SETTLE)
    settled = [event for event in events if scope.covers(event.village_id)]
    for event in settled:
        event.state, event.settled_on, event.settled_by = EventState.SETTLED, clock.today(), actor
    LifeEvent.unguarded.bulk_update(settled, ["state", "settled_on", "settled_by"])
    return {event.member_id: event for event in events}


def _day_of(household: Household, member: Member) -> datetime.date:
    """The day of the birth, though the child may have been entered into the household's papers later."""
    born = member.join_kind == BIRTH and member.birth_date >= household.registered_on
    return member.birth_date if born else member.joined_on


def explain_arrival(member: Member, kind: str, date: datetime.date) -> datetime.date:
    """The event says how and when a member came who was entered without it; the day that stood there until then.

    Raises NotAllowedNow when another event says so already, BadInput for a day before the birth.
    """
    told = LifeEvent.unguarded.filter(member=member, kind__in=JOINING).exclude(state="withdrawn").first()
    if told is not None:
        raise NotAllowedNow("households.arrival_told", kind=told.get_kind_display(), day=told.date)
    if date < member.birth_date:
        raise BadInput("households.joined_before_birth", field="date")
    before, member.joined_on, member.join_kind = member.joined_on, date, JOINING[kind]
    member.save(update_fields=["joined_on", "join_kind"])
    return before

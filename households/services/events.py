"""Verbs on life events: recording one takes a leaving member out at once; settling puts the household in order."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Model

from households.models import EventState, Household, LifeEvent, Member, MemberState, PayeeAccount, StatusChange
from households.policy.events import (
    DEATH,
    ENDS_HOUSEHOLD,
    JOINING,
    LEAVING,
    MERGES,
    MOVED_AWAY,
    NEEDS_MEMBER,
    NEW_HEAD,
    SPLITS,
)
from households.policy.status import Change
from households.services.arriving import explain_arrival
from households.services.checking import lists
from households.services.findings import update_findings
from households.services.heads import change_head
from households.services.joining import against_giving_way, earliest_day, join_households
from households.services.loading import household_for, households_for, member_of, not_in_future
from households.services.payees import refuse_while_paid, takes_two
from households.services.splitting import leave_household, split_off
from households.services.status import apply_change
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, DomainError, NotAllowedNow, PolicyRefused, SamePerson
from yuping.core.text import clean_line

RECORD = "households.record_life_event"
SETTLE = "households.settle_life_event"
SETTLING = ["state", "settled_on", "settled_by", "settlement", "other_household", "former_head", "new_head"]


def record_life_event(
    *,
    actor: User,
    household_id: int,
    kind: str,
    date: datetime.date,
    member_id: int | None = None,
    other_household_id: int | None = None,
    note: str = "",
) -> LifeEvent:
    """Record what happened to a household or one of its members; of kinds after which not everything continues, it is
    not paid until it is settled. Who joins is entered with ``save_members``, which records the event; one who was
    entered without it is named here. Raises BadInput for what does not fit.
    """
    with transaction.atomic():
        household = household_for(actor, RECORD, household_id)
        _refuse_unfitting(household, kind, date, member_id, other_household_id)
        member = member_of(household, member_id) if member_id is not None else None
        other = _other(actor, household, other_household_id)
        _refuse_end_in_silence(household, member, kind, date, note)
        explains = member is not None and kind in JOINING
        joined_before = explain_arrival(member, kind, date) if explains else None
        if kind in MERGES and date < (day := earliest_day(household, other)):
            raise BadInput("households.merger_too_early", field="date", day=day)
        event = LifeEvent.objects.create(
            household=household,
            village_id=household.village_id,
            kind=kind,
            date=date,
            member=member,
            other_household=other,
            note=clean_line(note, max_length=500),
            joined_before=joined_before,
            recorded_by=actor,
        )
        if member is not None and kind in LEAVING:
            leave_household(member, LEAVING[kind], date)
        update_findings([household])
        record_act(
            actor=actor,
            verb=RECORD,
            obj=event,
            area_code=household.village_id,
            facts={"household": household.pk, "kind": kind, "date": date, "member": member_id},
        )
        return event


def _refuse_unfitting(
    household: Household, kind: str, date: datetime.date, member_id: int | None, other_id: int | None
) -> None:
    if kind not in lists("event_kind", None):
        raise BadInput("households.unknown_code", field="kind")
    not_in_future(date)
    if date < household.registered_on:
        raise BadInput("households.event_before_registration", field="date")
    if household.never_registered and kind in SPLITS | MERGES:
        raise BadInput("households.only_watched", field="kind")
    if kind in NEEDS_MEMBER and member_id is None:
        raise BadInput("households.event_needs_member", field="member")
    if kind in MERGES and other_id is None:
        raise BadInput("households.event_needs_other", field="other_household")


def _refuse_end_in_silence(
    household: Household, member: Member | None, kind: str, date: datetime.date, note: str
) -> None:
    """Nobody leaves on the day he came, unless he died; of the last one who leaves it is said how the end came."""
    leaves = member is not None and kind in LEAVING
    if leaves and kind != DEATH and date <= member.joined_on:
        raise BadInput("households.left_as_he_joined", field="date", day=member.joined_on)
    others = household.members.filter(state="living_here")
    ends = kind in ENDS_HOUSEHOLD or (leaves and kind not in SPLITS and not others.exclude(pk=member.pk).exists())
    if ends and date <= household.registered_on:
        raise BadInput("households.gone_as_registered", field="date", day=household.registered_on)
    if ends and leaves and not note.strip():
        raise BadInput("households.last_one_leaves", field="note", name=member.name)


def _other(actor: User, household: Household, other_id: int | None) -> Household | None:
    if other_id is None:
        return None
    found = Household.objects.actionable_by(actor, RECORD).active().exclude(pk=household.pk).filter(pk=other_id).first()
    if found is None:
        raise BadInput("households.event_needs_other", field="other_household")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What a split needs: the number of the household that is opened, and who goes beside its head."""

    number: str
    member_ids: tuple[int, ...] = ()


def settle_life_event(
    *,
    actor: User,
    event_id: int,
    settlement: str,
    new_head_id: int | None = None,
    relations: Mapping[int, str] | None = None,
    split: Split | None = None,
) -> LifeEvent:
    """Put the household in order after the event: a new head where one is needed, the end of the household, a merger,
    the household that was split off. ``relations`` says by member what he is to the new head, where it does not follow.

    Raises NotAllowedNow when it is settled, BadInput when a head, a relation or the new household's number is missing;
    of a merger also SamePerson, and PolicyRefused with everything that holds the household that gives way.
    """
    with transaction.atomic():
        event = LifeEvent.objects.for_action(actor, SETTLE).get(pk=event_id)
        if event.state != EventState.OPEN:
            raise NotAllowedNow(f"households.event_{event.state}")
        if why := against_settling(event, actor.pk):
            raise why
        homes = [event.household_id, *([event.other_household_id] if event.kind in MERGES else [])]
        household = households_for(actor, SETTLE, homes)[event.household_id]
        text = clean_line(settlement, max_length=500)
        if not text:
            raise BadInput("households.required", field="settlement")
        wrote: list[Model] = []
        if event.kind in SPLITS:
            wrote.append(_split_up(actor, household, event, split))
        if why := against_settling(event, actor.pk):
            raise why
        if needs_new_head(event):
            event.former_head, event.new_head = change_head(household, new_head_id, relations or {})
        event.state, event.settled_on, event.settled_by = EventState.SETTLED, clock.today(), actor
        event.settlement = text
        event.save(update_fields=SETTLING)
        wrote += _put_in_order(actor, household, event, text)
        if household.left_on is None:
            update_findings([household])
        record_act(
            actor=actor,
            verb=SETTLE,
            obj=event,
            area_code=household.village_id,
            reason=text,
            facts={"household": household.pk, "kind": event.kind, "state": household.state, "head": new_head_id},
            wrote=wrote,
        )
        return event


def _put_in_order(actor: User, household: Household, event: LifeEvent, text: str) -> Sequence[Model]:
    """End the household, or merge it; the payee accounts that this closed, or the change that ended the file."""
    living = household.members.filter(state="living_here")
    if event.kind in ENDS_HOUSEHOLD or not living.exists():
        if living.exists():
            raise NotAllowedNow("households.extinct_but_living", persons=living.count())
        return [_end_by_event(actor, household, event, text)]
    return _join(actor, household, event, text) if event.kind in MERGES else ()


def needs_new_head(event: LifeEvent) -> bool:
    """Whether settling it makes another member the head: the head changes, or died or left by it, and others live on.

    An event of somebody else never does, or one person could take the head out and have another's event settled.
    """
    if event.kind in MERGES | ENDS_HOUSEHOLD:
        return False
    living = event.household.members.filter(state=MemberState.LIVING_HERE)
    if event.kind in NEW_HEAD:
        return living.exists()
    led = event.member is not None and event.member.is_head and event.member.state != MemberState.LIVING_HERE
    return led and living.exists()


def against_settling(event: LifeEvent, actor_id: int) -> DomainError | None:
    """What is known against this person's settling the event before anything is filled in; the verb asks again.

    Where money or an account hangs on a household, somebody else than who recorded it settles its merger or the change
    of its head.
    """
    if event.household.left_on is not None:
        return NotAllowedNow("households.not_on_file")
    if event.kind in ENDS_HOUSEHOLD and (living := event.household.members.filter(state="living_here").count()):
        return NotAllowedNow("households.extinct_but_living", persons=living)
    if event.kind in MERGES:
        if event.other_household.left_on is not None:
            return NotAllowedNow("households.other_has_left")
        if event.recorded_by_id == actor_id and takes_two([event.household_id, event.other_household_id]):
            return SamePerson("households.merger_takes_two", move="settle", earlier="record")
    elif needs_new_head(event) and event.recorded_by_id == actor_id and takes_two([event.household_id]):
        return SamePerson("households.head_takes_two", move="settle", earlier="record")
    return None


def _end_by_event(actor: User, household: Household, event: LifeEvent, text: str) -> StatusChange:
    """The file ends on the day the last one left; whoever moved away left the county, else the household is extinct."""
    last = household.members.aggregate(day=Max("left_on"))["day"]
    day = max(event.date, last or event.date)
    record = household.householdyears.filter(year=day.year).first()
    kind = Change.MOVED_OUT if event.kind == MOVED_AWAY else Change.EXTINCT
    return apply_change(actor, household, record, kind=kind, date=day, reason=text)


def _join(actor: User, household: Household, event: LifeEvent, text: str) -> Sequence[PayeeAccount]:
    """Merge under the guards of a merger of likely doubles; both households are locked, in one order.

    What came on record after the event was recorded, as a birth, moves the day of leaving on, not the event's.
    """
    other = event.other_household
    homes = [household.pk, other.pk]
    refuse_while_paid(homes)
    if reasons := against_giving_way(household.pk, settling=event.pk):
        raise PolicyRefused("households.merger_refused", reasons=reasons)
    day = max(event.date, earliest_day(household, other, settling=event.pk))
    accounts = join_households(household, other, date=day, reason=text).accounts
    update_findings([other])
    return accounts


def _split_up(actor: User, household: Household, event: LifeEvent, split: Split | None) -> StatusChange:
    """Open the household of those who go; the event's member, who has left already, becomes its head."""
    if split is None or not split.number.strip():
        raise BadInput("households.required", field="new_number")
    others = [member_of(household, pk, field="going") for pk in dict.fromkeys(split.member_ids)]
    opened = split_off(actor, household, head=event.member, others=others, number=split.number, date=event.date)
    event.other_household = opened.household
    update_findings([opened.household])
    return opened

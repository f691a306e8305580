"""Verbs on life events: recording one takes a leaving member out at once; settling puts the household in order."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from households.models import EventState, Household, LifeEvent, Member, PayeeAccount
from households.policy.events import ENDS_HOUSEHOLD, JOINING, LEAVING, MERGES, NEEDS_MEMBER, NEW_HEAD, SPLITS
from households.services.arriving import explain_arrival
from households.services.checking import lists
from households.services.findings import update_findings
from households.services.joining import against_giving_way, earliest_day, join_households
from households.services.loading import household_for, households_for, member_of, not_in_future
from households.services.members import name_after
from households.services.payees import refuse_while_paid, takes_two
from households.services.splitting import leave_household, split_off
from households.services.status import apply_change
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, SamePerson
from yuping.core.text import clean_line

RECORD = "households.record_life_event"
SETTLE = "households.settle_life_event"
EXTINCT = "5"
OTHER_RELATION = "99"


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
        if member is not None and kind in JOINING:
            explain_arrival(member, kind, date)
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
    if kind in NEEDS_MEMBER and member_id is None:
        raise BadInput("households.event_needs_member", field="member")
    if kind in MERGES and other_id is None:
        raise BadInput("households.event_needs_other", field="other_household")


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
    *, actor: User, event_id: int, settlement: str, new_head_id: int | None = None, split: Split | None = None
) -> LifeEvent:
    """Put the household in order after the event: a new head where one is needed, the end of the household, a merger,
    the household that was split off.

    Raises NotAllowedNow when it is settled, BadInput when a head or the new household's number is needed and not given;
    of a merger also SamePerson, and PolicyRefused with everything that holds the household that gives way.
    """
    with transaction.atomic():
        event = LifeEvent.objects.for_action(actor, SETTLE).get(pk=event_id)
        if event.state == EventState.SETTLED:
            raise NotAllowedNow("households.event_settled")
        homes = [event.household_id, *([event.other_household_id] if event.kind in MERGES else [])]
        household = households_for(actor, SETTLE, homes)[event.household_id]
        text = clean_line(settlement, max_length=500)
        if not text:
            raise BadInput("households.required", field="settlement")
        if event.kind in SPLITS:
            _split_up(actor, household, event, split)
        closed = _put_in_order(actor, household, event, new_head_id, text)
        event.state, event.settled_on, event.settled_by, event.settlement = (
            EventState.SETTLED,
            clock.today(),
            actor,
            text,
        )
        event.save(update_fields=["state", "settled_on", "settled_by", "settlement", "other_household"])
        if household.left_on is None:
            update_findings([household])
        record_act(
            actor=actor,
            verb=SETTLE,
            obj=event,
            area_code=household.village_id,
            reason=text,
            facts={"household": household.pk, "kind": event.kind, "state": household.state, "head": new_head_id},
            wrote=closed,
        )
        return event


def _put_in_order(
    actor: User, household: Household, event: LifeEvent, new_head_id: int | None, text: str
) -> Sequence[PayeeAccount]:
    """Do what the event asks for; the payee accounts that this closed."""
    living = household.members.filter(state="living_here")
    if event.kind in ENDS_HOUSEHOLD or not living.exists():
        if living.exists():
            raise NotAllowedNow("households.extinct_but_living", persons=living.count())
        record = household.householdyears.filter(year=event.date.year).first()
        apply_change(actor, household, record, kind=EXTINCT, date=event.date, reason=text)
    elif event.kind in MERGES:
        return _join(actor, household, event, text)
    elif event.kind in NEW_HEAD or not living.filter(is_head=True).exists():
        if new_head_id is None:
            raise BadInput("households.new_head_needed", field="new_head")
        _refuse_change_of_payee(actor, household, event)
        _change_head(household, member_of(household, new_head_id, field="new_head"))
    return ()


def _join(actor: User, household: Household, event: LifeEvent, text: str) -> Sequence[PayeeAccount]:
    """Merge under the guards of a merger of likely doubles; both households are locked, in one order.

    What came on record after the event was recorded, as a birth, moves the day of leaving on, not the event's.
    """
    other = event.other_household
    homes = [household.pk, other.pk]
    if takes_two(homes) and event.recorded_by_id == actor.pk:
        raise SamePerson("households.merger_takes_two", move="settle", earlier="record")
    refuse_while_paid(homes)
    if reasons := against_giving_way(household.pk, settling=event.pk):
        raise PolicyRefused("households.merger_refused", reasons=reasons)
    day = max(event.date, earliest_day(household, other, settling=event.pk))
    accounts = join_households(household, other, date=day, reason=text).accounts
    update_findings([other])
    return accounts


def _refuse_change_of_payee(actor: User, household: Household, event: LifeEvent) -> None:
    """Where money or an account hangs on the household, another person settles the change of its head, and not while
    a payment to it is on its way."""
    if not takes_two([household.pk]):
        return
    if event.recorded_by_id == actor.pk:
        raise SamePerson("households.head_takes_two", move="settle", earlier="record")
    refuse_while_paid([household.pk])


def _split_up(actor: User, household: Household, event: LifeEvent, split: Split | None) -> None:
    """Open the household of those who go; the event's member, who has left already, becomes its head."""
    if split is None or not split.number.strip():
        raise BadInput("households.required", field="new_number")
    others = [member_of(household, pk, field="going") for pk in dict.fromkeys(split.member_ids)]
    event.other_household = split_off(
        actor, household, head=event.member, others=others, number=split.number, date=event.date
    )
    update_findings([event.other_household])


def _change_head(household: Household, head: Member) -> None:
    """The former head keeps no relation to the new one but 'other': the cadre enters the right one with the member."""
    former = household.members.get(is_head=True)
    if former.pk == head.pk:
        raise BadInput("households.new_head_needed", field="new_head")
    former.is_head, former.relation = False, OTHER_RELATION
    former.save(update_fields=["is_head", "relation"])
    head.is_head, head.relation = True, "01"
    head.save(update_fields=["is_head", "relation"])
    name_after(household, head)

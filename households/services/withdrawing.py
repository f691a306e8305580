"""Withdrawing a life event that did not happen, or can't be settled any more: what recording it did is put back."""

from collections.abc import Iterator

from django.db import transaction

from households import standing
from households.models import (
    AccountState,
    EventState,
    Finding,
    Household,
    LifeEvent,
    LikelyDouble,
    Member,
    MemberState,
    MemberYear,
    PayeeAccount,
)
from households.policy.events import DEATH, JOINING, LEAVING, TAKEN_BACK
from households.services.checking import persons_taken, where_is
from households.services.doubles import update_doubles
from households.services.findings import update_findings
from households.standing import Standing
from households.workflow import LIFE_EVENT
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import DomainError, NotAllowedNow, PolicyRefused, SamePerson
from yuping.core.text import clean_line

WITHDRAW = "households.withdraw_life_event"
ENTERED_IN_ERROR = "99"
# What goes with a member who was entered in error: his answers, and what was only found by looking at him.
GOES_ALONG = (MemberYear, Finding, LikelyDouble, LifeEvent)


def withdraw_life_event(*, actor: User, event_id: int, reason: str) -> LifeEvent:
    """Take an event back: who was taken out of the household lives there again, who was entered with it was entered in
    error. A merger whose other household has left in the meantime ends here too.

    Raises NotAllowedNow for one that was settled, an arrival or a death excepted; SamePerson for a settled death that
    the same person recorded; PolicyRefused with everything in the way.
    """
    with transaction.atomic():
        seen = LifeEvent.objects.actionable_by(actor, WITHDRAW).get(pk=event_id)
        household = Household.objects.for_action(actor, WITHDRAW).get(pk=seen.household_id)
        event = LifeEvent.objects.for_action(actor, WITHDRAW).get(pk=event_id)
        reason = clean_line(reason, max_length=500)
        LIFE_EVENT.require("withdraw", state=event.state, actor_id=actor.pk, takers={}, reason=reason)
        if why := why_not_withdrawn(event, actor.pk):
            raise why
        member = household.members.select_for_update().filter(pk=event.member_id).first()
        if found := list(against_withdrawal(actor, event, household, member)):
            raise PolicyRefused("households.withdrawal_refused", reasons=found)
        if member is not None:
            _put_back(event, member)
        event.state, event.withdrawn_on, event.withdrawn_by = EventState.WITHDRAWN, clock.today(), actor
        event.withdrawal = reason
        event.save(update_fields=["state", "withdrawn_on", "withdrawn_by", "withdrawal"])
        if household.left_on is None:
            update_findings([household])
            update_doubles([household])
        record_act(
            actor=actor,
            verb=WITHDRAW,
            obj=event,
            area_code=event.village_id,
            reason=reason,
            facts={"household": household.pk, "kind": event.kind, "date": event.date, "member": event.member_id},
        )
        return event


def why_not_withdrawn(event: LifeEvent, actor_id: int) -> DomainError | None:
    """A settled event stays: the household was put in order after it. After an arrival nothing was; a death that was
    recorded of the wrong person is taken back by another one."""
    if event.state != EventState.SETTLED:
        return None
    if event.kind not in TAKEN_BACK:
        return NotAllowedNow("households.settled_stays")
    if event.kind == DEATH and event.recorded_by_id == actor_id:
        return SamePerson("households.death_takes_two", move="withdraw", earlier="record")
    return None


def against_withdrawal(
    actor: User, event: LifeEvent, household: Household, member: Member | None
) -> Iterator[Standing | NotAllowedNow]:
    """Everything that stands on what the event did."""
    if member is None or event.kind not in JOINING | LEAVING:
        return
    if household.left_on is not None:
        yield NotAllowedNow("households.not_on_file")
    elif event.kind in LEAVING:
        yield from _against_coming_back(actor, event, member)
    elif event.joined_before is None:
        yield from _against_never_having_come(event, member)


def _against_coming_back(actor: User, event: LifeEvent, member: Member) -> Iterator[NotAllowedNow]:
    if member.left_on != event.date:
        yield NotAllowedNow("households.left_otherwise", name=member.name)
    taken = persons_taken([member.id_index], except_members=[member.pk]) if member.id_index else {}
    if taken:
        yield NotAllowedNow("households.person_on_file", where=where_is(actor, taken)[member.id_index])


def _against_never_having_come(event: LifeEvent, member: Member) -> Iterator[Standing | NotAllowedNow]:
    if member.state != MemberState.LIVING_HERE:
        yield NotAllowedNow("households.left_otherwise", name=member.name)
    if member.is_head:
        yield NotAllowedNow("households.newcomer_leads", name=member.name)
    yield from (one for one in standing.of_households([member.household_id]) if one.member_id == member.pk)
    for what, count in _what_names(event, member):
        yield NotAllowedNow("households.newcomer_named", name=member.name, what=str(what), count=count)


def _what_names(event: LifeEvent, member: Member) -> Iterator[tuple[object, int]]:
    """What else names the newcomer, in this room or another: its kind and how many."""
    for relation in Member._meta.related_objects:
        model = relation.related_model
        if model in GOES_ALONG or hasattr(model, "pgh_tracked_model"):
            continue
        rows = model._base_manager.filter(**{relation.field.name: member.pk})
        if model is PayeeAccount:
            rows = rows.exclude(state=AccountState.REFUSED)
        if count := rows.count():
            yield model._meta.verbose_name_plural, count
    others = LifeEvent.unguarded.filter(member=member).exclude(pk=event.pk).exclude(state=EventState.WITHDRAWN)
    if count := others.count():
        yield LifeEvent._meta.verbose_name_plural, count


def _put_back(event: LifeEvent, member: Member) -> None:
    if event.kind in LEAVING:
        member.state, member.left_on, member.leave_kind = MemberState.LIVING_HERE, None, ""
        member.save(update_fields=["state", "left_on", "leave_kind"])
    elif event.kind in JOINING and event.joined_before is not None:
        member.joined_on, member.join_kind = event.joined_before, ""
        member.save(update_fields=["joined_on", "join_kind"])
    elif event.kind in JOINING:
        member.state, member.left_on = MemberState.ENTERED_IN_ERROR, member.joined_on
        member.leave_kind = ENTERED_IN_ERROR
        member.save(update_fields=["state", "left_on", "leave_kind"])

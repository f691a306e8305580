"""Verbs that make one file of two: proposed by one person and, where money or an account hangs on either, confirmed
by another. Nothing is deleted: the file that gives way stays readable and names the other."""

from collections.abc import Iterator

from django.db import transaction

from households import standing
from households.models import (
    EventState,
    Household,
    LifeEvent,
    LikelyDouble,
    Member,
    MemberState,
    PayeeAccount,
)
from households.policy.events import MERGER
from households.services.doubles import double_for, record_decision, set_decision
from households.services.findings import update_findings
from households.services.joining import LEFT_OTHERWISE, LIVE_ACCOUNT, against_giving_way, join_households, leave
from households.services.loading import gone
from households.services.payees import lock_homes, takes_two
from households.standing import Standing
from households.workflow import LIKELY_DOUBLE
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, PolicyRefused, StaleRecord

MERGE = "households.merge_double"
CONFIRM = "households.confirm_merger"
REFUSE = "households.refuse_merger"


def merge_double(*, actor: User, double_id: int, leaving_id: int, whole_household: bool, reason: str) -> LikelyDouble:
    """One of the two gives way: the whole household, or only the people who stand in both.

    Done at once where neither has money or an account; otherwise it waits for a second person, and until then the
    household that gives way is not paid. Raises BadInput, NotAllowedNow, PolicyRefused with every reason.
    """
    with transaction.atomic():
        seen = LikelyDouble.objects.actionable_by(actor, MERGE).get(pk=double_id)
        homes = _lock_homes(seen)
        name = "propose" if takes_two(homes) else "merge"
        double = double_for(actor, name, double_id, reason)
        if leaving_id not in homes:
            raise BadInput("households.leaving_is_one_of_the_two", field="leaving")
        double.leaving, double.whole_household = homes[leaving_id], whole_household
        if name == "merge" and (reasons := against_merging(double)):
            raise PolicyRefused("households.merger_refused", reasons=reasons)
        state = LIKELY_DOUBLE.moves[name].target
        values = {"leaving": homes[leaving_id], "whole_household": whole_household, "due_on": None}
        set_decision(double, actor, reason, state=state, **values)
        wrote = _merge(actor, double, homes) if name == "merge" else {}
        record_decision(double, actor, MERGE, reason, leaving=leaving_id, whole=whole_household, **wrote)
        return double


def confirm_merger(*, actor: User, double_id: int) -> LikelyDouble:
    """A second person has compared the two files: the merger is carried out.

    Raises SamePerson, and PolicyRefused as long as a loan, a participation, a payout or a hold of the one that gives
    way has not come to its end.
    """
    with transaction.atomic():
        seen = LikelyDouble.objects.actionable_by(actor, CONFIRM).get(pk=double_id)
        homes = _lock_homes(seen)
        double = double_for(actor, "confirm", double_id, "-", propose=[seen.decided_by_id])
        if reasons := against_merging(double):
            raise PolicyRefused("households.merger_refused", reasons=reasons)
        double.state, double.confirmed_by, double.confirmed_on = "merged", actor, clock.today()
        double.save(update_fields=["state", "confirmed_by", "confirmed_on"])
        wrote = _merge(actor, double, homes)
        record_decision(double, actor, CONFIRM, double.reason, leaving=double.leaving_id, **wrote)
        return double


def refuse_merger(*, actor: User, double_id: int, reason: str) -> LikelyDouble:
    """The proposed merger is not carried out, or is taken back by whoever proposed it: both files go on."""
    with transaction.atomic():
        double = double_for(actor, "refuse", double_id, reason)
        leaving = double.leaving_id
        set_decision(double, actor, reason, state="open", leaving=None, whole_household=False)
        record_decision(double, actor, REFUSE, reason, leaving=leaving)
        return double


def _lock_homes(double: LikelyDouble) -> dict[int, Household]:
    """Both households, locked in one order; raises NotAllowedNow once one has left the file."""
    homes = lock_homes([double.first_household_id, double.second_household_id])
    if left := [row for row in homes.values() if row.left_on is not None]:
        raise gone(left[0])
    return homes


def against_merging(double: LikelyDouble) -> list[Standing]:
    """Every reason why the one that gives way can't do so now."""
    leaving = double.leaving_id
    if double.whole_household:
        return against_giving_way(leaving)
    live = [one for one in standing.of_households([leaving]) if one.live]
    return list(_against_leaving_alone(double, live))


def _against_leaving_alone(double: LikelyDouble, live: list[Standing]) -> Iterator[Standing]:
    """What binds the people who stand in both to the household they would leave."""
    leaving = double.leaving_id
    people = list(Member.unguarded.filter(pk__in=_leaving_people(double), state=MemberState.LIVING_HERE))
    if not people:
        yield Standing(leaving, "households.nobody_stands_twice")
    accounts = PayeeAccount.unguarded.filter(household=leaving, state__in=LIVE_ACCOUNT)
    holders = set(accounts.values_list("member_id", flat=True))
    for person in people:
        if person.is_head:
            yield Standing(leaving, "households.head_stands_twice", {"name": person.name})
        if person.pk in holders:
            yield Standing(leaving, "households.holder_stands_twice", {"name": person.name})
        yield from (one for one in live if one.member_id == person.pk)


def _leaving_people(double: LikelyDouble) -> set[int]:
    """Of the household that gives way, the members who look like somebody of the other."""
    seat = 0 if double.leaving_id == double.first_household_id else 1
    return {match[seat] for match in double.matches if match[seat] is not None}


def _merge(actor: User, double: LikelyDouble, homes: dict[int, Household]) -> dict[str, object]:
    """Carry the merger out; what the audit entry says of it, and the rows it vouches for."""
    leaving, staying, today = homes[double.leaving_id], homes[double.staying_id], clock.today()
    doubled = _leaving_people(double)
    twice = list(leaving.members.select_for_update().filter(pk__in=doubled, state=MemberState.LIVING_HERE))
    if len(twice) < len(doubled):
        raise StaleRecord("households.doubles_changed")
    leave(twice, today, state=MemberState.ENTERED_IN_ERROR, kind=LEFT_OTHERWISE)
    facts: dict[str, object] = {"entered_in_error": [row.pk for row in twice]}
    if not double.whole_household:
        update_findings([leaving, staying])
        return facts
    joined = join_households(leaving, staying, date=today, reason=double.reason)
    event = LifeEvent.objects.create(
        household=leaving,
        village_id=leaving.village_id,
        kind=MERGER,
        date=today,
        other_household=staying,
        note=double.reason,
        recorded_by=double.decided_by,
    )
    event.state, event.settled_on, event.settled_by, event.settlement = EventState.SETTLED, today, actor, double.reason
    event.save(update_fields=["state", "settled_on", "settled_by", "settlement"])
    update_findings([staying])
    return facts | {"moved": [row.pk for row in joined.moved], "wrote": joined.accounts}

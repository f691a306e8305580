"""How one household becomes part of another: whoever lives there moves over, its accounts close, its file stays."""

import datetime
from dataclasses import dataclass

from households import standing
from households.models import (
    AccountState,
    Adjustment,
    EventState,
    Household,
    HouseholdState,
    Lead,
    LifeEvent,
    Member,
    MemberState,
    PayeeAccount,
    StatusChange,
)
from households.services.going_over import go_over
from households.services.leaving import leave_file
from households.standing import Standing
from yuping.core import clock

TAKEN_IN, MOVED_OUT, LEFT_OTHERWISE = "5", "3", "99"
LIVE_ACCOUNT = (AccountState.PROPOSED, AccountState.VERIFIED)


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the people and accounts of a household that was taken in."""

    moved: list[Member]
    accounts: list[PayeeAccount]


def against_giving_way(leaving_id: int, *, settling: int | None = None) -> list[Standing]:
    """Every reason why this household can't become part of another now; ``settling`` is the event that is settled by
    it."""
    reason = "what hangs on a household is told whole to the verb that locked it"
    counts = {
        "households.open_events": LifeEvent.unguarded.filter(household=leaving_id, state=EventState.OPEN).exclude(
            pk=settling
        ),
        "households.open_adjustments": Adjustment.objects.all_areas(reason=reason)
        .under_way()
        .filter(household=leaving_id),
        "households.leads_in_the_way": Lead.objects.all_areas(reason=reason).of_household(leaving_id).in_the_way(),
    }
    found = [one for one in standing.of_households([leaving_id]) if one.live]
    return found + [
        Standing(leaving_id, code, {"count": count}) for code, rows in counts.items() if (count := rows.count())
    ]


def earliest_day(leaving: Household, staying: Household, *, settling: int | None = None) -> datetime.date:
    """The first day on which the one can become part of the other: nothing on record of the one lies after it."""
    days = [leaving.registered_on, staying.registered_on]
    for joined, left in leaving.members.values_list("joined_on", "left_on"):
        days += [joined, left]
    days += LifeEvent.unguarded.filter(household=leaving).exclude(pk=settling).values_list("date", flat=True)
    days += StatusChange.unguarded.filter(household=leaving).values_list("date", flat=True)
    return max(day for day in days if day is not None)


def join_households(leaving: Household, staying: Household, *, date: datetime.date, reason: str) -> Joined:
    """Both are locked by the verb this is part of. Nothing is deleted: the file left names the one that took it in."""
    joined = Joined(_move_over(leaving, staying, date), _close_accounts(leaving, reason))
    leave_file(leaving, state=HouseholdState.MERGED, date=date, merged_into=staying)
    return joined


def leave(members: list[Member], date: datetime.date, *, state: str, kind: str) -> None:
    """They leave that day, or the day they came where that is later."""
    for row in members:
        row.state, row.leave_kind, row.left_on = state, kind, max(date, row.joined_on)
        row.save(update_fields=["state", "leave_kind", "left_on"])


def _move_over(leaving: Household, staying: Household, date: datetime.date) -> list[Member]:
    living = list(leaving.members.select_for_update().filter(state=MemberState.LIVING_HERE).order_by("pk"))
    leave(living, date, state=MemberState.MOVED_OUT, kind=MOVED_OUT)
    return go_over(living, staying, date=max(date, staying.registered_on), join_kind=TAKEN_IN)


def _close_accounts(leaving: Household, reason: str) -> list[PayeeAccount]:
    """The accounts are free for the household that stays; what waits is refused."""
    accounts = list(PayeeAccount.unguarded.filter(household=leaving, state__in=LIVE_ACCOUNT).order_by("pk"))
    for account in accounts:
        account.state = AccountState.CLOSED if account.state == AccountState.VERIFIED else AccountState.REFUSED
        account.closed_on, account.reason = clock.today(), reason[:200]
        account.save(update_fields=["state", "closed_on", "reason"])
    return accounts

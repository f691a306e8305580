"""How one household becomes part of another: whoever lives there moves over, its accounts close, its file stays."""

import datetime
from dataclasses import dataclass

from households.models import AccountState, Finding, Household, Member, MemberState, PayeeAccount
from households.services.rows import MEMBER_FIELDS
from yuping.core import clock

OTHER_RELATION, TAKEN_IN, MOVED_OUT, LEFT_OTHERWISE = "99", "5", "3", "99"
LIVE_ACCOUNT = (AccountState.PROPOSED, AccountState.VERIFIED)


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the people and accounts of a household that was taken in."""

    moved: list[Member]
    accounts: list[PayeeAccount]


def join_households(leaving: Household, staying: Household, *, date: datetime.date, reason: str) -> Joined:
    """Both are locked by the verb this is part of. Nothing is deleted: the file left names the one that took it in."""
    joined = Joined(_move_over(leaving, staying, date), _close_accounts(leaving, reason))
    leaving.state, leaving.left_on, leaving.merged_into = "merged", date, staying
    leaving.save(update_fields=["state", "left_on", "merged_into"])
    Finding.unguarded.filter(household=leaving).exclude(state="closed").update(state="closed", closed_on=date)
    return joined


def leave(members: list[Member], date: datetime.date, *, state: str, kind: str) -> None:
    """They leave that day, or the day they came where that is later."""
    for row in members:
        row.state, row.leave_kind, row.left_on = state, kind, max(date, row.joined_on)
        row.save(update_fields=["state", "leave_kind", "left_on"])


def _move_over(leaving: Household, staying: Household, date: datetime.date) -> list[Member]:
    living = list(leaving.members.select_for_update().filter(state=MemberState.LIVING_HERE).order_by("pk"))
    leave(living, date, state=MemberState.MOVED_OUT, kind=MOVED_OUT)
    moved = [_taken_in(row, staying, date) for row in living]
    for row in moved:
        row.save(force_insert=True)
    return moved


def _taken_in(row: Member, staying: Household, date: datetime.date) -> Member:
    """The person as a member of the other household; the relation to its head is for the cadre to enter."""
    values = {name: getattr(row, name) for name in MEMBER_FIELDS}
    for name in ("id_number", "phone"):
        values[name] = values[name].open() if values[name] else None
    values |= {"is_head": False, "relation": OTHER_RELATION, "state": MemberState.LIVING_HERE, "leave_kind": ""}
    values |= {"joined_on": max(date, staying.registered_on), "join_kind": TAKEN_IN, "left_on": None}
    return Member(household=staying, village_id=staying.village_id, **values)


def _close_accounts(leaving: Household, reason: str) -> list[PayeeAccount]:
    """The accounts are free for the household that stays; what waits is refused."""
    accounts = list(PayeeAccount.unguarded.filter(household=leaving, state__in=LIVE_ACCOUNT).order_by("pk"))
    for account in accounts:
        account.state = AccountState.CLOSED if account.state == AccountState.VERIFIED else AccountState.REFUSED
        account.closed_on, account.reason = clock.today(), reason[:200]
        account.save(update_fields=["state", "closed_on", "reason"])
    return accounts

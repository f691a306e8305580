"""The verb that ends a household's file at once (extinct, moved out), and the change itself as other verbs make it.

Exit, return, removal and watching are decided at the end of a procedure: ``services.adjustments``.
"""

import datetime

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Greatest

from households.models import EventState, Household, HouseholdState, HouseholdYear, LifeEvent, MemberState, StatusChange
from households.policy.status import (
    DIRECT,
    ENDING,
    LEFT_WITH_FILE,
    Change,
    Flag,
    reasons_against,
)
from households.services.file_facts import facts_of
from households.services.leaving import leave_file
from households.services.loading import household_for, not_in_future
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, PolicyRefused
from yuping.core.text import clean_line

CHANGE = "households.change_status"


def change_status(*, actor: User, household_id: int, kind: str, date: datetime.date, reason: str) -> StatusChange:
    """End the file as of a day: extinct or moved out. Raises PolicyRefused with every reason against it, BadInput."""
    with transaction.atomic():
        household = household_for(actor, CHANGE, household_id)
        not_in_future(date)
        reason = clean_line(reason, max_length=500)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        if date < household.registered_on:
            raise BadInput("households.event_before_registration", field="date")
        if kind not in DIRECT:
            raise BadInput("households.status_needs_procedure", field="kind")
        _refuse_too_early(household, date)
        record = household.householdyears.select_for_update().filter(year=date.year).first()
        if reasons := reasons_against(kind, facts_of(household, on=date)):
            raise PolicyRefused("households.status_refused", reasons=reasons)
        change = apply_change(actor, household, record, kind=kind, date=date, reason=reason)
        record_act(
            actor=actor,
            verb=CHANGE,
            obj=household,
            area_code=household.village_id,
            reason=reason,
            facts={"kind": kind, "date": date, "state": household.state},
            wrote=[change],
        )
        return change


def _refuse_too_early(household: Household, date: datetime.date) -> None:
    """A household was on file for a day at least, and does not leave before somebody who still lives there came."""
    if date <= household.registered_on:
        raise BadInput("households.gone_as_registered", field="date", day=household.registered_on)
    came = household.members.filter(state=MemberState.LIVING_HERE).aggregate(day=Max("joined_on"))["day"]
    if came is not None and date < came:
        raise BadInput("households.gone_before_arrival", field="date", day=came)


def apply_change(
    actor: User,
    household: Household,
    record: HouseholdYear | None,
    *,
    kind: str,
    date: datetime.date,
    reason: str,
    return_cause: str = "",
    year: int | None = None,
) -> StatusChange:
    """Write the change: the flag of the year and of files already made for later ones, or the end of the file.

    ``year`` is that of the yearly adjustment to which the change belongs, where it was decided after the new year.
    """
    year = year or date.year
    before = (household.state, record.exit_flag if record else "")
    if kind in ENDING or (kind == Change.RISK_ENDED and household.never_registered):
        _end_file(actor, household, Change(kind), date, reason)
    elif kind in {Change.EXITED, Change.RETURNED}:
        others = household.householdyears.select_for_update().filter(year__gte=year).exclude(pk=record.pk)
        for one in (record, *others):
            _flag(one, kind, year, return_cause)
    return StatusChange.objects.create(
        household=household,
        village_id=household.village_id,
        kind=kind,
        year=year,
        date=date,
        reason=reason,
        state_before=before[0],
        state_after=household.state,
        exit_flag_before=before[1],
        exit_flag_after=record.exit_flag if record else "",
        recorded_by=actor,
    )


def _end_file(actor: User, household: Household, change: Change, date: datetime.date, reason: str) -> None:
    """Who lives there leaves with the file, so that he can be registered elsewhere; what was open about it is over.

    A household that was only watched has no file any more once its risk is over; it can be identified as any other.
    """
    leave_file(household, state=ENDING.get(change, HouseholdState.WATCH_OVER), date=date)
    if change in LEFT_WITH_FILE:
        state, kind = LEFT_WITH_FILE[change]
        day = Greatest(F("joined_on"), Value(date))
        living = household.members.filter(state=MemberState.LIVING_HERE)
        living.update(state=state, leave_kind=kind, left_on=day)
    LifeEvent.unguarded.filter(household=household, state=EventState.OPEN).update(
        state=EventState.SETTLED, settled_on=clock.today(), settled_by=actor, settlement=reason
    )


def _flag(record: HouseholdYear, kind: str, year: int, return_cause: str) -> None:
    if kind == Change.EXITED:
        record.exit_flag, record.exit_year = Flag.EXITED, year
        record.save(update_fields=["exit_flag", "exit_year"])
        return
    record.exit_flag, record.return_year, record.return_cause = Flag.RETURNED, year, return_cause
    record.save(update_fields=["exit_flag", "return_year", "return_cause"])

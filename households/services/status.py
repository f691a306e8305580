"""The verb that ends a household's file at once (extinct, moved out), and the change itself as other verbs make it.

Exit, return, removal and watching are decided at the end of a procedure: ``services.adjustments``.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Greatest

from households.models import EventState, Household, HouseholdState, HouseholdYear, LifeEvent, MemberState, StatusChange
from households.policy import RULES, doubts_of, year_file
from households.policy.status import (
    DIRECT,
    ENDING,
    LEFT_WITH_FILE,
    Change,
    Flag,
    Income,
    StatusFacts,
    incomes_tested,
    reasons_against,
)
from households.reference import poverty_line
from households.services.leaving import leave_file
from households.services.loading import household_for, not_in_future
from households.services.opening import flagged_since
from households.services.reading import stored_households
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
        if reasons := reasons_against(kind, facts_of(household, record, on=date)):
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


def facts_of(
    household: Household, record: HouseholdYear | None, *, on: datetime.date, purpose: str = "exit"
) -> StatusFacts:
    """What the rules ask of the file on a day: of the year's record, and of the record that holds the income tested."""
    living = household.members.filter(state="living_here").count()
    if record is None:
        last = household.householdyears.order_by("-year").first()
        flag = last.exit_flag if last else Flag.POOR
        return StatusFacts(flag=flag, has_record=False, since=flagged_since(last), living=living)
    stored = stored_households([household], year=record.year)[0]
    idle = doubts_of(year_file(stored, stored.years[0]), [RULES["child_not_at_school"]])
    wanted = incomes_tested(on)
    incomes = _incomes_of(household, wanted, purpose)
    return StatusFacts(
        flag=record.exit_flag,
        has_record=True,
        since=flagged_since(record),
        income=incomes[0] if incomes else None,
        older=incomes[1] if len(incomes) > 1 else None,
        awaited=None if incomes and incomes[0].year == wanted[0] else wanted[0],
        unsafe_house=record.unsafe_house,
        safe_water=record.safe_water,
        children_out_of_school=len(list(idle)),
        living=living,
    )


def _incomes_of(household: Household, years: Sequence[int], purpose: str) -> list[Income]:
    """The incomes of these years that are on file; that of a year stands in the next year's record.

    Where nothing of it was entered the income is not known.
    """
    records = household.householdyears.filter(year__in=[year + 1 for year in years])
    per_head = {record.year: record.per_head_net_income if record.has_income else None for record in records}
    return [
        Income(year, per_head[year + 1], poverty_line(year, purpose=purpose)) for year in years if year + 1 in per_head
    ]


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

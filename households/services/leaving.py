"""The end of a household's file, in one place for every way in which it ends: what was open about it is over."""

import datetime

from django.db.models import F, Value
from django.db.models.functions import Greatest

from households.models import Finding, Household, Pairing


def leave_file(household: Household, *, state: str, date: datetime.date, merged_into: Household | None = None) -> None:
    """The file ends that day: its findings are closed, and the cadre's charge ends, so that nobody waits for a visit.

    A cadre who took charge later than that day, or whose hand-over still waits, was in charge for a day at most.
    """
    household.state, household.left_on, household.merged_into = state, date, merged_into
    household.save(update_fields=["state", "left_on", "merged_into"])
    Finding.unguarded.filter(household=household).exclude(state="closed").update(state="closed", closed_on=date)
    charges = Pairing.unguarded.filter(household=household, to_on__isnull=True)
    charges.update(to_on=Greatest(F("from_on"), Value(date)))

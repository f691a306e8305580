"""The verb that saves a household's answers of a year."""

from django.db import transaction

from households.facts import HouseholdYearFacts
from households.models import Household, HouseholdYear
from households.policy import check_year
from households.services.checking import lists
from households.services.findings import update_findings
from households.services.loading import household_for
from households.services.rows import household_year_row, year_values
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, PolicyRefused

SAVE_YEAR = "households.save_household_year"
# These change by a recorded change of status alone.
STATUS_FIELDS = ("exit_flag", "exit_year", "return_year", "return_cause")


def save_household_year(*, actor: User, household_id: int, year: HouseholdYearFacts, reason: str = "") -> HouseholdYear:
    """Save the answers of a year; earlier years stay. Exit and return stay as the changes of status left them.

    Raises PolicyRefused with every reason; BadInput when the dividend differs from the paid one without a reason.
    """
    with transaction.atomic():
        household = household_for(actor, SAVE_YEAR, household_id)
        if problems := check_year(year, today=clock.today(), lists=lists):
            raise PolicyRefused("households.refused", reasons=problems)
        record = household.householdyears.select_for_update().filter(year=year.year).first()
        record, changed = _changed(record, year, reason) if record else _begun(household, year)
        update_findings([household])
        record_act(
            actor=actor,
            verb=SAVE_YEAR,
            obj=household,
            area_code=household.village_id,
            reason=reason,
            facts={"year": year.year, "changed": changed},
        )
        return record


def _changed(record: HouseholdYear, year: HouseholdYearFacts, reason: str) -> tuple[HouseholdYear, list[str]]:
    recorded = record.dividends_recorded
    if recorded and year.dividend_income not in {recorded, record.dividend_income} and not reason.strip():
        raise BadInput("households.reason_for_dividend", field="dividend_income", recorded=recorded)
    values = {name: value for name, value in year_values(year).items() if name not in STATUS_FIELDS}
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        record.save(update_fields=changed)
    return record, changed


def _begun(household: Household, year: HouseholdYearFacts) -> tuple[HouseholdYear, list[str]]:
    record = household_year_row(year, household)
    before = household.householdyears.filter(year__lt=year.year).order_by("-year").first()
    if before is not None:
        for name in STATUS_FIELDS:
            setattr(record, name, getattr(before, name))
    record.save(force_insert=True)
    return record, ["year"]

"""The verb that saves households' answers of years."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from households.facts import HouseholdYearFacts
from households.models import Household, HouseholdYear
from households.policy import Problem, check_year
from households.policy.refusals import refused
from households.services.checking import lists
from households.services.findings import update_findings
from households.services.loading import households_for
from households.services.rows import household_year_row, year_values
from households.services.splitting import records_to_begin_with
from villages.services.loading import area_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.copying import copy_rows
from yuping.core.errors import PolicyRefused
from yuping.core.vault import digest_of

# A record, and the columns that were changed.
Recorded = tuple[HouseholdYear, list[str]]
SAVE_YEAR = "households.save_household_year"
# These change by a recorded change of status alone.
STATUS_FIELDS = ("exit_flag", "exit_year", "return_year", "return_cause")


@dataclass(frozen=True, slots=True)
class YearRow:
    """A household's answers of a year, to be saved."""

    household_id: int
    facts: HouseholdYearFacts


def save_household_year(*, actor: User, household_id: int, year: HouseholdYearFacts, reason: str = "") -> HouseholdYear:
    """Save the answers of one year; see ``save_household_years``."""
    return save_household_years(actor=actor, rows=[YearRow(household_id, year)], reason=reason)[0]


def save_household_years(*, actor: User, rows: Sequence[YearRow], reason: str = "") -> list[HouseholdYear]:
    """Save answers of years, all or none; earlier years stay. Exit and return stay as changes of status left them.

    Raises PolicyRefused with every reason; one is a dividend that differs from the paid one and is not explained.
    """
    with transaction.atomic():
        households = households_for(actor, SAVE_YEAR, [row.household_id for row in rows])
        stored = _stored(rows)
        if problems := [one for row in rows for one in _against(row, stored[row.household_id], reason)]:
            raise PolicyRefused("households.refused", reasons=problems)
        # Of a household that was split off, the first record goes on from that of the one it came from.
        origins = records_to_begin_with([row.household_id for row in rows if not stored[row.household_id]])
        records = [
            _as_given(row, households[row.household_id], stored[row.household_id])
            if stored[row.household_id]
            else (_begun(households[row.household_id], row.facts, origins.get(row.household_id)), [])
            for row in rows
        ]
        copy_rows([record for record, _changed in records if record.pk is None])
        for record, changed in records:
            if changed:
                record.save(update_fields=changed)
        update_findings(list(households.values()))
        record_act(
            actor=actor,
            verb=SAVE_YEAR,
            obj=households[rows[0].household_id],
            area_code=area_of(household.village_id for household in households.values()),
            reason=reason,
            facts=_audit_facts(rows, records),
        )
        return [record for record, _changed in records]


def judge_year(*, actor: User, household_id: int, year: HouseholdYearFacts, reason: str = "") -> list[Problem]:
    """Everything for which these answers would not be saved, as far as they could be read; writes nothing."""
    records = HouseholdYear.objects.actionable_by(actor, SAVE_YEAR).filter(household=household_id, year=year.year)
    return _against(YearRow(household_id, year), {record.year: record for record in records}, reason)


def _against(row: YearRow, stored: Mapping[int, HouseholdYear], reason: str) -> list[Problem]:
    found = check_year(row.facts, today=clock.today(), lists=lists)
    record = stored.get(row.facts.year)
    recorded = record.dividends_recorded if record else None
    told = row.facts.dividend_income
    if recorded and told not in {recorded, record.dividend_income} and not reason.strip():
        found.append(refused("households.reason_for_dividend", "dividend_income", recorded=recorded))
    return found


def _audit_facts(rows: Sequence[YearRow], records: Sequence[Recorded]) -> dict[str, object]:
    changed = sorted({name for _record, names in records for name in names}) or ["year"]
    facts = {"year": rows[0].facts.year, "changed": changed}
    return facts if len(rows) == 1 else facts | {"count": len(rows), "digest": digest_of(str(rows))}


def _stored(rows: Sequence[YearRow]) -> dict[int, dict[int, HouseholdYear]]:
    """Every record of the households, by household and year, locked."""
    found: dict[int, dict[int, HouseholdYear]] = defaultdict(dict)
    ids = {row.household_id for row in rows}
    for record in HouseholdYear.unguarded.select_for_update().filter(household__in=ids).order_by("pk"):
        found[record.household_id][record.year] = record
    return found


def _as_given(row: YearRow, household: Household, stored: Mapping[int, HouseholdYear]) -> Recorded:
    """The record as it will stand, and the columns of a stored one that differ."""
    year = row.facts
    record = stored.get(year.year)
    if record is None:
        earlier = [before for before in stored if before < year.year]
        return _begun(household, year, stored[max(earlier)] if earlier else None), []
    values = {name: value for name, value in year_values(year).items() if name not in STATUS_FIELDS}
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    return record, changed


def correct_answers(record: HouseholdYear, year: HouseholdYearFacts, problems: Sequence[Problem]) -> None:
    """Part of other verbs: a stored record answers as a decision leaves it, its rules read anew.

    Raises PolicyRefused with the ``problems`` that the form would tell of these answers.
    """
    if problems:
        raise PolicyRefused("households.refused", reasons=problems)
    values = {name: value for name, value in year_values(year).items() if name not in STATUS_FIELDS}
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        record.save(update_fields=changed)
        update_findings([record.household])


def _begun(household: Household, year: HouseholdYearFacts, before: HouseholdYear | None) -> HouseholdYear:
    """A record of a new year; exit and return are those of the record before it."""
    record = household_year_row(year, household)
    if before is not None:
        for name in STATUS_FIELDS:
            setattr(record, name, getattr(before, name))
    return record

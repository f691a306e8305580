"""Verbs on the effects of the assistance: recording the income of a quarter, and correcting it with a reason."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from households.effects import KINDS_OF_INCOME
from households.models import QUARTERS, Household, HouseholdQuarter
from households.services.loading import household_for, households_for
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.money import ZERO
from yuping.core.text import clean_line

RECORD = "households.record_quarter"
CORRECT = "households.correct_quarter"
FIRST_YEAR = 2013


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterIncome:
    """Income of a quarter by kind, in yuan."""

    wage_income: Decimal = ZERO
    business_income: Decimal = ZERO
    property_income: Decimal = ZERO
    transfer_income: Decimal = ZERO


def record_quarter(
    *, actor: User, household_id: int, year: int, quarter: int, income: QuarterIncome, reason: str = ""
) -> HouseholdQuarter:
    """Record a quarter that has begun. Raises BadInput, NotAllowedNow for one that is recorded already."""
    with transaction.atomic():
        household = household_for(actor, RECORD, household_id)
        _refuse_no_quarter(year, quarter)
        row = _quarter_of(actor, household, year, quarter, income)
        _insert_quarters([row])
        _record(actor, RECORD, row, reason)
        return row


def record_quarters(
    *, actor: User, year: int, quarter: int, incomes: Mapping[int, QuarterIncome], reason: str = ""
) -> list[HouseholdQuarter]:
    """Record one quarter for several households by their ids, all or none; see ``record_quarter``."""
    with transaction.atomic():
        households = households_for(actor, RECORD, incomes)
        _refuse_no_quarter(year, quarter)
        rows = [_quarter_of(actor, households[pk], year, quarter, income) for pk, income in incomes.items()]
        _insert_quarters(rows)
        record_act(
            actor=actor,
            verb=RECORD,
            obj=rows[0],
            area_code=area_of(row.village_id for row in rows),
            reason=reason,
            facts={
                "year": year,
                "quarter": quarter,
                "count": len(rows),
                "digest": digest_of_rows((row.household_id, *_amounts_of(row)) for row in rows),
            },
        )
        return rows


def correct_quarter(*, actor: User, quarter_id: int, income: QuarterIncome, reason: str) -> HouseholdQuarter:
    """Correct the amounts of a quarter; the earlier ones stay in the history. Raises BadInput without a reason."""
    with transaction.atomic():
        found = HouseholdQuarter.objects.actionable_by(actor, CORRECT).get(pk=quarter_id)
        household_for(actor, CORRECT, found.household_id)
        row = HouseholdQuarter.objects.for_action(actor, CORRECT).get(pk=quarter_id)
        reason = clean_line(reason, max_length=500)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        for name, amount in _amounts(income).items():
            setattr(row, name, amount)
        row.save(update_fields=KINDS_OF_INCOME)
        _record(actor, CORRECT, row, reason)
        return row


def _quarter_of(actor: User, household: Household, year: int, quarter: int, income: QuarterIncome) -> HouseholdQuarter:
    return HouseholdQuarter(
        household=household,
        village_id=household.village_id,
        year=year,
        quarter=quarter,
        recorded_by=actor,
        **_amounts(income),
    )


def _insert_quarters(rows: list[HouseholdQuarter]) -> None:
    try:
        with transaction.atomic():
            HouseholdQuarter.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        raise NotAllowedNow("households.quarter_recorded_already") from error


def _amounts_of(row: HouseholdQuarter) -> list[Decimal]:
    return [getattr(row, name) for name in KINDS_OF_INCOME]


def _amounts(income: QuarterIncome) -> dict[str, Decimal]:
    amounts = {name: getattr(income, name) for name in KINDS_OF_INCOME}
    for name, amount in amounts.items():
        if amount < 0:
            raise BadInput("households.out_of_range", field=name)
    return amounts


def _refuse_no_quarter(year: int, quarter: int) -> None:
    if quarter not in QUARTERS:
        raise BadInput("households.out_of_range", field="quarter")
    if year < FIRST_YEAR:
        raise BadInput("households.out_of_range", field="year")
    if year > clock.today().year or datetime.date(year, 3 * quarter - 2, 1) > clock.today():
        raise BadInput("households.future_quarter", field="quarter")


def _record(actor: User, verb: str, row: HouseholdQuarter, reason: str) -> None:
    facts = {"year": row.year, "quarter": row.quarter}
    record_act(actor=actor, verb=verb, obj=row, area_code=row.village_id, reason=reason, facts=facts)

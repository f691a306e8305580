"""What a paid dividend writes into the household files: item 资产收益扶贫分红收入 of the file of the year after."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F, QuerySet

from households.models import Household, HouseholdYear
from households.querysets import WHOLE_HOUSEHOLD
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.copying import copy_rows
from yuping.core.errors import BadInput

RECORD = "households.record_dividend_income"


def record_dividend_income(*, actor: User, file_year: int, amounts: Mapping[int, Decimal]) -> int:
    """Add paid dividends (yuan by household) to the files of ``file_year``; a file not begun yet is begun.

    Called by the verb that settles a batch, inside its transaction. ``dividends_recorded`` keeps what this system
    paid, so that a later correction by hand shows as a difference. Returns the number of households.
    Raises BadInput when a household lies outside the person's area.
    """
    with transaction.atomic():
        households = (
            Household.objects.actionable_by(actor, RECORD)
            .filter(pk__in=list(amounts))
            .annotate(living=Count("members", filter=WHOLE_HOUSEHOLD))
        )
        found = {household.pk: household for household in households}
        if found.keys() != amounts.keys():
            raise BadInput("household_outside_area", field="households")
        files = HouseholdYear.objects.actionable_by(actor, RECORD).filter(year=file_year, household__in=list(amounts))
        begun = set(files.values_list("household_id", flat=True))
        _add(files, {pk: amount for pk, amount in amounts.items() if pk in begun})
        copy_rows(
            [
                HouseholdYear(
                    household=found[pk],
                    village_id=found[pk].village_id,
                    year=file_year,
                    population_end=found[pk].living,
                    dividend_income=amount,
                    dividends_recorded=amount,
                )
                for pk, amount in sorted(amounts.items())
                if pk not in begun
            ]
        )
        if found:
            record_act(
                actor=actor,
                verb=RECORD,
                obj=next(iter(found.values())),
                facts={"households": len(amounts), "total": sum(amounts.values()), "file_year": file_year},
            )
    return len(amounts)


def _add(files: QuerySet[HouseholdYear], amounts: Mapping[int, Decimal]) -> None:
    """One statement for each amount that occurs: the dividend of a scheme is the same for nearly all."""
    for amount in sorted(set(amounts.values())):
        same = [pk for pk, paid in amounts.items() if paid == amount]
        files.filter(household__in=same).update(
            dividend_income=F("dividend_income") + amount, dividends_recorded=F("dividends_recorded") + amount
        )

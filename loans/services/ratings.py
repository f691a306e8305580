"""Lenders and credit ratings."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from households.models import Household
from loans import policy
from loans.models import CreditRating, Lender
from loans.services.eligibility import product_on
from loans.services.trail import day_of, record_list
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput


def register_lender(*, actor: User, code: str, name: str, contact: str = "", phone: str = "") -> Lender:
    """Add a lender. The code (capital letters and digits) names it in contract numbers and in the books."""
    permission = "loans.register_lender"
    with transaction.atomic():
        access.require(actor, permission)
        lender = Lender(code=code.strip().upper(), name=name.strip(), contact=contact, phone=phone)
        lender.full_clean()
        lender.save(force_insert=True)
        record_act(actor=actor, verb=permission, obj=lender, facts={"code": lender.code})
    return lender


@dataclass(frozen=True)
class RatedHousehold:
    """What the village committee found: grade and limit in yuan."""

    household_id: int
    grade: str
    limit: Decimal
    score: int | None = None


def rate_credit(
    *,
    actor: User,
    lender_id: int,
    ratings: Sequence[RatedHousehold],
    on: datetime.date | None = None,
    valid_years: int | None = None,
    committee: str = "",
) -> list[CreditRating]:
    """Record the committee's ratings (评级授信), valid up to the product's longest term.

    Raises BadInput for a limit or validity beyond the product, Household.DoesNotExist for a household out of reach.
    """
    permission = "loans.rate_credit"
    with transaction.atomic():
        rated_on = day_of(on)
        terms = product_on(rated_on).terms
        lender = Lender.objects.get(pk=lender_id)
        years = terms.max_years if valid_years is None else valid_years
        if not 1 <= years <= terms.max_years:
            raise BadInput("term_out_of_range", field="valid_years")
        if any(not 0 <= row.limit <= terms.max_amount for row in ratings):
            raise BadInput("amount_out_of_range", field="limit")
        villages = villages_of(actor, permission, [row.household_id for row in ratings])
        until = policy.add_years(rated_on, years) - datetime.timedelta(days=1)
        rows = CreditRating.objects.bulk_create(
            [
                CreditRating(
                    household_id=row.household_id,
                    village_id=villages[row.household_id],
                    lender=lender,
                    grade=row.grade,
                    score=row.score,
                    limit=row.limit,
                    committee=committee,
                    rated_on=rated_on,
                    valid_until=until,
                    recorded_by=actor,
                )
                for row in ratings
            ],
            batch_size=1000,
        )
        record_list(actor, permission, rows, facts={"on": str(rated_on), "until": str(until)})
    return rows


def villages_of(actor: User, permission: str, household_ids: Sequence[int]) -> dict[int, str]:
    """Village codes by household, locked for the verb; raises Household.DoesNotExist when one is out of reach."""
    if not household_ids:
        raise BadInput("nothing_chosen")
    rows = Household.objects.for_action(actor, permission).filter(pk__in=household_ids).order_by("pk")
    found = dict(rows.values_list("pk", "village_id"))
    if len(found) != len(set(household_ids)):
        raise Household.DoesNotExist
    return found

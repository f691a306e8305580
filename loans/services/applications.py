"""Applying for loans, for a list of households."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from households.models import Household
from loans.models import Lender, Loan, LoanProduct
from loans.policy import Earlier
from loans.services.eligibility import Application, Facts, product_on
from loans.services.trail import Outcome, Step, day_of, record_list, write_steps
from yuping.accounts.models import User
from yuping.core.errors import BadInput

PERMISSION = "loans.apply_for_loan"


def apply_for_loan(
    *, actor: User, lender_id: int, applications: Sequence[Application], on: datetime.date | None = None
) -> Outcome:
    """Enter the applications that the rules allow; the others come back with every reason, by household.

    Raises PolicyRefused when none is allowed, Household.DoesNotExist for a household out of reach.
    """
    with transaction.atomic():
        applied_on = day_of(on)
        product = product_on(applied_on)
        lender = Lender.objects.get(pk=lender_id, active=True)
        households = _locked(actor, [row.household_id for row in applications])
        facts = Facts(actor, PERMISSION, households)
        loans, kept, refused = [], [], {}
        for row in applications:
            household = households[row.household_id]
            reasons = facts.reasons(household, row, product=product, on=applied_on)
            if reasons:
                refused[row.household_id] = reasons
                continue
            loans.append(_new(actor, household, row, product=product, lender=lender, on=applied_on))
            kept.append(facts.stored(household, row, product=product, on=applied_on))
            facts.add(household.pk, Earlier(row.kind, row.amount))
        Outcome([1 for _ in loans], refused).or_raise()
        Loan.objects.bulk_create(loans, batch_size=1000)
        by_loan = {loan.pk: stored for loan, stored in zip(loans, kept, strict=True)}
        amounts = {loan.pk: loan.applied_amount for loan in loans}
        write_steps(actor, Step("apply", applied_on), loans, amounts=amounts, facts=by_loan)
        record_list(actor, PERMISSION, loans, facts={"product": product.code, "refused": len(refused)})
    return Outcome([loan.pk for loan in loans], refused)


def _locked(actor: User, ids: Sequence[int]) -> dict[int, Household]:
    if not ids:
        raise BadInput("nothing_chosen")
    rows = Household.objects.for_action(actor, PERMISSION).filter(pk__in=ids).order_by("pk").defer("phone")
    found = {household.pk: household for household in rows}
    if len(found) != len(set(ids)):
        raise Household.DoesNotExist
    return found


def _new(
    actor: User,
    household: Household,
    row: Application,
    *,
    product: LoanProduct,
    lender: Lender,
    on: datetime.date,
) -> Loan:
    return Loan(
        product=product,
        household=household,
        village_id=household.village_id,
        borrower_id=row.borrower_id,
        lender=lender,
        kind=row.kind,
        purpose=row.purpose,
        cap=product.max_amount,
        applied_amount=row.amount,
        years=row.years,
        capacity_confirmed=row.capacity_confirmed,
        applied_on=on,
        applied_by=actor,
    )

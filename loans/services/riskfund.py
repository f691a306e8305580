"""The risk deposit: paid in, bank interest, compensation of a defaulted loan, recovery."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from loans import policy
from loans.models import Lender, Loan, MovementKind, Payer, Repayment, RiskFundMovement
from loans.models.riskfund import OF_A_LOAN
from loans.services.books import RiskBook, county_of
from loans.services.repayments import post_repayments
from loans.services.trail import Step, day_of, write_steps
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, PolicyRefused
from yuping.core.money import to_fen
from yuping.ledger.services import post

PERMISSION = "loans.record_risk_fund"
TEXTS = {
    MovementKind.DEPOSIT: _("Risk deposit paid in"),
    MovementKind.INTEREST: _("Bank interest on the risk deposit"),
    MovementKind.COMPENSATION: _("Compensation paid from the risk deposit"),
    MovementKind.RECOVERY: _("Recovered for the risk deposit"),
}


def record_risk_fund(
    *,
    actor: User,
    kind: str,
    amount: Decimal,
    lender_id: int,
    date: datetime.date | None = None,
    loan_id: int | None = None,
    document: str = "",
    note: str = "",
) -> RiskFundMovement:
    """Record one movement in yuan and post it. Compensation also repays the loan, as paid by the county.

    Raises PolicyRefused with every reason: a compensation only for an overdue loan, once, up to what is owed and to
    what the deposit holds; a recovery up to what was compensated.
    """
    with transaction.atomic():
        access.require(actor, PERMISSION)
        on, amount = day_of(date), to_fen(amount)
        lender = Lender.objects.select_for_update().get(pk=lender_id)
        loan = _loan(actor, kind, loan_id, lender)
        _require(kind, amount, on, lender, loan)
        movement = RiskFundMovement.objects.create(
            lender=lender,
            kind=kind,
            amount=amount,
            date=on,
            loan=loan,
            document=document,
            note=note,
            recorded_by=actor,
        )
        village = loan.village_id if loan else ""
        post(
            actor=actor,
            key=f"loans.riskfundmovement:{movement.pk}",
            date=on,
            text=TEXTS[MovementKind(kind)],
            source=movement,
            sides=RiskBook(county_of(actor, PERMISSION), lender).sides(kind, amount, village),
        )
        if loan is not None:
            _on_the_loan(actor, loan, movement)
        facts = {"kind": kind, "amount": str(amount), "lender": lender.code, "document": document}
        record_act(actor=actor, verb=PERMISSION, obj=movement, area_code=village, reason=note, facts=facts)
    return movement


def _loan(actor: User, kind: str, loan_id: int | None, lender: Lender) -> Loan | None:
    if kind not in MovementKind.values:
        raise BadInput("movement_kind", field="kind")
    if (kind in OF_A_LOAN) != (loan_id is not None):
        raise BadInput("loan_needed" if kind in OF_A_LOAN else "loan_not_wanted", field="loan_id")
    if loan_id is None:
        return None
    loan = Loan.objects.for_action(actor, PERMISSION).select_related("product").get(pk=loan_id)
    if loan.lender_id != lender.pk:
        raise BadInput("loan_of_another_lender", field="loan_id")
    return loan


def _require(kind: str, amount: Decimal, on: datetime.date, lender: Lender, loan: Loan | None) -> None:
    reasons = [] if amount > 0 else ["amount_out_of_range"]
    moved = RiskFundMovement.objects.all_areas(reason="the whole deposit of the lender").filter(lender=lender)
    if kind == MovementKind.COMPENSATION and loan is not None:
        reasons += policy.reasons_against_compensation(_claim(loan, on), amount, on, loan.product.terms)
        if amount > min(moved.balance(on), moved.balance(day_of(None))):
            reasons.append("deposit_too_small")
    if kind == MovementKind.RECOVERY:
        of_loan = moved.filter(loan=loan)
        paid = sum(row.amount for row in of_loan.filter(kind=MovementKind.COMPENSATION))
        back = sum(row.amount for row in of_loan.filter(kind=MovementKind.RECOVERY))
        if amount > paid - back:
            reasons.append("above_compensation")
    if reasons:
        raise PolicyRefused("risk_fund_refused", reasons=reasons)


def _claim(loan: Loan, on: datetime.date) -> policy.Claim:
    rows = Loan.objects.all_areas(reason="the loan just locked").filter(pk=loan.pk)
    movements = RiskFundMovement.objects.all_areas(reason="the loan just locked").filter(loan=loan)
    return policy.Claim(
        state=loan.state,
        due_on=loan.due_on,
        outstanding=rows.with_outstanding(day_of(None)).get().outstanding,
        compensated=movements.filter(kind=MovementKind.COMPENSATION).exists(),
    )


def _on_the_loan(actor: User, loan: Loan, movement: RiskFundMovement) -> None:
    """The loan's own trail; a compensation is the county's repayment of its principal."""
    if movement.kind == MovementKind.COMPENSATION:
        repayment = Repayment.objects.create(
            loan=loan,
            village_id=loan.village_id,
            date=movement.date,
            payer=Payer.COUNTY,
            principal=movement.amount,
            movement=movement,
            recorded_by=actor,
        )
        post_repayments(actor, PERMISSION, [repayment])
    write_steps(actor, Step(movement.kind, movement.date), [loan], amounts={loan.pk: movement.amount})

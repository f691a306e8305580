"""Principal and interest that came back to the lender."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from loans import workflow
from loans.models import Lender, Loan, Payer, Repayment
from loans.services.books import LoanBook, by_village, county_of
from loans.services.trail import Step, day_of, record_list, write_steps
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.money import ZERO, to_fen
from yuping.ledger.services import post


@dataclass(frozen=True)
class Back:
    """What came back of one loan, in yuan."""

    loan_id: int
    principal: Decimal = ZERO
    interest: Decimal = ZERO


def record_repayment(
    *, actor: User, rows: Sequence[Back], payer: str, on: datetime.date | None = None, note: str = ""
) -> list[Repayment]:
    """Record repayments of one day by household or enterprise: all or none.

    Raises PolicyRefused with the reasons by loan (not drawn, more than is owed), Loan.DoesNotExist out of reach.
    The county pays through ``record_risk_fund``.
    """
    permission = "loans.record_repayment"
    with transaction.atomic():
        step = Step("repay", day_of(on), note)
        if payer not in (Payer.HOUSEHOLD, Payer.ENTERPRISE):
            raise BadInput("payer_unknown", field="payer")
        loans = _drawn(actor, permission, rows, step.date)
        repayments = Repayment.objects.bulk_create(
            [
                Repayment(
                    loan=loans[row.loan_id],
                    village_id=loans[row.loan_id].village_id,
                    date=step.date,
                    payer=payer,
                    principal=to_fen(row.principal),
                    interest=to_fen(row.interest),
                    note=note,
                    recorded_by=actor,
                )
                for row in rows
            ],
            batch_size=1000,
        )
        post_repayments(actor, permission, repayments)
        write_steps(
            actor, step, list(loans.values()), amounts={row.loan_id: row.principal + row.interest for row in rows}
        )
        total = sum((row.principal for row in repayments), ZERO)
        record_list(actor, permission, repayments, reason=note, facts={"payer": payer, "principal": str(total)})
    return repayments


def reverse_repayment(*, actor: User, repayment_id: int, reason: str) -> Repayment:
    """Take back a repayment that was entered by mistake: an entry of the same day with the opposite amounts."""
    permission = "loans.reverse_repayment"
    with transaction.atomic():
        wrong = Repayment.objects.actionable_by(actor, permission).get(pk=repayment_id)
        wrong.loan = Loan.objects.for_action(actor, permission).get(pk=wrong.loan_id)
        if not reason.strip():
            raise BadInput("reason_needed", field="reason")
        if wrong.reverses_id or wrong.movement_id or wrong.loan.state != workflow.DRAWN or _reversed(wrong):
            raise NotAllowedNow("not_reversible")
        back = Repayment.objects.create(
            loan=wrong.loan,
            village_id=wrong.village_id,
            date=wrong.date,
            payer=wrong.payer,
            principal=-wrong.principal,
            interest=-wrong.interest,
            note=reason,
            reverses=wrong,
            recorded_by=actor,
        )
        post_repayments(actor, permission, [back])
        write_steps(actor, Step("reverse", day_of(None), reason), [wrong.loan])
        record_list(actor, permission, [back], reason=reason, facts={"reverses": wrong.pk})
    return back


def post_repayments(actor: User, permission: str, repayments: Sequence[Repayment]) -> None:
    """The journal of the loans for repayments of one day: a sum for each village, an entry for each lender."""
    county = county_of(actor, permission)
    lenders = Lender.objects.in_bulk({row.loan.lender_id for row in repayments})
    for lender in lenders.values():
        rows = [row for row in repayments if row.loan.lender_id == lender.pk]
        post(
            actor=actor,
            key=f"loans.repayment:{min(row.pk for row in rows)}-{max(row.pk for row in rows)}",
            date=rows[0].date,
            text=_("Repayments of loans"),
            source=rows[0],
            sides=LoanBook(county, lender).repaid(
                by_village((row.loan, row.principal) for row in rows),
                by_village((row.loan, row.interest) for row in rows),
            ),
        )


def _reversed(repayment: Repayment) -> bool:
    return Repayment.objects.all_areas(reason="of a row in reach").filter(reverses=repayment).exists()


def _drawn(actor: User, permission: str, rows: Sequence[Back], on: datetime.date) -> dict[int, Loan]:
    """The loans, locked; raises PolicyRefused with every reason when one can't take its repayment."""
    ids = [row.loan_id for row in rows]
    if not ids or len(set(ids)) != len(ids):
        raise BadInput("nothing_chosen" if not ids else "loan_twice")
    locked = Loan.objects.for_action(actor, permission).filter(pk__in=ids).order_by("pk")
    if len({loan.pk for loan in locked}) != len(ids):
        raise Loan.DoesNotExist
    today = Loan.objects.actionable_by(actor, permission).filter(pk__in=ids).with_outstanding(day_of(None))
    loans = {loan.pk: loan for loan in today}
    refused = {row.loan_id: reasons for row in rows if (reasons := _against(loans[row.loan_id], row, on))}
    if refused:
        reasons = sorted({reason for found in refused.values() for reason in found})
        raise PolicyRefused("repayment_refused", reasons=reasons, rows=refused)
    return loans


def _against(loan: Loan, row: Back, on: datetime.date) -> list[str]:
    reasons = []
    if loan.state != workflow.DRAWN or loan.drawn_on > on:
        reasons.append("loan_not_drawn")
    if row.principal < 0 or row.interest < 0 or not row.principal + row.interest:
        reasons.append("amount_out_of_range")
    if row.principal > loan.outstanding:
        reasons.append("above_outstanding")
    return reasons
